//! What happens at the vendor, past Portico, is shown and never overwritten.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::Kind;
use portico_sandbox::Action;
use portico_service::MeetingWhole;
use portico_service::vendors::MeetingVendor;
use secrecy::ExposeSecret;
use serde_json::json;

#[tokio::test]
async fn a_change_at_the_vendor_is_shown() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let form =
            MeetingForm { subject: "Renamed there".into(), password: "9999".into(), ..meeting_form(&world) };
        let draft = form.read(Vendor::Cloudroom).unwrap().place(|time| zone().place(time)).unwrap();
        let number = world.indexed(&meeting).await.vendor_id.unwrap();
        world.at_the_vendor().await.change(&number, &draft).await.unwrap();
        world.pass(1);
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        assert_eq!(whole.meeting.subject, "Renamed there");
        assert_eq!(whole.password.unwrap().expose_secret(), "9999");
        assert_eq!(whole.history[0].0.what, "changed-elsewhere");
        assert_eq!(whole.history[0].0.person, None);
        assert_eq!(world.calls("updateMeeting"), 1, "ours was never sent over it");
    })
    .await;
}

#[tokio::test]
async fn a_change_that_a_round_sees_first_is_in_the_history() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let form = MeetingForm { subject: "Renamed there".into(), ..meeting_form(&world) };
        let draft = form.read(Vendor::Cloudroom).unwrap().place(|time| zone().place(time)).unwrap();
        let number = world.indexed(&meeting).await.vendor_id.unwrap();
        let vendor = world.at_the_vendor().await;
        vendor.change(&number, &draft).await.unwrap();
        let made = vendor.schedule(&draft).await.unwrap();
        for _ in 0..2 {
            world.pass(30);
            world.synchronise().await.unwrap();
            let whole = world.organizer.meeting(&meeting).await.unwrap();
            assert_eq!(words(&whole), ["changed-elsewhere", "scheduled"]);
            assert_eq!(whole.history[0].0.person, None);
        }
        let made = world.store.meetings().by_vendor_id(&world.connection, &made).await.unwrap().unwrap();
        let whole = world.administrator_as_organizer().meeting(&made.id).await.unwrap();
        assert_eq!(words(&whole), ["found"]);
        // What is changed here is not changed elsewhere.
        let form = MeetingForm { subject: "Renamed here".into(), ..meeting_form(&world) };
        world.organizer.change(&meeting, &key(), &form, &zone()).await.unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        assert_eq!(words(&whole), ["changed", "changed-elsewhere", "scheduled"]);
    })
    .await;
}

fn words(whole: &MeetingWhole) -> Vec<&str> {
    whole.history.iter().map(|(line, _)| line.what.as_str()).collect()
}

/// A row as the document's sample has it: no `status`, nobody inside, and 0 as the end.
#[tokio::test]
async fn a_row_that_says_little_changes_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, number) = world.a_running_meeting().await;
        let (before, _) = world.viewer.fresh(&meeting).await.unwrap();
        assert_eq!(before.state, MeetingState::Live);
        let row = json!({"confId": number, "subject": "", "confType": 1, "scheduleTime": before.start.seconds(),
            "scheduleEndTime": 0, "startTime": before.start.seconds(), "endTime": 0, "hostName": null,
            "members": 0, "confCode": "abcdef"});
        let body = json!({ "total": 1, "records": [row] }).to_string();
        for _ in 0..2 {
            world.pass(30);
            let (body, content_type) = (body.clone(), "application/json".into());
            let answer = Action::Refuse { status: 200, body, content_type, retry_after: None };
            world.next("queryMeetingList", answer);
            world.synchronise().await.unwrap();
            let listed = world.indexed(&meeting).await;
            assert_eq!(listed, Meeting { seen: listed.seen, members: 0, ..before.clone() });
            let (looked, _) = world.viewer.fresh(&meeting).await.unwrap();
            assert_eq!((looked.sequence, looked.state), (before.sequence, MeetingState::Live));
        }
        assert!(words(&world.viewer.meeting(&meeting).await.unwrap()).iter().all(|word| *word == "scheduled"));
    })
    .await;
}

/// A detail may leave out the subject and the host's name, too.
#[tokio::test]
async fn a_detail_that_says_little_changes_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let before = world.indexed(&meeting).await;
        for nothing in [json!(null), json!(""), json!("  ")] {
            world.pass(1);
            let detail =
                json!({"confId": world.number(&meeting).await, "subject": nothing, "hostName": nothing});
            let (body, content_type) =
                (json!({ "confDetail": detail }).to_string(), "application/json".into());
            world.next("queryMeeting", Action::Refuse { status: 200, body, content_type, retry_after: None });
            let (now, failing) = world.viewer.fresh(&meeting).await.unwrap();
            assert!(failing.is_none());
            let texts = |meeting: &Meeting| (meeting.subject.clone(), meeting.host_name.clone());
            assert_eq!((texts(&now), now.sequence), (texts(&before), before.sequence));
        }
    })
    .await;
}

#[tokio::test]
async fn a_deletion_at_the_vendor_is_shown_when_somebody_looks() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let number = world.indexed(&meeting).await.vendor_id.unwrap();
        world.at_the_vendor().await.delete(&number).await.unwrap();
        world.pass(1);
        let whole = world.viewer.meeting(&meeting).await.unwrap();
        assert_eq!(whole.meeting.state, MeetingState::Cancelled);
        assert_eq!(whole.history[0].0.what, "cancelled-elsewhere");
        assert!(whole.failing.is_none(), "the vendor did answer");
        refused_as(
            Kind::Conflict,
            world.organizer.change(&meeting, &key(), &meeting_form(&world), &zone()).await,
        );
    })
    .await;
}

#[tokio::test]
async fn a_deletion_at_the_vendor_is_shown_by_the_next_round() {
    each_database(async |database| {
        let world = begin(database).await;
        let (kept, gone) = (world.a_meeting().await, world.a_meeting().await);
        let number = world.indexed(&gone).await.vendor_id.unwrap();
        world.at_the_vendor().await.delete(&number).await.unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(world.state(&kept).await, MeetingState::Scheduled);
        assert_eq!(world.state(&gone).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_meeting_starts_runs_and_ends_as_the_vendor_says() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, number) = world.a_running_meeting().await;
        assert_eq!(world.viewer.fresh(&meeting).await.unwrap().0.state, MeetingState::Live);
        let agenda = world.viewer.agenda(&zone()).await.unwrap();
        assert_eq!((agenda.live.len(), agenda.coming.len()), (1, 0));
        world.pass(600);
        world.control().end_meeting(number).unwrap();
        world.synchronise().await.unwrap();
        assert_eq!(world.state(&meeting).await, MeetingState::Ended);
    })
    .await;
}
