//! Changing several meetings of a series through the API.

use super::meeting::once;
use super::rig::{Rig, rig};
use axum::http::Method;
use portico_domain::capabilities::Vendor;
use portico_domain::time::Timestamp;
use portico_sandbox::{Action, Fault};
use portico_service::when::Zone;
use serde_json::{Value, json};

const DAY_MINUTES: i64 = 24 * 60;

fn rfc3339(instant: Timestamp) -> String {
    Zone::utc().machine(instant).replace("+00:00", "Z")
}

/// Four days in a row; their paths, the earliest first.
async fn daily(rig: &Rig, token: &str, start: Timestamp) -> Vec<String> {
    let until = rfc3339(start.plus_minutes(3 * DAY_MINUTES))[..10].to_owned();
    let body = json!({ "connection": rig.connection(Vendor::Webapi).id.to_string(), "subject": "Review",
        "password": "chair-2468", "start": rfc3339(start), "end": rfc3339(start.plus_minutes(60)),
        "repeat": { "period": "daily", "until": until }, "zone": "UTC" });
    let made = rig.post(token, "/api/v1/meetings", body).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let first = format!("/api/v1/meetings/{}", made.json["id"].as_str().unwrap());
    let all = rig.get(token, &format!("{first}/series")).await;
    let path = |item: &Value| format!("/api/v1/meetings/{}", item["id"].as_str().unwrap());
    all.json["items"].as_array().unwrap().iter().map(path).collect()
}

/// What the index says of each.
async fn told(rig: &Rig, token: &str, first: &str, field: &str) -> Vec<Value> {
    let all = rig.get(token, &format!("{first}/series")).await;
    all.json["items"].as_array().unwrap().iter().map(|item| item[field].clone()).collect()
}

#[tokio::test]
async fn a_scope_reaches_as_far_as_it_says() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let tomorrow = rig.services.now().seconds() / 86_400 * 86_400 + 86_400 + 9 * 3600;
    let start = Timestamp::from_seconds(tomorrow);
    let paths = daily(&rig, &token, start).await;
    assert_eq!(paths.len(), 4);
    let change =
        async |path: &str, key: &str, body: Value| once(&rig, &token, Method::PATCH, path, key, body).await;

    let following = json!({ "subject": "Later ones", "scope": "following" });
    let answer = change(&paths[2], "following", following).await;
    assert_eq!((answer.status, &answer.json["subject"]), (200, &json!("Later ones")), "{}", answer.json);
    let subjects = told(&rig, &token, &paths[0], "subject").await;
    assert_eq!(subjects, ["Review", "Review", "Later ones", "Later ones"]);
    let own = change(&paths[3], "this", json!({ "subject": "Last", "scope": "this" })).await;
    assert_eq!(own.status, 200, "{}", own.json);

    let (from, to) = (start.plus_minutes(150), start.plus_minutes(210));
    let later = json!({ "start": rfc3339(from), "end": rfc3339(to), "scope": "all" });
    let refuse = Action::Refuse {
        status: 200,
        body: json!({ "result": 4006 }).to_string(),
        content_type: "application/json".to_owned(),
        retry_after: None,
    };
    // Moved to later, so the last one comes first.
    rig.sandbox.control().add_fault(Fault::on("meetingmodify", 1, refuse));
    let partly = change(&paths[0], "later", later.clone()).await;
    assert!((400..500).contains(&partly.status), "{}", partly.json);
    let became = partly.json["meetings"].as_array().unwrap().clone();
    let changed: Vec<_> = became.iter().map(|one| one["changed"].clone()).collect();
    assert_eq!(changed, [json!(true), json!(true), json!(true), json!(false)], "{}", partly.json);
    assert!(paths[3].ends_with(became[3]["id"].as_str().unwrap()) && became[3]["vendor"]["code"].is_string());

    let again = change(&paths[0], "later", later).await;
    assert_eq!(again.status, 200, "{}", again.json);
    let at = |day: i64| json!(rfc3339(from.plus_minutes(day * DAY_MINUTES)));
    assert_eq!(told(&rig, &token, &paths[0], "start").await, [at(0), at(1), at(2), at(3)]);
    let subjects = told(&rig, &token, &paths[0], "subject").await;
    assert_eq!(subjects, ["Review", "Review", "Later ones", "Last"], "what was not set stays");
    // Five moves for four meetings; three changes before.
    assert_eq!(rig.sandbox.control().calls_of("meetingmodify").len(), 3 + 5);

    let unknown = change(&paths[0], "unknown", json!({ "scope": "some" })).await;
    assert_eq!(unknown.status, 400, "{}", unknown.json);
}

#[tokio::test]
async fn what_is_no_series_of_portico_refuses_a_scope() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let single = super::meeting::meeting(&rig, &token, Vendor::Cloudroom, 60, json!({})).await;
    let wanted = json!({ "subject": "All", "scope": "all" });
    let refused = once(&rig, &token, Method::PATCH, &single.path, "scope", wanted).await;
    let blamed = json!([{ "field": "scope", "rule": "not-a-choice" }]);
    assert_eq!((refused.status, &refused.json["fields"]), (422, &blamed), "{}", refused.json);
}
