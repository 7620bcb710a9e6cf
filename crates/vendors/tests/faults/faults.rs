//! What a vendor's server, or something between us and it, may do to a call; and what is to be told of it.

use crate::hostile_server::{Act, BOMB, answer};
use portico_domain::capabilities::Vendor;
use portico_vendors::kit::{Cause, Certainty, Deadlines, Phase, Unreachable};
use std::time::Duration;

/// More than any call needs here, however busy the machine.
pub const PATIENT: Deadlines = Deadlines::all(Duration::from_secs(60));
/// For calls that would never end.
pub const HASTY: Deadlines = Deadlines { total: Duration::from_secs(2), ..PATIENT };

pub struct Fault {
    pub name: String,
    pub act: Act,
    /// Is this what has to be told?
    pub told: fn(&Cause) -> bool,
    /// May a change have happened?
    pub certainty: Certainty,
}

impl Fault {
    fn of(name: impl Into<String>, act: Act, told: fn(&Cause) -> bool) -> Self {
        Self { name: name.into(), act, told, certainty: Certainty::Unknown }
    }

    fn not_done(self) -> Self {
        Self { certainty: Certainty::NotDone, ..self }
    }
}

/// All that come to an end by themselves.
pub fn all() -> Vec<Fault> {
    [broken(), redirecting(), refusing(), failing(), cut_short(), unreadable(), huge()]
        .into_iter()
        .flatten()
        .collect()
}

/// Nobody listens.
pub fn refused() -> Fault {
    let told = |cause: &Cause| *cause == Cause::Unreachable(Unreachable::NoConnection);
    Fault::of("refused", Act::ResetBefore, told).not_done()
}

fn is_cut(cause: &Cause) -> bool {
    *cause == Cause::Cut
}

fn is_unreadable(cause: &Cause) -> bool {
    matches!(cause, Cause::Unreadable { .. })
}

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/// An answer's head with these further lines, then these bytes.
fn begun(lines: &str, bytes: &[u8]) -> Vec<u8> {
    [HEAD, lines.as_bytes(), b"\r\n", bytes].concat()
}

fn broken() -> Vec<Fault> {
    vec![
        Fault::of("reset before the request", Act::ResetBefore, is_cut),
        Fault::of("reset after the request", Act::ResetAfterRequest, is_cut),
        Fault::of("reset within the head", Act::WriteThenReset(HEAD.to_vec()), is_cut),
        Fault::of(
            "reset within the body",
            Act::WriteThenReset(begun("Content-Length: 100\r\n", b"{\"code\"")),
            is_cut,
        ),
        Fault::of("closed after the request", Act::Write(Vec::new()), is_cut),
    ]
}

fn redirecting() -> Vec<Fault> {
    ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"]
        .map(|status| {
            // Whoever followed would come back here, and be counted.
            let act = Act::Write(answer(status, "Location: /elsewhere\r\n", b""));
            let fault =
                Fault::of(status, act, |cause| matches!(cause, Cause::Status { status: 300..400, .. }));
            // 303 says that it is done.
            if status.starts_with("303") { fault } else { fault.not_done() }
        })
        .into()
}

fn refusing() -> Vec<Fault> {
    let html = b"<html>canary</html>";
    let plain = ["400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "418 Teapot"].map(
        |status| {
            let act = Act::Write(answer(status, "Content-Type: text/html\r\n", html));
            let told = |cause: &Cause| matches!(cause, Cause::Status { status: 400..500, retry_after: None });
            Fault::of(status, act, told).not_done()
        },
    );
    // Nobody has that much time, so nobody waits.
    let busy = Act::Write(answer("429 Too Many", "Retry-After: 90\r\n", b"slow down"));
    let told = |cause: &Cause| *cause == Cause::Status { status: 429, retry_after: Some(90) };
    let busy = Fault::of("429 Too Many", busy, told).not_done();
    plain.into_iter().chain([busy]).collect()
}

fn failing() -> Vec<Fault> {
    [
        ("500 Internal Server Error", ""),
        ("500 Internal Server Error", "<html>canary</html>"),
        ("502 Bad Gateway", "<html><h1>502 Bad Gateway canary</h1></html>"),
        ("503 Service Unavailable", "no"),
        ("504 Gateway Time-out", "<html>"),
    ]
    .map(|(status, body)| {
        let told = |cause: &Cause| matches!(cause, Cause::Status { status: 500.., .. });
        Fault::of(format!("{status} {body}"), Act::Write(answer(status, "", body.as_bytes())), told)
    })
    .into()
}

