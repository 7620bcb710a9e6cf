//! CloudRoom over HTTP, where its servers and gateways are stricter or barer than the document's samples.

mod common;
#[path = "common/recorder.rs"]
mod recorder;

use common::{client, draft, meeting, recording};
use http::Method;
use portico_vendors::cloudroom::{CloudRoom, TEMPLATES};
use portico_vendors::kit::templates::{Sent, SentBody, rebuild};
use portico_vendors::kit::{Cause, Deadlines};
use portico_vendors::{Before, MeetingVendor};
use recorder::{Received, Recorder, answer, json_answer};
use serde_json::json;
use std::time::Duration;

const BASE: &str = "/CLOUDROOM-SERVER/v2";

fn room(server: &Recorder) -> CloudRoom {
    client(format!("{}{BASE}", server.base), Deadlines::all(Duration::from_secs(20)))
}

fn fine(_: &Received) -> Vec<u8> {
    json_answer(&json!({"total": 0, "records": []}))
}

async fn refusing(body: &'static str) -> Recorder {
    let refuse = move |_: &Received| answer("500 Internal Server Error", "application/json", body.as_bytes());
    Recorder::start(refuse).await
}

#[tokio::test]
async fn the_address_of_a_host_alone_leads_to_the_api_of_the_document() {
    for (given, wanted) in [("", BASE), ("/", BASE), ("/gate", "/gate")] {
        let server = Recorder::start(fine).await;
        let room = client(format!("{}{given}", server.base), Deadlines::all(Duration::from_secs(20)));
        room.end(&meeting()).await.expect("ended");
        let sent =
            Sent { method: &Method::GET, path: "/conference/12345678", query: "", body: SentBody::None };
        let Ok(call) = rebuild(&TEMPLATES, sent) else { panic!("a call of the document") };
        room.forward(call).await.expect("an answer");
        assert_eq!(server.to(&format!("{wanted}/conference/12345678/end")).len(), 1, "{given:?}");
        assert_eq!(server.to(&format!("{wanted}/conference/12345678")).len(), 1, "{given:?}");
    }
}

#[tokio::test]
async fn a_post_without_a_body_says_how_long_it_is() {
    let server = Recorder::start(fine).await;
    let room = room(&server);
    let length = || server.received().pop().expect("a request").header("content-length").map(str::to_owned);
    room.end(&meeting()).await.expect("ended");
    assert_eq!(length().as_deref(), Some("0"));
    room.delete(&meeting()).await.expect("deleted");
    assert_eq!(length(), None);
    room.recordings(&meeting(), 1).await.expect("a page");
    assert_eq!(length(), None);
}

#[tokio::test]
async fn a_post_without_a_body_that_passes_through_says_so_too() {
    let server = Recorder::start(fine).await;
    let room = room(&server);
    for (method, path, length) in [
        (Method::POST, "/conference/12345678/end", Some("0")),
        (Method::DELETE, "/conference/12345678", None),
        (Method::GET, "/conference/12345678", None),
    ] {
        let sent = Sent { method: &method, path, query: "", body: SentBody::None };
        let Ok(call) = rebuild(&TEMPLATES, sent) else { panic!("a call of the document") };
        room.forward(call).await.expect("an answer");
        let request = server.received().pop().expect("a request");
        let lengths = request.headers.iter().filter(|(name, _)| name == "content-length");
        let lengths: Vec<&str> = lengths.map(|(_, value)| value.as_str()).collect();
        assert_eq!(lengths, length.into_iter().collect::<Vec<_>>(), "{method} {path}");
    }
}

#[tokio::test]
async fn a_change_may_leave_the_times_out() {
    let server = Recorder::start(fine).await;
    let room = room(&server);
    let before = Before { same_times: true, options: &[] };
    room.change_from(before, &meeting(), &draft()).await.expect("changed");
    room.change(&meeting(), &draft()).await.expect("changed");
    let sent = server.to(&format!("{BASE}/conference/12345678"));
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[0].json()["orderConfig"], json!(null));
    assert_eq!(sent[0].json()["subject"], sent[1].json()["subject"]);
    assert!(sent[1].json()["orderConfig"].is_object());
}

#[tokio::test]
async fn no_records_are_no_failure() {
    let server = refusing("{\"code\":22233,\"msg\":\"\"}").await;
    room(&server).check().await.expect("a day may be empty");
    for body in ["{\"code\":22233,\"msg\":\"\"}", "{\"code\":21030,\"msg\":\"\"}"] {
        let server = refusing(body).await;
        let page = room(&server).recordings(&meeting(), 1).await.expect(body);
        assert_eq!((page.rows.len(), page.total, page.more), (0, Some(0), false));
    }
    let server = refusing("{\"code\":22006,\"msg\":\"\"}").await;
    assert_eq!(room(&server).check().await.expect_err("no account").code(), Some("22006"));
}

#[tokio::test]
async fn a_recording_without_an_address_is_not_asked_for() {
    let server = Recorder::start(fine).await;
    let error = room(&server).open_recording(&recording(""), None).await.expect_err("no address");
    assert_eq!(error.cause, Cause::Unreadable { at: "reply.records.url".into() });
    assert!(server.received().is_empty());
}
