//! The join page as of a moment ago, so that two thousand people who open one link in the same second
//! cost one look-up and one rendering.
//!
//! What is kept counts only until this process writes anything, and for a second at most: what another
//! replica or the vendor changes is seen then. Going in always looks anew.

use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use moka::future::Cache;
use portico_domain::language::Language;
use std::io::Write;
use std::time::{Duration, Instant};

const FRESH: Duration = Duration::from_secs(1);
/// A few kilobytes each.
const MOST_PAGES: u64 = 2_000;
/// As for every other page.
const BROTLI_LEVEL: u32 = 5;
const BROTLI_WINDOW: u32 = 22;
const BUFFER_BYTES: usize = 4096;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Wanted {
    pub slug: String,
    pub language: Language,
    /// [`portico_service::Services::writes`] before the look-up.
    pub writes: u64,
    pub brotli: bool,
}

/// A page as it was made.
pub struct Made {
    pub status: u16,
    pub page: String,
    /// The content security policy, where it is not the usual one.
    pub policy: Option<HeaderValue>,
}

/// A page with its status and its policy.
#[derive(Clone)]
pub struct Shown {
    status: StatusCode,
    body: Bytes,
    policy: Option<HeaderValue>,
    brotli: bool,
    until: Option<Instant>,
}

#[derive(Clone)]
pub struct Lately(Cache<Wanted, Shown>);

impl Default for Lately {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST_PAGES).time_to_live(FRESH).build())
    }
}

impl Lately {
    /// The page, from a moment ago or from `make`, which also says from when on it is no longer true.
    pub async fn get(&self, wanted: Wanted, make: impl Future<Output = (Made, Option<Instant>)>) -> Response {
        let brotli = wanted.brotli;
        let make = async {
            let (made, until) = make.await;
            Shown { until, ..Shown::new(made, brotli) }
        };
        let outdated = |shown: &Shown| shown.until.is_some_and(|until| until <= Instant::now());
        self.0.entry(wanted).or_insert_with_if(make, outdated).await.into_value().into_response()
    }
}

impl Shown {
    fn new(made: Made, brotli: bool) -> Self {
        let Made { status, page, policy } = made;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
        match brotli.then(|| compress(page.as_bytes())).flatten() {
            Some(body) => Self { status, body, policy, brotli: true, until: None },
            None => Self { status, body: page.into(), policy, brotli: false, until: None },
        }
    }
}

fn compress(page: &[u8]) -> Option<Bytes> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER_BYTES, BROTLI_LEVEL, BROTLI_WINDOW);
    writer.write_all(page).ok()?;
    Some(writer.into_inner().into())
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(policy) = self.policy {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        if self.brotli {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        response
    }
}
