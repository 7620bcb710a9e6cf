//! Kept connections for calls that only pass through: each is driven by whoever has a call on it, so no other
//! task has to be woken for bytes to go out and come in. (`reqwest` has a task for each connection and layers
//! for redirects, cookies and decompression; a call through those costs half as much again.)
//!
//! The same guard on addresses, the same trust in certificates, and no try after something was sent.

mod connect;

use super::address::AddressPolicy;
use super::deadlines::Deadlines;
use super::error::{Cause, Phase, Unreachable};
use super::transport::{MOST_ANSWER_BYTES, Outgoing, USER_AGENT};
use bytes::Bytes;
use connect::{Origin, Stream, connect, tls};
use http::{HeaderMap, HeaderValue, Request, Response, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{Builder, Connection, SendRequest};
use hyper_util::rt::TokioIo;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::{self, Handle};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use url::{Position, Url};

/// Shorter than servers usually keep a connection, so that a request seldom meets a closing one.
pub(super) const LONGEST_REST: Duration = Duration::from_secs(10);
/// A larger request may not have gone out whole when its answer is here: its connection is not kept.
const MOST_SURELY_SENT: usize = 64 * 1024;
/// Connections that rest; more are closed after their call.
const MOST_AT_REST: usize = 256;

/// The connections of one vendor account.
#[derive(Clone)]
pub(super) struct Kept {
    policy: AddressPolicy,
    deadlines: Deadlines,
    tls: Arc<OnceLock<Option<TlsConnector>>>,
    at_rest: Arc<Mutex<AtRest>>,
}

#[derive(Default)]
struct AtRest {
    /// The one that was used last stands last.
    lines: Vec<Line>,
    /// Somebody closes those that rest for too long.
    is_watched: bool,
}

/// One connection.
struct Line {
    origin: Origin,
    /// Where it is heard what comes on it: used elsewhere, each answer would have to wake another thread.
    home: runtime::Id,
    since: Instant,
    sender: SendRequest<Full<Bytes>>,
    driver: Pin<Box<Connection<TokioIo<Stream>, Full<Bytes>>>>,
}

/// An answer, read whole.
pub(super) struct Received {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Result<Vec<u8>, Cause>,
}

impl Kept {
    pub fn new(policy: AddressPolicy, deadlines: Deadlines) -> Self {
        Self { policy, deadlines, tls: Arc::default(), at_rest: Arc::default() }
    }

    /// Sends a request and reads its answer until `until` at the latest.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn send(&self, request: Outgoing, until: Instant) -> Result<Received, Cause> {
        let url = request.url.clone();
        let first_byte = until.min(Instant::now() + self.deadlines.first_byte);
        let late = if first_byte < until { Phase::FirstByte } else { Phase::Total };
        let keeps = request.body.as_ref().is_none_or(|body| body.len() <= MOST_SURELY_SENT);
        let mut request = written(request)?;
        loop {
            let resting = self.take(&url).await;
            let fresh = resting.is_none();
            let mut line = match resting {
                Some(line) => line,
                None => match timeout_at(first_byte, Box::pin(self.open(&url))).await {
                    Ok(opened) => opened?,
                    Err(_) => return Err(Cause::Late(late)),
                },
            };
            let answer = match timeout_at(first_byte, line.ask(request)).await {
                Err(_) => return Err(Cause::Late(late)),
                Ok(Ok(answer)) => answer,
                // It was closed as we took it, and nothing was written.
                Ok(Err(Some(unsent))) if !fresh => {
                    request = unsent;
                    continue;
                }
                Ok(Err(_)) => return Err(Cause::Cut),
            };
            let (parts, body) = answer.into_parts();
            let body = match timeout_at(until, line.read(body, &parts.headers)).await {
                Ok(body) => body,
                Err(_) => Err(Cause::Late(Phase::Total)),
            };
            if keeps && body.is_ok() {
                self.keep(line).await;
            }
            return Ok(Received { status: parts.status.as_u16(), headers: parts.headers, body });
        }
    }

    async fn open(&self, url: &Url) -> Result<Line, Cause> {
        let origin = Origin::of(url).ok_or(Cause::Unreachable(Unreachable::BadRequest))?;
        let tls = self.tls.get_or_init(|| tls().ok()).as_ref();
        let stream = connect(&origin, self.policy, tls, self.deadlines.connect).await?;
        let made = Builder::new().handshake(TokioIo::new(stream)).await;
        let (sender, driver) = made.map_err(|_| Cause::Unreachable(Unreachable::NoConnection))?;
        let home = Handle::current().id();
        Ok(Line { origin, home, since: Instant::now(), sender, driver: Box::pin(driver) })
    }

    /// One that rests and is still open.
    async fn take(&self, url: &Url) -> Option<Line> {
        let home = Handle::current().id();
        loop {
            let mut line = {
                let mut at_rest = self.at_rest.lock().unwrap_or_else(PoisonError::into_inner);
                let fits = |line: &Line| line.home == home && line.origin.is_of(url);
                let found = at_rest.lines.iter().rposition(fits)?;
                at_rest.lines.remove(found)
            };
            if line.since.elapsed() < LONGEST_REST && line.is_open().await {
                return Some(line);
            }
        }
    }

    /// Lets it rest until the next call, if it can take one.
    async fn keep(&self, mut line: Line) {
        if !line.is_open().await {
            return;
        }
        line.since = Instant::now();
        let mut at_rest = self.at_rest.lock().unwrap_or_else(PoisonError::into_inner);
        if !at_rest.is_watched {
            at_rest.is_watched = true;
            tokio::spawn(close_rested(Arc::downgrade(&self.at_rest)));
        }
        if at_rest.lines.len() < MOST_AT_REST {
            at_rest.lines.push(line);
        }
    }
}

