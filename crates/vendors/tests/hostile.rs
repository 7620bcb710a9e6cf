//! Every operation against a server that means no good: a typed error, the right certainty, bounded
//! memory, no panic, and nothing secret in what is said about it.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use common::{OPERATIONS, call, changes, client, no_canary, repeatable};
use hostile_server::{Act, BOMB, Hostile, answer};
use portico_domain::refusals::Kind;
use portico_vendors::kit::{Cause, Certainty, Deadlines, Phase, Unreachable, VendorError};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;

const GENEROUS: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(250);

/// What is expected of every operation that meets an act.
struct Expected {
    cause: fn(&Cause) -> bool,
    certainty: Certainty,
    /// The refusal of a read, and of a change that certainly did not happen.
    kind: Kind,
    /// Are reads tried again?
    retried: bool,
}

fn check(operation: &str, error: &VendorError, expected: &Expected) {
    assert!((expected.cause)(&error.cause), "{operation}: {error:?}");
    assert_eq!(error.certainty(), expected.certainty, "{operation}: {error:?}");
    let unconfirmed = changes(operation) && expected.certainty == Certainty::Unknown;
    let kind = if unconfirmed { Kind::Unconfirmed } else { expected.kind };
    assert_eq!(error.refusal().kind, kind, "{operation}: {error:?}");
    assert_eq!(error.changes, changes(operation), "{operation}");
    no_canary(&format!("{error} {error:?} {:#?} {:?}", error, error.refusal()));
}

/// All ten operations meet the act, each on a server of its own.
async fn all_meet(act: Act, deadlines: Deadlines, expected: Expected) {
    for operation in OPERATIONS {
        let server = Hostile::always(act.clone()).await;
        let room = client(&server.base, deadlines);
        let error = call(&room, operation).await.expect_err(operation);
        check(operation, &error, &expected);
        assert!(error.request_id.is_some(), "{operation}");
        let most = if repeatable(operation) && expected.retried { 3 } else { 1 };
        assert_eq!(server.requests(), most, "{operation}: {error:?}");
    }
}

fn silent(cause: fn(&Cause) -> bool, retried: bool) -> Expected {
    Expected { cause, certainty: Certainty::Unknown, kind: Kind::VendorSilent, retried }
}

fn unreadable(cause: fn(&Cause) -> bool) -> Expected {
    Expected { cause, certainty: Certainty::Unknown, kind: Kind::VendorUnreadable, retried: false }
}

#[tokio::test]
async fn refused() {
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let expected = Expected {
        cause: |cause| *cause == Cause::Unreachable(Unreachable::NoConnection),
        certainty: Certainty::NotDone,
        kind: Kind::VendorSilent,
        retried: true,
    };
    for operation in OPERATIONS {
        let room = client(format!("http://{closed}/x"), Deadlines::all(GENEROUS));
        check(operation, &call(&room, operation).await.expect_err(operation), &expected);
    }
}

#[tokio::test]
async fn reset_before_mid_and_after() {
    let cut = || silent(|cause| *cause == Cause::Cut, true);
    all_meet(Act::ResetBefore, Deadlines::all(GENEROUS), cut()).await;
    all_meet(Act::ResetAfterRequest, Deadlines::all(GENEROUS), cut()).await;
    all_meet(Act::Write(b"HTTP/1.1 200 OK\r\nContent-Le".to_vec()), Deadlines::all(GENEROUS), cut()).await;
    all_meet(Act::Write(Vec::new()), Deadlines::all(GENEROUS), cut()).await;
}

#[tokio::test]
async fn truncated() {
    let cut = || silent(|cause| *cause == Cause::Cut, true);
    let short = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"confId\": 1".to_vec();
    all_meet(Act::Write(short), Deadlines::all(GENEROUS), cut()).await;
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"con\r\n".to_vec();
    all_meet(Act::Write(chunked), Deadlines::all(GENEROUS), cut()).await;
    // A change answers with nothing at all at best; half an object is never taken for success.
    let half = answer("200 OK", "", b"{\"confId\": 1");
    all_meet(
        Act::Write(half),
        Deadlines::all(GENEROUS),
        unreadable(|cause| matches!(cause, Cause::Unreadable { .. })),
    )
    .await;
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Hostile::always(Act::Write(answer("200 OK", "", b"{}"))).await;
    for (status, certainty) in [
        ("301 Moved", Certainty::NotDone),
        ("302 Found", Certainty::NotDone),
        ("303 See Other", Certainty::Unknown),
        ("307 Temporary", Certainty::NotDone),
        ("308 Permanent", Certainty::NotDone),
    ] {
        let head = format!("Location: {}/conference\r\n", elsewhere.base);
        let expected = Expected {
            cause: |cause| matches!(cause, Cause::Status { status: 300..400, .. }),
            certainty,
            kind: Kind::VendorUnreadable,
            retried: false,
        };
        all_meet(Act::Write(answer(status, &head, b"")), Deadlines::all(GENEROUS), expected).await;
    }
    assert_eq!(elsewhere.requests(), 0, "nobody went there");
}

