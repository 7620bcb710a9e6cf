//! Each operation's success, and each code it can produce.

use reqwest::Method;
use serde_json::{Value, json};

use super::{FOREIGN, KEY, form};
use crate::rig::{DAY, HOUR, NOW, Rig};

const POSTS: [&str; 7] = [
    "meetingcreate",
    "meetingmodify",
    "meetingdelete",
    "meetingbindfile",
    "uploadRoomPic",
    "getlogininfo",
    "getRoomRecord",
];
const GETS: [&str; 3] = ["getClassBeginTime", "getmeetingfile", "getLiveStream"];

/// A refusal in the operation's own word.
fn refusal(name: &str, code: i64) -> Value {
    match name {
        "getRoomRecord" => json!({ "code": code }),
        _ => json!({ "result": code }),
    }
}

async fn create(rig: &Rig, change: &[(&str, &str)]) -> Value {
    let mut fields = vec![
        ("meetingname", "n"),
        ("starttime", "1775005200"),
        ("endtime", "1775008800"),
        ("chairmanpwd", "1234"),
    ];
    for (name, value) in change {
        fields.retain(|(known, _)| known != name);
        if *value != "(absent)" {
            fields.push((name, value));
        }
    }
    rig.wpost("meetingcreate", &fields).await
}

#[tokio::test]
async fn creating_answers_with_all_of_the_sample() {
    let rig = Rig::empty().await;
    let answer = create(&rig, &[("islive", "1")]).await;
    let serial = answer["serial"].as_i64().unwrap();
    assert!((100_000_000..1_000_000_000).contains(&serial));
    assert_eq!((&answer["result"], &answer["version"]), (&json!(0), &json!(1173)));
    assert_eq!(answer["roomid"].as_str().unwrap().len(), 24);
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    assert!(text("pushurl").contains(&format!("/app/{serial}?auth_key=")));
    assert!(text("pullurl").contains(&format!("/live/{serial}.m3u8?auth_key=")));
    assert!(text("pullurl2").ends_with(&format!("/hls/{serial}.m3u8")));
    assert!(text("recordpath").ends_with(&format!("/upload/{serial}.mp4")));
    assert!(!text("sig").is_empty());
    assert_eq!(create(&rig, &[]).await["version"], 1174);
}

#[tokio::test]
async fn creating_refuses_what_the_table_forbids() {
    let rig = Rig::empty().await;
    let cases = [
        ("meetingname", "(absent)", 4003),
        ("meetingname", "", 4003),
        ("starttime", "(absent)", 5004),
        ("starttime", "tomorrow", 4004),
        ("starttime", "1775005200000", 4004),
        ("starttime", "-5", 4004),
        ("endtime", "x", 4004),
        ("endtime", "1775005200", 4005),
        ("endtime", "1775005199", 4005),
        ("chairmanpwd", "(absent)", 5002),
        ("chairmanpwd", "123", 4006),
        ("chairmanpwd", "123456789012345678901", 4006),
    ];
    for (name, value, code) in cases {
        assert_eq!(create(&rig, &[(name, value)]).await, json!({ "result": code }), "{name}={value}");
    }
    let past = [("starttime", "1775000000"), ("endtime", "1775005000")];
    assert_eq!(create(&rig, &past).await["result"], 4005, "over before it began");
    for password in ["1234", "12345678901234567890", "主席密码"] {
        assert_eq!(create(&rig, &[("chairmanpwd", password)]).await["result"], 0, "{password}");
    }
    let mut variants = rig.control().webapi_variants();
    variants.meeting_limit = Some(3);
    rig.control().set_webapi_variants(variants);
    assert_eq!(create(&rig, &[]).await, json!({ "result": 4103 }));
}

#[tokio::test]
async fn a_meeting_without_an_end_is_permanent() {
    let rig = Rig::empty().await;
    let serial = create(&rig, &[("endtime", "(absent)")]).await["serial"].to_string();
    rig.control().advance(400 * DAY);
    let modify = async |more: &[(&str, &str)]| {
        let start = rig.now().to_string();
        let mut fields = vec![("serial", serial.as_str()), ("starttime", start.as_str())];
        fields.extend_from_slice(more);
        rig.wpost("meetingmodify", &fields).await
    };
    let end = (rig.now() + HOUR).to_string();
    let number: i64 = serial.parse().unwrap();
    assert_eq!(modify(&[("endtime", &end)]).await, json!({ "result": 0, "serial": number }));
    let held = || {
        let state = rig.control().state();
        let all = state["webapi"]["meetings"].as_array().unwrap().clone();
        all.into_iter().find(|it| it["serial"] == number).unwrap()
    };
    assert_eq!(held()["end"], rig.now() + HOUR);
    assert_eq!((&held()["name"], &held()["chairmanpwd"]), (&json!("n"), &json!("1234")), "both stay");
    modify(&[("meetingname", "新"), ("chairmanpwd", "99999")]).await;
    assert_eq!((&held()["name"], &held()["chairmanpwd"]), (&json!("新"), &json!("99999")));
    assert_eq!(held()["end"], Value::Null, "an absent endtime makes it permanent");
    assert_eq!(modify(&[("chairmanpwd", "1")]).await, json!({ "result": 4006 }));
    assert_eq!(modify(&[("endtime", "5")]).await, json!({ "result": 4005 }));
    assert_eq!(modify(&[("endtime", "soon")]).await, json!({ "result": 4004 }));
    let no_start = rig.wpost("meetingmodify", &[("serial", &serial)]).await;
    assert_eq!(no_start, json!({ "result": 5004 }));
}