/// Closes what nobody has used for long, as long as anything rests.
async fn close_rested(at_rest: Weak<Mutex<AtRest>>) {
    loop {
        tokio::time::sleep(LONGEST_REST).await;
        let Some(at_rest) = at_rest.upgrade() else { return };
        let mut at_rest = at_rest.lock().unwrap_or_else(PoisonError::into_inner);
        at_rest.lines.retain(|line| line.since.elapsed() < LONGEST_REST);
        if at_rest.lines.is_empty() {
            at_rest.is_watched = false;
            return;
        }
    }
}

/// The request as it goes over a connection: the path alone, the host in its header.
fn written(request: Outgoing) -> Result<Request<Full<Bytes>>, Cause> {
    let unfit = Cause::Unreachable(Unreachable::BadRequest);
    let Outgoing { method, url, headers, body } = request;
    let host = HeaderValue::from_str(&url[Position::BeforeHost..Position::AfterPort]);
    let host = host.map_err(|_| unfit.clone())?;
    let path = &url[Position::BeforePath..Position::AfterQuery];
    let mut written = Request::new(Full::new(body.unwrap_or_default()));
    *written.method_mut() = method;
    *written.uri_mut() = path.parse().map_err(|_| unfit)?;
    let into = written.headers_mut();
    *into = headers;
    into.insert(header::HOST, host);
    into.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
    // What passes through is read here, so it has to come as it is.
    into.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    Ok(written)
}

impl Line {
    /// Does `work` while the connection lives; `None` if it ends before that.
    async fn driven<T>(
        driver: &mut Pin<Box<Connection<TokioIo<Stream>, Full<Bytes>>>>,
        work: impl Future<Output = T>,
    ) -> Option<T> {
        let mut work = pin!(work);
        let mut over = false;
        poll_fn(|cx| {
            if let Poll::Ready(done) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(done));
            }
            if !over && driver.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            // What the end of the connection means for the work is told to it by then.
            over = true;
            match work.as_mut().poll(cx) {
                Poll::Ready(done) => Poll::Ready(Some(done)),
                Poll::Pending => Poll::Ready(None),
            }
        })
        .await
    }

    /// The headers of the answer; or the request, if nothing of it was written.
    async fn ask(
        &mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, Option<Request<Full<Bytes>>>> {
        let asking = self.sender.try_send_request(request);
        match Self::driven(&mut self.driver, asking).await {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(mut error)) => Err(error.take_message()),
            None => Err(None),
        }
    }

    /// Reads piece by piece and stops at the cap.
    async fn read(&mut self, mut body: Incoming, headers: &HeaderMap) -> Result<Vec<u8>, Cause> {
        let encoding = headers.get(header::CONTENT_ENCODING).map(HeaderValue::as_bytes);
        if encoding.is_some_and(|encoding| !encoding.eq_ignore_ascii_case(b"identity")) {
            return Err(Cause::Unreadable { at: "content encoding".to_owned() });
        }
        let reading = async {
            let mut read = Vec::new();
            while let Some(frame) = body.frame().await {
                let Ok(piece) = frame.map_err(|_| Cause::Cut)?.into_data() else { continue };
                if read.len().saturating_add(piece.len()) > MOST_ANSWER_BYTES {
                    return Err(Cause::TooLarge);
                }
                read.extend_from_slice(&piece);
            }
            Ok(read)
        };
        Self::driven(&mut self.driver, reading).await.unwrap_or(Err(Cause::Cut))
    }

    /// Looks once whether it is ready for a request, which it is not if the vendor has closed it.
    async fn is_open(&mut self) -> bool {
        let driver = &mut self.driver;
        let closed = poll_fn(|cx| Poll::Ready(driver.as_mut().poll(cx).is_ready())).await;
        !closed && self.sender.is_ready()
    }
}

#[cfg(test)]
mod tests;
