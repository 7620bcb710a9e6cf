//! A server that behaves badly on purpose, one connection at a time.
#![allow(dead_code, reason = "each test file uses its part")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// 64 MiB of zeros under brotli, 106 bytes.
pub const BOMB: &str = "cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd1fffffffe09f0088c30200ddfb3ffeffffc13f0110870500baf77ffcffff837f02200e0b0074effff8ffff07ff04401c1600e8defff1ffff0ffe0980382c00d0bdffcbffff3ffc1300715800a07bff07";

/// What happens to a connection.
#[derive(Clone, Debug)]
pub enum Act {
    /// Reset before anything of the request is read.
    ResetBefore,
    /// Reset after the request was read.
    ResetAfterRequest,
    /// These bytes as they are, then the end.
    Write(Vec<u8>),
    /// These bytes, then a reset.
    WriteThenReset(Vec<u8>),
    /// These bytes, then nothing, the connection open.
    WriteThenSilence(Vec<u8>),
    /// The first, then the second one byte at a time.
    Drip(Vec<u8>, Vec<u8>),
    /// The first, then as much of the second as anyone takes.
    Flood(Vec<u8>, Vec<u8>),
}

/// Counts what happened, so that a test can tell "once" from "three times".
#[derive(Debug, Default)]
pub struct Tally {
    pub requests: AtomicUsize,
    pub bytes_sent: AtomicUsize,
}

/// What is to happen to the connections that come, and what has happened so far.
struct Script {
    acts: Vec<Act>,
    turn: usize,
    tally: Arc<Tally>,
}

impl Script {
    /// One act after the other; the last is repeated.
    fn of(acts: Vec<Act>) -> Self {
        Self { acts, turn: 0, tally: Arc::default() }
    }

    fn next(&mut self) -> (Act, Arc<Tally>) {
        let act = self.acts[self.turn.min(self.acts.len() - 1)].clone();
        self.turn += 1;
        (act, self.tally.clone())
    }
}

pub struct Hostile {
    pub base: String,
    pub tally: Arc<Tally>,
    script: Arc<Mutex<Script>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Hostile {
    /// Every connection meets the same.
    pub async fn always(act: Act) -> Self {
        Self::start(vec![act]).await
    }

    /// One act after the other; the last is repeated.
    pub async fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}/CLOUDROOM-SERVER/v2", listener.local_addr().expect("an address"));
        let script = Script::of(acts);
        let tally = script.tally.clone();
        let script = Arc::new(Mutex::new(script));
        let followed = script.clone();
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (act, tally) = followed.lock().expect("the script").next();
                tokio::spawn(perform(socket, act, tally));
            }
        });
        Self { base, tally, script, task }
    }

    /// From now on every connection meets this, and counting begins anew.
    pub fn turn_to(&mut self, act: Act) {
        let script = Script::of(vec![act]);
        self.tally = script.tally.clone();
        *self.script.lock().expect("the script") = script;
    }

    /// `http://host:port`
    pub fn address(&self) -> &str {
        self.base.trim_end_matches("/CLOUDROOM-SERVER/v2")
    }

    pub fn requests(&self) -> usize {
        self.tally.requests.load(Ordering::SeqCst)
    }
}

async fn perform(mut socket: TcpStream, act: Act, tally: Arc<Tally>) {
    tally.requests.fetch_add(1, Ordering::SeqCst);
    if matches!(act, Act::ResetBefore) {
        // Sooner, some would find that there is no connection, and others that it broke.
        let _ = socket.peek(&mut [0]).await;
        socket.set_zero_linger().expect("linger");
        return;
    }
    read_request(&mut socket).await;
    match act {
        Act::ResetBefore => {}
        Act::ResetAfterRequest => socket.set_zero_linger().expect("linger"),
        Act::Write(bytes) => {
            let _ = socket.write_all(&bytes).await;
            let _ = socket.shutdown().await;
        }
        Act::WriteThenReset(bytes) => {
            let _ = socket.write_all(&bytes).await;
            socket.set_zero_linger().expect("linger");
        }
        Act::WriteThenSilence(bytes) => {
            let _ = socket.write_all(&bytes).await;
            let _ = socket.read_to_end(&mut Vec::new()).await;
        }
        Act::Drip(head, bytes) => {
            let _ = socket.write_all(&head).await;
            for byte in bytes.iter().cycle() {
                if socket.write_all(&[*byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        Act::Flood(head, bytes) => {
            let _ = socket.write_all(&head).await;
            while socket.write_all(&bytes).await.is_ok() {
                tally.bytes_sent.fetch_add(bytes.len(), Ordering::SeqCst);
            }
        }
    }
}

/// Reads head and body of one request.
async fn read_request(socket: &mut TcpStream) {
    let mut read = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&read).to_lowercase();
        if let Some(end) = text.find("\r\n\r\n") {
            let length = text
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.split("\r\n").next()?.parse().ok());
            if read.len() >= end + 4 + length.unwrap_or(0) {
                return;
            }
        }
        match socket.read(&mut piece).await {
            Ok(count @ 1..) => read.extend_from_slice(&piece[..count]),
            _ => return,
        }
    }
}

/// A whole answer that closes its connection.
pub fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
