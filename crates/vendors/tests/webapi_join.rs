//! Joining a WebAPI meeting, and fetching what lies beside it.

#[path = "common/webapi_server.rs"]
mod webapi_server;

use futures::StreamExt;
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_vendors::kit::{Cause, Deadlines, ExposeSecret, SystemClock};
use portico_vendors::webapi::{Claims, JoinAs, Person, TokenCredential, WebApi, WebApiConfig, token};
use portico_vendors::{Entry, Joiner, MeetingVendor};
use std::sync::Arc;
use webapi_server::{Server, client_of, config, credential, meeting, whole};

async fn entry(client: &WebApi, name: &str, role: JoinRole) -> (String, String) {
    let joiner = Joiner { name, role, password: None };
    match client.join(&meeting(), joiner).await.expect("a way in") {
        Entry::Url { url, user_id } => (url.expose_secret().to_owned(), user_id),
        other => panic!("not a page: {other:?}"),
    }
}

#[tokio::test]
async fn a_token_says_who_enters_as_what() {
    let config = WebApiConfig { base_url: "https://meet.example:8443/WebAPI".into(), ..config("") };
    let client = client_of(config).with_request_ids(Arc::new(|| "0123456789-abcdef-0123".into()));
    for (role, name, hidden) in [
        (JoinRole::Attendee, "presenter", false),
        (JoinRole::Host, "chairman", false),
        (JoinRole::Speaker, "speaker", false),
        (JoinRole::Invisible, "presenter", true),
    ] {
        let (url, user_id) = entry(&client, "李雷 😀/\"x\"", role).await;
        assert_eq!(user_id, "0123456789abcdef");
        let first = [("serial", "754884357"), ("userid", "0123456789abcdef"), ("username", "李雷 😀/\"x\"")];
        let hidden = hidden.then_some(("invisible", "1"));
        let claims = Claims::of(first.into_iter().chain(hidden).chain([("joinRole", name)]));
        let token = token(&credential(), &claims);
        assert_eq!(url, format!("https://meet.example:8443/h5/index.html?token={}", token.expose_secret()));
    }
}

#[tokio::test]
async fn everyone_has_an_id_of_their_own() {
    let client = client_of(config("http://127.0.0.1:9"));
    let mut ids = std::collections::BTreeSet::new();
    for _ in 0..1000 {
        ids.insert(entry(&client, "n", JoinRole::Attendee).await.1);
    }
    assert_eq!(ids.len(), 1000);
    assert!(ids.iter().all(|id| id.len() == 16));
}

#[tokio::test]
async fn without_a_credential_nobody_is_let_in() {
    let client = client_of(WebApiConfig { token: None, ..config("http://127.0.0.1:9") });
    let person = Person { user_id: "u", name: "n", role: JoinAs::Presenter, invisible: false };
    assert_eq!(client.join_page(&meeting(), person).expect_err("none").cause, Cause::NoCredential);
    let foreign = client.join_page(&VendorMeetingId::new("x"), person).expect_err("none");
    assert_eq!(foreign.cause, Cause::ForeignId);
}

#[test]
fn the_public_sample_is_refused_outside_the_sandbox() {
    let sample = TokenCredential::derive(&"SYXCXASD".into(), &"AYQTYCAXAX".into());
    let sample = WebApiConfig { token: Some(sample), ..config("http://127.0.0.1:9") };
    let new = |config| WebApi::new(config, Arc::new(SystemClock), Deadlines::default());
    let refusal = new(sample.clone()).expect_err("refused");
    assert_eq!(refusal.fields[0].field, "token");
    assert!(new(WebApiConfig { allow_public_sample: true, ..sample }).is_ok());
}

#[test]
fn a_bad_configuration_names_its_field() {
    let refused = |config| {
        let refusal = WebApi::new(config, Arc::new(SystemClock), Deadlines::default()).expect_err("refused");
        refusal.fields[0].field.clone()
    };
    let good = || config("http://127.0.0.1:9");
    assert_eq!(refused(WebApiConfig { base_url: "ftp://x".into(), ..good() }), "base_url");
    assert_eq!(refused(WebApiConfig { private_network: false, ..good() }), "base_url");
    assert_eq!(refused(WebApiConfig { zone: "Mars/Base".into(), ..good() }), "zone");
    assert_eq!(refused(WebApiConfig { enterprise_key: "".into(), ..good() }), "secret");
    assert_eq!(refused(WebApiConfig { recording_base: Some("x".into()), ..good() }), "recording_base");
}

async fn all(stream: portico_vendors::kit::MediaStream) -> Vec<u8> {
    let pieces: Vec<_> = stream.bytes.collect().await;
    pieces.into_iter().flat_map(|piece| piece.expect("a piece").to_vec()).collect()
}

#[tokio::test]
async fn a_recording_comes_from_the_recording_server_without_the_key() {
    let head = "Content-Type: video/mp4\r\nContent-Range: bytes 0-3/10\r\n";
    let media = Server::start(vec![whole("206 Partial Content", head, b"mp4!")]).await;
    let records = r#"{"code":0,"records":[{"id":1,"serial":754884357,"filepath":"/upload/a.mp4",
        "createtime":"2025-11-04 15:46:27"}]}"#;
    let api = Server::json(records).await;
    let client =
        client_of(WebApiConfig { recording_base: Some(media.address.clone()), ..config(&api.address) });
    let row = client.recordings(&meeting(), 1).await.expect("recordings").rows.remove(0);
    let stream = client.open_recording(&row, Some("bytes=0-3")).await.expect("a stream");
    assert_eq!((stream.status, stream.content_range.as_deref()), (206, Some("bytes 0-3/10")));
    assert_eq!(all(stream).await, b"mp4!");
    let seen = media.only();
    assert_eq!((seen.path.as_str(), seen.range.as_deref()), ("/upload/a.mp4", Some("bytes=0-3")));
    assert!(seen.query.is_empty());
}

#[tokio::test]
async fn a_foreign_recording_is_not_fetched() {
    let records = r#"{"code":0,"records":[{"id":1,"serial":754884357,"filepath":"http://localhost:1/a.mp4",
        "createtime":"2025-11-04 15:46:27"}]}"#;
    let api = Server::json(records).await;
    let row = api.client().recordings(&meeting(), 1).await.expect("recordings").rows.remove(0);
    let error = api.client().open_recording(&row, None).await.expect_err("foreign");
    assert_eq!(error.cause, Cause::ForeignMedia);
    assert_eq!(api.seen().len(), 1);
}

#[tokio::test]
async fn a_document_is_never_something_a_browser_would_run() {
    let page = b"<script>alert(1)</script>";
    for (kind, told) in [
        ("text/html", "application/octet-stream"),
        ("image/svg+xml", "application/octet-stream"),
        ("image/PNG; x=y", "image/png"),
        ("application/pdf", "application/octet-stream"),
    ] {
        let server = Server::start(vec![whole("200 OK", &format!("Content-Type: {kind}\r\n"), page)]).await;
        let client = server.client();
        let address = client.server().join("/upload/a").expect("an address");
        let stream = client.open_document(&address, None).await.expect("a stream");
        assert_eq!(stream.content_type.as_deref(), Some(told));
        assert_eq!(all(stream).await, page);
        let foreign = url::Url::parse("http://localhost:1/a").expect("an address");
        let error = client.open_document(&foreign, None).await.expect_err("foreign");
        assert_eq!(error.cause, Cause::ForeignMedia);
    }
}
