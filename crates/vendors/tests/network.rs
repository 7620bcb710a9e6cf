//! Where a connection may lead.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use common::{call, client, client_of, config};
use hostile_server::{Act, Hostile, answer};
use portico_domain::refusals::{Kind, Rule};
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig};
use portico_vendors::kit::{Cause, Certainty, Deadlines, SystemClock, Unreachable, VendorError};
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