#[tokio::test]
async fn client_errors_without_a_code() {
    for (status, kind) in [
        ("400 Bad Request", Kind::VendorUnreadable),
        ("401 Unauthorized", Kind::VendorCredential),
        ("403 Forbidden", Kind::VendorCredential),
        ("404 Not Found", Kind::VendorUnreadable),
        ("418 Teapot", Kind::VendorUnreadable),
    ] {
        for body in
            ["", "<html>no</html>", "[1]", "{\"msg\":\"canary-key\"}", "{\"code\":{\"canary-key\":1}}"]
        {
            let expected = Expected {
                cause: |cause| matches!(cause, Cause::Status { status: 400..500, retry_after: None }),
                certainty: Certainty::NotDone,
                kind,
                retried: false,
            };
            let server = Hostile::always(Act::Write(answer(status, "", body.as_bytes()))).await;
            let room = client(&server.base, Deadlines::all(GENEROUS));
            for operation in ["schedule", "join", "current"] {
                check(operation, &call(&room, operation).await.expect_err(operation), &expected);
            }
        }
    }
}

#[tokio::test]
async fn too_many_calls() {
    let with_code =
        answer("429 Too Many", "Retry-After: 7\r\n", "{\"code\":22008,\"msg\":\"接口超出频率\"}".as_bytes());
    let without = answer("429 Too Many", "Retry-After: 7\r\n", b"slow down");
    // Seven seconds are more than the deadline has, so nobody waits.
    let deadlines = Deadlines { total: Duration::from_secs(5), ..Deadlines::default() };
    for answer in [with_code, without] {
        let expected = Expected {
            cause: |cause| {
                matches!(
                    cause,
                    Cause::Code { status: 429, retry_after: Some(7), .. }
                        | Cause::Status { status: 429, retry_after: Some(7) }
                )
            },
            certainty: Certainty::NotDone,
            kind: Kind::VendorBusy,
            retried: false,
        };
        all_meet(Act::Write(answer), deadlines, expected).await;
    }
    let server = Hostile::always(Act::Write(answer("429 Too Many", "Retry-After: 7\r\n", b""))).await;
    let error = call(&client(&server.base, deadlines), "current").await.expect_err("busy");
    assert_eq!(error.refusal().retry_after, Some(7));
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let busy = Act::Write(answer("429 Too Many", "Retry-After: 1\r\n", b"{\"code\":\"22008\"}"));
    let fine = Act::Write(answer("200 OK", "", b"{\"total\":0,\"records\":[]}"));
    let server = Hostile::start(vec![busy, fine]).await;
    let started = Instant::now();
    call(&client(&server.base, Deadlines::all(GENEROUS)), "current").await.expect("the second answer");
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn server_errors_without_a_code_are_silence() {
    for (status, body) in [
        ("500 Internal Server Error", ""),
        ("500 Internal Server Error", "{\"status\":500,\"path\":\"canary-key\"}"),
        ("502 Bad Gateway", "<html><h1>502 Bad Gateway canary-key</h1></html>"),
        ("503 Service Unavailable", "no"),
        ("504 Gateway Time-out", "<html>"),
    ] {
        let expected = silent(|cause| matches!(cause, Cause::Status { status: 500.., .. }), true);
        all_meet(Act::Write(answer(status, "", body.as_bytes())), Deadlines::all(GENEROUS), expected).await;
    }
}

#[tokio::test]
async fn known_codes_are_answers_and_not_tried_again() {
    let refused = Expected {
        cause: |cause| matches!(cause, Cause::Code { entry: Some(_), .. }),
        certainty: Certainty::NotDone,
        kind: Kind::VendorRefused,
        retried: false,
    };
    let internal =
        answer("500 Internal Server Error", "", "{\"code\":500,\"msg\":\"服务器内部异常\"}".as_bytes());
    all_meet(Act::Write(internal), Deadlines::all(GENEROUS), refused).await;
    let unknown = Expected {
        cause: |cause| matches!(cause, Cause::Code { code, entry: None, .. } if code == "23999"),
        certainty: Certainty::NotDone,
        kind: Kind::VendorRefused,
        retried: false,
    };
    let answer = answer("500 Internal Server Error", "", b"{\"code\":\"23999\",\"msg\":\"canary-key\"}");
    all_meet(Act::Write(answer), Deadlines::all(GENEROUS), unknown).await;
}

#[tokio::test]
async fn garbage() {
    let no_http = b"\x00\x01\xff\xfe no HTTP at all\r\n\r\n".to_vec();
    all_meet(Act::Write(no_http), Deadlines::all(GENEROUS), silent(|cause| *cause == Cause::Cut, true)).await;
    for body in [
        &b"\xff\xfe\x00"[..],
        b"<html>canary-key</html>",
        b"\"canary-key\"",
        b"[]",
        b"{\"confId\":1}}",
        b"nul",
    ] {
        let expected = unreadable(|cause| matches!(cause, Cause::Unreadable { .. }));
        all_meet(Act::Write(answer("200 OK", "", body)), Deadlines::all(GENEROUS), expected).await;
    }
    let no_gzip = answer("200 OK", "Content-Encoding: gzip\r\n", b"{\"confId\":1} and so on and on");
    let expected = unreadable(|cause| matches!(cause, Cause::Unreadable { .. }));
    all_meet(Act::Write(no_gzip), Deadlines::all(GENEROUS), expected).await;
    let deep = format!("{{\"confDetail\":{}", "[".repeat(100_000));
    let expected = unreadable(|cause| matches!(cause, Cause::Unreadable { .. }));
    all_meet(Act::Write(answer("200 OK", "", deep.as_bytes())), Deadlines::all(GENEROUS), expected).await;
}

#[tokio::test]
async fn wrong_types() {
    let body = b"{\"confId\":{\"canary-key\":1},\"confDetail\":[],\"records\":\"canary-key\",\"crmt\":[\"canary-key\"]}";
    for operation in ["schedule", "detail", "join", "current", "history", "recordings"] {
        let server = Hostile::always(Act::Write(answer("200 OK", "", body))).await;
        let error =
            call(&client(&server.base, Deadlines::all(GENEROUS)), operation).await.expect_err(operation);
        check(operation, &error, &unreadable(|cause| matches!(cause, Cause::Unreadable { .. })));
        assert_eq!(server.requests(), 1, "{operation}");
    }
}

/// The most that may be taken of an endless answer: the cap, and what lies in the buffers between.
const MOST_TAKEN: usize = 16 * 1024 * 1024;

#[tokio::test]
async fn huge() {
    let megabyte = vec![b' '; 1 << 20];
    let chunk = [format!("{:x}\r\n", megabyte.len()).into_bytes(), megabyte, b"\r\n".to_vec()].concat();
    let endless = Act::Flood(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk);
    for operation in OPERATIONS {
        let server = Hostile::always(endless.clone()).await;
        let error =
            call(&client(&server.base, Deadlines::all(GENEROUS)), operation).await.expect_err(operation);
        check(operation, &error, &unreadable(|cause| *cause == Cause::TooLarge));
        assert!(server.tally.bytes_sent.load(Ordering::SeqCst) < MOST_TAKEN, "{operation}");
    }
    let headers = Act::Flood(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), vec![b'a'; 1 << 16]);
    let server = Hostile::always(headers).await;
    let error = call(&client(&server.base, Deadlines::all(GENEROUS)), "schedule").await.expect_err("no end");
    check("schedule", &error, &silent(|cause| *cause == Cause::Cut, false));
    assert!(server.tally.bytes_sent.load(Ordering::SeqCst) < MOST_TAKEN);
}