#[tokio::test]
async fn deleting_answers_with_the_number_as_text() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let answer = rig.wpost("meetingdelete", &[("serial", &serial)]).await;
    assert_eq!(answer, json!({ "version": 1174, "serial": serial, "result": 0 }));
    for name in ["meetingdelete", "getlogininfo", "getRoomRecord", "meetingmodify"] {
        let again = rig.wpost(name, &[("serial", &serial), ("starttime", "1775005200")]).await;
        assert_eq!(again, refusal(name, 4007), "{name}");
    }
}

#[tokio::test]
async fn every_operation_checks_the_key_first() {
    let rig = Rig::empty().await;
    let keys = [
        ("", 4101),
        ("wrong", 4102),
        ("sandbox-expired-enterprise", 3001),
        ("sandbox-frozen-enterprise", 3002),
    ];
    for (key, code) in keys {
        for name in POSTS {
            let request = rig.http.post(rig.webapi(name)).multipart(form(&[("key", key)]));
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            assert_eq!(answer, refusal(name, code), "{name} {key}");
        }
        for name in GETS {
            let request = rig.http.get(rig.webapi(name)).query(&[("key", key)]);
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            assert_eq!(answer, refusal(name, code), "{name} {key}");
        }
    }
}

#[tokio::test]
async fn every_operation_wants_a_meeting_of_the_enterprise() {
    let rig = Rig::empty().await;
    for (serial, code) in [("", 5100), ("1", 4007), ("abc", 4007), (FOREIGN, 4108)] {
        for name in POSTS.into_iter().skip(1) {
            let fields = [("serial", serial), ("starttime", "1775005200")];
            let answer = rig.wpost(name, &fields).await;
            let all = serial.is_empty() && name == "getRoomRecord";
            let expected = if all { json!({ "code": 0, "records": [] }) } else { refusal(name, code) };
            assert_eq!(answer, expected, "{name} {serial}");
        }
        // Without a number the streams are those of the whole enterprise.
        for name in GETS.into_iter().filter(|name| *name != "getLiveStream" || !serial.is_empty()) {
            assert_eq!(rig.wget(name, &[("serial", serial)]).await, refusal(name, code), "{name} {serial}");
        }
    }
}

#[tokio::test]
async fn the_method_and_the_media_type_are_as_documented() {
    let rig = Rig::empty().await;
    for name in POSTS {
        assert_eq!(rig.wget(name, &[]).await, refusal(name, 20001), "{name}");
        // Another media type carries no parameters, so not even the key.
        for request in [
            rig.http.post(rig.webapi(name)).json(&json!({ "key": KEY })),
            rig.http.post(rig.webapi(name)).form(&[("key", KEY)]),
            rig.http.post(rig.webapi(name)).query(&[("key", KEY)]),
        ] {
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            assert_eq!(answer, refusal(name, 4101), "{name}");
        }
        let broken = rig.http.post(rig.webapi(name)).body("--x\r\nnothing");
        let broken = broken.header("Content-Type", "multipart/form-data; boundary=x");
        let answer: Value = broken.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer, refusal(name, 9999), "{name}");
    }
    for name in GETS {
        let request = rig.http.post(rig.webapi(name)).multipart(form(&[("key", KEY)]));
        assert_eq!(request.send().await.unwrap().status(), 405, "{name}");
    }
    let nowhere = rig.http.request(Method::GET, rig.webapi("getEverything"));
    assert_eq!(nowhere.send().await.unwrap().status(), 404);
}

#[tokio::test]
async fn a_meeting_that_is_over_can_be_read_but_not_changed() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    rig.control().advance(HOUR);
    let fields = [("serial", serial.as_str()), ("starttime", "1775005200"), ("fileidarr[]", "494")];
    for name in ["meetingmodify", "meetingbindfile", "uploadRoomPic"] {
        assert_eq!(rig.wpost(name, &fields).await, json!({ "result": 4007 }), "{name}");
    }
    assert_eq!(rig.wpost("getlogininfo", &fields).await["result"], 0);
    assert_eq!(rig.wpost("meetingdelete", &fields).await["result"], 0);
}

#[tokio::test]
async fn the_call_log_names_the_operation_and_hides_the_key() {
    let rig = Rig::empty().await;
    rig.wpost("meetingcreate", &[("meetingname", "记录"), ("colour", "red")]).await;
    rig.wget("getmeetingfile", &[("serial", "1"), ("page", "2")]).await;
    let calls = rig.control().calls();
    assert_eq!(calls[0].vendor, "webapi");
    assert_eq!((calls[0].operation.as_str(), calls[0].code), ("meetingcreate", Some(5004)));
    assert_eq!(calls[0].unknown_fields, ["colour"]);
    assert!(calls[0].body.contains("记录"));
    assert_eq!(calls[1].path, "/WebAPI/getmeetingfile?key=(redacted)&serial=1&page=2");
    assert_eq!(calls[1].unknown_fields, ["page"]);
    assert_eq!(calls[1].time, NOW);
    assert!(!serde_json::to_string(&calls).unwrap().contains(KEY));
}

#[tokio::test]
async fn faults_meet_this_vendor_too() {
    use portico_sandbox::{Action, Fault};
    let rig = Rig::empty().await;
    rig.control().add_fault(Fault::on("meetingcreate", 1, Action::DropAfter));
    let fields = [("key", KEY), ("meetingname", "n"), ("starttime", "1775005200"), ("chairmanpwd", "1234")];
    let lost = rig.http.post(rig.webapi("meetingcreate")).multipart(form(&fields)).send().await;
    assert!(lost.is_err());
    let state = rig.control().state();
    assert_eq!(state["webapi"]["meetings"].as_array().unwrap().len(), 2, "made, and the neighbour's");
}
