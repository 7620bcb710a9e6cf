//! Decides which language an answer speaks: the cookie, else the account, else the browser.
//!
//! The cookie is what the switch on the pages sets. Saving one's account decides anew, so it takes the cookie away.

use axum::extract::Request;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use portico_domain::language::Language;
use portico_service::Caller;

pub const LANGUAGE_COOKIE: &str = "portico-language";

/// The server function that saves one's account, its language among the rest.
const SAVES_LANGUAGE: &str = "/fn/account/save";

pub async fn find_language(mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let cookie = jar.get(LANGUAGE_COOKIE).and_then(|cookie| Language::from_tag(cookie.value()));
    let account =
        || request.extensions().get::<Caller>().and_then(Caller::person).and_then(|person| person.language);
    let browser = || {
        let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    };
    let language = cookie.or_else(account).or_else(browser).unwrap_or_default();
    request.extensions_mut().insert(language);
    let saves = request.uri().path() == SAVES_LANGUAGE;
    let answer = next.run(request).await;
    let saved = saves && !answer.status().is_client_error() && !answer.status().is_server_error();
    if saved {
        // Sent only where the browser has one.
        return (jar.remove(Cookie::build(LANGUAGE_COOKIE).path("/")), answer).into_response();
    }
    answer
}
