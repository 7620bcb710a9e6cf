//! Asking the provider, and reading what it answers.

use crate::error::{IdentityError, Step};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use portico_domain::time::Timestamp;
use portico_vendors::kit::{Cause, Outgoing, Transport};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

/// Longer than any code of the standards.
const LONGEST_CODE: usize = 40;

/// A request for JSON.
pub(crate) fn get(url: &Url) -> Outgoing {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    Outgoing { method: Method::GET, url: url.clone(), headers, body: None }
}

/// A form that is answered with JSON.
pub(crate) fn post(url: &Url, form: String) -> Outgoing {
    let mut request = get(url);
    request.method = Method::POST;
    request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    request.body = Some(Bytes::from(form));
    request
}

/// Sends it and reads a success.
pub(crate) async fn ask(
    transport: &Transport,
    step: Step,
    request: Outgoing,
    now: Timestamp,
) -> Result<Value, IdentityError> {
    let silent = |cause| IdentityError::Silent { step, cause };
    let until = Instant::now() + transport.deadlines().total;
    let answer = transport.send(request, until, now).await.map_err(silent)?;
    let body = answer.body.map_err(silent)?;
    let json: Option<Value> = serde_json::from_slice(&body).ok();
    match (answer.status, json) {
        (200, Some(json)) => Ok(json),
        (200, None) => Err(silent(Cause::Unreadable { at: "the answer".to_owned() })),
        (400..=403, Some(json)) if json.get("error").is_some_and(Value::is_string) => {
            let code = json.get("error").and_then(Value::as_str).unwrap_or_default();
            Err(IdentityError::Refused { step, code: readable(code) })
        }
        (status, _) => Err(silent(Cause::Status { status, retry_after: answer.retry_after })),
    }
}

/// Codes of the standards are words with lines between; anything else could be anything.
fn readable(code: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    if code.len() <= LONGEST_CODE && code.chars().all(plain) {
        code.to_owned()
    } else {
        "another code".to_owned()
    }
}
