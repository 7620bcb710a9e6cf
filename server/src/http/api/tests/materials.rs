//! Attendance, streams, documents and the picture of a meeting, as a script has them.

use super::meeting::{Meeting, code, is_unsupported, lacks, meeting, once};
use super::rig::{Answer, Rig, rig};
use axum::body::Body;
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_service::MOST_PICTURE_BYTES;
use serde_json::{Value, json};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and whatever follows";

async fn at_webapi(rig: &Rig, token: &str) -> Meeting {
    meeting(rig, token, Vendor::Webapi, 60, json!({ "live": true })).await
}

async fn set_picture(rig: &Rig, token: &str, meeting: &Meeting, picture: Vec<u8>) -> Answer {
    let request = Request::put(format!("{}/background", meeting.path))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/octet-stream");
    rig.ask(request.body(Body::from(picture)).unwrap()).await
}

#[tokio::test]
async fn attendance_says_who_came_and_left() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write"]).await;
    let meeting = at_webapi(&rig, &token).await;
    let path = format!("{}/attendance", meeting.path);
    assert_eq!(rig.get(&token, &path).await.json, json!({ "people": [], "stays": [] }));
    rig.sandbox.control().webapi_enter(meeting.number, "D171LM9P", "Ann").unwrap();
    let seen = rig.get(&token, &path).await;
    let (person, stay) = (&seen.json["people"][0], &seen.json["stays"][0]);
    assert_eq!((&person["name"], &person["inside"]), (&json!("D171LM9P"), &json!(true)), "{}", seen.json);
    assert_eq!(
        (&stay["user"], &stay["left"], &stay["name"]),
        (&json!("D171LM9P"), &Value::Null, &Value::Null)
    );
    assert!(stay["entered"].as_str().unwrap().ends_with('Z'));
    rig.sandbox.control().webapi_leave(meeting.number, "D171LM9P").unwrap();
    let gone = rig.get(&token, &path).await;
    assert_eq!(gone.json["people"][0]["inside"], false);
    assert!(gone.json["stays"][0]["left"].is_string());
}

#[tokio::test]
async fn a_running_meeting_says_for_how_long() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write"]).await;
    let meeting = at_webapi(&rig, &token).await;
    let path = format!("{}/live", meeting.path);
    let before = rig.get(&token, &path).await;
    assert_eq!((before.status, &before.json["duration_seconds"]), (200, &Value::Null), "{}", before.json);
    rig.sandbox.control().webapi_enter(meeting.number, "D171LM9P", "Ann").unwrap();
    // The vendor is asked once a second.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let live = rig.get(&token, &path).await;
    let seconds = live.json["duration_seconds"].as_i64();
    assert!(seconds.is_some_and(|seconds| (0..60).contains(&seconds)), "{}", live.json);
}

#[tokio::test]
async fn streams_want_the_scope_for_addresses() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write", "join"]).await;
    let meeting = at_webapi(&rig, &token).await;
    let path = format!("{}/streams", meeting.path);
    let streams = rig.get(&token, &path).await;
    assert_eq!((streams.status, &streams.json["broadcast"]), (200, &json!(true)), "{}", streams.json);
    assert!(streams.json["push"].as_str().unwrap().contains("/app/"));
    let pull = streams.json["pull"].as_array().unwrap();
    assert!(pull.len() == 2 && pull.iter().all(|stream| stream["from"] == "kept"), "{pull:?}");
    let reader = rig.token(&["meetings:read", "meetings:write", "recordings"]).await;
    assert!(lacks(&rig.get(&reader, &path).await, "join"));
}

