//! A recording on its way through us over real connections: no faster than it is taken, and no longer than anybody takes
//! it (guarantees, reliability 15).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::tests::{Portico, portico};
use portico_domain::forms::RecordingLinkForm;
use portico_listening::{Patience, by, serve};
use portico_sandbox::{Action, Fault};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const LONG: Duration = Duration::from_secs(20);
/// For so long nothing moves, then nothing will.
const STILL: Duration = Duration::from_millis(500);
const MEGABYTE: usize = 1 << 20;
const LENGTH: usize = 512 * MEGABYTE;
/// What may be under way: the system's buffers on four ends, which grow while everything flows, and little of ours.
const MOST_UNDER_WAY: usize = 64 * MEGABYTE;

/// Where the vendor keeps recordings: one connection, on which it sends as much as is taken.
#[derive(Clone, Default)]
struct Keeper {
    sent: Arc<AtomicUsize>,
    hung_up: Arc<AtomicBool>,
}

impl Keeper {
    /// Sends so much of what it announces.
    fn start(length: usize) -> (Self, SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let keeper = Self::default();
        let keeping = keeper.clone();
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            keeping.send(stream, length);
        });
        (keeper, address)
    }

    fn send(&self, mut stream: TcpStream, length: usize) {
        let _ = stream.read(&mut [0; 4096]).unwrap();
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {LENGTH}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let piece = vec![7; 64 * 1024];
        while self.sent.load(Ordering::SeqCst) < length {
            if stream.write_all(&piece).is_err() {
                self.hung_up.store(true, Ordering::SeqCst);
                return;
            }
            self.sent.fetch_add(piece.len(), Ordering::SeqCst);
        }
    }

    fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// What was sent by the time that nothing more is taken.
    async fn sent_at_rest(&self) -> usize {
        let began = Instant::now();
        loop {
            let sent = self.sent();
            tokio::time::sleep(STILL).await;
            if sent > 0 && sent == self.sent() {
                return sent;
            }
            assert!(began.elapsed() < LONG, "it never rests");
        }
    }
}

/// Somebody who has read the head of a shared recording that this keeper has, and nothing more.
async fn watch(portico: &Portico, keeper: SocketAddr) -> tokio::net::TcpStream {
    let (_, _, recording) = portico.recorded().await;
    let path = portico.share(&recording, RecordingLinkForm::default()).await;
    let listed = portico.organizer.recording(&recording).await.unwrap().recording;
    let row = json!({ "fileId": listed.vendor_id.as_str(), "title": "t", "createTime": listed.created.seconds(),
        "duration": 1, "size": LENGTH, "url": format!("http://{keeper}/f0.mp4") });
    let body = json!({ "total": 1, "remaining": 0, "records": [row] }).to_string();
    let content_type = "application/json".to_owned();
    let elsewhere = Action::Refuse { status: 200, body, content_type, retry_after: None };
    portico.sandbox.control().add_fault(Fault::on("queryVideo", 1, elsewhere));

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answering = by(portico.router.clone());
    tokio::spawn(serve(listener, answering, None, Patience::default(), std::future::pending()));
    let mut watching = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path}/play HTTP/1.1\r\nHost: x\r\n\r\n");
    watching.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(watching.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    assert!(
        head.starts_with("http/1.1 200") && head.contains(&format!("content-length: {LENGTH}\r\n")),
        "{head}"
    );
    watching
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_watches_slowly_is_sent_no_more_than_they_take_and_leaving_ends_it() {
    let portico = portico().await;
    let (keeper, address) = Keeper::start(LENGTH);
    let mut watching = watch(&portico, address).await;
    let first = keeper.sent_at_rest().await;
    assert!(first < MOST_UNDER_WAY, "{first} bytes for somebody who takes none");
    // It goes on with whoever takes it.
    let (mut read, mut piece) = (0, vec![0; 64 * 1024]);
    while read < 2 * MOST_UNDER_WAY {
        read += watching.read(&mut piece).await.unwrap();
        assert!(keeper.sent() < read + MOST_UNDER_WAY, "{} bytes for {read}", keeper.sent());
    }
    assert!(keeper.sent_at_rest().await < LENGTH);
    drop(watching);
    let began = Instant::now();
    while !keeper.hung_up.load(Ordering::SeqCst) {
        assert!(began.elapsed() < LONG, "nobody watches any more");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_breaks_off_is_not_taken_for_whole() {
    let portico = portico().await;
    let (_, address) = Keeper::start(MEGABYTE);
    let mut watching = watch(&portico, address).await;
    let mut bytes = Vec::new();
    let _ = tokio::time::timeout(LONG, watching.read_to_end(&mut bytes)).await.expect("an end");
    assert!(bytes.len() <= MEGABYTE, "nothing is made up for the rest of the announced length");
}
