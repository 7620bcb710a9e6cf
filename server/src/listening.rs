//! Takes connections and answers on them, and lets go of whoever is so slow that they only hold one
//! (guarantees, security 18). HTTP/1.1 alone: TLS, and with it HTTP/2, is the business of a proxy in front.

mod patient;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use patient::Patient;
use std::io::{Error, ErrorKind};
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

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

/// Serves until `stop`, and then until everything in flight is answered.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => answer(stream, peer, router.clone(), patience, &connections),
            Err(error) => recover(&error).await,
        }
    }
    drop(listener);
    connections.shutdown().await;
}

fn answer(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    patience: Patience,
    connections: &GracefulShutdown,
) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let io = TokioIo::new(Patient::new(stream, patience.stall, patience.least));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(io, service);
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
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
