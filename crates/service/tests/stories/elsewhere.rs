//! What happens at the vendor, past Portico, is shown and never overwritten.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_service::vendors::MeetingVendor;
use secrecy::ExposeSecret;

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
        let meeting = world.a_meeting().await;
        let number = world.number(&meeting).await;
        world.pass(3600);
        world.control().start_meeting(number).unwrap();
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
