//! Who a vendor's server must be, on each of the ways that lead to one: a certificate that is out of date, for
//! another name or of nobody known is refused before a byte of the request is sent.
//!
//! Trust comes from the machine's store. So the test makes an authority and runs again in a process of its own,
//! for which that store holds this authority alone.

mod common;

use common::{client, meeting, recording};
use http::Method;
use portico_vendors::MeetingVendor;
use portico_vendors::cloudroom::{CloudRoom, TEMPLATES};
use portico_vendors::kit::templates::{Sent, SentBody, rebuild};
use portico_vendors::kit::{Cause, Certainty, Deadlines, Unreachable, VendorError};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Names the folder of the authority in the second process.
const FOLDER: &str = "PORTICO_TEST_AUTHORITY";
const TEST: &str = "only_the_vendor_itself_is_spoken_to";

#[test]
fn only_the_vendor_itself_is_spoken_to() {
    match std::env::var_os(FOLDER) {
        None => run_with_an_authority(),
        Some(folder) => {
            let key = std::fs::read_to_string(PathBuf::from(folder).join("key.pem")).expect("a key");
            meet_everybody(&Issuer::new(authority(), KeyPair::from_pem(&key).expect("a key")));
        }
    }
}

fn run_with_an_authority() {
    let folder = std::env::temp_dir().join(format!("portico-certificates-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let key = KeyPair::generate().expect("a key");
    let certificate = authority().self_signed(&key).expect("a certificate").pem();
    let store = folder.join("authority.pem");
    std::fs::write(&store, certificate).expect("the store");
    std::fs::write(folder.join("key.pem"), key.serialize_pem()).expect("the key");
    let status = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", TEST, "--nocapture"])
        .env(FOLDER, &folder)
        .env("SSL_CERT_FILE", &store)
        .env_remove("SSL_CERT_DIR")
        .status();
    std::fs::remove_dir_all(&folder).expect("the folder");
    assert!(status.expect("a process").success());
}

fn authority() -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority
}

/// A certificate for these years, from and up to their first day.
fn certificate(name: &str, years: (i32, i32)) -> CertificateParams {
    let mut certificate = CertificateParams::new([name.to_owned()]).expect("a name");
    certificate.not_before = date_time_ymd(years.0, 1, 1);
    certificate.not_after = date_time_ymd(years.1, 1, 1);
    certificate
}

#[tokio::main(flavor = "current_thread")]
async fn meet_everybody(known: &Issuer<'_, KeyPair>) {
    let unknown = Issuer::new(authority(), KeyPair::generate().expect("a key"));
    let always = (2000, 4000);
    for (name, certificate, issuer, good) in [
        ("the vendor", certificate("localhost", always), known, true),
        ("another name", certificate("other.example", always), known, false),
        ("a name below", certificate("vendor.localhost", always), known, false),
        ("of nobody known", certificate("localhost", always), &unknown, false),
        ("out of date", certificate("localhost", (2000, 2001)), known, false),
        ("not yet in date", certificate("localhost", (3999, 4000)), known, false),
    ] {
        let (base, asked) = serve(&certificate, issuer);
        let room = client(base.as_str(), Deadlines::all(Duration::from_secs(20)));
        let ways = [
            ("own", own(&room).await),
            ("forwarded", forwarded(&room).await),
            ("media", media(&room, &base).await),
        ];
        for (way, outcome) in ways {
            match outcome {
                Ok(()) => assert!(good, "{name}, {way}: spoken to"),
                Err(error) => refused(&error, good, &format!("{name}, {way}")),
            }
        }
        assert_eq!(asked.load(Ordering::SeqCst), if good { 3 } else { 0 }, "{name}: requests that were sent");
    }
}

fn refused(error: &VendorError, good: bool, name: &str) {
    assert!(!good, "{name}: {error:?}");
    assert_eq!(error.cause, Cause::Unreachable(Unreachable::Tls), "{name}");
    assert_eq!(error.certainty(), Certainty::NotDone, "{name}");
}

async fn own(room: &CloudRoom) -> Result<(), VendorError> {
    room.detail(&meeting()).await.map(drop)
}

async fn forwarded(room: &CloudRoom) -> Result<(), VendorError> {
    let sent = Sent { method: &Method::GET, path: "/conference/12345678", query: "", body: SentBody::None };
    let Ok(call) = rebuild(&TEMPLATES, sent) else { panic!("a call of the document") };
    room.forward(call).await.map(drop)
}

async fn media(room: &CloudRoom, base: &str) -> Result<(), VendorError> {
    room.open_recording(&recording(&format!("{base}/f0.mp4")), None).await.map(drop)
}

/// What all three ways take for an answer.
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 34\r\n\
    Connection: close\r\n\r\n{\"confDetail\":{\"confId\":12345678}}";

/// A server with this certificate; its address, and how many requests it has read.
fn serve(certificate: &CertificateParams, issuer: &Issuer<'_, KeyPair>) -> (String, Arc<AtomicUsize>) {
    let key = KeyPair::generate().expect("a key");
    let chain = vec![certificate.signed_by(&key, issuer).expect("a certificate").der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a configuration");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("https://localhost:{}/x", listener.local_addr().expect("an address").port());
    let (config, asked) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
    let counted = asked.clone();
    std::thread::spawn(move || {
        while let Ok((socket, _)) = listener.accept() {
            let session = ServerConnection::new(config.clone()).expect("a session");
            let mut stream = StreamOwned::new(session, socket);
            if matches!(stream.read(&mut [0; 4096]), Ok(1..)) {
                counted.fetch_add(1, Ordering::SeqCst);
                let _ = stream.write_all(ANSWER);
                stream.conn.send_close_notify();
                let _ = stream.flush();
            }
        }
    });
    (base, asked)
}