#[tokio::test]
async fn a_compressed_bomb() {
    let bomb = hex::decode(BOMB).expect("hexadecimal");
    let answer = answer("200 OK", "Content-Encoding: br\r\n", &bomb);
    all_meet(Act::Write(answer), Deadlines::all(GENEROUS), unreadable(|cause| *cause == Cause::TooLarge))
        .await;
}

#[tokio::test]
async fn silence_and_dripping_end_at_the_deadline() {
    let deadlines = |first_byte, total| Deadlines { first_byte, total, ..Deadlines::all(GENEROUS) };
    let late = |phase: fn(&Cause) -> bool| silent(phase, false);
    let started = Instant::now();
    let total = |cause: &Cause| *cause == Cause::Late(Phase::Total);
    all_meet(Act::WriteThenSilence(Vec::new()), deadlines(GENEROUS, SHORT), late(total)).await;
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".to_vec();
    all_meet(Act::WriteThenSilence(head.clone()), deadlines(GENEROUS, SHORT), late(total)).await;
    all_meet(Act::Drip(head, b" ".to_vec()), deadlines(GENEROUS, SHORT), late(total)).await;
    all_meet(
        Act::Drip(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X: y\r\n".to_vec()),
        deadlines(GENEROUS, SHORT),
        late(total),
    )
    .await;
    assert!(started.elapsed() < GENEROUS, "forty calls at the short deadline");
    // The first byte has a deadline of its own, which leaves time to try a read again.
    let server = Hostile::always(Act::WriteThenSilence(Vec::new())).await;
    let error = call(&client(&server.base, deadlines(SHORT, GENEROUS)), "detail").await.expect_err("silence");
    assert_eq!(error.cause, Cause::Late(Phase::FirstByte));
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_read_survives_two_bad_answers() {
    let fine = answer("200 OK", "", b"{\"confDetail\":{\"confId\":12345678}}");
    let gone = Act::Write(answer("503 Service Unavailable", "", b""));
    let server = Hostile::start(vec![gone, Act::ResetAfterRequest, Act::Write(fine)]).await;
    call(&client(&server.base, Deadlines::all(GENEROUS)), "detail").await.expect("the third answer");
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn retries_have_a_budget() {
    let server = Hostile::always(Act::Write(answer("503 Service Unavailable", "", b""))).await;
    let room = client(&server.base, Deadlines::all(GENEROUS));
    for _ in 0..100 {
        call(&room, "detail").await.expect_err("unavailable");
    }
    // Ten retries at once, and one more for every ten calls; without a budget it were 300.
    assert!((110..=121).contains(&server.requests()), "{}", server.requests());
}
