//! All ten operations of WebAPI against servers that fail: a typed error, the right certainty, tries
//! only where safe, and nothing secret in an error or a log line.

#[path = "common/hostile_server.rs"]
mod hostile_server;
#[path = "common/webapi_server.rs"]
mod webapi_server;

use hostile_server::{Act, Hostile, answer};
use portico_domain::refusals::Kind;
use portico_vendors::kit::{Cause, Certainty, Deadlines, Phase};
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use webapi_server::{NAME, PASSWORD, call, client_with, config};

const OPERATIONS: [&str; 10] = [
    "meeting.create",
    "meeting.modify",
    "meeting.delete",
    "meeting.duration",
    "documents.bind",
    "picture.upload",
    "documents.list",
    "streams.list",
    "attendance.list",
    "recordings.list",
];

fn changes(operation: &str) -> bool {
    matches!(
        operation,
        "meeting.create" | "meeting.modify" | "meeting.delete" | "documents.bind" | "picture.upload"
    )
}

/// The key in its several writings, and whatever else is nobody's business.
fn no_canary(text: &str) {
    for canary in ["canary", "%E4%BC%81", "企", PASSWORD, NAME, "auth_key"] {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
}

struct Expected {
    cause: fn(&Cause) -> bool,
    certainty: Certainty,
    kind: Kind,
    retried: bool,
}

async fn all_meet(act: Act, deadlines: Deadlines, expected: Expected) {
    for operation in OPERATIONS {
        let server = Hostile::always(act.clone()).await;
        let address = server.base.trim_end_matches("/CLOUDROOM-SERVER/v2");
        let client = client_with(config(address), deadlines);
        let error = call(&client, operation).await.expect_err(operation);
        assert!((expected.cause)(&error.cause), "{operation}: {error:?}");
        assert_eq!(error.certainty(), expected.certainty, "{operation}: {error:?}");
        let unconfirmed = changes(operation) && expected.certainty == Certainty::Unknown;
        let kind = if unconfirmed { Kind::Unconfirmed } else { expected.kind };
        assert_eq!(error.refusal().kind, kind, "{operation}: {error:?}");
        let most = if expected.retried && !changes(operation) { 3 } else { 1 };
        assert_eq!(server.requests(), most, "{operation}: {error:?}");
        no_canary(&format!("{error} {error:?} {error:#?} {:?} {client:?}", error.refusal()));
    }
}

const GENEROUS: Deadlines = Deadlines::all(Duration::from_secs(20));

fn silent(cause: fn(&Cause) -> bool, retried: bool) -> Expected {
    Expected { cause, certainty: Certainty::Unknown, kind: Kind::VendorSilent, retried }
}

fn unreadable(cause: fn(&Cause) -> bool) -> Expected {
    Expected { cause, certainty: Certainty::Unknown, kind: Kind::VendorUnreadable, retried: false }
}

fn refused(cause: fn(&Cause) -> bool) -> Expected {
    Expected { cause, certainty: Certainty::NotDone, kind: Kind::VendorRefused, retried: false }
}

#[tokio::test]
async fn broken_connections() {
    let cut = || silent(|cause| *cause == Cause::Cut, true);
    all_meet(Act::ResetBefore, GENEROUS, cut()).await;
    all_meet(Act::ResetAfterRequest, GENEROUS, cut()).await;
    all_meet(
        Act::Write(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"result\":0".to_vec()),
        GENEROUS,
        cut(),
    )
    .await;
}

#[tokio::test]
async fn statuses_without_a_code() {
    let gateway = answer("502 Bad Gateway", "", b"<html>canary</html>");
    all_meet(
        Act::Write(gateway),
        GENEROUS,
        silent(|cause| matches!(cause, Cause::Status { status: 502, .. }), true),
    )
    .await;
    for (status, body, kind) in [
        ("404 Not Found", "<html>canary", Kind::VendorUnreadable),
        ("403 Forbidden", "{\"result\":0}", Kind::VendorCredential),
    ] {
        let expected = Expected {
            cause: |cause| matches!(cause, Cause::Status { status: 400..500, .. }),
            certainty: Certainty::NotDone,
            kind,
            retried: false,
        };
        all_meet(Act::Write(answer(status, "", body.as_bytes())), GENEROUS, expected).await;
    }
    let elsewhere = Hostile::always(Act::Write(answer("200 OK", "", b"{\"result\":0}"))).await;
    let head = format!("Location: {}/x\r\n", elsewhere.base);
    let expected = Expected {
        cause: |cause| matches!(cause, Cause::Status { status: 302, .. }),
        certainty: Certainty::NotDone,
        kind: Kind::VendorUnreadable,
        retried: false,
    };
    all_meet(Act::Write(answer("302 Found", &head, b"")), GENEROUS, expected).await;
    assert_eq!(elsewhere.requests(), 0, "nobody followed with the key");
}

#[tokio::test]
async fn codes_are_answers() {
    let database = answer("200 OK", "", b"{\"result\":4107,\"msg\":\"canary\"}");
    all_meet(
        Act::Write(database),
        GENEROUS,
        refused(|cause| matches!(cause, Cause::Code { entry: Some(_), .. })),
    )
    .await;
    let unknown = answer("500 Internal Server Error", "", b"{\"result\":\"-7\",\"msg\":\"canary\"}");
    all_meet(
        Act::Write(unknown),
        GENEROUS,
        refused(|cause| matches!(cause, Cause::Code { code, entry: None, .. } if code == "-7")),
    )
    .await;
    let busy = answer("200 OK", "", b"{\"result\":9999}");
    let expected =
        Expected { kind: Kind::VendorBusy, ..refused(|cause| matches!(cause, Cause::Code { .. })) };
    all_meet(Act::Write(busy), GENEROUS, expected).await;
}

#[tokio::test]
async fn nonsense_is_never_success() {
    for body in [
        &b""[..],
        b"{}",
        b"canary",
        b"{\"result\":null}",
        b"{\"serial\":1,\"msg\":\"canary\"}",
        b"[{\"result\":0}]",
        b"{\"result\":[0]}",
        b"\xff\xfe",
    ] {
        all_meet(
            Act::Write(answer("200 OK", "", body)),
            GENEROUS,
            unreadable(|cause| matches!(cause, Cause::Unreadable { .. })),
        )
        .await;
    }
}

#[tokio::test]
async fn wrong_types_and_deep_nesting() {
    let wrong =
        br#"{"result":0,"serial":["canary"],"duration":{},"meetingfile":"canary","cdnStreams":{"canary":1},
        "logininfo":7,"records":[["canary"]]}"#;
    for operation in [
        "meeting.create",
        "meeting.duration",
        "documents.list",
        "streams.list",
        "attendance.list",
        "recordings.list",
    ] {
        for body in
            [wrong.to_vec(), format!("{{\"result\":0,\"serial\":{}", "[".repeat(100_000)).into_bytes()]
        {
            let server = Hostile::always(Act::Write(answer("200 OK", "", &body))).await;
            let address = server.base.trim_end_matches("/CLOUDROOM-SERVER/v2");
            let error = call(&client_with(config(address), GENEROUS), operation).await.expect_err(operation);
            assert!(matches!(error.cause, Cause::Unreadable { .. }), "{operation}: {error:?}");
            no_canary(&format!("{error:?}"));
        }
    }
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let total = Deadlines { total: Duration::from_millis(400), ..GENEROUS };
    let late = silent(|cause| *cause == Cause::Late(Phase::Total), false);
    all_meet(Act::WriteThenSilence(Vec::new()), total, late).await;
}

