//! The browser's files: embedded, compressed beforehand, named by the hash of them all, so that they
//! can be cached forever and a new release never mixes with an old one.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::config::LeptosOptions;
use std::sync::LazyLock;

pub struct File {
    pub name: &'static str,
    pub plain: &'static [u8],
    pub brotli: &'static [u8],
    pub gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The folder of this release, such as `assets/0123456789abcdef`.
pub static FOLDER: LazyLock<String> = LazyLock::new(|| format!("assets/{RELEASE}"));

pub fn find(name: &str) -> Option<&'static File> {
    FILES.iter().find(|file| file.name == name)
}

/// The style sheet of guest pages, which stands in them; empty where it was not built in.
pub fn guest_style() -> &'static str {
    find("guest.css").and_then(|file| std::str::from_utf8(file.plain).ok()).unwrap_or_default()
}

pub fn leptos_options() -> LeptosOptions {
    LeptosOptions::builder().output_name("portico").site_pkg_dir(FOLDER.clone()).build()
}

pub async fn serve(Path((release, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    match find(&name) {
        Some(file) if release == RELEASE => send(file, &headers, "public, max-age=31536000, immutable"),
        // A page of an older release asks: it gets this release's file, once.
        Some(file) => send(file, &headers, "no-store"),
        None => (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
    }
}

pub async fn favicon(headers: HeaderMap) -> Response {
    match find("favicon.svg") {
        Some(file) => send(file, &headers, "public, max-age=86400"),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Join pages and recordings are not for search engines.
pub async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /\n"
}

/// Does the browser take what is compressed in this way?
pub fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        name.trim() == coding && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

fn send(file: &'static File, headers: &HeaderMap, cache: &'static str) -> Response {
    let (coding, bytes) = match () {
        () if accepts(headers, "br") => (Some("br"), file.brotli),
        () if accepts(headers, "gzip") => (Some("gzip"), file.gzip),
        () => (None, file.plain),
    };
    let mime = mime_guess::from_path(file.name).first_or_octet_stream();
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    if let Ok(value) = mime.as_ref().parse() {
        headers.insert(CONTENT_TYPE, value);
    }
    headers.insert(CACHE_CONTROL, axum::http::HeaderValue::from_static(cache));
    headers.insert(VARY, axum::http::HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, axum::http::HeaderValue::from_static(coding));
    }
    response
}
