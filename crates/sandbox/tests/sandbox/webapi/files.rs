//! Documents, pictures and streams.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::KEY;
use crate::rig::{HOUR, Rig};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand the rest";

async fn upload(rig: &Rig, serial: &str, bytes: Vec<u8>) -> Value {
    let part = Part::bytes(bytes).file_name("背景 \"1\".png").mime_str("image/png").unwrap();
    let form = Form::new().text("key", KEY).text("serial", serial.to_owned()).part("filedata", part);
    let request = rig.http.post(rig.webapi("uploadRoomPic")).multipart(form);
    request.send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_picture_is_stored_and_served() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let mut bytes = PNG.to_vec();
    bytes.resize(3 * 1024 * 1024, 7);
    let answer = upload(&rig, &serial, bytes.clone()).await;
    assert_eq!(answer["result"], 0);
    let path = answer["picPath"].as_str().unwrap();
    assert!(path.starts_with("/uploads/20260401_090000_"), "{path}");
    let served = rig.http.get(rig.at_webapi(path)).send().await.unwrap();
    assert_eq!(served.headers()["content-type"], "image/png");
    assert_eq!(served.bytes().await.unwrap(), bytes);
    let others: [&[u8]; 4] = [b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF0000WEBPVP8", b"BM12"];
    for other in others {
        assert_eq!(upload(&rig, &serial, other.to_vec()).await["result"], 0);
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    assert_eq!(upload(&rig, &serial, b"<svg/>".to_vec()).await, json!({ "result": 5206 }));
    assert_eq!(upload(&rig, &serial, Vec::new()).await, json!({ "result": 4105 }));
    assert_eq!(upload(&rig, "1", PNG.to_vec()).await, json!({ "result": 4007 }));
    assert_eq!(rig.wpost("uploadRoomPic", &[("serial", &serial)]).await, json!({ "result": 4105 }));
    assert_eq!(upload(&rig, &serial, vec![0; 13 * 1024 * 1024]).await, json!({ "result": 9999 }));
}

#[tokio::test]
async fn documents_are_bound_and_listed() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let files = async || rig.wget("getmeetingfile", &[("serial", &serial)]).await;
    assert_eq!(files().await, json!({ "result": 0, "meetingfile": [] }));
    let two = [("serial", serial.as_str()), ("fileidarr[]", "494"), ("fileidarr[]", "495")];
    assert_eq!(rig.wpost("meetingbindfile", &two).await, json!({ "result": 0 }));
    let again = [("serial", serial.as_str()), ("fileidarr[]", "495")];
    assert_eq!(rig.wpost("meetingbindfile", &again).await, json!({ "result": 0 }));
    let answer = files().await;
    let rows = answer["meetingfile"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    let path = rows[0]["downloadpath"].as_str().unwrap();
    assert_eq!(
        rows[0],
        json!({ "fileid": "494", "filename": "1.png", "downloadpath": path, "filetype": "png" })
    );
    let file = rig.http.get(rig.at_webapi(path)).send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "image/png");
    let bind =
        async |id: &str| rig.wpost("meetingbindfile", &[("serial", &serial), ("fileidarr[]", id)]).await;
    assert_eq!(bind("1").await, json!({ "result": 4105 }));
    assert_eq!(bind("x").await, json!({ "result": 4105 }));
    assert_eq!(rig.wpost("meetingbindfile", &[("serial", &serial)]).await, json!({ "result": 4105 }));
    let mut variants = rig.control().webapi_variants();
    variants.file_limit = 2;
    rig.control().set_webapi_variants(variants);
    assert_eq!(bind("496").await, json!({ "result": 4106 }));
    assert_eq!(files().await["meetingfile"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn streams_of_live_meetings_run_between_start_and_end() {
    let rig = Rig::empty().await;
    let live = rig.wmeeting(&[("islive", "1")]).await;
    let dark = rig.wmeeting(&[("islive", "0")]).await;
    let answer = rig.wget("getLiveStream", &[]).await;
    let host = rig.at_webapi("").trim_start_matches("http://").to_owned();
    assert_eq!(answer["result"], 0);
    let cdn = &answer["cdnStreams"][0];
    assert_eq!(cdn["serial"], live);
    assert!(cdn["pullUrl"].as_str().unwrap().starts_with(&format!("{host}/live/{live}.m3u8?auth_key=")));
    assert_eq!(
        answer["serverStreams"],
        json!([{ "serial": live, "pullUrl": format!("{host}/hls/{live}.m3u8") }])
    );
    let none = json!({ "result": 0, "cdnStreams": [], "serverStreams": [] });
    assert_eq!(rig.wget("getLiveStream", &[("serial", &dark)]).await, none);
    let playlist = rig.at_webapi(&format!("/hls/{live}.m3u8"));
    assert_eq!(rig.http.get(&playlist).send().await.unwrap().status(), 200);
    rig.control().advance(HOUR);
    assert_eq!(rig.wget("getLiveStream", &[("serial", &live)]).await, none);
    assert_eq!(rig.http.get(&playlist).send().await.unwrap().status(), 404);
    assert_eq!(rig.wget("getLiveStream", &[("serial", "5")]).await, json!({ "result": 4007 }));
}
