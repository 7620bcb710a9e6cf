//! A refusal before any handler was reached, in the form that the path's readers expect.

use crate::http::api::problem::Problem;
use crate::http::broken;
use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use portico_domain::language::Language;
use portico_domain::refusals::Refusal;

/// What is left of a request that somebody else has, in case that it is refused.
pub struct Asked {
    address: Uri,
    /// That of the visitor, where it has been found out by now.
    found: Option<Language>,
    language: Option<HeaderValue>,
    page_wanted: bool,
}

/// Does a browser ask by itself, and not a script in it?
pub fn accepts_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

impl Asked {
    pub fn of(request: &Request) -> Self {
        let found = request.extensions().get::<Language>().copied();
        let language = request.headers().get(ACCEPT_LANGUAGE).cloned();
        let page_wanted = accepts_page(request.headers());
        Self { address: request.uri().clone(), found, language, page_wanted }
    }

    /// Is the answer for people to read?
    pub fn wants_page(&self) -> bool {
        match self.address.path().split('/').nth(1) {
            Some("fn") => self.page_wanted,
            Some("api" | "proxy") => false,
            _ => true,
        }
    }

    /// What the browser asks for, where cookies are not looked at yet.
    pub fn language(&self) -> Language {
        let wanted = self.language.as_ref().and_then(|value| value.to_str().ok());
        let wanted = || wanted.and_then(Language::from_accept_language);
        self.found.or_else(wanted).unwrap_or_default()
    }
}

/// When to come again, the layer outside of all says.
pub fn answer(asked: &Asked, refusal: Refusal) -> Response {
    let path = asked.address.path();
    match path.split('/').nth(1) {
        // A form that a browser posts by itself; no address shows the answer to it again.
        Some("fn") if asked.wants_page() => broken(asked.language(), "", &refusal),
        Some("fn") => {
            let status = StatusCode::from_u16(refusal.kind.status());
            (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), Json(refusal)).into_response()
        }
        Some("api" | "proxy") => Problem::from(refusal).into_response(),
        _ => broken(asked.language(), path, &refusal),
    }
}
