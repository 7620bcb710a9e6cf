//! Names each request, so that a log line and an answer can be matched.

use crate::metrics;
use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tracing::Instrument;

/// Sorts by time. Its random part is of this thread's generator, which asks the system only now and then.
fn new_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let millis = u64::try_from(now).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid().to_string()
}

pub async fn name_request(request: Request, next: Next) -> Response {
    let id = new_id();
    let method = request.method().clone();
    // The path of a join page is a credential, so only its kind is logged.
    let path = loggable(request.uri().path());
    let span = tracing::info_span!("request", %id, %method, path);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status(), started.elapsed());
    metrics::count(&method, route.as_ref(), status, took);
    let (status, micros) = (status.as_u16(), u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    span.in_scope(|| tracing::debug!(status, micros, "answered"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

fn loggable(path: &str) -> String {
    let mut pieces = path.splitn(4, '/');
    let (_, first, second) = (pieces.next(), pieces.next().unwrap_or(""), pieces.next());
    match (first, second) {
        ("j" | "r" | "invite" | "setup", Some(_)) => format!("/{first}/…"),
        _ => path.chars().filter(|c| !c.is_control()).take(200).collect(),
    }
}
