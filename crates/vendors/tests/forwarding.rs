//! Calls that pass through, over their own kept connections: what a bad server and a bad network do to them.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use common::{client, client_of, config};
use hostile_server::{Act, Hostile, answer};
use http::Method;
use portico_domain::tokens::Scopes;
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig, TEMPLATES};
use portico_vendors::kit::templates::{Forwarded, Sent, SentBody, rebuild};
use portico_vendors::kit::{Cause, Deadlines, Phase, Unreachable, VendorError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const GENEROUS: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(400);

async fn forward(room: &CloudRoom) -> Result<Forwarded, VendorError> {
    let sent = Sent { method: &Method::GET, path: "/conference/12345678", query: "", body: SentBody::None };
    let Ok(call) = rebuild(&TEMPLATES, sent) else { panic!("a call of the document") };
    room.forward(call).await
}

async fn meets(act: Act, deadlines: Deadlines) -> Cause {
    let server = Hostile::always(act).await;
    let room = client(&*server.base, deadlines);
    let outcome = forward(&room).await.map(|answer| answer.status);
    assert_eq!(server.requests(), 1, "what was sent is not sent again");
    outcome.expect_err("nothing good").cause
}

#[tokio::test]
async fn what_a_bad_server_does() {
    let patient = Deadlines::all(GENEROUS);
    assert_eq!(meets(Act::ResetBefore, patient).await, Cause::Cut);
    assert_eq!(meets(Act::ResetAfterRequest, patient).await, Cause::Cut);
    assert_eq!(meets(Act::Write(Vec::new()), patient).await, Cause::Cut);
    assert_eq!(meets(Act::Write(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()), patient).await, Cause::Cut);
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"confId\": 1".to_vec();
    assert_eq!(meets(Act::Write(short), patient).await, Cause::Cut);
    let endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let chunk = [b"8000\r\n".as_slice(), &[b' '; 0x8000], b"\r\n"].concat();
    assert_eq!(meets(Act::Flood(endless, chunk), patient).await, Cause::TooLarge);
    let packed = answer("200 OK", "Content-Encoding: gzip\r\n", b"\x1f\x8b");
    assert!(matches!(meets(Act::Write(packed), patient).await, Cause::Unreadable { .. }));
    let elsewhere = answer("302 Found", "Location: http://127.0.0.1:1/\r\n", b"{}");
    assert!(matches!(meets(Act::Write(elsewhere), patient).await, Cause::Status { status: 302, .. }));
}

#[tokio::test]
async fn how_long_is_waited() {
    let late = Deadlines { first_byte: SHORT, ..Deadlines::all(GENEROUS) };
    assert_eq!(meets(Act::WriteThenSilence(Vec::new()), late).await, Cause::Late(Phase::FirstByte));
    let slow = Deadlines { total: SHORT, ..Deadlines::all(GENEROUS) };
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".to_vec();
    assert_eq!(meets(Act::Drip(head, b" ".to_vec()), slow).await, Cause::Late(Phase::Total));
    let server = Hostile::always(Act::WriteThenSilence(Vec::new())).await;
    let hasty = Deadlines { connect: SHORT, ..Deadlines::all(GENEROUS) };
    let room = client(server.base.replace("http:", "https:"), hasty);
    let cause = forward(&room).await.err().map(|error| error.cause);
    assert_eq!(cause, Some(Cause::Unreachable(Unreachable::ConnectTimeout)), "a handshake that never ends");
}

#[tokio::test]
async fn where_it_may_not_go_nothing_is_sent() {
    let server = Hostile::always(Act::Write(answer("200 OK", "", b"{}"))).await;
    let port = server.base.split(':').nth(2).and_then(|rest| rest.split('/').next()).expect("a port");
    let public = CloudRoomConfig { private_network: false, ..config(format!("https://localhost:{port}/x")) };
    let cause = forward(&client_of(public, Deadlines::all(GENEROUS))).await.err().map(|error| error.cause);
    assert_eq!((cause, server.requests()), (Some(Cause::Unreachable(Unreachable::NotAllowed)), 0));
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let cause = forward(&client(format!("http://{closed}/x"), Deadlines::all(GENEROUS))).await.err();
    assert_eq!(cause.map(|error| error.cause), Some(Cause::Unreachable(Unreachable::NoConnection)));
    let plain = client(format!("https://localhost:{}/x", speaking_plainly().await), Deadlines::all(GENEROUS));
    let cause = forward(&plain).await.err().map(|error| error.cause);
    assert_eq!(cause, Some(Cause::Unreachable(Unreachable::Tls)), "no TLS is spoken there");
}

/// The port of a server that answers whatever comes without TLS, as many do.
async fn speaking_plainly() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
            let _ = socket.read_to_end(&mut Vec::new()).await;
        }
    });
    port
}

/// A server that keeps connections for so many requests and then closes them without a word; counts connections,
/// and how many of them are closed.
async fn keeping(requests: usize) -> (String, Arc<[AtomicUsize; 2]>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}/CLOUDROOM-SERVER/v2", listener.local_addr().expect("an address"));
    let counts = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let counted = counts.clone();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            counted[0].fetch_add(1, Ordering::SeqCst);
            let counted = counted.clone();
            tokio::spawn(async move {
                for _ in 0..requests {
                    let mut read = Vec::new();
                    while !read.ends_with(b"\r\n\r\n") {
                        match socket.read_u8().await {
                            Ok(byte) => read.push(byte),
                            Err(_) => return,
                        }
                    }
                    let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await;
                }
                drop(socket);
                counted[1].fetch_add(1, Ordering::SeqCst);
            });
        }
    });
    (base, counts)
}

#[tokio::test]
async fn a_connection_is_kept_and_one_that_was_closed_is_not_used() {
    let (base, counts) = keeping(3).await;
    let room = client(base, Deadlines::all(GENEROUS));
    for round in 1..=3 {
        for _ in 0..3 {
            let answer = forward(&room).await.expect("an answer");
            let shown = answer.shown(&TEMPLATES[0], &Scopes::default(), &[]);
            assert_eq!((answer.status, shown.ok().as_deref()), (200, Some(b"{}".as_slice())));
        }
        // The runtime looks at sockets every so many turns.
        while counts[1].load(Ordering::SeqCst) < round {
            tokio::task::yield_now().await;
        }
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        assert_eq!(counts[0].load(Ordering::SeqCst), round, "three calls share a connection");
    }
}
