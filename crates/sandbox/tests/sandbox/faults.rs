//! Scripted faults, as a client meets them.

use std::time::Duration;

use futures::StreamExt;
use portico_sandbox::{Action, Call, Fault};
use reqwest::{Method, Response};
use serde_json::json;

use crate::rig::{NOW, Rig};

const CREATE: &str = "createMeeting";

async fn create(rig: &Rig) -> reqwest::Result<Response> {
    let request = rig.request(Method::POST, "/conference");
    request.json(&json!({ "subject": "a" })).send().await
}

async fn meetings(rig: &Rig) -> u64 {
    let list = rig.get("/conference/list").await.expect_ok();
    list["total"].as_u64().unwrap()
}

async fn faulty(action: Action) -> Rig {
    let rig = Rig::empty().await;
    rig.control().add_fault(Fault::on(CREATE, 1, action));
    rig
}

#[tokio::test]
async fn a_connection_dropped_before_the_vendor_acts() {
    let rig = faulty(Action::DropBefore).await;
    assert!(create(&rig).await.is_err());
    assert_eq!(meetings(&rig).await, 0);
    let calls = rig.control().calls_of(CREATE);
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].handled, calls[0].status), (false, None));
    assert_eq!(calls[0].fault.as_deref(), Some("drop_before"));
    assert_eq!(create(&rig).await.unwrap().status(), 200, "only once");
}

#[tokio::test]
async fn an_answer_lost_after_the_vendor_acted() {
    let rig = faulty(Action::DropAfter).await;
    assert!(create(&rig).await.is_err());
    assert_eq!(meetings(&rig).await, 1);
    let calls = rig.control().calls_of(CREATE);
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].handled, calls[0].status), (true, None));
}

#[tokio::test]
async fn an_answer_cut_half_way() {
    let rig = faulty(Action::Truncate).await;
    let response = create(&rig).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    assert_eq!(meetings(&rig).await, 1);
}

#[tokio::test]
async fn refusals_redirects_and_pages_keep_the_vendor_from_acting() {
    let body = r#"{"code":22008,"msg":"接口超出频率"}"#;
    let refuse = Action::Refuse {
        status: 429,
        body: body.to_owned(),
        content_type: "application/json".to_owned(),
        retry_after: Some(7),
    };
    let rig = faulty(refuse).await;
    let response = create(&rig).await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.text().await.unwrap(), body);

    let location = "http://127.0.0.1:9/elsewhere".to_owned();
    let redirect = Action::Redirect { status: 302, location };
    rig.control().add_fault(Fault::on(CREATE, 1, redirect));
    let response = create(&rig).await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "http://127.0.0.1:9/elsewhere");

    rig.control().add_fault(Fault::on(CREATE, 1, Action::Html502));
    let response = create(&rig).await.unwrap();
    assert_eq!(response.status(), 502);
    assert_eq!(response.headers()["content-type"], "text/html");

    rig.control().add_fault(Fault::on(CREATE, 1, Action::Garbage));
    let response = create(&rig).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.json::<serde_json::Value>().await.is_err());
    assert_eq!(meetings(&rig).await, 0);
}

