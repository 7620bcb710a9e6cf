//! A change that starts from what somebody saw undoes nothing that was done since.

use super::meeting::meeting;
use super::rig::{Answer, Rig, rig};
use axum::body::Body;
use axum::http::Request;
use portico_domain::capabilities::Vendor;
use serde_json::{Value, json};

/// Changes a meeting if it is as the tag says.
async fn patch(rig: &Rig, token: &str, path: &str, key: &str, tag: &str, body: Value) -> Answer {
    let request = Request::patch(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .header("if-match", tag);
    rig.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

fn tag_of(answer: &Answer) -> String {
    answer.headers["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_tag_that_is_out_of_date_changes_nothing() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    for vendor in Vendor::ALL {
        let made = meeting(&rig, &token, vendor, 60, json!({})).await;
        let path = made.path.as_str();
        let seen = tag_of(&rig.get(&token, path).await);
        assert_eq!(tag_of(&rig.get(&token, path).await), seen, "{vendor:?}: looking changes nothing");
        let key = |name: &str| format!("{name}-{}", vendor.name());
        let subject = |subject: &str| json!({ "subject": subject });

        let first = patch(&rig, &token, path, &key("first"), &seen, subject("First")).await;
        assert_eq!((first.status, &first.json["subject"]), (200, &json!("First")), "{}", first.json);
        let now = tag_of(&first);
        assert_ne!(now, seen, "{vendor:?}");
        let again = patch(&rig, &token, path, &key("first"), &seen, subject("First")).await;
        assert_eq!(again.status, 200, "the same sent again is answered as before: {}", again.json);

        let late = patch(&rig, &token, path, &key("late"), &seen, subject("Late")).await;
        assert_eq!((late.status, &late.json["kind"]), (412, &json!("conflict")), "{}", late.json);
        assert_eq!(late.headers["content-type"], "application/problem+json");
        let weak = patch(&rig, &token, path, &key("weak"), &format!("W/{now}"), subject("Weak")).await;
        assert_eq!(weak.status, 412, "{}", weak.json);
        assert_eq!(rig.get(&token, path).await.json["subject"], "First", "{vendor:?}");

        let either = format!("{seen}, {now}");
        let good = patch(&rig, &token, path, &key("late"), &either, subject("Late")).await;
        assert_eq!((good.status, &good.json["subject"]), (200, &json!("Late")), "{}", good.json);
        let any = patch(&rig, &token, path, &key("any"), "*", subject("Any")).await;
        assert_eq!((any.status, &any.json["subject"]), (200, &json!("Any")), "{}", any.json);
    }
}

#[tokio::test]
async fn a_password_alone_makes_another_version_and_stands_in_none() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let made = meeting(&rig, &token, Vendor::Webapi, 60, json!({})).await;
    let seen = tag_of(&rig.get(&token, &made.path).await);
    let other = json!({ "password": "chair-1357" });
    let changed = patch(&rig, &token, &made.path, "password", &seen, other).await;
    assert_eq!(changed.status, 200, "{}", changed.json);
    assert_ne!(tag_of(&changed), seen);
    let reader = rig.token(&["meetings:read"]).await;
    assert_eq!(tag_of(&rig.get(&reader, &made.path).await), tag_of(&changed), "whoever looks");
}
