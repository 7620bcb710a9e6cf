//! Against a vendor on a thread of its own, so that what runs here is ours alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::*;
use http::Method;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

const LONG: Duration = Duration::from_secs(20);

/// Answers as soon as a head has come, reads nothing more than heads, and keeps its connections.
fn hasty() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/x", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        while let Ok((stream, _)) = listener.accept() {
            std::thread::spawn(move || answer(stream));
        }
    });
    url.parse().unwrap()
}

fn answer(mut stream: TcpStream) {
    loop {
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return,
            }
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        if head.starts_with(b"POST") {
            // For as long as the test takes.
            std::thread::sleep(LONG * 10);
        }
    }
}

fn kept() -> Kept {
    Kept::new(AddressPolicy { private_network: true }, Deadlines::all(LONG * 5))
}

async fn send(kept: &Kept, method: Method, url: &Url, body: Option<Bytes>) -> Vec<u8> {
    let request = Outgoing { method, url: url.clone(), headers: HeaderMap::new(), body };
    let sending = kept.send(request, Instant::now() + LONG * 5);
    tokio::time::timeout(LONG, sending).await.unwrap().unwrap().body.unwrap()
}

#[tokio::test]
async fn whoever_answers_before_a_request_was_read_holds_up_neither_that_nor_the_next() {
    let (kept, url) = (kept(), hasty());
    // More than the system keeps for a connection.
    let body = Bytes::from(vec![b'x'; 64 * 1024 * 1024]);
    assert_eq!(send(&kept, Method::POST, &url, Some(body)).await, b"{}");
    assert_eq!(send(&kept, Method::GET, &url, None).await, b"{}");
}

#[tokio::test]
async fn one_task_closes_what_rests_however_many_calls_there_were() {
    let (kept, url) = (kept(), hasty());
    for _ in 0..20 {
        assert_eq!(send(&kept, Method::GET, &url, None).await, b"{}");
    }
    assert_eq!(Handle::current().metrics().num_alive_tasks(), 1);
    assert_eq!(kept.at_rest.lock().unwrap().lines.len(), 1, "one connection was enough");
}
