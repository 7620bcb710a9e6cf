//! What became of a change without an answer.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault};
use portico_service::vendors::MeetingVendor;
use portico_store::intents::IntentState;
use serde_json::json;

async fn lose_the_answer(world: &World, action: Action, key: &str) {
    world.next("createMeeting", action);
    let outcome = world.organizer.schedule(key, &meeting_form(world), &zone()).await;
    refused_as(Kind::Unconfirmed, outcome);
    let found = world.all_indexed().await;
    assert!(found.iter().any(|meeting| meeting.state == MeetingState::Unconfirmed));
}

/// Looks as often as it takes to be sure.
async fn reconcile(world: &World) -> usize {
    let mut settled = 0;
    for _ in 0..3 {
        world.pass(21);
        settled += world.services.reconcile().await.unwrap();
    }
    settled
}

#[tokio::test]
async fn a_lost_answer_is_found_again_at_the_vendor() {
    each_database(async |database| {
        let world = begin(database).await;
        let key = key();
        lose_the_answer(&world, Action::DropAfter, &key).await;
        assert_eq!(world.services.reconcile().await.unwrap(), 0, "the call could still be under way");
        refused_as(Kind::Unconfirmed, world.organizer.schedule(&key, &meeting_form(&world), &zone()).await);

        world.pass(21);
        let agenda = world.organizer.agenda(&zone()).await.unwrap();
        assert_eq!((agenda.unconfirmed.len(), agenda.coming.len()), (1, 0));
        assert_eq!(world.services.reconcile().await.unwrap(), 1);

        let known = world.all_indexed().await;
        assert_eq!(known.len(), 1);
        assert_eq!(known[0].state, MeetingState::Scheduled);
        assert_eq!(world.held().len(), 1);
        assert_eq!(world.number(&known[0].id).await, world.held()[0]["confId"]);
        assert!(known[0].public_url.is_some(), "its details were fetched");
        // The form, sent again, now gets its answer.
        let again = world.organizer.schedule(&key, &meeting_form(&world), &zone()).await.unwrap();
        assert_eq!(again, known[0].id);
        assert_eq!(world.calls("createMeeting"), 1);
        let lines = world.organizer.meeting(&again).await.unwrap().history;
        assert_eq!(lines[0].0.what, "confirmed");
    })
    .await;
}

