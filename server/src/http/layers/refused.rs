//! A refusal before any handler was reached, in the form that the path's readers expect.

use crate::http::api::problem::Problem;
use crate::http::broken;
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::response::{IntoResponse, Response};
use portico_domain::language::Language;
use portico_domain::refusals::Refusal;

/// What the browser asks for; cookies are not looked at yet.
pub fn language(request: &Request) -> Language {
    let wanted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wanted.and_then(Language::from_accept_language).unwrap_or_default()
}

/// When to come again, the layer outside of all says.
pub fn answer(language: Language, path: &str, refusal: Refusal) -> Response {
    match path.split('/').nth(1) {
        Some("fn") => {
            let status = StatusCode::from_u16(refusal.kind.status());
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(refusal)).into_response()
        }
        Some("api" | "proxy") => Problem::from(refusal).into_response(),
        _ => broken(language, path, &refusal),
    }
}