#[tokio::test]
async fn too_large() {
    let chunk = [b"100000\r\n".to_vec(), vec![b' '; 1 << 20], b"\r\n".to_vec()].concat();
    let endless = Act::Flood(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk);
    all_meet(endless, GENEROUS, unreadable(|cause| *cause == Cause::TooLarge)).await;
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// This file's only subscriber: the other tests' lines go to it too, which only makes it stricter.
#[tokio::test]
async fn nothing_secret_at_trace() {
    let written = Written::default();
    let log = written.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || log.clone())
        .init();
    let created = b"{\"result\":0,\"serial\":1,\"pushurl\":\"x?auth_key=canary\",\"duration\":1}";
    for act in [
        Act::Write(answer("200 OK", "", created)),
        Act::Write(answer("200 OK", "", b"{\"result\":4008,\"msg\":\"canary\"}")),
        Act::ResetAfterRequest,
    ] {
        for operation in OPERATIONS {
            let server = Hostile::always(act.clone()).await;
            let address = server.base.trim_end_matches("/CLOUDROOM-SERVER/v2");
            let _ = call(&client_with(config(address), GENEROUS), operation).await;
        }
    }
    let log = String::from_utf8(written.0.lock().expect("the log").clone()).expect("text");
    for operation in ["meeting.create", "picture.upload", "recordings.list"] {
        assert!(log.contains(operation), "the log was written");
    }
    assert!(log.contains("vendor answered") && log.contains("vendor call failed"));
    log.lines().for_each(no_canary);
}