fn cut_short() -> Vec<Fault> {
    let half_a_head = b"HTTP/1.1 200 OK\r\nContent-Le".to_vec();
    let half_a_body = begun("Content-Length: 100\r\n", b"{\"code\": 0");
    let half_a_chunk = begun("Transfer-Encoding: chunked\r\n", b"20\r\n{\"code\": 0\r\n");
    vec![
        Fault::of("half a head", Act::Write(half_a_head), is_cut),
        Fault::of("half a body", Act::Write(half_a_body), is_cut),
        Fault::of("half a chunk", Act::Write(half_a_chunk), is_cut),
        Fault::of("half an object", Act::Write(answer("200 OK", "", b"{\"code\": 0")), is_unreadable),
    ]
}

fn unreadable() -> Vec<Fault> {
    let no_http = Act::Write(b"\x00\x01\xff\xfe no HTTP at all\r\n\r\n".to_vec());
    let bodies = [&b"\xff\xfe\x00"[..], b"<html>canary</html>", b"\"canary\"", b"nul", b"7"];
    let packed = Act::Write(answer("200 OK", "Content-Encoding: gzip\r\n", b"{\"code\":0,\"result\":0}"));
    let deep = answer("200 OK", "", format!("{{\"data\":{}", "[".repeat(100_000)).as_bytes());
    let bodies = bodies.map(|body| {
        let name = String::from_utf8_lossy(body).into_owned();
        Fault::of(name, Act::Write(answer("200 OK", "", body)), is_unreadable)
    });
    let others = [
        Fault::of("no HTTP", no_http, is_cut),
        Fault::of("not packed as it says", packed, is_unreadable),
        Fault::of("nested without end", Act::Write(deep), is_unreadable),
    ];
    bodies.into_iter().chain(others).collect()
}

fn huge() -> Vec<Fault> {
    let megabyte = vec![b' '; 1 << 20];
    let chunk = [format!("{:x}\r\n", megabyte.len()).into_bytes(), megabyte, b"\r\n".to_vec()].concat();
    let body = Act::Flood(begun("Transfer-Encoding: chunked\r\n", b""), chunk);
    let head = Act::Flood(b"HTTP/1.1 200 OK\r\nX-A: ".to_vec(), vec![b'a'; 1 << 16]);
    let bomb = hex::decode(BOMB).expect("hexadecimal");
    let bomb = Act::Write(answer("200 OK", "Content-Encoding: br\r\n", &bomb));
    vec![
        Fault::of("a body without end", body, |cause| *cause == Cause::TooLarge),
        Fault::of("a head without end", head, is_cut),
        // What passes through is not unpacked at all.
        Fault::of("a bomb", bomb, |cause| *cause == Cause::TooLarge || is_unreadable(cause)),
    ]
}

/// What goes on until the deadline.
pub fn endless() -> Vec<Fault> {
    let head = begun("Content-Length: 100000\r\n", b"");
    let acts = [
        ("silence", Act::WriteThenSilence(Vec::new())),
        ("silence after the head", Act::WriteThenSilence(head.clone())),
        ("a dripping head", Act::Drip(HEAD.to_vec(), b"X: y\r\n".to_vec())),
        ("a dripping body", Act::Drip(head, b" ".to_vec())),
    ];
    acts.map(|(name, act)| Fault::of(name, act, |cause| *cause == Cause::Late(Phase::Total))).into()
}

fn answering(body: &str) -> Fault {
    Fault::of(body, Act::Write(answer("200 OK", "", body.as_bytes())), is_unreadable)
}

/// JSON that no vendor's answer is.
pub fn no_records() -> Vec<Fault> {
    ["[]", "[{\"code\":0,\"result\":0,\"state\":1}]", "true", "null", "7.5", "\"canary\""]
        .map(answering)
        .into()
}

/// A success by its envelope, whose members have types that they cannot have.
pub fn wrong_members(vendor: Vendor) -> Fault {
    answering(match vendor {
        Vendor::Cloudroom => {
            r#"{"confId":{"canary":1},"confDetail":[],"crmt":["canary"],"records":"canary","departmentId":[]}"#
        }
        Vendor::Vmr => r#"{"code":200,"state":1,"data":"canary","alias":[],"started":"canary"}"#,
        Vendor::Webapi => {
            r#"{"result":0,"serial":["canary"],"duration":{},"meetingfile":"canary","cdnStreams":{"canary":1},
                "logininfo":7,"records":[["canary"]]}"#
        }
    })
}
