//! Slow clients, on real connections.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::{Express, Lanes, MOST_HEAD_BYTES, Patience, by, serve};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::{get, post};
use futures::stream;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

const LONG: Duration = Duration::from_secs(20);

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<()>,
    /// Told when the endless answer is given up.
    dropped: Arc<Notify>,
}

/// Tells when it goes.
struct Guard(Arc<Notify>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

async fn start(patience: Patience) -> Server {
    let dropped = Arc::new(Notify::new());
    let guard = dropped.clone();
    let endless = get(async move || {
        let part = Bytes::from(vec![b'x'; 64 * 1024]);
        Body::from_stream(stream::unfold(Guard(guard.clone()), move |guard| {
            let part = part.clone();
            async move { Some((Ok::<_, Infallible>(part), guard)) }
        }))
    });
    let slow = get(async || {
        tokio::time::sleep(Duration::from_millis(400)).await;
        "at last"
    });
    let router = Router::new()
        .route("/", get(async || "hello"))
        .route("/length", post(async |body: Bytes| body.len().to_string()))
        .route("/endless", endless)
        .route("/slow", slow);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended =
        tokio::spawn(serve(listener, by(router), None, patience, async { stopped.await.unwrap_or(()) }));
    Server { address, stop, ended, dropped }
}

fn quick() -> Patience {
    Patience { head: Duration::from_millis(300), stall: Duration::from_millis(300), least: 16 * 1024 }
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.address).await.unwrap()
}

/// Everything until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut bytes)).await.expect("the server let go");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn who_never_ends_the_head_of_a_request_is_dropped() {
    let server = start(quick()).await;
    // Nothing at all, and a header that grows by a letter now and then.
    let mut silent = connect(&server).await;
    assert!(!rest(&mut silent).await.starts_with("HTTP/1.1 200"));
    let mut dripping = connect(&server).await;
    dripping.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    let began = Instant::now();
    while began.elapsed() < LONG && dripping.write_all(b"a").await.is_ok() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(began.elapsed() < LONG / 2, "{:?}", began.elapsed());
    // A connection at rest is let go too, and somebody else is served all the while.
    let mut idle = connect(&server).await;
    idle.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert!(rest(&mut idle).await.ends_with("hello"));
}

#[tokio::test]
async fn who_does_not_take_the_answer_is_dropped_with_all_that_was_made_for_them() {
    let server = start(quick()).await;
    let mut deaf = connect(&server).await;
    deaf.write_all(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    timeout(LONG, server.dropped.notified()).await.expect("the answer was given up");
    // Who takes it, however long, is not.
    let mut eager = connect(&server).await;
    eager.write_all(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let (began, mut bytes) = (Instant::now(), vec![0; 256 * 1024]);
    while began.elapsed() < Duration::from_secs(1) {
        assert!(eager.read(&mut bytes).await.unwrap() > 0);
    }
}

#[tokio::test]
async fn an_answer_that_takes_its_time_is_waited_for_and_a_stop_waits_for_it() {
    let server = start(quick()).await;
    let mut patient = connect(&server).await;
    patient.write_all(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    server.stop.send(()).unwrap();
    assert!(rest(&mut patient).await.ends_with("at last"));
    timeout(LONG, server.ended).await.unwrap().unwrap();
    assert!(TcpStream::connect(server.address).await.is_err(), "nobody else is let in");
}

#[tokio::test]
async fn a_head_without_end_is_refused() {
    let server = start(Patience::default()).await;
    for (request, wanted) in [
        (format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "x".repeat(MOST_HEAD_BYTES * 2)), ["414", "431"]),
        (format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "x".repeat(MOST_HEAD_BYTES * 2)), ["431"; 2]),
        (format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X: x\r\n".repeat(5_000)), ["431"; 2]),
        ("GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n".to_owned(), ["400"; 2]),
        (
            "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"
                .to_owned(),
            ["400"; 2],
        ),
    ] {
        let mut stream = connect(&server).await;
        let _ = stream.write_all(request.as_bytes()).await;
        let answer = rest(&mut stream).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        let start: String = request.chars().take(60).collect();
        assert!(wanted.contains(&status), "{start:?}: {answer}");
    }
}

#[tokio::test]
async fn what_begins_like_an_express_request_changes_over_to_a_lane_and_the_rest_does_not() {
    let thread = get(async || std::thread::current().name().unwrap_or_default().to_owned());
    let router = Router::new().route("/quick", thread.clone()).route("/usual", thread);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let lanes = Lanes::start(2, 1024 * 1024).unwrap();
    let is_it = |first: &[u8]| first.starts_with(b"GET /quick");
    let express = Arc::new(Express { lanes, is_it, answering: by(router.clone()) });
    let stopped = async { stopped.await.unwrap_or(()) };
    let ended = tokio::spawn(serve(listener, by(router), Some(express), quick(), stopped));
    let ask = async |paths: &[&str]| {
        let mut stream = TcpStream::connect(address).await.unwrap();
        for path in paths {
            stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
        }
        rest(&mut stream).await
    };
    let quick = ask(&["/quick", "/usual"]).await;
    assert_eq!(quick.matches("lane-").count(), 2, "all that comes on the same connection: {quick}");
    let usual = ask(&["/usual", "/quick"]).await;
    assert!(usual.contains("200 OK") && !usual.contains("lane-"), "{usual}");
    // Who says nothing holds nobody up, neither others nor the end.
    let _silent = TcpStream::connect(address).await.unwrap();
    assert!(ask(&["/quick"]).await.contains("lane-"));
    stop.send(()).unwrap();
    timeout(LONG, ended).await.expect("it ends").unwrap();
}
