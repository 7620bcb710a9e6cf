//! The cookie of a browser that has typed a passcode, so that what it mistypes counts for itself. No page sets it:
//! those are the same for everybody.

use crate::config::Settings;
use axum::http::request::Parts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use secrecy::{ExposeSecret, SecretString};

/// Under TLS the prefix binds the cookie to TLS; its path binds it to one link.
const COOKIE_TLS: &str = "__Secure-portico-guest";
const COOKIE_PLAIN: &str = "portico-guest";

fn name(settings: &Settings) -> &'static str {
    if settings.is_tls() { COOKIE_TLS } else { COOKIE_PLAIN }
}

/// What the browser shows; empty if nothing.
pub fn shown(parts: &Parts, settings: &Settings) -> String {
    let jar = CookieJar::from_headers(&parts.headers);
    jar.get(name(settings)).map(|cookie| cookie.value().to_owned()).unwrap_or_default()
}

/// Tells this browser from others at the link with this path, if it is to get a cookie.
pub fn known_by(settings: &Settings, path: &str, cookie: Option<SecretString>) -> CookieJar {
    cookie.map(|value| write(settings, path, &value)).into_iter().fold(CookieJar::default(), CookieJar::add)
}

/// Gone with the browser's session.
fn write(settings: &Settings, path: &str, value: &SecretString) -> Cookie<'static> {
    Cookie::build((name(settings), value.expose_secret().to_owned()))
        .path(path.to_owned())
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_tls())
        .build()
}
