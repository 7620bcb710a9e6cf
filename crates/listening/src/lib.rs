//! Takes connections and answers on them, and lets go of whoever is so slow that they only hold one
//! (guarantees, security 18). HTTP/1.1 alone: TLS, and with it HTTP/2, is the business of a proxy in front.

mod lanes;
mod patient;

pub use lanes::Lanes;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use futures::FutureExt;
use futures::future::BoxFuture;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use patient::Patient;
use std::convert::Infallible;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// Answers a request.
pub type Answering = Arc<dyn Fn(Request) -> BoxFuture<'static, Response> + Send + Sync>;

/// As a router does.
pub fn by(router: Router) -> Answering {
    Arc::new(move |request| {
        let answer = router.clone().oneshot(request);
        answer.map(|answer| answer.unwrap_or_else(|never| match never {})).boxed()
    })
}

/// What goes through quickly: connections that begin with it are put on a lane.
pub struct Express {
    pub lanes: Lanes,
    /// Is this how such a request begins? It has come so far.
    pub is_it: fn(&[u8]) -> bool,
    /// Everything that comes on such a connection.
    pub answering: Answering,
}

/// How patient the server is with a connection.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request from the moment that one is awaited, so also for a connection at rest.
    pub head: Duration,
    /// For somebody to take [`Patience::least`] bytes of what is ready to be sent.
    pub stall: Duration,
    pub least: usize,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(30), stall: Duration::from_secs(60), least: 16 * 1024 }
    }
}

/// A head that is larger is answered with 431, or with 414 if it is the address.
const MOST_HEAD_BYTES: usize = 64 * 1024;
/// How long to wait when the system has no descriptor for another connection.
const RECOVERY: Duration = Duration::from_millis(100);

/// As much of a request as says where it goes.
const FIRST_BYTES: usize = 24;

/// Serves until `stop`, and then until everything in flight is answered.
pub async fn serve(
    listener: TcpListener,
    answering: Answering,
    express: Option<Arc<Express>>,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let (connections, stopping) = (GracefulShutdown::new(), CancellationToken::new());
    let mut stop = pin!(stop);
    loop {
        let arrived = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(arrived) => arrived,
                Err(error) => {
                    recover(&error).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (answering, watcher) = (answering.clone(), connections.watcher());
        match express.clone() {
            None => drop(tokio::spawn(converse(arrived, answering, patience, watcher))),
            Some(express) => {
                let stopping = stopping.clone();
                tokio::spawn(choose(arrived, answering, express, patience, watcher, stopping));
            }
        }
    }
    drop(listener);
    stopping.cancel();
    connections.shutdown().await;
}

/// A connection, and who has made it.
type Arrived = (TcpStream, SocketAddr);

/// Has a connection answered where its first bytes say. One that says nothing is closed in time, and when it is time
/// to stop.
async fn choose(
    arrived: Arrived,
    answering: Answering,
    express: Arc<Express>,
    patience: Patience,
    watcher: Watcher,
    stopping: CancellationToken,
) {
    let heard = hear(&arrived.0, express.is_it, patience.head);
    match stopping.run_until_cancelled(heard).await.flatten() {
        Some(true) => change_over(arrived, &express, patience, watcher),
        Some(false) => converse(arrived, answering, patience, watcher).await,
        None => {}
    }
}

/// Waits for the first bytes, which stay unread, and tells whether they are what `is_it` looks for; `None` if they
/// do not come in time.
async fn hear(stream: &TcpStream, is_it: fn(&[u8]) -> bool, patience: Duration) -> Option<bool> {
    let mut first = [0; FIRST_BYTES];
    let count = timeout(patience, stream.peek(&mut first)).await.ok()?.ok()?;
    (count > 0).then(|| first.get(..count).is_some_and(is_it))
}

/// To a lane, whose thread alone hears of it from now on.
fn change_over(arrived: Arrived, express: &Arc<Express>, patience: Patience, watcher: Watcher) {
    let (stream, peer) = arrived;
    let answering = express.answering.clone();
    let Ok(stream) = stream.into_std() else { return };
    express.lanes.spawn(async move {
        match TcpStream::from_std(stream) {
            Ok(stream) => converse((stream, peer), answering, patience, watcher).await,
            Err(error) => tracing::error!(%error, "a connection could not change over to a lane"),
        }
    });
}

/// Answers whatever comes on a connection.
async fn converse((stream, peer): Arrived, answering: Answering, patience: Patience, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        answering(request).map(Ok::<_, Infallible>)
    });
    let io = TokioIo::new(Patient::new(stream, patience.stall, patience.least));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(io, service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// What ails one connection is over with it; what ails the system may pass.
async fn recover(error: &Error) {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be taken");
        tokio::time::sleep(RECOVERY).await;
    }
}

#[cfg(test)]
mod tests;
