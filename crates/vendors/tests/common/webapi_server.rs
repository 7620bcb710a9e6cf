//! A small WebAPI server of our own: it answers what it is told to, and keeps what it was asked, read
//! with its own reader of queries and forms.
#![allow(dead_code, reason = "each test file uses its part")]

use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use portico_domain::time::Timestamp;
use portico_domain::webapi::Options;
use portico_vendors::MeetingVendor;
use portico_vendors::kit::{Deadlines, RetryPolicy, SystemClock, VendorError};
use portico_vendors::webapi::{FileNumber, Picture, TokenCredential, WebApi, WebApiConfig};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub const KEY: &str = "canary key&=企";
pub const PASSWORD: &str = "canary-pw";
pub const NAME: &str = "canary-name";
/// 2026-11-21 10:00:00 in Beijing.
pub const START: Timestamp = Timestamp::from_seconds(1_795_226_400);

/// What stood in one part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub file: Option<(String, String)>,
    pub bytes: Vec<u8>,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub content_type: Option<String>,
    pub range: Option<String>,
    pub parts: Vec<Part>,
}

impl Seen {
    /// Names and texts of a form, in order.
    pub fn texts(&self) -> Vec<(&str, &str)> {
        let texts = self.parts.iter().filter(|part| part.file.is_none());
        let pair = |part: &'_ Part| std::str::from_utf8(&part.bytes).is_ok();
        assert!(texts.clone().all(pair), "UTF-8");
        texts.map(|part| (part.name.as_str(), std::str::from_utf8(&part.bytes).unwrap_or_default())).collect()
    }

    pub fn pairs(&self) -> Vec<(&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }
}

pub struct Server {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// One answer after the other; the last is repeated.
    pub async fn start(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = seen.clone();
        let task = tokio::spawn(async move {
            let mut turn = 0;
            while let Ok((mut socket, _)) = listener.accept().await {
                let Some(request) = read(&mut socket).await else { continue };
                kept.lock().expect("the list").push(request);
                let _ = socket.write_all(&answers[turn.min(answers.len() - 1)]).await;
                let _ = socket.shutdown().await;
                turn += 1;
            }
        });
        Self { address, seen, task }
    }

    /// Every request is answered with this JSON.
    pub async fn json(body: &str) -> Self {
        Self::start(vec![json(body)]).await
    }

    pub fn client(&self) -> WebApi {
        client_of(config(&self.address))
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("the list").clone()
    }

    /// The only request there was.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().expect("one")
    }
}

pub fn json(body: &str) -> Vec<u8> {
    whole("200 OK", "Content-Type: text/html; charset=UTF-8\r\n", body.as_bytes())
}

pub fn whole(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

async fn read(socket: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut piece = vec![0; 1 << 16];
    let split = loop {
        if let Some(at) = find(&bytes, b"\r\n\r\n") {
            break at;
        }
        match socket.read(&mut piece).await {
            Ok(count @ 1..) => bytes.extend_from_slice(&piece[..count]),
            _ => return None,
        }
    };
    let head = String::from_utf8(bytes[..split].to_vec()).expect("text");
    let header = |name: &str| {
        let of = |line: &str| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then(|| value.to_owned())
        };
        head.lines().skip(1).find_map(of)
    };
    let length: usize = header("content-length").map_or(0, |length| length.parse().expect("a number"));
    while bytes.len() < split + 4 + length {
        match socket.read(&mut piece).await {
            Ok(count @ 1..) => bytes.extend_from_slice(&piece[..count]),
            _ => return None,
        }
    }
    let mut first = head.lines().next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let content_type = header("content-type");
    let parts = match &content_type {
        Some(kind) => parts(kind, &bytes[split + 4..]),
        None => Vec::new(),
    };
    let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Some(Seen { method, path: path.to_owned(), query, content_type, range: header("range"), parts })
}

/// RFC 7578, by hand.
fn parts(content_type: &str, body: &[u8]) -> Vec<Part> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
    let line = format!("--{boundary}");
    let mut rest = body.strip_prefix(line.as_bytes()).expect("a first boundary");
    let delimiter = format!("\r\n{line}");
    let mut found = Vec::new();
    while rest != b"--\r\n" {
        rest = rest.strip_prefix(b"\r\n").expect("the end of a boundary");
        let end = find(rest, delimiter.as_bytes()).expect("a next boundary");
        let split = find(&rest[..end], b"\r\n\r\n").expect("headers of a part");
        let head = std::str::from_utf8(&rest[..split]).expect("text");
        let quoted = |name: &str| {
            let after = head.split(&format!("{name}=\"")).nth(1)?;
            Some(after.split('"').next().expect("a quote").to_owned())
        };
        let kind = head.split("\r\nContent-Type: ").nth(1).map(str::to_owned);
        assert!(head.starts_with("Content-Disposition: form-data; name=\""), "{head}");
        found.push(Part {
            name: quoted(" name").expect("a name"),
            file: quoted("filename").map(|file| (file, kind.expect("a type"))),
            bytes: rest[split + 4..end].to_vec(),
        });
        rest = &rest[end + delimiter.len()..];
    }
    found
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

pub fn config(address: &str) -> WebApiConfig {
    WebApiConfig {
        base_url: format!("{address}/WebAPI"),
        enterprise_key: KEY.into(),
        token: Some(credential()),
        allow_public_sample: false,
        zone: "Asia/Shanghai".into(),
        recording_base: None,
        private_network: true,
        media_hosts: Vec::new(),
    }
}

/// Not the document's.
pub fn credential() -> TokenCredential {
    TokenCredential::derive(&"passkey-canary".into(), &"passphrase-canary".into())
}

/// A client whose retries do not wait.
pub fn client_of(config: WebApiConfig) -> WebApi {
    client_with(config, Deadlines::all(Duration::from_secs(20)))
}

pub fn client_with(config: WebApiConfig, deadlines: Deadlines) -> WebApi {
    let policy = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
    let client = WebApi::new(config, Arc::new(SystemClock), deadlines).expect("a good configuration");
    client.with_retry(policy, Arc::new(|| 0.5))
}

pub fn meeting() -> VendorMeetingId {
    VendorMeetingId::new("754884357")
}

pub fn draft(live: bool, permanent: bool) -> MeetingDraft {
    MeetingDraft {
        subject: "周会 \"a/b\"".into(),
        start: START,
        end: START.plus_minutes(60),
        repeat: None,
        password: Some(PASSWORD.into()),
        options: VendorOptions::Webapi(Options { live, permanent }),
    }
}

/// Calls an operation by the name that it declares.
pub async fn call(client: &WebApi, operation: &str) -> Result<(), VendorError> {
    let id = meeting();
    match operation {
        "meeting.create" => client.schedule(&draft(true, false)).await.map(drop),
        "meeting.modify" => client.change(&id, &draft(false, false)).await,
        "meeting.delete" => client.delete(&id).await,
        "meeting.duration" => client.duration(&id).await.map(drop),
        "documents.bind" => client.bind_documents(&id, &[FileNumber::read("494").expect("a number")]).await,
        "picture.upload" => client.upload_picture(&id, &picture()).await.map(drop),
        "documents.list" => client.documents(&id).await.map(drop),
        "streams.list" => client.live_streams(&id).await.map(drop),
        "attendance.list" => client.attendance(&id).await.map(drop),
        "recordings.list" => client.records(Some(&id), Some(NAME)).await.map(drop),
        other => panic!("no operation {other}"),
    }
}

fn picture() -> Picture {
    Picture::read(b"\xff\xd8\xffcanary-picture".to_vec().into()).expect("a picture")
}
