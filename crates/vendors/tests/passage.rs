//! A client that leaves its vendor alone while that does not answer.

#[path = "common/stage.rs"]
mod stage;

use async_trait::async_trait;
use http::Method;
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault};
use portico_vendors::cloudroom::{CloudRoom, TEMPLATES};
use portico_vendors::kit::templates::{Sent, SentBody, rebuild};
use portico_vendors::kit::{Cause, Certainty, Limits, ListGate, Passage, VendorError};
use portico_vendors::{List, MeetingVendor, Span};
use stage::{Stage, TODAY, draft};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn careful(stage: &Stage, failures: u32) -> CloudRoom {
    let limits = Limits { failures, ..Limits::default() };
    stage.room.clone().with_passage(Passage::new(Vendor::Cloudroom, limits, stage.clock.clone()))
}

/// A call of a script's own.
async fn forward(room: &CloudRoom) -> Result<(), VendorError> {
    let sent = Sent { method: &Method::GET, path: "/conference/12345678", query: "", body: SentBody::None };
    let Ok(call) = rebuild(&TEMPLATES, sent) else { panic!("a call of the document") };
    room.forward(call).await.map(drop)
}

/// Counts who wanted a place.
#[derive(Default)]
struct Places(AtomicUsize);

#[async_trait]
impl ListGate for Places {
    async fn pass(&self) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

#[tokio::test]
async fn nothing_is_sent_to_whoever_does_not_answer() {
    let stage = Stage::start().await;
    let (room, id) = (careful(&stage, 3), stage.scheduled(|_| {}).await);
    let control = stage.sandbox.control();
    control.add_fault(Fault::always(Action::DropBefore));
    let error = room.detail(&id).await.expect_err("three tries in vain");
    assert_eq!(error.cause, Cause::Cut);
    control.clear_faults();
    control.clear_calls();
    let places = Arc::new(Places::default());
    let room = room.with_list_gate(places.clone());
    let (look, change) = (room.detail(&id).await.map(drop), room.schedule(&draft()).await.map(drop));
    let span = Span { from: TODAY, to: TODAY.plus_minutes(60) };
    let list = room.list(List::Current, span, 1).await.map(drop);
    for outcome in [look, change, list, forward(&room).await] {
        let error = outcome.expect_err("not asked");
        assert_eq!(error.cause, Cause::Resting { silent_for: 0, again: 5 });
        assert_eq!((error.certainty(), error.kind()), (Certainty::NotDone, Kind::VendorSilent));
        assert_eq!((error.refusal().silent_for, error.refusal().retry_after), (Some(0), Some(5)));
    }
    assert!(control.calls().is_empty());
    assert_eq!(places.0.load(Ordering::SeqCst), 0, "no place is taken that others could use");
    stage.at(TODAY.plus_seconds(5));
    room.schedule(&draft()).await.expect("it is asked again");
    room.detail(&id).await.expect("and by everybody");
}

#[tokio::test]
async fn a_try_that_was_not_sent_hides_no_earlier_one() {
    let stage = Stage::start().await;
    let (room, id) = (careful(&stage, 1), stage.scheduled(|_| {}).await);
    let control = stage.sandbox.control();
    control.clear_calls();
    control.add_fault(Fault::always(Action::DropBefore));
    let error = room.detail(&id).await.expect_err("silence");
    assert_eq!((error.cause.clone(), error.certainty()), (Cause::Cut, Certainty::Unknown));
    assert_eq!(control.calls().len(), 1);
}

#[tokio::test]
async fn a_refusal_is_an_answer() {
    let stage = Stage::start().await;
    let room = careful(&stage, 1);
    for (status, body) in [(500, r#"{"code":22223,"msg":"x"}"#), (429, r#"{"code":22008,"msg":"x"}"#)] {
        stage.refuse("createMeeting", status, body);
        let error = room.schedule(&draft()).await.expect_err("refused");
        assert!(error.code().is_some());
    }
    room.schedule(&draft()).await.expect("nobody was left alone for it");
}
