//! A plain HTTP server that answers by path and keeps what it was sent.
#![allow(dead_code, reason = "each test file uses its part")]

use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }
}

/// What answers: a request in, a whole HTTP answer out.
pub type Respond = Arc<dyn Fn(&Received) -> Vec<u8> + Send + Sync>;

pub struct Recorder {
    /// `http://127.0.0.1:port`
    pub base: String,
    received: Arc<Mutex<Vec<Received>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Recorder {
    pub async fn start(respond: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (kept, respond): (_, Respond) = (received.clone(), Arc::new(respond));
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, kept.clone(), respond.clone()));
            }
        });
        Self { base, received, task }
    }

    /// Everything that came, in order.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("the list").clone()
    }

    /// What came to a path, query not counted.
    pub fn to(&self, path: &str) -> Vec<Received> {
        let here = |one: &Received| one.target.split('?').next() == Some(path);
        self.received().into_iter().filter(here).collect()
    }
}

async fn serve(mut socket: TcpStream, kept: Arc<Mutex<Vec<Received>>>, respond: Respond) {
    let Some(request) = read_request(&mut socket).await else { return };
    let answer = respond(&request);
    kept.lock().expect("the list").push(request);
    let _ = socket.write_all(&answer).await;
    let _ = socket.shutdown().await;
}

async fn read_request(socket: &mut TcpStream) -> Option<Received> {
    let mut read = Vec::new();
    let mut piece = [0; 4096];
    loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            let mut request = read_head(std::str::from_utf8(&read[..end]).ok()?)?;
            let length = request.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            if read.len() >= end + 4 + length {
                request.body = read[end + 4..end + 4 + length].to_vec();
                return Some(request);
            }
        }
        match socket.read(&mut piece).await {
            Ok(count @ 1..) => read.extend_from_slice(&piece[..count]),
            _ => return None,
        }
    }
}

fn read_head(head: &str) -> Option<Received> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let header = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_lowercase(), value.trim().to_owned()))
    };
    Some(Received { method, target, headers: lines.filter_map(header).collect(), body: Vec::new() })
}

/// A JSON answer under 200.
pub fn json_answer(body: &Value) -> Vec<u8> {
    answer("200 OK", "application/json", body.to_string().as_bytes())
}

/// A whole answer that closes its connection.
pub fn answer(status: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}
