//! Decides which language an answer speaks: the cookie, else the account, else the browser.

use axum::extract::Request;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use portico_domain::language::Language;
use portico_service::Caller;

pub const LANGUAGE_COOKIE: &str = "portico-language";

pub async fn find_language(mut request: Request, next: Next) -> Response {
    let cookie = CookieJar::from_headers(request.headers())
        .get(LANGUAGE_COOKIE)
        .and_then(|cookie| Language::from_tag(cookie.value()));
    let account =
        || request.extensions().get::<Caller>().and_then(Caller::person).and_then(|person| person.language);
    let browser = || {
        let header = request.headers().get(ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header)
    };
    let language = cookie.or_else(account).or_else(browser).unwrap_or_default();
    request.extensions_mut().insert(language);
    next.run(request).await
}
