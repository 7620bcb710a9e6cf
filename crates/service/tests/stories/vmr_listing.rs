//! Bookings made at VMR itself: they appear, run, end and are cancelled, as the vendor has them.

use crate::support::vmr::{ACCOUNT, begin_vmr, vmr_form};
use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::MeetingState;
use portico_sandbox::{Action, RoomPoke};
use portico_service::vendors::vmr::BookingId;

/// Somebody books past Portico, from so many minutes on for an hour.
async fn booked_there(world: &World, subject: &str, from: i64) -> String {
    let (start, end) = (minutes(from), minutes(from + 60));
    let form = MeetingForm { subject: subject.into(), start, end, ..vmr_form(world) };
    let draft = form.read(Vendor::Vmr).unwrap().place(|time| zone().place(time)).unwrap();
    let vmr = world.vmr_as(ACCOUNT);
    vmr.book(&vmr.booking_draft(&draft).unwrap()).await.unwrap().id.to_string()
}

async fn found(world: &World, subject: &str) -> MeetingId {
    let all = world.all_indexed().await;
    let found: Vec<_> = all.into_iter().filter(|meeting| meeting.subject == subject).collect();
    assert_eq!(found.len(), 1, "{subject}");
    found[0].id.clone()
}

async fn round(world: &World) {
    world.pass(30);
    world.synchronise().await.unwrap();
}

#[tokio::test]
async fn they_appear_run_end_and_stay_in_the_history() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        booked_there(&world, "Soon", 20).await;
        booked_there(&world, "Tomorrow", 24 * 60).await;
        round(&world).await;
        let agenda = world.administrator_as_organizer().agenda(&zone()).await.unwrap();
        assert_eq!((agenda.live.len(), agenda.coming.len()), (0, 2));
        let soon = found(&world, "Soon").await;
        assert_eq!(world.indexed(&soon).await.host_name, "蓝天");
        assert_eq!(world.indexed(&soon).await.owner, None);

        // Someone is in the room before the time: near the start that is the meeting.
        world.pass(15 * 60);
        world.poke(&soon, RoomPoke::Start).await;
        world.poke(&soon, RoomPoke::Participants { participants: 3 }).await;
        let (looked, _) = world.administrator_as_organizer().fresh(&soon).await.unwrap();
        assert_eq!((looked.state, looked.members), (MeetingState::Live, 3), "whoever looks is told it");
        for _ in 0..2 {
            round(&world).await;
            let known = world.indexed(&soon).await;
            assert_eq!((known.state, known.members), (MeetingState::Live, 3), "a listing tells it, too");
        }
        assert_eq!(world.administrator_as_organizer().agenda(&zone()).await.unwrap().live.len(), 1);

        world.pass(2 * 3600);
        round(&world).await;
        assert_eq!(world.state(&soon).await, MeetingState::Ended);
        let over = world.indexed(&soon).await;
        assert_eq!(world.viewer.people(&over).await.unwrap(), None, "who took part nobody counts");
        // What is over neither comes back nor goes away.
        for _ in 0..3 {
            world.pass(86_400);
            round(&world).await;
        }
        assert_eq!(world.state(&soon).await, MeetingState::Ended);
        assert_eq!(world.all_indexed().await.len(), 2);
        let past = portico_service::MeetingFilter {
            states: vec![MeetingState::Ended],
            ..portico_service::MeetingFilter::default()
        };
        let (rows, _) = world
            .administrator_as_organizer()
            .meetings(&past, portico_service::Order::Descending, "", 50)
            .await
            .unwrap();
        assert_eq!(rows.len(), 2, "both are over by now");
    })
    .await;
}

#[tokio::test]
async fn what_is_cancelled_there_is_cancelled_here_but_only_a_whole_listing_says_so() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let number = booked_there(&world, "Doomed", 60).await;
        booked_there(&world, "Spared", 60).await;
        round(&world).await;
        let (doomed, spared) = (found(&world, "Doomed").await, found(&world, "Spared").await);
        world.vmr_as(ACCOUNT).cancel(&BookingId::read(&number).unwrap()).await.unwrap();
        world.pass(30);
        for _ in 0..4 {
            world.next("getsubmeetings", Action::Html502);
        }
        refused(world.synchronise().await);
        assert_eq!(world.state(&doomed).await, MeetingState::Scheduled);
        world.control().clear_faults();
        round(&world).await;
        assert_eq!(world.state(&doomed).await, MeetingState::Cancelled);
        assert_eq!(world.state(&spared).await, MeetingState::Scheduled);
        let history = world.administrator_as_organizer().meeting(&doomed).await.unwrap().history;
        assert_eq!(history[0].0.what, "cancelled-elsewhere");
    })
    .await;
}

#[tokio::test]
async fn a_booking_without_an_answer_is_found_again() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        world.next("createmeet", Action::DropAfter);
        let outcome = world.organizer.schedule(&key(), &vmr_form(&world), &zone()).await;
        refused_as(portico_domain::refusals::Kind::Unconfirmed, outcome);
        round(&world).await;
        assert_eq!(Box::pin(world.services.reconcile()).await.unwrap(), 1);
        let meeting = found(&world, "Weekly review").await;
        assert_eq!((world.state(&meeting).await, world.booked().len()), (MeetingState::Scheduled, 1));
        assert_eq!(world.indexed(&meeting).await.owner.as_ref(), Some(&world.organizer.person().id));
    })
    .await;
}

#[tokio::test]
async fn a_room_that_refuses_to_speak_hides_no_other() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        booked_there(&world, "First", 5).await;
        booked_there(&world, "Second", 5).await;
        let body = r#"{"code":200008,"msg":"no"}"#.to_owned();
        let content_type = "application/json".into();
        world.next("getmeetinginfo", Action::Refuse { status: 200, body, content_type, retry_after: None });
        round(&world).await;
        assert_eq!(world.all_indexed().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_meeting_in_any_room_is_shown_as_it_was_asked_for() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&vmr_form(&world)).await;
        for _ in 0..2 {
            round(&world).await;
            let (known, _, password) = world.organizer.editable(&meeting).await.unwrap();
            let options = known.options.unwrap();
            let form = MeetingForm { password: "2468".into(), ..MeetingForm::of_vendor_options(&options) };
            assert_eq!((form.room.as_str(), form.visitor_ids.as_str()), ("", "9182, 9187"));
            assert!(form.host_password.is_empty() && password.is_some());
        }
        assert_eq!(world.all_indexed().await.len(), 1);
    })
    .await;
}
