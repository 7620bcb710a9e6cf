//! Documents of a meeting, and the picture behind it, streamed from their vendor through us.

use super::file_name::attachment;
use super::refused;
use crate::http::State;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State as Extract};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use portico_domain::ids::MeetingId;
use portico_domain::language::Language;
use portico_domain::refusals::Kind;
use portico_service::Caller;
use portico_service::vendors::kit::MediaStream;

/// What may be shown in a page.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

pub async fn document(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let opened = match state.services.member(&caller) {
        Ok(member) => member.open_document(&MeetingId::new(id), &file, range).await,
        Err(refusal) => Err(refusal),
    };
    match opened {
        Ok((document, stream)) => {
            let name = if document.name.is_empty() { &document.id } else { &document.name };
            // Never as what it is: a document may be anything, and must not run in our name.
            let kind = Some("application/octet-stream".to_owned());
            pass_on(stream, kind, Some(attachment(name)))
        }
        Err(refusal) => refused(language, &refusal),
    }
}

pub async fn background(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Path(id): Path<String>,
) -> Response {
    let opened = match state.services.member(&caller) {
        Ok(member) => member.background(&MeetingId::new(id)).await,
        Err(refusal) => Err(refusal),
    };
    match opened {
        Ok(stream) => match stream.content_type.clone() {
            Some(kind) if PICTURES.contains(&kind.as_str()) => pass_on(stream, Some(kind), None),
            _ => refused(language, &Kind::VendorUnreadable.into()),
        },
        Err(refusal) => refused(language, &refusal),
    }
}

/// The vendor's bytes as ours.
fn pass_on(stream: MediaStream, kind: Option<String>, disposition: Option<String>) -> Response {
    let status = StatusCode::from_u16(stream.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = (status, Body::from_stream(stream.bytes)).into_response();
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: Option<String>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    };
    put(CONTENT_TYPE, kind);
    put(CONTENT_LENGTH, stream.content_length.map(|length| length.to_string()));
    put(CONTENT_RANGE, stream.content_range);
    put(ACCEPT_RANGES, Some("bytes".to_owned()));
    put(CACHE_CONTROL, Some("private, no-store".to_owned()));
    put(CONTENT_DISPOSITION, disposition);
    response
}
