//! One server, one token.

use crate::failure::Failure;
use crate::problem::Problem;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, RequestBuilder, Response};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// A server answers within 30 s; what a proxy in front adds is not known.
const PATIENCE: Duration = Duration::from_secs(90);
const CONNECTING: Duration = Duration::from_secs(15);
/// A download may take hours, but no longer than this between two pieces.
const SILENCE: Duration = Duration::from_secs(60);
/// A read is sent again so often while the server asks to wait.
const MOST_WAITS: u32 = 5;
/// No server of ours asks to wait longer.
const LONGEST_WAIT: u32 = 90;
/// Of an answer that cannot be read.
const MOST_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// A key under which a change happens once, however often it is sent.
pub fn new_key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Calls one server with one token.
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

impl Client {
    /// `server`: its address as people open it, such as `https://meet.example.com`. `plain`: http may be
    /// spoken with another machine than this one.
    ///
    /// # Errors
    /// [`Failure::Usage`]: what is wrong with the address or the token.
    pub fn new(server: &str, token: &SecretString, plain: bool) -> Result<Self, Failure> {
        let usage = |what: &str| Failure::Usage(format!("{server:?} {what}"));
        let mut base: Url =
            server.parse().map_err(|_| usage("is not an address such as https://meet.example.com"))?;
        match base.scheme() {
            "https" => {}
            "http" if plain || is_this_machine(&base) => {}
            "http" => {
                return Err(usage("would carry the token in the clear; use https, or say --allow-http"));
            }
            _ => return Err(usage("does not begin with https://")),
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(usage("must not hold a user or a password"));
        }
        let path = format!("{}/api/v1/", base.path().trim_end_matches('/'));
        base.set_path(&path);
        base.set_query(None);
        base.set_fragment(None);
        // Whoever comes first installs it; a second installation is refused, which is as good.
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = reqwest::Client::builder()
            // A redirect would carry the token to wherever it points.
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(CONNECTING)
            .read_timeout(SILENCE)
            .default_headers(headers(token)?)
            .user_agent(concat!("portico-client/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Failure::Usage(format!("no connection can be made: {}", chain(&error))))?;
        Ok(Self { http, base })
    }

    pub(crate) fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        self.http.request(method, url)
    }

    /// Reads; waits where the server asks to.
    ///
    /// # Errors
    /// Why nothing can be read.
    pub async fn get(&self, path: &[&str], query: &[(&str, String)]) -> Result<Value, Failure> {
        for _ in 0..MOST_WAITS {
            let request = self.request(Method::GET, path).query(query).timeout(PATIENCE);
            match json(opened(request).await?).await {
                Err(Failure::Refused(problem)) if problem.status == 429 => {
                    let seconds = problem.refusal.retry_after.unwrap_or(1).min(LONGEST_WAIT);
                    tokio::time::sleep(Duration::from_secs(seconds.into())).await;
                }
                read => return read,
            }
        }
        json(opened(self.request(Method::GET, path).query(query).timeout(PATIENCE)).await?).await
    }

    /// Changes something. `key`: the same key again changes nothing twice; it is the caller's to tell when the
    /// outcome is not known.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if it may have happened; else why it did not.
    pub async fn change(
        &self,
        method: &str,
        path: &[&str],
        key: Option<&str>,
        body: Option<&Value>,
    ) -> Result<Value, Failure> {
        let method = Method::from_bytes(method.as_bytes()).unwrap_or(Method::POST);
        let mut request = self.request(method, path).timeout(PATIENCE);
        if let Some(key) = key {
            let key = HeaderValue::from_str(key);
            let key = key.map_err(|_| Failure::Usage("the key must be of letters and digits".to_owned()))?;
            request = request.header(HeaderName::from_static("idempotency-key"), key);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response =
            request.send().await.map_err(|error| match error.is_connect() || error.is_builder() {
                true => Failure::Unreachable(chain(&error)),
                false => Failure::Unknown(chain(&error)),
            })?;
        let status = response.status();
        match json(response).await {
            Err(Failure::Refused(problem)) if problem.leaves_open() => {
                Err(Failure::Unknown(match &problem.detail {
                    Some(detail) => format!("{problem}: {detail}"),
                    None => problem.to_string(),
                }))
            }
            // It was done, or somebody between us gave up waiting for it.
            Err(Failure::Strange(why) | Failure::Unreachable(why))
                if status.is_success() || status.is_server_error() =>
            {
                Err(Failure::Unknown(why))
            }
            answer => answer,
        }
    }
}

fn headers(token: &SecretString) -> Result<HeaderMap, Failure> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose_secret()))
        .map_err(|_| Failure::Usage("the token holds a character that no token has".to_owned()))?;
    value.set_sensitive(true);
    Ok(HeaderMap::from_iter([(AUTHORIZATION, value)]))
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The headers of the answer to a request that changes nothing.
pub(crate) async fn opened(request: RequestBuilder) -> Result<Response, Failure> {
    request.send().await.map_err(|error| Failure::Unreachable(chain(&error)))
}

/// An error with what lies below it; reqwest's own text leaves out what went wrong.
pub(crate) fn chain(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut below = std::error::Error::source(error);
    while let Some(cause) = below {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        below = cause.source();
    }
    text
}

/// What was said, or why nothing was done.
async fn json(response: Response) -> Result<Value, Failure> {
    let status = response.status();
    if status.is_success() {
        let body = body(response).await?;
        if body.is_empty() {
            return Ok(Value::Null);
        }
        return serde_json::from_slice(&body)
            .map_err(|_| Failure::Strange("what answers there does not speak like Portico".to_owned()));
    }
    Err(refused(response).await)
}

/// Why it was not done, from an answer that is no success.
pub(crate) async fn refused(response: Response) -> Failure {
    let status = response.status();
    let onward = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
    if let (true, Some(to)) = (status.is_redirection(), onward) {
        return Failure::Strange(format!("it sends on to {to}; if that is Portico, give its address"));
    }
    match body(response).await {
        Ok(body) => match Problem::read(status.as_u16(), &body) {
            Some(problem) => Failure::Refused(Box::new(problem)),
            None => Failure::Strange(format!("it answered {status}, and not in the words of Portico")),
        },
        Err(failure) => failure,
    }
}

async fn body(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| Failure::Unreachable(chain(&error)))? {
        if body.len() + piece.len() > MOST_ANSWER_BYTES {
            return Err(Failure::Strange("its answer does not end".to_owned()));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
