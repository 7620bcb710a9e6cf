//! At the finest level of logging, of every library, nothing secret is written.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use common::{CRMT, OPERATIONS, call, client, no_canary};
use hostile_server::{Act, Hostile, answer};
use portico_vendors::kit::Deadlines;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

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

#[tokio::test]
async fn nothing_secret_at_trace() {
    let written = Written::default();
    let log = written.clone();
    let writer = move || log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(writer)
        .init();
    let fine = format!(
        "{{\"confId\":12345678,\"confDetail\":{{\"confId\":12345678,\"password\":\"987654\"}},\"records\":[],\"crmt\":\"{CRMT}\"}}"
    );
    let bad = "{\"code\":\"22202\",\"msg\":\"canary-key 987654\"}";
    for act in [
        Act::Write(answer("200 OK", "", fine.as_bytes())),
        Act::Write(answer("500 Internal Server Error", "", bad.as_bytes())),
        Act::Write(answer("200 OK", "", b"canary-key")),
        Act::ResetAfterRequest,
    ] {
        for operation in OPERATIONS {
            let server = Hostile::always(act.clone()).await;
            let room = client(&server.base, Deadlines::all(Duration::from_secs(20)));
            let _ = call(&room, operation).await;
        }
    }
    let log = String::from_utf8(written.0.lock().expect("the log").clone()).expect("text");
    for operation in ["conference.create", "conference.join", "video.delete"] {
        assert!(log.contains(operation), "the log was written");
    }
    assert!(log.contains("vendor answered") && log.contains("vendor call failed"));
    for line in log.lines() {
        no_canary(line);
        assert!(!line.to_lowercase().contains("x-cr-"), "a header in {line}");
    }
    // The signature of a second within the test, whichever it was, is 64 hexadecimal digits.
    let long_hex = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(!log.split(|c: char| !c.is_ascii_alphanumeric()).any(long_hex), "a signature in the log");
}