#[tokio::test]
async fn documents_are_attached_once_listed_and_downloaded() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write", "recordings"]).await;
    let meeting = at_webapi(&rig, &token).await;
    let path = format!("{}/documents", meeting.path);
    assert_eq!(rig.get(&token, &path).await.json, json!({ "items": [] }));
    let wanted = json!({ "files": ["494", "497"] });
    for _ in 0..2 {
        let attached = once(&rig, &token, Method::POST, &path, "one", wanted.clone()).await;
        assert_eq!(attached.status, 204, "{}", attached.json);
    }
    assert_eq!(rig.sandbox.control().calls_of("meetingbindfile").len(), 1);
    let other = once(&rig, &token, Method::POST, &path, "one", json!({ "files": ["494"] })).await;
    assert_eq!(other.status, 409, "the same key for something else");
    let listed = rig.get(&token, &path).await;
    assert_eq!(listed.json["items"][0], json!({ "id": "494", "name": "1.png", "kind": "png" }));
    assert!(!String::from_utf8_lossy(&listed.bytes).contains("http"), "no vendor address");
    let file = rig.get(&token, &format!("{path}/497")).await;
    let kind = file.headers["content-type"].to_str().unwrap();
    assert_eq!((file.status, kind), (200, "application/octet-stream"), "{}", file.json);
    assert!(String::from_utf8_lossy(&file.bytes).contains("会议议程"));
    assert_eq!(rig.get(&token, &format!("{path}/495")).await.status, 404, "of no meeting of ours");

    for (files, rule) in [(json!([]), "missing"), (json!(["../x"]), "bad-character")] {
        let bad = rig.post(&token, &path, json!({ "files": files })).await;
        let field = &bad.json["fields"][0];
        assert_eq!((bad.status, &field["field"], &field["rule"]), (422, &json!("files"), &json!(rule)));
    }
    assert_eq!(code(&rig.post(&token, &path, json!({ "files": ["999999"] })).await), "4105");
    let reader = rig.token(&["meetings:read"]).await;
    assert!(lacks(&rig.post(&reader, &path, wanted).await, "meetings:write"));
    assert!(lacks(&rig.get(&reader, &format!("{path}/497")).await, "recordings"));
}

#[tokio::test]
async fn a_picture_is_one_by_its_content_and_small_enough() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write"]).await;
    let meeting = at_webapi(&rig, &token).await;
    let path = format!("{}/background", meeting.path);
    assert_eq!(rig.get(&token, &path).await.status, 404);
    // The largest that is taken, and one byte more.
    let large = |bytes: usize| [PNG, &vec![0; bytes - PNG.len()]].concat();
    for (wrong, rule) in [
        (Vec::new(), "missing"),
        (b"<svg onload='alert(1)'/>".to_vec(), "not-a-picture"),
        (large(MOST_PICTURE_BYTES + 1), "too-large"),
    ] {
        let refused = set_picture(&rig, &token, &meeting, wrong).await;
        let field = &refused.json["fields"][0];
        assert_eq!(
            (refused.status, &field["field"], &field["rule"]),
            (422, &json!("picture"), &json!(rule)),
            "{}",
            refused.json
        );
    }
    assert!(rig.sandbox.control().calls_of("uploadRoomPic").is_empty(), "none of them left us");
    let reader = rig.token(&["meetings:read"]).await;
    assert!(lacks(&set_picture(&rig, &reader, &meeting, PNG.to_vec()).await, "meetings:write"));
    let set = set_picture(&rig, &token, &meeting, PNG.to_vec()).await;
    assert_eq!(set.status, 204, "{}", set.json);
    let shown = rig.get(&reader, &path).await;
    assert_eq!((shown.status, &shown.bytes[..]), (200, PNG));
    assert_eq!(shown.headers["content-type"], "image/png");
}

#[tokio::test]
async fn other_vendors_have_none_of_it() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    for vendor in [Vendor::Cloudroom, Vendor::Vmr] {
        let meeting = meeting(&rig, &token, vendor, 60, json!({})).await;
        for part in ["attendance", "streams", "documents", "documents/494", "background"] {
            let answer = rig.get(&token, &format!("{}/{part}", meeting.path)).await;
            assert!(is_unsupported(&answer), "{vendor:?} {part}: {}", answer.json);
        }
        let documents = format!("{}/documents", meeting.path);
        assert!(is_unsupported(&rig.post(&token, &documents, json!({ "files": ["494"] })).await));
        assert!(is_unsupported(&set_picture(&rig, &token, &meeting, PNG.to_vec()).await));
    }
}
