//! Names each request, so that a log line and an answer can be matched.

use crate::metrics;
use axum::extract::Request;
use axum::http::{HeaderValue, Method};
use axum::response::Response;
use std::borrow::Cow;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tracing::Span;
use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// A request that has a name, until it is answered.
pub struct Named {
    id: Hyphenated,
    method: Method,
    route: Option<Cow<'static, str>>,
    started: Instant,
    pub span: Span,
}

impl Named {
    /// `route` is the pattern of its path, if there is one.
    pub fn of(request: &Request, route: Option<Cow<'static, str>>) -> Self {
        let (id, method) = (new_id().hyphenated(), request.method().clone());
        // The path of a join page is a credential, so only its kind is logged.
        let span = tracing::info_span!("request", %id, %method, path = loggable(request.uri().path()));
        Self { id, method, route, started: Instant::now(), span }
    }

    /// Counts the answer, and writes the name on it.
    pub fn answered(self, response: &mut Response) {
        let (status, took) = (response.status(), self.started.elapsed());
        metrics::count(&self.method, self.route, status, took);
        let (status, micros) = (status.as_u16(), u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
        self.span.in_scope(|| tracing::debug!(status, micros, "answered"));
        let mut text = Uuid::encode_buffer();
        if let Ok(value) = HeaderValue::from_str(self.id.encode_lower(&mut text)) {
            response.headers_mut().insert("x-request-id", value);
        }
    }
}

/// Sorts by time. Its random part is of this thread's generator, which asks the system only now and then.
fn new_id() -> Uuid {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let millis = u64::try_from(now).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid()
}

fn loggable(path: &str) -> String {
    let mut pieces = path.splitn(4, '/');
    let (_, first, second) = (pieces.next(), pieces.next().unwrap_or(""), pieces.next());
    match (first, second) {
        ("j" | "r" | "invite" | "setup", Some(_)) => format!("/{first}/…"),
        _ => path.chars().filter(|c| !c.is_control()).take(200).collect(),
    }
}
