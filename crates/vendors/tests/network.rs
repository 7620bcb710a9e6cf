//! Where a connection may lead, and what TLS must show.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use common::{call, client, client_of, config};
use hostile_server::{Act, Hostile, answer};
use portico_domain::refusals::{Kind, Rule};
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig};
use portico_vendors::kit::{Cause, Certainty, Deadlines, SystemClock, Unreachable, VendorError};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

const GENEROUS: Duration = Duration::from_secs(20);

fn not_sent(error: &VendorError, why: Unreachable) {
    assert_eq!(error.cause, Cause::Unreachable(why), "{error:?}");
    assert_eq!(error.certainty(), Certainty::NotDone);
    assert_eq!(error.kind(), Kind::VendorSilent, "a change that was not sent is not unconfirmed");
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_when_connecting() {
    let server = Hostile::always(Act::Write(answer("200 OK", "", b"{\"confId\":1}"))).await;
    let port = server.base.split(':').nth(2).and_then(|rest| rest.split('/').next()).expect("a port");
    let public = CloudRoomConfig { private_network: false, ..config(format!("https://localhost:{port}/x")) };
    let error = call(&client_of(public, Deadlines::all(GENEROUS)), "schedule").await.expect_err("inside");
    not_sent(&error, Unreachable::NotAllowed);
    assert_eq!(server.requests(), 0);
    // The same name is fine in a private network, so it was the policy that refused it.
    let room = client(format!("http://localhost:{port}/x"), Deadlines::all(GENEROUS));
    call(&room, "schedule").await.expect("a private network");
}

#[tokio::test]
async fn a_name_that_does_not_exist() {
    let room = client("http://no-such-host.invalid/x", Deadlines::default());
    let error = call(&room, "schedule").await.expect_err("no such name");
    let without_a_resolver = error.cause == Cause::Unreachable(Unreachable::ConnectTimeout);
    not_sent(&error, if without_a_resolver { Unreachable::ConnectTimeout } else { Unreachable::NoSuchName });
}

#[tokio::test]
async fn a_handshake_that_never_ends() {
    let server = Hostile::always(Act::WriteThenSilence(Vec::new())).await;
    let deadlines = Deadlines { connect: Duration::from_millis(100), ..Deadlines::all(GENEROUS) };
    let room = client(server.base.replace("http:", "https:"), deadlines);
    not_sent(&call(&room, "schedule").await.expect_err("silence"), Unreachable::ConnectTimeout);
}

/// A TLS server whose certificate nobody vouches for; says whether anyone sent it a request.
fn self_signed() -> (String, std::thread::JoinHandle<bool>) {
    let certificate = CertificateDer::from(include_bytes!("vectors/self_signed.der").to_vec());
    let key = PrivateKeyDer::try_from(include_bytes!("vectors/self_signed_key.der").to_vec()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate");
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("https://localhost:{}/x", listener.local_addr().expect("an address").port());
    let serving = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("a client");
        let mut session = rustls::ServerConnection::new(Arc::new(config)).expect("a session");
        let mut stream = rustls::Stream::new(&mut session, &mut socket);
        matches!(stream.read(&mut [0; 64]), Ok(1..))
    });
    (base, serving)
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for() {
    let (base, serving) = self_signed();
    let room = client(base, Deadlines::all(GENEROUS));
    not_sent(&call(&room, "schedule").await.expect_err("untrusted"), Unreachable::Tls);
    drop(room);
    assert!(!serving.join().expect("the server"), "not a byte of the request was sent");
}

#[test]
fn what_is_wrong_with_a_connection_is_told_at_its_field() {
    let refusal = |change: fn(&mut CloudRoomConfig)| {
        let mut config = CloudRoomConfig { private_network: false, ..config("https://cloud.example/v2") };
        change(&mut config);
        let made = CloudRoom::new(config, Arc::new(SystemClock), Deadlines::default());
        made.err().map(|refusal| (refusal.fields[0].field.clone(), refusal.fields[0].rule.clone()))
    };
    assert_eq!(refusal(|_| ()), None);
    assert_eq!(
        refusal(|c| c.base_url = "http://a.example".into()),
        Some(("base_url".into(), Rule::NotSecure))
    );
    assert_eq!(
        refusal(|c| c.base_url = "https://127.0.0.1".into()),
        Some(("base_url".into(), Rule::NotAnAddress))
    );
    assert_eq!(refusal(|c| c.secret_id = "a\r\nb".into()), Some(("public_id".into(), Rule::BadCharacter)));
    assert_eq!(refusal(|c| c.zone = "Mars/Phobos".into()), Some(("zone".into(), Rule::UnknownZone)));
}