#[tokio::test]
async fn what_never_arrived_is_said_never_to_have_been_created_and_may_be_sent_again() {
    each_database(async |database| {
        let world = begin(database).await;
        let key = key();
        lose_the_answer(&world, Action::DropBefore, &key).await;
        world.pass(21);
        assert_eq!(world.services.reconcile().await.unwrap(), 0, "the vendor's list may lag");
        assert_eq!(reconcile(&world).await, 1);
        let known = world.all_indexed().await.pop().unwrap();
        assert_eq!((known.state, known.vendor_id), (MeetingState::Cancelled, None));
        let history = world.organizer.meeting(&known.id).await.unwrap().history;
        assert_eq!(history[0].0.what, "never-created");

        let made = world.organizer.schedule(&key, &meeting_form(&world), &zone()).await.unwrap();
        assert_ne!(made, known.id);
        assert_eq!(world.held().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_synchroniser_may_list_it_first() {
    each_database(async |database| {
        let world = begin(database).await;
        lose_the_answer(&world, Action::DropAfter, &key()).await;
        world.pass(5);
        world.synchronise().await.unwrap();
        assert_eq!(world.all_indexed().await.len(), 2, "unconfirmed, and listed");
        assert_eq!(reconcile(&world).await, 1);
        let known = world.all_indexed().await;
        assert_eq!(known.len(), 1, "the two have become one");
        assert_eq!(known[0].owner.as_ref(), Some(&world.organizer.person().id));
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(world.all_indexed().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_alike_are_told_apart() {
    each_database(async |database| {
        let world = begin(database).await;
        let certain = world.a_meeting().await;
        for _ in 0..2 {
            lose_the_answer(&world, Action::DropAfter, &key()).await;
        }
        assert_eq!(reconcile(&world).await, 2);
        let known = world.all_indexed().await;
        let mut numbers: Vec<_> = known.iter().map(|it| it.vendor_id.clone().unwrap()).collect();
        numbers.dedup();
        assert_eq!((known.len(), numbers.len(), world.held().len()), (3, 3, 3));
        assert_eq!(world.state(&certain).await, MeetingState::Scheduled);
    })
    .await;
}

#[tokio::test]
async fn a_strangers_meeting_that_stood_before_is_not_taken_for_ours() {
    each_database(async |database| {
        let world = begin(database).await;
        // Somebody makes the very same meeting at the vendor, and the index learns of it.
        let form = meeting_form(&world);
        let draft = form.read(Vendor::Cloudroom).unwrap().place(|time| zone().place(time)).unwrap();
        let theirs = world.at_the_vendor().await.schedule(&draft).await.unwrap();
        world.synchronise().await.unwrap();
        world.pass(60);
        lose_the_answer(&world, Action::DropBefore, &key()).await;
        assert_eq!(reconcile(&world).await, 1);
        let row = world.store.meetings().by_vendor_id(&world.connection, &theirs).await.unwrap().unwrap();
        assert_eq!(row.owner, None, "it is still theirs");
        assert_eq!(world.all_indexed().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn while_the_vendor_is_silent_nothing_is_concluded() {
    each_database(async |database| {
        let world = begin(database).await;
        lose_the_answer(&world, Action::DropAfter, &key()).await;
        world.control().add_fault(Fault::always(Action::Html502));
        assert_eq!(reconcile(&world).await + reconcile(&world).await, 0);
        assert_eq!(world.all_indexed().await[0].state, MeetingState::Unconfirmed);
        world.control().clear_faults();
        world.pass(21);
        assert_eq!(world.services.reconcile().await.unwrap(), 1);
        assert_eq!(world.all_indexed().await[0].state, MeetingState::Scheduled);
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_brings_no_meeting_closer_to_being_given_up() {
    each_database(async |database| {
        let world = begin(database).await;
        lose_the_answer(&world, Action::DropBefore, &key()).await;
        world.control().add_fault(Fault::always(Action::Html502));
        assert_eq!(reconcile(&world).await + reconcile(&world).await, 0);
        world.control().clear_faults();
        for _ in 0..2 {
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 0);
            assert_eq!(world.all_indexed().await[0].state, MeetingState::Unconfirmed);
        }
        world.pass(21);
        assert_eq!(world.services.reconcile().await.unwrap(), 1, "it was not there three times");
        assert_eq!(world.all_indexed().await[0].state, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_list_without_an_end_says_of_no_meeting_that_it_is_not_there() {
    each_database(async |database| {
        let world = begin(database).await;
        lose_the_answer(&world, Action::DropAfter, &key()).await;
        let rows = json!([{ "confId": 1, "subject": "Another" }]);
        let body = json!({ "total": 99_999, "records": rows }).to_string();
        let content_type = "application/json".into();
        let endless = Action::Refuse { status: 200, body, content_type, retry_after: None };
        let endless = Fault { operation: Some("queryMeetingList".into()), ..Fault::always(endless) };
        world.control().add_fault(endless);
        assert_eq!(reconcile(&world).await + reconcile(&world).await, 0);
        assert!(world.calls("queryMeetingList") > 100, "it was read as far as anybody reads");
        assert_eq!(world.all_indexed().await[0].state, MeetingState::Unconfirmed);
        world.control().clear_faults();
        assert_eq!(reconcile(&world).await, 1);
        assert_eq!(world.all_indexed().await[0].state, MeetingState::Scheduled);
    })
    .await;
}

#[tokio::test]
async fn an_unconfirmed_meeting_is_not_cancelled_before_it_is_known() {
    each_database(async |database| {
        let world = begin(database).await;
        lose_the_answer(&world, Action::DropAfter, &key()).await;
        let id = world.all_indexed().await[0].id.clone();
        refused_as(Kind::Unconfirmed, world.organizer.cancel(&id, &key()).await);
        reconcile(&world).await;
        assert_eq!(world.state(&id).await, MeetingState::Scheduled);
        world.organizer.cancel(&id, &key()).await.unwrap();
        assert!(world.held().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_database_that_fails_after_the_vendor_said_yes_loses_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        // The row can no longer be confirmed: as if the database broke at that very moment.
        database.refuse("UPDATE OF vendor_id ON meetings").await;
        let key = key();
        refused(world.organizer.schedule(&key, &meeting_form(&world), &zone()).await);
        assert_eq!(world.held().len(), 1);
        let person = &world.organizer.person().id;
        let intent = world.store.intents().by_key(Some(person), &key).await.unwrap().unwrap();
        assert_ne!(intent.state, IntentState::Refused, "the vendor has it");
        database.allow("meetings").await;
        assert_eq!(reconcile(&world).await, 1);
        let known = world.all_indexed().await;
        assert_eq!((known.len(), known[0].state), (1, MeetingState::Scheduled));
    })
    .await;
}
