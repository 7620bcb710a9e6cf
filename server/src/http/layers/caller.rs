//! Finds out who calls, from the session cookie.

use super::refused::{self, Asked};
use crate::config::Settings;
use crate::http::State;
use axum::extract::{Request, State as Extract};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use portico_service::Caller;
use secrecy::{ExposeSecret, SecretString};

/// Under TLS the `__Host-` prefix binds the cookie to this host and to TLS.
const COOKIE_TLS: &str = "__Host-portico-session";
const COOKIE_PLAIN: &str = "portico-session";

fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_tls() { COOKIE_TLS } else { COOKIE_PLAIN }
}

fn session_token(jar: &CookieJar, settings: &Settings) -> Option<SecretString> {
    jar.get(cookie_name(settings)).map(|cookie| cookie.value().to_owned().into())
}

/// The cookie that carries a session, or that ends it when there is no token.
pub fn session_cookie(settings: &Settings, token: Option<&SecretString>) -> Cookie<'static> {
    cookie_of(settings, cookie_name(settings), token)
}

/// A cookie that only we see, and no script.
pub fn cookie_of(settings: &Settings, name: &'static str, token: Option<&SecretString>) -> Cookie<'static> {
    let value = token.map(|token| token.expose_secret().to_owned()).unwrap_or_default();
    let mut cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_tls())
        .build();
    if token.is_none() {
        cookie.make_removal();
    }
    cookie
}

pub async fn find_caller(Extract(state): Extract<State>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let found = match session_token(&jar, &state.settings) {
        Some(token) => state.services.caller(&token).await,
        None => Ok(Caller::Guest),
    };
    match found {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        // Taken for a guest, somebody in the middle of their work would be sent away to sign in.
        Err(refusal) => refused::answer(&Asked::of(&request), refusal),
    }
}
