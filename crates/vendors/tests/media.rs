//! Recordings from where the vendor keeps them: ranges, ends that come too early, and places that
//! nothing may be fetched from.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use common::{client, client_of, config, recording};
use futures::StreamExt;
use hostile_server::{Act, Hostile, answer};
use portico_vendors::MeetingVendor;
use portico_vendors::cloudroom::CloudRoomConfig;
use portico_vendors::kit::{Cause, Deadlines, MediaBroken, MediaStream, VendorError};
use std::time::Duration;

const GENEROUS: Duration = Duration::from_secs(20);

async fn open(server: &Hostile, range: Option<&str>) -> Result<MediaStream, VendorError> {
    let deadlines = Deadlines { media_idle: Duration::from_millis(100), ..Deadlines::all(GENEROUS) };
    let room = client(&server.base, deadlines);
    room.open_recording(&recording(&format!("{}/f0.mp4?download", server.base)), range).await
}

async fn read(mut stream: MediaStream) -> (usize, Option<MediaBroken>) {
    let mut length = 0;
    while let Some(piece) = stream.bytes.next().await {
        match piece {
            Ok(bytes) => length += bytes.len(),
            Err(broken) => {
                assert!(stream.bytes.next().await.is_none(), "nothing comes after an error");
                return (length, Some(broken));
            }
        }
    }
    (length, None)
}

fn video(length: usize, body: &str) -> Act {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: {length}\r\n\r\n");
    Act::Write([head.as_bytes(), body.as_bytes()].concat())
}

#[tokio::test]
async fn whole_and_in_part() {
    let server = Hostile::always(video(10, "0123456789")).await;
    let stream = open(&server, None).await.expect("open");
    assert_eq!(
        (stream.status, stream.content_length, stream.content_type.as_deref()),
        (200, Some(10), Some("video/mp4"))
    );
    assert_eq!(read(stream).await, (10, None));
    let part =
        answer("206 Partial Content", "Content-Range: bytes 2-4/10\r\nContent-Type: video/mp4\r\n", b"234");
    let server = Hostile::always(Act::Write(part)).await;
    let stream = open(&server, Some("bytes=2-4")).await.expect("open");
    assert_eq!((stream.status, stream.content_range.as_deref()), (206, Some("bytes 2-4/10")));
    assert_eq!(read(stream).await, (3, None));
    let error = open(&server, None).await.expect_err("a part that nobody asked for");
    assert!(matches!(error.cause, Cause::Unreadable { .. }));
    let outside = Act::Write(answer("416 Range Not Satisfiable", "Content-Range: bytes */10\r\n", b""));
    let stream = open(&Hostile::always(outside).await, Some("bytes=99-")).await.expect("an answer");
    assert_eq!((stream.status, stream.content_range.as_deref()), (416, Some("bytes */10")));
}

#[tokio::test]
async fn an_early_end_is_an_error() {
    let broken =
        |act| async move { read(open(&Hostile::always(act).await, None).await.expect("open")).await };
    let (length, error) = broken(video(10, "0123")).await;
    assert_eq!(length, 4);
    assert!(matches!(error, Some(MediaBroken::Cut | MediaBroken::Short { missing: 6 })), "{error:?}");
    let chunked =
        b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n"
            .to_vec();
    assert_eq!(broken(Act::Write(chunked)).await, (4, Some(MediaBroken::Cut)));
    let Act::Write(stalled) = video(10, "0123") else { unreachable!("video writes") };
    assert_eq!(broken(Act::WriteThenSilence(stalled)).await, (4, Some(MediaBroken::Idle)));
}

#[tokio::test]
async fn a_long_recording_has_no_total_deadline() {
    let body = "0123456789".repeat(4);
    let Act::Write(head) = video(40, "") else { unreachable!("video writes") };
    let server = Hostile::always(Act::Drip(head, body.into_bytes())).await;
    let deadlines = Deadlines { total: Duration::from_millis(100), ..Deadlines::all(GENEROUS) };
    let room = client(&server.base, deadlines);
    // Forty bytes, ten milliseconds each.
    let stream = room.open_recording(&recording(&format!("{}/f", server.base)), None).await.expect("open");
    assert_eq!(read(stream).await, (40, None));
}

