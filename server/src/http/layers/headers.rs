//! The headers that every answer carries (guarantees, security 7).

use crate::http::{State, assets};
use axum::http::header::{
    CACHE_CONTROL, CONNECTION, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

/// For pages that run no application: their one script is a file of ours, and so is the style sheet that stands
/// in them, which is known by its hash.
static GUEST_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'{}; img-src 'self' data:; media-src 'self'; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        style_hash(assets::guest_style())
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
});

/// As a policy names a text in the page; nothing where there is none.
fn style_hash(style: &str) -> String {
    match style {
        "" => String::new(),
        style => format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(style))),
    }
}

/// No page of ours needs a device but the one that checks them.
const NO_DEVICES: &str = "camera=(), microphone=(), geolocation=()";
/// The `Permissions-Policy` of the page that checks camera and microphone.
pub const DEVICE_PERMISSIONS: &str = "camera=(self), microphone=(self), geolocation=()";

/// [`GUEST_POLICY`] for a page whose form is answered with a redirect to another origin: browsers hold
/// such a redirect against `form-action`. `address` is that of a connection, never of a request.
pub fn guest_policy_towards(address: &str) -> Option<HeaderValue> {
    let origin = url::Url::parse(address).ok()?.origin();
    if !origin.is_tuple() {
        return None;
    }
    let here = "form-action 'self'";
    let there = format!("{here} {}", origin.ascii_serialization());
    HeaderValue::from_str(&GUEST_POLICY.to_str().ok()?.replace(here, &there)).ok()
}

/// As many as are added here, and the request's name.
const MOST_HEADERS: usize = 11;

/// Adds those that are not there yet.
pub fn set_headers(state: &State, headers: &mut HeaderMap) {
    headers.reserve(MOST_HEADERS);
    headers.entry(CONTENT_SECURITY_POLICY).or_insert_with(|| GUEST_POLICY.clone());
    let mut fill = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    fill(X_CONTENT_TYPE_OPTIONS, "nosniff");
    fill(X_FRAME_OPTIONS, "DENY");
    fill(REFERRER_POLICY, "same-origin");
    fill(CACHE_CONTROL, "no-store");
    fill(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    fill(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    fill(HeaderName::from_static("permissions-policy"), NO_DEVICES);
    if state.services.is_stopping() {
        // Whoever keeps the connection for later would find it closed just then.
        fill(CONNECTION, "close");
    }
    if state.settings.is_tls() {
        fill(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// The policy of an application page, whose inline scripts carry `nonce`. `blob:` shows a chosen picture
/// before it is sent.
pub fn application_policy(headers: &mut HeaderMap, nonce: &str) {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; media-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_sheet_in_the_page_is_allowed_by_its_hash_alone() {
        assert_eq!(style_hash(""), "");
        // `printf 'p{}' | openssl dgst -sha256 -binary | base64`
        assert_eq!(style_hash("p{}"), " 'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='");
        let policy = GUEST_POLICY.to_str().unwrap();
        assert!(!policy.contains("unsafe") && policy.contains("style-src 'self'"), "{policy}");
        let towards = guest_policy_towards("https://meet.example/x").unwrap();
        assert!(towards.to_str().unwrap().contains("form-action 'self' https://meet.example;"));
    }
}
