//! Webhooks from a script.

use super::rig::rig;
use axum::Router;
use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

type Got = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// Answers 204 to everything but the first request.
async fn receiver() -> (String, Got) {
    let got = Got::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/in", listener.local_addr().unwrap());
    let seen = got.clone();
    let router = Router::new().fallback(move |headers: HeaderMap, body: String| async move {
        let mut seen = seen.lock().unwrap();
        seen.push((headers, serde_json::from_str(&body).unwrap()));
        if seen.len() == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NO_CONTENT }
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, got)
}

#[tokio::test]
async fn a_webhook_from_its_adding_to_its_removal() {
    let rig = rig(false).await;
    let token = rig.token(&["webhooks"]).await;
    let (url, got) = receiver().await;
    let wanted =
        json!({ "name": "Displays", "url": url, "events": ["meeting.started"], "private_network": true });
    let made = rig.post(&token, "/api/v1/webhooks", wanted.clone()).await;
    assert_eq!(made.status, 201, "{}", made.json);
    assert!(made.json["secret"].as_str().unwrap().starts_with("whsec_"));
    let path = made.headers["location"].to_str().unwrap().to_owned();
    let seen = rig.get(&token, &path).await;
    assert_eq!((&seen.json["name"], &seen.json["events"]), (&json!("Displays"), &wanted["events"]));
    assert!(!String::from_utf8_lossy(&seen.bytes).contains("whsec_"), "shown once");

    let test = rig.post(&token, &format!("{path}/test"), json!({})).await;
    assert_eq!((&test.json["state"], &test.json["status"]), (&json!("failed"), &json!(500)), "{}", test.json);
    let replay = format!("{path}/deliveries/{}/replay", test.json["id"].as_str().unwrap());
    let again = rig.post(&token, &replay, json!({})).await;
    assert_eq!((&again.json["state"], &again.json["event"]), (&json!("delivered"), &test.json["event"]));
    let heard: Vec<Value> = got.lock().unwrap().iter().map(|(_, body)| body["type"].clone()).collect();
    assert_eq!(heard, ["webhook.test", "webhook.test"]);
    let signed = got.lock().unwrap()[1].0["webhook-signature"].to_str().unwrap().to_owned();
    assert!(signed.starts_with("v1,") && !signed.contains(' '), "{signed}");
    let log = rig.get(&token, &format!("{path}/deliveries?limit=1")).await;
    assert_eq!((&log.json["items"][0]["id"], log.json["next"].is_string()), (&again.json["id"], true));
    let failed = rig.get(&token, &format!("{path}/deliveries?state=failed")).await;
    assert_eq!(failed.json["items"].as_array().unwrap().len(), 1);

    let secret = rig.post(&token, &format!("{path}/rotate"), json!({})).await.json["secret"].clone();
    assert_ne!(secret, made.json["secret"]);
    let body = json!({ "paused": true, "events": ["meeting.ended", "recording.ready"] });
    let changed = rig.call(&token, &Method::PATCH, &path, Some(body)).await;
    assert_eq!((&changed.json["paused"], &changed.json["name"]), (&json!(true), &json!("Displays")));
    assert!(changed.json["former_secret_until"].is_string());
    assert_eq!(rig.get(&token, "/api/v1/webhooks").await.json["items"][0]["events"], changed.json["events"]);
    assert_eq!(rig.call(&token, &Method::DELETE, &path, None).await.status, 204);
    assert_eq!(rig.get(&token, &path).await.status, 404);
}

#[tokio::test]
async fn what_is_wrong_is_said_by_field_and_nobody_is_sent_inside() {
    let rig = rig(false).await;
    let token = rig.token(&["webhooks"]).await;
    let wrong = rig.post(&token, "/api/v1/webhooks", json!({ "url": "http://10.0.0.1/" })).await;
    let fields: Vec<_> =
        wrong.json["fields"].as_array().unwrap().iter().map(|it| it["field"].as_str().unwrap()).collect();
    assert_eq!((wrong.status, fields), (422, vec!["name", "url", "events"]), "{}", wrong.json);
    let inside = json!({ "name": "x", "url": "https://127.0.0.1/", "events": ["meeting.ended"] });
    assert_eq!(rig.post(&token, "/api/v1/webhooks", inside).await.status, 422);
    let unknown = rig.post(&token, "/api/v1/webhooks", json!({ "secret": "whsec_mine" })).await;
    assert_eq!(unknown.status, 400);
    assert_eq!(rig.get(&token, "/api/v1/webhooks/x/deliveries?state=lost").await.status, 422);
}