#[tokio::test]
async fn what_is_no_recording() {
    let html =
        |status| Act::Write(answer(status, "Content-Type: text/html\r\n", b"<script>alert(1)</script>"));
    let error = open(&Hostile::always(html("200 OK")).await, None).await.expect_err("a page");
    assert!(matches!(error.cause, Cause::Unreadable { .. }));
    let error = open(&Hostile::always(html("404 Not Found")).await, None).await.expect_err("gone");
    assert_eq!(error.cause, Cause::Status { status: 404, retry_after: None });
    let error = open(&Hostile::always(html("403 Forbidden")).await, None).await.expect_err("expired");
    assert!(matches!(error.cause, Cause::Unreadable { .. }), "no credential was sent: {error:?}");
    let endless = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n0123".to_vec();
    let error = open(&Hostile::always(Act::Write(endless)).await, None).await.expect_err("no length");
    assert!(matches!(error.cause, Cause::Unreadable { .. }), "{error:?}");
    let packed = answer("200 OK", "Content-Type: video/mp4\r\nContent-Encoding: gzip\r\n", b"x");
    let error = open(&Hostile::always(Act::Write(packed)).await, None).await.expect_err("packed");
    assert!(matches!(error.cause, Cause::Unreadable { .. }), "{error:?}");
}

#[tokio::test]
async fn what_is_to_be_saved_is_an_octet_stream() {
    for kind in ["application/force-download", "Application/X-Download; name=a.mp4"] {
        let head = format!("Content-Type: {kind}\r\n");
        let server = Hostile::always(Act::Write(answer("200 OK", &head, b"0123"))).await;
        let stream = open(&server, None).await.expect(kind);
        assert_eq!(stream.content_type.as_deref(), Some("application/octet-stream"), "{kind}");
        assert_eq!(read(stream).await, (4, None));
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Hostile::always(video(1, "x")).await;
    let head = format!("Location: {}\r\n", target.base);
    let server = Hostile::always(Act::Write(answer("302 Found", &head, b""))).await;
    let error = open(&server, None).await.expect_err("a redirect");
    assert_eq!(error.cause, Cause::Status { status: 302, retry_after: None });
    assert_eq!(target.requests(), 0);
}

#[tokio::test]
async fn only_known_hosts() {
    let server = Hostile::always(video(1, "x")).await;
    let host = server.base.trim_start_matches("http://").split('/').next().expect("a host").to_owned();
    let hosts = |media_hosts: &[&str]| {
        let media_hosts = media_hosts.iter().map(|host| (*host).to_owned()).collect();
        client_of(
            CloudRoomConfig { media_hosts, ..config("http://base.example/v2") },
            Deadlines::all(GENEROUS),
        )
    };
    let foreign = |room: portico_vendors::cloudroom::CloudRoom, address: String| async move {
        let error = room.open_recording(&recording(&address), None).await.expect_err("a foreign host");
        assert_eq!(error.cause, Cause::ForeignMedia, "{address}");
    };
    foreign(hosts(&[]), format!("http://{host}/f")).await;
    foreign(hosts(&["127.0.0.1:1"]), format!("http://{host}/f")).await;
    foreign(hosts(&["127.0.0.1"]), format!("http://127.0.0.1@{host}/f")).await;
    foreign(hosts(&["127.0.0.1"]), "file:///etc/passwd".into()).await;
    foreign(hosts(&["127.0.0.1"]), "not an address".into()).await;
    foreign(hosts(&["169.254.169.254"]), "http://169.254.169.254/latest/meta-data".into()).await;
    assert_eq!(server.requests(), 0);
    for allowed in ["127.0.0.1".to_owned(), host.clone()] {
        let stream = hosts(&[&allowed]).open_recording(&recording(&format!("http://{host}/f")), None).await;
        assert_eq!(read(stream.expect("an allowed host")).await, (1, None));
    }
}
