//! A server that is killed while events are on their way: the next one sends what had not arrived (guarantees,
//! reliability; the API's webhooks).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use support::{Folder, Serving};

/// Longer than the half minute for which a dead server's claims are respected.
const PATIENCE: Duration = Duration::from_secs(150);

/// What came: the event's id and itself.
type Got = (String, Value);

/// Whoever is told. As long as it is asleep, it takes what comes and says nothing.
struct Receiver {
    address: String,
    awake: Arc<AtomicBool>,
    got: Arc<Mutex<Vec<Got>>>,
}

impl Receiver {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let (awake, got) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let this = Self { address, awake: Arc::clone(&awake), got: Arc::clone(&got) };
        std::thread::spawn(move || {
            let mut unanswered = Vec::new();
            for stream in listener.incoming().map_while(Result::ok) {
                match awake.load(Ordering::SeqCst) {
                    true => drop(receive(stream, &got)),
                    false => unanswered.push(stream),
                }
            }
        });
        this
    }

    /// So many different events, in the order in which each came first. The same again is allowed.
    fn wait_for(&self, many: usize) -> Vec<Value> {
        let began = Instant::now();
        loop {
            let got = self.got.lock().unwrap().clone();
            let mut seen = BTreeSet::new();
            let first: Vec<_> = got.into_iter().filter(|(id, _)| seen.insert(id.clone())).collect();
            if first.len() >= many {
                return first.into_iter().map(|(_, event)| event).collect();
            }
            assert!(began.elapsed() < PATIENCE, "{first:?}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Reads one request, keeps what it says, and thanks for it.
fn receive(stream: TcpStream, got: &Mutex<Vec<Got>>) -> Option<()> {
    let mut reader = BufReader::new(stream);
    let (mut id, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            if line.trim_end().is_empty() { break } else { continue }
        };
        match name.to_ascii_lowercase().as_str() {
            "webhook-id" => value.clone_into(&mut id),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    got.lock().unwrap().push((id, serde_json::from_slice(&body).ok()?));
    reader.get_mut().write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n").ok()
}

fn schedule(serving: &Serving, subject: &str) -> String {
    let usual = ["meeting", "create", "--connection", "CloudRoom sandbox", "--start", "2031-03-04T09:00"];
    let made =
        serving.ask(&[&usual[..], &["--minutes", "30", "--subject", subject, "--json"]].concat()).json();
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_event_arrives_although_the_server_is_killed() {
    let mut serving = Serving::start().await;
    let receiver = Receiver::start();
    let events = ["meeting.scheduled", "meeting.changed"];
    let webhook =
        json!({ "name": "A display", "url": receiver.address, "events": events, "private_network": true });
    serving.api("POST", "/api/v1/webhooks", &webhook.to_string());
    let meetings = ["One", "Two", "Three"].map(|subject| schedule(&serving, subject));
    for meeting in &meetings {
        serving.ask(&["meeting", "change", meeting, "--subject", "Another", "--json"]).good();
    }

    let folder = std::mem::replace(&mut serving.folder, Folder::new());
    let (url, token) = (serving.url.clone(), serving.token.clone());
    // Killed, not asked to stop.
    drop(serving);
    receiver.awake.store(true, Ordering::SeqCst);
    let _serving = Serving::start_again(folder, url, &token).await;

    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in receiver.wait_for(2 * meetings.len()) {
        let meeting = event["data"]["meeting"]["id"].as_str().unwrap().to_owned();
        told.entry(meeting).or_default().push(event["type"].as_str().unwrap().to_owned());
    }
    for meeting in &meetings {
        assert_eq!(told.get(meeting).map(Vec::as_slice), Some(&events.map(str::to_owned)[..]), "{told:?}");
    }
}
