//! Turns a reply into an HTTP response, spoiling it where a fault says so.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures::stream::{self, StreamExt};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::faults::Action;
use crate::reply::Reply;

/// Long enough for the first half of a cut answer to leave the machine before the cut.
const BEFORE_CUT: Duration = Duration::from_millis(30);
const HUGE_CHUNK: u64 = 64 * 1024;

/// The answer that stands in for the vendor's own when an action keeps the call from it.
pub(crate) fn instead_of_handling(action: &Action) -> Option<Response> {
    match action {
        Action::Refuse { status, body, content_type, retry_after } => {
            Some(refusal(*status, body, content_type, *retry_after))
        }
        Action::Redirect { status, location } => {
            let mut response = plain(*status, "text/plain", Bytes::new());
            set(&mut response, LOCATION, location);
            Some(response)
        }
        Action::Garbage => Some(plain(200, "application/json", GARBAGE)),
        Action::Html502 => Some(plain(502, "text/html", HTML_502)),
        Action::Huge { bytes } => Some(huge(*bytes)),
        _ => None,
    }
}

const GARBAGE: &[u8] = b"\x00\xff\xfe{\"code\":\x80\x81 not json at all";
const HTML_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
    <center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

fn refusal(status: u16, body: &str, content_type: &str, retry_after: Option<u64>) -> Response {
    let mut response = plain(status, "application/json", body.to_owned());
    set(&mut response, CONTENT_TYPE, content_type);
    if let Some(seconds) = retry_after {
        set(&mut response, RETRY_AFTER, &seconds.to_string());
    }
    response
}

fn plain(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    send(Reply::new(status, content_type, body))
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Sends the vendor's own answer as it is.
pub(crate) fn send(reply: Reply) -> Response {
    let body = Body::from(reply.body.clone());
    with_body(reply, body)
}

/// Sends the vendor's own answer, spoilt.
pub(crate) fn send_spoilt(reply: Reply, action: &Action) -> Response {
    match action {
        Action::Truncate => truncated(reply),
        Action::Drip { ms_per_byte } => dripping(reply, Duration::from_millis(*ms_per_byte)),
        Action::WrongTypes => wrong_types(reply),
        _ => send(reply),
    }
}

fn with_body(reply: Reply, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = reply.status;
    for (name, value) in reply.headers {
        response.headers_mut().append(name, value);
    }
    response
}

/// Promises the whole length, sends half of it and breaks off.
fn truncated(reply: Reply) -> Response {
    let whole = reply.body.len();
    let half = reply.body.slice(..whole / 2);
    let cut = async {
        tokio::time::sleep(BEFORE_CUT).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    };
    let body = stream::once(async move { Ok(half) }).chain(stream::once(cut));
    let mut response = with_body(reply, Body::from_stream(body));
    set(&mut response, CONTENT_LENGTH, &whole.to_string());
    response
}

fn dripping(reply: Reply, pause: Duration) -> Response {
    let bytes: Vec<u8> = reply.body.to_vec();
    let body = stream::iter(bytes).then(move |byte| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, Infallible>(Bytes::copy_from_slice(&[byte]))
    });
    with_body(reply, Body::from_stream(body))
}

/// One JSON object with one very long string, made while it is sent.
fn huge(bytes: u64) -> Response {
    let chunk = Bytes::from(vec![b'x'; HUGE_CHUNK as usize]);
    let count = bytes.div_ceil(HUGE_CHUNK);
    let middle = stream::iter(0..count).map(move |_| chunk.clone());
    let body = stream::once(async { Bytes::from_static(b"{\"confId\":\"") })
        .chain(middle)
        .chain(stream::once(async { Bytes::from_static(b"\"}") }))
        .map(Ok::<_, Infallible>);
    let reply = Reply::new(StatusCode::OK, "application/json", Bytes::new());
    with_body(reply, Body::from_stream(body))
}

/// Media and pages have no types to confuse and pass unchanged.
fn wrong_types(mut reply: Reply) -> Response {
    if let Ok(value) = serde_json::from_slice::<Value>(&reply.body) {
        let spoilt = match value {
            // The outermost object stays one, so that the fault reaches the fields.
            Value::Object(map) => Value::Object(map.into_iter().map(|(k, v)| (k, confused(v))).collect()),
            other => confused(other),
        };
        reply.body = spoilt.to_string().into();
    }
    send(reply)
}

fn confused(value: Value) -> Value {
    match value {
        Value::Null => json!(0),
        Value::Bool(it) => json!({ "bool": it }),
        Value::Number(_) => json!(["not", "a", "number"]),
        Value::String(it) => json!({ "text": it }),
        Value::Array(_) => json!("not a list"),
        Value::Object(_) => json!(7),
    }
}
