//! A script that brings people in by itself.

use super::meeting::{code, lacks, meeting};
use super::rig::{Rig, rig};
use axum::http::Method;
use portico_domain::capabilities::Vendor;
use serde_json::{Value, json};

async fn enter(rig: &Rig, token: &str, path: &str, role: &str) -> Value {
    let answer = rig.post(token, &format!("{path}/entries"), json!({ "name": "Ada", "role": role })).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.json
}

#[tokio::test]
async fn each_vendor_lets_in_as_its_document_has_it() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:write", "join"]).await;

    let path = meeting(&rig, &token, Vendor::Cloudroom, 5, json!({})).await.path;
    let host = enter(&rig, &token, &path, "host").await;
    assert_eq!(host["kind"], "client");
    assert!(host["crmt"].as_str().unwrap().starts_with("CRMT:"), "{host}");
    let guest = enter(&rig, &token, &path, "attendee").await;
    assert!(
        guest["url"].is_string() && guest["url"] != host["url"],
        "a host enters elsewhere: {guest} {host}"
    );
    assert_eq!(rig.sandbox.control().calls_of("joinMeeting").len(), 2);

    let path = meeting(&rig, &token, Vendor::Vmr, 5, json!({})).await.path;
    let (host, guest) =
        (enter(&rig, &token, &path, "host").await, enter(&rig, &token, &path, "attendee").await);
    assert_eq!((&host["kind"], &host["short_number"]), (&json!("number"), &guest["short_number"]));
    assert_ne!(host["pin"], guest["pin"], "each role has its own");

    let path = meeting(&rig, &token, Vendor::Webapi, 5, json!({})).await.path;
    let speaker = enter(&rig, &token, &path, "speaker").await;
    assert_eq!(speaker["kind"], "page");
    assert!(speaker["url"].as_str().unwrap().contains("/h5/"), "{speaker}");
}

#[tokio::test]
async fn what_is_wrong_is_said_where_it_is() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:write", "join"]).await;
    let path = meeting(&rig, &token, Vendor::Cloudroom, 5, json!({})).await.path;
    let entries = format!("{path}/entries");
    let blamed = async |body: Value| {
        let answer = rig.post(&token, &entries, body).await;
        assert_eq!(answer.status, 422, "{}", answer.json);
        answer.json["fields"][0]["field"].as_str().unwrap().to_owned()
    };
    assert_eq!(blamed(json!({})).await, "name");
    assert_eq!(blamed(json!({ "name": "Ada", "role": "owner" })).await, "role");
    assert_eq!(blamed(json!({ "name": "Ada", "role": "invisible" })).await, "role", "not at this vendor");
    assert!(rig.sandbox.control().calls_of("joinMeeting").is_empty());

    let reader = rig.token(&["meetings:write"]).await;
    assert!(lacks(&rig.post(&reader, &entries, json!({ "name": "Ada" })).await, "join"));

    let later = meeting(&rig, &token, Vendor::Cloudroom, 240, json!({})).await.path;
    let refused = rig.post(&token, &format!("{later}/entries"), json!({ "name": "Ada" })).await;
    assert_eq!(code(&refused), "22203", "the vendor says when: {}", refused.json);

    assert_eq!(rig.call(&token, &Method::DELETE, &path, None).await.status, 204);
    assert_eq!(rig.post(&token, &entries, json!({ "name": "Ada" })).await.status, 409);
}