#[tokio::test]
async fn huge_answers_are_huge() {
    let rig = faulty(Action::Huge { bytes: 3_000_000 }).await;
    let body = create(&rig).await.unwrap().bytes().await.unwrap();
    assert!(body.len() >= 3_000_000);
    assert!(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
}

#[tokio::test]
async fn dripping_answers_come_byte_by_byte() {
    let rig = faulty(Action::Drip { ms_per_byte: 2 }).await;
    let response = create(&rig).await.unwrap();
    let chunks: Vec<_> = response.bytes_stream().collect().await;
    assert!(chunks.len() > 3, "{}", chunks.len());
    assert_eq!(meetings(&rig).await, 1);
}

#[tokio::test]
async fn wrong_types_keep_the_names() {
    let rig = faulty(Action::WrongTypes).await;
    let body: serde_json::Value = create(&rig).await.unwrap().json().await.unwrap();
    assert!(body["confId"].is_array(), "{body}");
}

/// Waits for the log to say so; the limit is for a test that fails, not for one that passes.
async fn until(rig: &Rig, seen: impl Fn(&Call) -> bool) {
    let wait = async {
        while !rig.control().calls_of(CREATE).iter().any(&seen) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    let outcome = tokio::time::timeout(Duration::from_secs(20), wait).await;
    assert!(outcome.is_ok(), "{:?}", rig.control().calls());
}

/// The caller hangs up once the call has been seen like this; the vendor acts all the same.
async fn gives_up(delay: Action, when: impl Fn(&Call) -> bool) {
    let rig = faulty(delay).await;
    let request = rig.request(Method::POST, "/conference");
    let call = tokio::spawn(request.json(&json!({ "subject": "a" })).send());
    until(&rig, when).await;
    assert!(!call.is_finished());
    call.abort();
    until(&rig, |call| call.handled).await;
    assert_eq!(meetings(&rig).await, 1);
}

#[tokio::test]
async fn a_caller_who_gives_up_does_not_undo_the_call() {
    let delay = |ms, after_handling| Action::Delay { ms, after_handling };
    gives_up(delay(600_000, true), |call| call.handled).await;
    gives_up(delay(1500, false), |_| true).await;
}

#[tokio::test]
async fn a_late_answer_is_still_the_answer() {
    let rig = faulty(Action::Delay { ms: 40, after_handling: false }).await;
    let begun = std::time::Instant::now();
    assert_eq!(create(&rig).await.unwrap().status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(40));
}

#[tokio::test]
async fn a_skewed_vendor_says_so_in_its_date() {
    let rig = faulty(Action::ClockSkew { seconds: 360 }).await;
    let response = create(&rig).await.unwrap();
    assert_eq!(response.status(), 400);
    // NOW is 2026-04-01 01:00:00 UTC.
    assert_eq!(NOW, 1_775_005_200);
    assert_eq!(response.headers()["date"], "Wed, 01 Apr 2026 01:06:00 GMT");
    let body: serde_json::Value = response.json().await.unwrap();
    assert_eq!(body["code"], 22004);
    rig.control().add_fault(Fault::on(CREATE, 1, Action::ClockSkew { seconds: -240 }));
    assert_eq!(create(&rig).await.unwrap().status(), 200);
}

#[tokio::test]
async fn faults_are_chosen_by_operation_path_and_count() {
    let rig = Rig::empty().await;
    let control = rig.control();
    control.add_fault(Fault::on("queryMeetingList", 2, Action::Html502));
    assert_eq!(create(&rig).await.unwrap().status(), 200);
    for status in [502, 502, 200] {
        let request = rig.request(Method::GET, "/conference/list");
        assert_eq!(request.send().await.unwrap().status(), status);
    }
    assert!(control.faults().is_empty());

    control.add_fault(Fault {
        path_prefix: Some("/CLOUDROOM-SERVER/v2/video".to_owned()),
        ..Fault::always(Action::Html502)
    });
    for _ in 0..3 {
        let request = rig.request(Method::GET, "/video/1");
        assert_eq!(request.send().await.unwrap().status(), 502);
    }
    assert_eq!(meetings(&rig).await, 1);
    control.clear_faults();
    assert_eq!(rig.get("/video/1").await.code(), 22201);
}

#[tokio::test]
async fn delays_combine_with_other_faults() {
    let rig = faulty(Action::Delay { ms: 5, after_handling: false }).await;
    rig.control().add_fault(Fault::on(CREATE, 1, Action::Html502));
    rig.control().add_fault(Fault::on(CREATE, 1, Action::Garbage));
    assert_eq!(create(&rig).await.unwrap().status(), 502);
    let calls = rig.control().calls_of(CREATE);
    assert_eq!(calls[0].fault.as_deref(), Some("delay+html502"));
    assert_eq!(rig.control().faults().len(), 1, "the garbage waits for the next call");
}
