//! Every operation of every vendor, on both ways that lead to it, meets everything that may happen to a call:
//! each time a typed error that says whether the change may have happened, at most three tries and of a change
//! one, bounded memory, an end in time, and no secret in what is told.
//!
//! The other tests say more about single faults; this one leaves no pair of operation and fault out.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/hostile_server.rs"]
mod hostile_server;
#[path = "../common/webapi_server.rs"]
mod webapi_server;

mod clients;
mod cloudroom;
mod faults;
mod vmr;

use clients::{Client, Way, operations};
use faults::Fault;
use futures::{StreamExt, stream};
use hostile_server::{Act, Hostile};
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::Kind;
use portico_vendors::kit::{Certainty, Deadlines, Facts, VendorError};
use std::sync::atomic::Ordering;
use tokio::net::TcpSocket;
use tokio::time::timeout;

/// How many operations are under test at once.
const AT_ONCE: usize = 16;
/// The most that may be taken of an endless answer: the cap, and what lies in the buffers between.
const MOST_TAKEN: usize = 16 * 1024 * 1024;

/// One operation on one of its ways.
struct Trial {
    vendor: Vendor,
    way: Way,
    facts: Facts,
    server: Hostile,
    client: Client,
}

fn trials(ways: &[Way]) -> impl Iterator<Item = (Vendor, Way, Facts)> {
    let of = |vendor| operations(vendor).into_iter().map(move |facts| (vendor, facts));
    let operations = Vendor::ALL.into_iter().flat_map(of);
    operations.flat_map(|(vendor, facts)| ways.iter().map(move |way| (vendor, *way, facts.clone())))
}

impl Trial {
    async fn prepare((vendor, way, facts): (Vendor, Way, Facts), deadlines: Deadlines) -> Self {
        let server = Hostile::always(Act::ResetBefore).await;
        let client = Client::of(vendor, server.address(), deadlines);
        Self { vendor, way, facts, server, client }
    }

    async fn meets(&mut self, fault: &Fault) {
        self.server.turn_to(fault.act.clone());
        let name = self.named(&fault.name);
        let error = self.client.call(self.way, self.facts.name).await.expect_err(&name);
        self.check(&error, fault);
        let most = if self.way == Way::Own && self.facts.repeatable { 3 } else { 1 };
        let requests = self.server.requests();
        assert!((1..=most).contains(&requests), "{name}: {requests} requests, {error:?}");
        let taken = self.server.tally.bytes_sent.load(Ordering::SeqCst);
        assert!(taken < MOST_TAKEN, "{name}: {taken} bytes");
    }

    fn named(&self, fault: &str) -> String {
        format!("{:?} {} ({:?}), {fault}", self.vendor, self.facts.name, self.way)
    }

    fn check(&self, error: &VendorError, fault: &Fault) {
        let name = self.named(&fault.name);
        assert!((fault.told)(&error.cause), "{name}: {error:?}");
        assert_eq!((error.vendor, error.operation), (self.vendor, self.facts.name), "{name}");
        assert_eq!(error.changes, self.facts.changes, "{name}");
        assert_eq!(error.certainty(), fault.certainty, "{name}: {error:?}");
        let refusal = error.refusal();
        let unconfirmed = self.facts.changes && fault.certainty == Certainty::Unknown;
        assert_eq!(refusal.kind == Kind::Unconfirmed, unconfirmed, "{name}: {error:?}");
        assert_ne!(refusal.kind, Kind::Internal, "{name}: {error:?}");
        let shown = format!("{error} {error:?} {error:#?} {refusal:?}");
        assert!(!shown.contains("canary"), "{name}: {shown}");
    }
}

const BOTH: &[Way] = &[Way::Own, Way::Forwarded];

#[tokio::test]
async fn every_operation_meets_every_fault() {
    let faults = faults::all();
    let test = async |trial| {
        let mut trial = Trial::prepare(trial, faults::PATIENT).await;
        for fault in &faults {
            trial.meets(fault).await;
        }
    };
    stream::iter(trials(BOTH)).for_each_concurrent(AT_ONCE, test).await;
}

#[tokio::test]
async fn every_operation_ends_at_the_deadline() {
    let faults = faults::endless();
    // All are ready before the first begins, since a client's first call takes a while and the deadline is short.
    let ready = stream::iter(trials(BOTH)).then(async |trial| {
        let trial = Trial::prepare(trial, faults::HASTY).await;
        trial.client.call(trial.way, trial.facts.name).await.expect_err("a reset");
        trial
    });
    let ready: Vec<Trial> = ready.collect().await;
    let test = async |mut trial: Trial| {
        for fault in &faults {
            trial.meets(fault).await;
        }
    };
    let tests = stream::iter(ready).for_each_concurrent(None, test);
    timeout(faults::PATIENT.total, tests).await.expect("an end");
}

#[tokio::test]
async fn every_operation_is_refused_the_connection() {
    let fault = faults::refused();
    for trial in trials(BOTH) {
        // It is taken, lest another test have it, but nobody listens there.
        let port = TcpSocket::new_v4().expect("a socket");
        port.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
        let address = format!("http://{}", port.local_addr().expect("an address"));
        let mut trial = Trial::prepare(trial, faults::PATIENT).await;
        trial.client = Client::of(trial.vendor, &address, faults::PATIENT);
        let outcome = trial.client.call(trial.way, trial.facts.name).await;
        trial.check(&outcome.expect_err(&trial.named(&fault.name)), &fault);
    }
}

/// Changes whose success says nothing that anybody here reads.
const TACIT: &str = "conference.change conference.end conference.delete video.delete company.create company.change \
    company.delete user.create user.change user.delete department.delete recording.delete booking.cancel \
    meeting.modify meeting.delete documents.bind picture.upload";

/// What passes through is not read, so this is about our own calls alone.
#[tokio::test]
async fn an_answer_of_wrong_types_is_no_success() {
    let test = async |trial| {
        let mut trial = Trial::prepare(trial, faults::PATIENT).await;
        for fault in faults::no_records() {
            trial.meets(&fault).await;
        }
        let tacit = TACIT.split_whitespace().any(|name| name == trial.facts.name);
        if !tacit {
            trial.meets(&faults::wrong_members(trial.vendor)).await;
        }
    };
    stream::iter(trials(&[Way::Own])).for_each_concurrent(AT_ONCE, test).await;
}
