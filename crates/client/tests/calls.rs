//! What is known of a change after its answer was lost, refused, or came from somebody else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use portico_client::{Client, Failure};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that answers each connection with the next of these texts, and then hangs up.
async fn saying(answers: Vec<String>) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    Client::new(&format!("http://{address}"), &"portico_t".into(), false).unwrap()
}

fn http(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{body}")
}

fn problem(status: u16, kind: &str, more: &str) -> String {
    let body = format!(r#"{{"type":"","title":"","status":{status},"kind":"{kind}"{more}}}"#);
    http(&format!("{status} No"), "Content-Type: application/problem+json\r\n", &body)
}

async fn create(client: &Client) -> Result<Value, Failure> {
    client.change("POST", &["meetings"], Some("k-1"), Some(&json!({}))).await
}

#[tokio::test]
async fn a_change_without_a_readable_answer_is_unknown() {
    let page = "<html>Gateway</html>";
    for answer in [
        String::new(),
        "HTTP/1.1 201 Created\r\nContent-Length: 50\r\n\r\n{".to_owned(),
        http("201 Created", "", page),
        http("502 Bad Gateway", "", page),
        http("504 Gateway Timeout", "", ""),
        problem(504, "unconfirmed", ""),
        problem(504, "no-answer", ""),
        problem(409, "in-progress", ""),
        problem(500, "internal", ""),
    ] {
        let client = saying(vec![answer.clone()]).await;
        let outcome = create(&client).await;
        assert!(matches!(outcome, Err(Failure::Unknown(_))), "{answer:?}: {outcome:?}");
    }
}

#[tokio::test]
async fn what_was_refused_or_never_sent_is_known_not_to_have_happened() {
    let client =
        saying(vec![problem(422, "invalid", r#","fields":[{"field":"start","rule":"in-the-past"}]"#)]).await;
    let Err(Failure::Refused(problem)) = create(&client).await else { panic!("refused") };
    assert!(problem.refusal.for_field("start").is_some());
    let onward = saying(vec![http("308 Moved", "Location: https://elsewhere.example\r\n", "")]).await;
    assert!(matches!(create(&onward).await, Err(Failure::Strange(why)) if why.contains("elsewhere.example")));
    let proxy = saying(vec![http("403 Forbidden", "", "<html>")]).await;
    assert!(matches!(create(&proxy).await, Err(Failure::Strange(_))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let nobody = Client::new(&format!("http://{address}"), &"t".into(), false).unwrap();
    assert!(matches!(create(&nobody).await, Err(Failure::Unreachable(_))));
}

#[tokio::test]
async fn a_read_waits_where_the_server_asks_to() {
    let client =
        saying(vec![problem(429, "throttled", r#","retry_after":0"#), http("200 OK", "", r#"{"items":[]}"#)])
            .await;
    assert_eq!(client.get(&["meetings"], &[]).await.unwrap(), json!({ "items": [] }));
}

#[tokio::test]
async fn a_list_is_followed_to_its_end_or_to_as_many_as_are_wanted() {
    let page = |rows: std::ops::Range<u32>, next: Option<&str>| {
        let items: Vec<u32> = rows.collect();
        http("200 OK", "", &json!({ "items": items, "next": next }).to_string())
    };
    let pages = || vec![page(0..100, Some("a")), page(100..200, Some("b")), page(200..250, None)];
    for (most, expected, more) in
        [(usize::MAX, 250, false), (200, 200, true), (250, 250, false), (0, 0, false)]
    {
        let client = saying(pages()).await;
        let mut rows = Vec::new();
        let each = |row: Value| {
            rows.push(row);
            Ok::<(), Failure>(())
        };
        assert_eq!(client.each(&["meetings"], &[], most, each).await.unwrap(), more, "{most}");
        assert_eq!(rows.len(), expected);
    }
}
