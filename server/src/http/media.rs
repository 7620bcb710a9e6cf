//! Recordings, streamed from their vendor through us, so that no vendor address reaches a browser.

use super::State;
use axum::Extension;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State as Extract};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use portico_app::language::{kind_text, locale_of};
use portico_domain::ids::RecordingId;
use portico_domain::language::Language;
use portico_domain::recordings::Recording;
use portico_domain::refusals::Refusal;
use portico_service::Caller;
use portico_service::vendors::kit::MediaStream;

pub fn router() -> Router<State> {
    Router::new().route("/recordings/{id}/play", get(play)).route("/recordings/{id}/download", get(download))
}

async fn play(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    stream(&state, &caller, language, &id, &headers, false).await
}

async fn download(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Extension(language): Extension<Language>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    stream(&state, &caller, language, &id, &headers, true).await
}

async fn stream(
    state: &State,
    caller: &Caller,
    language: Language,
    id: &str,
    headers: &HeaderMap,
    to_keep: bool,
) -> Response {
    let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let opened = match state.services.member(caller) {
        Ok(member) => member.open_recording(&RecordingId::new(id), range).await,
        Err(refusal) => Err(refusal),
    };
    passed_on(opened, language, to_keep)
}

/// The bytes, or why there are none.
pub fn passed_on(
    opened: Result<(Recording, MediaStream), Refusal>,
    language: Language,
    to_keep: bool,
) -> Response {
    match opened {
        Ok((recording, media)) => answer(&recording.title, media, to_keep),
        Err(refusal) => refused(language, &refusal),
    }
}

/// Why there is no file, in a line.
pub fn refused(language: Language, refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.kind.status()).unwrap_or(StatusCode::BAD_GATEWAY);
    (status, format!("{}\n", kind_text(locale_of(language), refusal.kind))).into_response()
}

/// The bytes as they come from the vendor, under a name made of the title.
pub fn answer(title: &str, media: MediaStream, to_keep: bool) -> Response {
    let kind = media.content_type.clone().unwrap_or_else(|| "video/mp4".to_owned());
    pass_on(media, &kind, Some(disposition(title, to_keep)))
}

/// The vendor's bytes as ours.
pub fn pass_on(media: MediaStream, kind: &str, disposition: Option<String>) -> Response {
    let status = StatusCode::from_u16(media.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = (status, Body::from_stream(media.bytes)).into_response();
    let headers = response.headers_mut();
    let mut put = |name, value: Option<String>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    };
    put(CONTENT_TYPE, Some(kind.to_owned()));
    put(CONTENT_LENGTH, media.content_length.map(|length| length.to_string()));
    put(CONTENT_RANGE, media.content_range);
    put(ACCEPT_RANGES, Some("bytes".to_owned()));
    put(CACHE_CONTROL, Some("private, no-store".to_owned()));
    put(CONTENT_DISPOSITION, disposition);
    response
}

/// The name under which a browser keeps the file: the title, in the form that carries any script.
fn disposition(title: &str, to_keep: bool) -> String {
    let kind = if to_keep { "attachment" } else { "inline" };
    let safe: String = title
        .chars()
        .map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c })
        .take(100)
        .collect();
    let name = utf8_percent_encode(safe.trim(), NON_ALPHANUMERIC);
    format!("{kind}; filename=\"recording.mp4\"; filename*=UTF-8''{name}.mp4")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_hostile_title_stays_a_name() {
        let header = disposition("../../周会\"\r\nSet-Cookie: x", true);
        assert!(header.is_ascii() && !header.contains(['\r', '\n']));
        assert!(header.starts_with("attachment; filename=\"recording.mp4\"; filename*=UTF-8''"));
    }
}
