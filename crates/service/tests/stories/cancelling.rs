//! Ending a meeting for everyone, and cancelling one.

use crate::support::*;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_sandbox::Action;
use portico_service::vendors::MeetingVendor;

#[tokio::test]
async fn cancelling_deletes_it_at_the_vendor_and_keeps_it_here() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let key = key();
        for _ in 0..2 {
            world.organizer.cancel(&meeting, &key).await.unwrap();
        }
        world.organizer.cancel(&meeting, &self::key()).await.unwrap();
        assert_eq!(world.calls("deleteMeeting"), 1);
        assert!(world.held().is_empty());
        assert_eq!(world.state(&meeting).await, MeetingState::Cancelled);
        let history = world.viewer.meeting(&meeting).await.unwrap().history;
        assert_eq!(history.iter().filter(|(line, _)| line.what == "cancelled").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_running_meeting_is_not_cancelled_and_the_vendor_says_so() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        let refusal = refused_as(Kind::VendorRefused, world.organizer.cancel(&meeting, &key()).await);
        assert_eq!(code(&refusal), "22227");
        assert!(refusal.vendor.unwrap().meaning_en.contains("has begun"));
        assert_ne!(world.state(&meeting).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn ending_ends_it_for_everyone() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let refusal = refused_as(Kind::VendorRefused, world.organizer.end(&meeting, &key()).await);
        assert_eq!(code(&refusal), "22203", "it has not begun");
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        world.organizer.end(&meeting, &key()).await.unwrap();
        world.organizer.end(&meeting, &key()).await.unwrap();
        assert_eq!(world.held()[0]["status"], 2);
        assert_eq!(world.state(&meeting).await, MeetingState::Ended);
    })
    .await;
}

#[tokio::test]
async fn what_is_over_at_the_vendor_already_counts_as_done() {
    each_database(async |database| {
        let world = begin(database).await;
        let (ended, deleted) = (world.a_meeting().await, world.a_meeting().await);
        let number = world.number(&ended).await;
        world.control().start_meeting(number).unwrap();
        world.control().end_meeting(number).unwrap();
        world.organizer.end(&ended, &key()).await.unwrap();
        assert_eq!(world.state(&ended).await, MeetingState::Ended);

        let number = world.indexed(&deleted).await.vendor_id.unwrap();
        world.at_the_vendor().await.delete(&number).await.unwrap();
        world.organizer.cancel(&deleted, &key()).await.unwrap();
        assert_eq!(world.state(&deleted).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_cancellation_without_an_answer_is_looked_into() {
    each_database(async |database| {
        let world = begin(database).await;
        for (action, happens) in [(Action::DropAfter, true), (Action::DropBefore, false)] {
            let meeting = world.a_meeting().await;
            world.next("deleteMeeting", action);
            refused_as(Kind::Unconfirmed, world.organizer.cancel(&meeting, &key()).await);
            assert_eq!(world.state(&meeting).await, MeetingState::Scheduled, "nobody knows yet");
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 1);
            assert_eq!(world.state(&meeting).await == MeetingState::Cancelled, happens);
        }
    })
    .await;
}

#[tokio::test]
async fn an_end_without_an_answer_is_looked_into() {
    each_database(async |database| {
        let world = begin(database).await;
        for (action, state) in
            [(Action::DropAfter, MeetingState::Ended), (Action::DropBefore, MeetingState::Live)]
        {
            let meeting = world.a_meeting().await;
            world.control().start_meeting(world.number(&meeting).await).unwrap();
            world.next("endMeeting", action);
            refused_as(Kind::Unconfirmed, world.organizer.end(&meeting, &key()).await);
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 1);
            assert_eq!(world.state(&meeting).await, state);
        }
    })
    .await;
}
