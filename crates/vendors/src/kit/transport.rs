//! One connection's way out: HTTP with deadlines, a cap on answers, and a guard on addresses.

use super::address::AddressPolicy;
use super::deadlines::Deadlines;
use super::error::{Cause, Phase};
use super::failure::{before_headers, is_misencoded};
use super::kept::{Kept, LONGEST_REST};
use super::resolver::GuardedResolver;
use super::skew::{read_http_date, read_retry_after};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use portico_domain::time::Timestamp;
use std::fmt;
use std::sync::Arc;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// The most that is read of an answer, after decompression: several times a full page of any list.
pub const MOST_ANSWER_BYTES: usize = 2 * 1024 * 1024;

pub(super) const USER_AGENT: &str = concat!("portico/", env!("CARGO_PKG_VERSION"));

/// A request, ready to go.
#[derive(Debug)]
pub struct Outgoing {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
}

impl Outgoing {
    /// Says that there is no body where there might be one: neither HTTP library does, and many servers and
    /// gateways then turn the call away (411).
    fn with_length(mut self) -> Self {
        let might_have = matches!(self.method, Method::POST | Method::PUT);
        if might_have && self.body.as_ref().is_none_or(Bytes::is_empty) {
            self.headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        self
    }
}

/// An answer. `body` is what could not be read of it, or all of it.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// The vendor's clock.
    pub date: Option<Timestamp>,
    /// Seconds.
    pub retry_after: Option<u32>,
    pub body: Result<Vec<u8>, Cause>,
}

/// The HTTP clients of one connection.
#[derive(Clone)]
pub struct Transport {
    api: reqwest::Client,
    media: reqwest::Client,
    kept: Kept,
    policy: AddressPolicy,
    deadlines: Deadlines,
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").field("policy", &self.policy).finish_non_exhaustive()
    }
}

impl Transport {
    /// # Errors
    /// The machine's certificate store cannot be used.
    pub fn new(policy: AddressPolicy, deadlines: Deadlines) -> Result<Self, reqwest::Error> {
        // Whoever comes first installs it; a second installation is refused, which is as good.
        rustls::crypto::ring::default_provider().install_default().ok();
        let api = plain_client(policy, deadlines).build()?;
        // Recordings pass through as they are, so that lengths and ranges keep their meaning.
        let media = plain_client(policy, deadlines).no_gzip().no_brotli().build()?;
        Ok(Self { api, media, kept: Kept::new(policy, deadlines), policy, deadlines })
    }

    pub fn deadlines(&self) -> Deadlines {
        self.deadlines
    }

    pub fn policy(&self) -> AddressPolicy {
        self.policy
    }

    /// Sends a request and reads its answer until `until` at the latest.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn send(&self, request: Outgoing, until: Instant, now: Timestamp) -> Result<Answer, Cause> {
        let request = request.with_length();
        let mut building = self.api.request(request.method, request.url).headers(request.headers);
        if let Some(body) = request.body {
            building = building.body(body);
        }
        let mut response = self.headers_of(building, until).await?;
        let (date, retry_after) = said(response.headers(), now);
        let status = response.status().as_u16();
        let body = match timeout_at(until, read_capped(&mut response)).await {
            Ok(body) => body,
            Err(_) => Err(Cause::Late(Phase::Total)),
        };
        Ok(Answer { status, date, retry_after, body })
    }

    /// The same for a call that only passes through, at half the cost: see [`Kept`].
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn forward(&self, request: Outgoing, until: Instant, now: Timestamp) -> Result<Answer, Cause> {
        let received = self.kept.send(request.with_length(), until).await?;
        let (date, retry_after) = said(&received.headers, now);
        Ok(Answer { status: received.status, date, retry_after, body: received.body })
    }

    /// Opens a recording: the answer's headers, its body still to come. Carries no credential.
    ///
    /// # Errors
    /// Why there is no answer.
    pub(super) async fn open(&self, url: Url, headers: HeaderMap) -> Result<reqwest::Response, Cause> {
        let until = Instant::now() + self.deadlines.first_byte;
        self.headers_of(self.media.get(url).headers(headers), until).await
    }

    async fn headers_of(
        &self,
        request: reqwest::RequestBuilder,
        until: Instant,
    ) -> Result<reqwest::Response, Cause> {
        let first_byte = Instant::now() + self.deadlines.first_byte;
        match timeout_at(until.min(first_byte), request.send()).await {
            Ok(answer) => answer.map_err(|error| before_headers(&error)),
            Err(_) if first_byte <= until => Err(Cause::Late(Phase::FirstByte)),
            Err(_) => Err(Cause::Late(Phase::Total)),
        }
    }
}

/// What the headers of an answer tell: the vendor's clock, and how long to wait.
fn said(headers: &HeaderMap, now: Timestamp) -> (Option<Timestamp>, Option<u32>) {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let date = header(header::DATE).and_then(read_http_date);
    let wait = header(header::RETRY_AFTER).and_then(|text| read_retry_after(text, date.unwrap_or(now)));
    (date, wait)
}

fn plain_client(policy: AddressPolicy, deadlines: Deadlines) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        // A redirect would carry the signature to wherever it points.
        .redirect(reqwest::redirect::Policy::none())
        // A proxy from the environment would look names up itself, past our guard.
        .no_proxy()
        .referer(false)
        // HTTP/2 libraries trace their frames; HTTP/1 here traces nothing.
        .http1_only()
        // Retries are decided in one place, per operation.
        .retry(reqwest::retry::never())
        .dns_resolver(Arc::new(GuardedResolver { policy }))
        .connect_timeout(deadlines.connect)
        .pool_idle_timeout(LONGEST_REST)
        .user_agent(USER_AGENT)
}

/// Reads the body piece by piece and stops at the cap, so a bomb unpacks no further than that.
async fn read_capped(response: &mut reqwest::Response) -> Result<Vec<u8>, Cause> {
    let mut body = Vec::new();
    loop {
        let piece = match response.chunk().await {
            Ok(Some(piece)) => piece,
            Ok(None) => return Ok(body),
            Err(error) if is_misencoded(&error) => {
                return Err(Cause::Unreadable { at: "content encoding".to_owned() });
            }
            Err(_) => return Err(Cause::Cut),
        };
        if body.len().saturating_add(piece.len()) > MOST_ANSWER_BYTES {
            return Err(Cause::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
}
