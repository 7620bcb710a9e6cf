//! Recordings: made, watched, fetched, deleted.

use portico_sandbox::RoomPoke;
use serde_json::{Value, json};

use super::{NUMBER, data, expect_refusal};
use crate::rig::Rig;

static FILE: &[u8] = include_bytes!("../../../assets/recording.mp4");

fn key() -> Value {
    json!({ "conferenceKey": NUMBER })
}

async fn status(rig: &Rig) -> Value {
    data(rig.vpost("/meeting/getLiveRecStatus", key()).await)
}

/// A recording of 14 seconds that is finished.
async fn recorded(rig: &Rig) -> String {
    rig.poke(RoomPoke::Start);
    let opened = data(rig.vpost("/meeting/openRecord", key()).await);
    rig.control().advance(14);
    let closed = data(rig.vpost("/meeting/closeRecord", key()).await);
    assert_eq!(opened, closed);
    closed["recordId"].as_str().unwrap().to_owned()
}

async fn records(rig: &Rig, id: &str) -> Vec<Value> {
    let rows = data(rig.vpost("/meeting/getRecords", json!({ "recordId": id })).await);
    rows.as_array().unwrap().clone()
}

#[tokio::test]
async fn the_states_of_a_recording() {
    let rig = Rig::empty().await;
    let (open, close) = ("/meeting/openRecord", "/meeting/closeRecord");
    expect_refusal(&rig.vpost(open, key()).await, "200006", "该会议还未开启");
    expect_refusal(&rig.vpost(close, key()).await, "200006", "该会议还未开启");
    rig.poke(RoomPoke::Start);
    expect_refusal(&rig.vpost(close, key()).await, "200007", "该会议未开启录制");
    let id = data(rig.vpost(open, key()).await)["recordId"].clone();
    expect_refusal(&rig.vpost(open, key()).await, "200003", "该会议已开启录制");
    assert_eq!(
        status(&rig).await,
        json!({ "conferenceKey": NUMBER, "live": false, "rtmpUrl": "", "record": true, "recordId": id })
    );
    assert!(records(&rig, id.as_str().unwrap()).await.is_empty(), "it still runs");
    data(rig.vpost(close, key()).await);
    assert_eq!(status(&rig).await["recordId"], "");
    rig.poke(RoomPoke::AllowRecording { allowed: false });
    expect_refusal(&rig.vpost(open, key()).await, "200004", "该会议不允许录制");
}

#[tokio::test]
async fn somebody_else_records_and_a_recording_fails() {
    let rig = Rig::empty().await;
    rig.poke(RoomPoke::Start);
    rig.poke(RoomPoke::Record);
    let theirs = status(&rig).await;
    assert_eq!(theirs["record"], true);
    expect_refusal(&rig.vpost("/meeting/openRecord", key()).await, "200003", "该会议已开启录制");
    let id = theirs["recordId"].as_str().unwrap();
    rig.control().advance(5);
    rig.poke(RoomPoke::End);
    assert_eq!(records(&rig, id).await.len(), 1, "finished with the meeting");

    rig.poke(RoomPoke::Start);
    rig.poke(RoomPoke::FailNextRecording { reason: "存储空间不足".to_owned() });
    data(rig.vpost("/meeting/openRecord", key()).await);
    let failed = status(&rig).await;
    assert_eq!((&failed["record"], &failed["failedReason"]), (&json!(false), &json!("存储空间不足")));
    data(rig.vpost("/meeting/openRecord", key()).await);
    assert_eq!(status(&rig).await.get("failedReason"), None);
}

#[tokio::test]
async fn a_live_meeting_has_its_address() {
    let rig = Rig::empty().await;
    rig.poke(RoomPoke::Live { live: true });
    assert_eq!(status(&rig).await["live"], false, "nobody is there");
    rig.poke(RoomPoke::Start);
    let live = status(&rig).await;
    assert_eq!((&live["live"], &live["rtmpUrl"]), (&json!(true), &json!("rtmp://127.0.0.1/live/2516")));
}

#[tokio::test]
async fn files_are_dated_in_utc_and_their_names_are_local() {
    let rig = Rig::empty().await;
    let id = recorded(&rig).await;
    let rows = records(&rig, &id).await;
    let url = rows[0]["downUrl"].as_str().unwrap();
    assert_eq!(
        rows,
        [json!({
            "recordId": id, "conferenceKey": NUMBER, "entId": 52, "startTime": "2026-04-01 01:00:00",
            "fileSize": FILE.len(), "stopTime": "2026-04-01 01:00:14", "downUrl": url,
        })]
    );
    assert!(url.starts_with(&rig.vmr("/cos/2026-04-01/2516_090000.mp4?sign=")), "{url}");
    let whole = rig.http.get(url).send().await.unwrap();
    assert_eq!((whole.status().as_u16(), whole.bytes().await.unwrap() == FILE), (200, true));
    let part = rig.http.get(url).header("Range", "bytes=100-199").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-range"], format!("bytes 100-199/{}", FILE.len()));
    assert!(part.bytes().await.unwrap() == FILE[100..200]);
}

#[tokio::test]
async fn an_address_expires_and_cannot_be_changed() {
    let rig = Rig::empty().await;
    let id = recorded(&rig).await;
    let url = records(&rig, &id).await[0]["downUrl"].as_str().unwrap().to_owned();
    let fetch = async |url: &str| rig.http.get(url).send().await.unwrap().status().as_u16();
    let (bare, _) = url.split_once('?').unwrap();
    assert_eq!(fetch(bare).await, 403);
    assert_eq!(fetch(&url.replace("090000", "090001")).await, 403);
    assert_eq!(fetch(&url.replace("sign=", "sign=A")).await, 403);
    rig.control().advance(599);
    assert_eq!(fetch(&url).await, 200);
    rig.control().advance(1);
    assert_eq!(fetch(&url).await, 403);
    let fresh = records(&rig, &id).await[0]["downUrl"].as_str().unwrap().to_owned();
    assert_ne!(fresh, url);
    assert_eq!(fetch(&fresh).await, 200);
}

#[tokio::test]
async fn a_deleted_file_is_gone() {
    let rig = Rig::empty().await;
    let id = recorded(&rig).await;
    let url = records(&rig, &id).await[0]["downUrl"].as_str().unwrap().to_owned();
    let body = json!({ "recordId": id });
    assert_eq!(data(rig.vpost("/meeting/delRecordFile", body.clone()).await), body);
    assert!(records(&rig, &id).await.is_empty());
    assert_eq!(rig.http.get(url).send().await.unwrap().status(), 403);
    expect_refusal(&rig.vpost("/meeting/delRecordFile", body).await, "404", "录制文件不存在");
}
