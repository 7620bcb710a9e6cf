//! Documents of a meeting, and the picture behind it, streamed from their vendor through us.

use super::file_name::attachment;
use crate::http::State;
use crate::http::media::{pass_on, refused};
use axum::Extension;
use axum::extract::{Path, State as Extract};
use axum::http::HeaderMap;
use axum::http::header::RANGE;
use axum::response::Response;
use portico_domain::ids::MeetingId;
use portico_domain::language::Language;
use portico_domain::refusals::Kind;
use portico_service::Caller;

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
            pass_on(stream, "application/octet-stream", Some(attachment(name)))
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
            Some(kind) if PICTURES.contains(&kind.as_str()) => pass_on(stream, &kind, None),
            _ => refused(language, &Kind::VendorUnreadable.into()),
        },
        Err(refusal) => refused(language, &refusal),
    }
}
