//! A server that is told to end under load, as a load balancer sees it: it says that it is not ready, goes on
//! answering whoever is still sent to it, and no request fails (guarantees, reliability 12).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::{Folder, Serving, call};

/// Head and body of the answer on a connection of its own.
fn get(host: &str, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(host)?;
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n")?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let (mut answer, mut part) = (Vec::new(), [0; 64 * 1024]);
    // The connection stays open unless the server lets go of it, so the length says where the answer ends.
    loop {
        let text = String::from_utf8_lossy(&answer).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_lowercase().lines().find_map(|line| {
                line.strip_prefix("content-length: ").and_then(|length| length.parse::<usize>().ok())
            });
            if length.is_none_or(|length| body.len() >= length) {
                return Ok(text);
            }
        }
        match stream.read(&mut part)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => answer.extend_from_slice(&part[..read]),
        }
    }
}

/// A balancer that asks every 50 ms whether the server is ready, and sends it work as long as it last was.
struct Balancer {
    ready: Arc<AtomicBool>,
    answered: Arc<AtomicUsize>,
    workers: Vec<std::thread::JoinHandle<Vec<String>>>,
}

impl Balancer {
    fn before(host: &str) -> Self {
        let ready = Arc::new(AtomicBool::new(true));
        let answered = Arc::new(AtomicUsize::new(0));
        let work = |_| {
            let (host, ready, answered) = (host.to_owned(), Arc::clone(&ready), Arc::clone(&answered));
            std::thread::spawn(move || {
                let mut failed = Vec::new();
                while ready.load(Ordering::SeqCst) {
                    match get(&host, "/sign-in") {
                        Ok(answer) if answer.starts_with("HTTP/1.1 200") => {
                            answered.fetch_add(1, Ordering::SeqCst);
                        }
                        Ok(answer) => failed.push(answer.lines().next().unwrap_or_default().to_owned()),
                        Err(error) => failed.push(error.to_string()),
                    }
                }
                failed
            })
        };
        let workers = (0..4).map(work).collect();
        Self { ready, answered, workers }
    }

    /// Waits until so much more was answered.
    fn more(&self, answers: usize) {
        let (from, began) = (self.answered.load(Ordering::SeqCst), Instant::now());
        while self.answered.load(Ordering::SeqCst) < from + answers {
            assert!(began.elapsed() < Duration::from_secs(60), "nothing is answered");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends nothing more; what failed until now.
    fn end(self) -> Vec<String> {
        self.ready.store(false, Ordering::SeqCst);
        self.workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    }
}

#[tokio::test]
async fn no_request_fails_through_a_load_balancer() {
    let folder = Folder::new();
    let url = folder.url();
    let mut serving = Serving::start_on(folder, url).await;
    let host = serving.address.strip_prefix("http://").unwrap().to_owned();
    assert!(get(&host, "/readyz").unwrap().starts_with("HTTP/1.1 200"));
    let balancer = Balancer::before(&host);
    balancer.more(20);
    let ended = Command::new("kill").args(["-TERM", &serving.process().to_string()]).status().unwrap();
    assert!(ended.success());
    let began = Instant::now();
    let not_ready = loop {
        let answer = get(&host, "/readyz").unwrap();
        if answer.starts_with("HTTP/1.1 503") {
            break answer;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{answer}");
    };
    assert!(not_ready.to_lowercase().contains("\r\nconnection: close\r\n"), "{not_ready}");
    assert!(not_ready.to_lowercase().contains("\r\nretry-after: "), "{not_ready}");
    // The balancer has seen it only now, and what it had sent meanwhile is answered too.
    balancer.more(4);
    assert!(get(&host, "/healthz").unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(balancer.end(), Vec::<String>::new());
    assert_eq!(serving.ended(), Some(0));
    assert!(TcpStream::connect(&host).is_err());
}

#[tokio::test]
async fn a_creation_under_way_is_finished_first() {
    let folder = Folder::new();
    let url = folder.url();
    let mut serving = Serving::start_on(folder, url).await;
    let late = r#"{"operation":"createMeeting","times":1,"action":{"kind":"delay","ms":3000,"after_handling":true}}"#;
    call(&serving.control, "POST", "/faults", late);
    let usual = ["meeting", "create", "--connection", "CloudRoom sandbox", "--start", "2031-03-04T09:00"];
    let meeting = ["--minutes", "30", "--subject", "Under way", "--json"];
    let mut creating = serving.client(&[&usual[..], &meeting].concat());
    let creating = creating.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let began = Instant::now();
    while !call(&serving.control, "GET", "/calls", "").contains("createMeeting") {
        assert!(began.elapsed() < Duration::from_secs(20), "the vendor is not asked");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-TERM", &serving.process().to_string()]).status().unwrap().success());
    let created = creating.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&created.stdout).into_owned();
    assert!(created.status.success() && said.contains("Under way"), "{said} {created:?}");
    assert_eq!(serving.ended(), Some(0));
}
