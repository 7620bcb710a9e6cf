//! List calls pass a gate, each try of them, and nothing else does.

mod common;
#[path = "common/hostile_server.rs"]
mod hostile_server;

use async_trait::async_trait;
use common::{OPERATIONS, call, client};
use hostile_server::{Act, Hostile, answer};
use portico_domain::refusals::Kind;
use portico_vendors::MeetingVendor;
use portico_vendors::kit::{Cause, Certainty, Deadlines, ListGate};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Lets so many through, and counts who comes.
struct Counting {
    most: usize,
    asked: AtomicUsize,
}

impl Counting {
    fn of(most: usize) -> Arc<Self> {
        Arc::new(Self { most, asked: AtomicUsize::new(0) })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl ListGate for Counting {
    async fn pass(&self) -> bool {
        self.asked.fetch_add(1, Ordering::SeqCst) < self.most
    }
}

async fn in_trouble() -> Hostile {
    Hostile::always(Act::Write(answer("502 Bad Gateway", "", b""))).await
}

#[tokio::test]
async fn each_try_of_a_list_is_counted_and_nothing_else_is() {
    for operation in OPERATIONS {
        let (server, gate) = (in_trouble().await, Counting::of(usize::MAX));
        let room = client(&*server.base, Deadlines::default()).with_list_gate(gate.clone());
        call(&room, operation).await.expect_err("a vendor in trouble");
        let counted = if matches!(operation, "current" | "history") { 3 } else { 0 };
        assert_eq!(gate.asked(), counted, "{operation}");
        assert!(counted == 0 || server.requests() == counted, "{operation}");
    }
    let (server, gate) = (in_trouble().await, Counting::of(usize::MAX));
    let room = client(&*server.base, Deadlines::default()).with_list_gate(gate.clone());
    room.check().await.expect_err("a vendor in trouble");
    assert_eq!((gate.asked(), server.requests()), (3, 3), "the test of a connection asks for a list");
}

#[tokio::test]
async fn what_is_held_back_is_not_sent_and_not_tried_again() {
    let (server, gate) = (in_trouble().await, Counting::of(1));
    let room = client(&*server.base, Deadlines::default()).with_list_gate(gate.clone());
    let error = call(&room, "history").await.expect_err("held back");
    assert_eq!((error.cause.clone(), error.kind()), (Cause::HeldBack, Kind::VendorBusy));
    assert_eq!(error.certainty(), Certainty::NotDone);
    assert_eq!((gate.asked(), server.requests()), (2, 1));
    call(&room, "join").await.expect_err("a vendor in trouble");
    assert_eq!((gate.asked(), server.requests()), (2, 2), "a join passes no gate and is made once");
}
