//! A meeting to try things on.

use super::rig::{Answer, Rig};
use axum::body::Body;
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_service::when::Zone;
use serde_json::{Value, json};

/// Its path in the API, and its number at the vendor.
pub struct Meeting {
    pub path: String,
    pub number: i64,
}

/// One of an hour that begins so many minutes from now.
pub async fn meeting(rig: &Rig, token: &str, vendor: Vendor, minutes: i64, options: Value) -> Meeting {
    let start = rig.services.now().plus_minutes(minutes);
    let rfc3339 = |instant| Zone::utc().machine(instant);
    let password = if vendor == Vendor::Webapi { "chair-2468" } else { "135790" };
    let body = json!({ "connection": rig.connection(vendor).id.to_string(), "subject": "Review",
        "password": password, "start": rfc3339(start), "end": rfc3339(start.plus_minutes(60)), "options": options });
    let made = rig.post(token, "/api/v1/meetings", body).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let text = |name: &str| made.json[name].as_str().unwrap().to_owned();
    Meeting { path: format!("/api/v1/meetings/{}", text("id")), number: text("number").parse().unwrap() }
}

/// With a key, so that it happens once.
pub async fn once(rig: &Rig, token: &str, method: Method, path: &str, key: &str, body: Value) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    rig.ask(request.body(Body::from(body.to_string())).unwrap()).await
}

/// What the vendor said, or that it said nothing.
pub fn code(answer: &Answer) -> &str {
    answer.json["vendor"]["code"].as_str().unwrap_or_default()
}

/// Refused because this vendor cannot.
pub fn is_unsupported(answer: &Answer) -> bool {
    (answer.status, &answer.json["kind"]) == (422, &json!("unsupported"))
}

/// Refused because the token lacks this scope.
pub fn lacks(answer: &Answer, scope: &str) -> bool {
    (answer.status, &answer.json["missing_scope"]) == (403, &json!(scope))
}
