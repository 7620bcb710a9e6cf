//! Meetings at a vendor that lists none: scheduled, changed, cancelled, and what becomes of lost answers.

use crate::support::webapi::*;
use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::{MeetingState, VendorOptions};
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault};
use secrecy::ExposeSecret;

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
async fn a_meeting_that_begins_now_begins_just_after_the_vendors_now() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let begun = MeetingForm { start: minutes(-4), ..webapi_form(&world) };
        let id = world.schedule(&begun).await;
        let start = world.indexed(&id).await.start;
        assert!((0..60_000).contains(&start.since(world.services.now())), "{start:?}");
        assert_eq!(world.the_held()["start"].as_i64(), Some(start.seconds()));
    })
    .await;
}

#[tokio::test]
async fn a_meeting_is_scheduled_and_what_is_told_only_once_is_kept_sealed() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&MeetingForm { live: "on".into(), ..webapi_form(&world) }).await;
        let held = world.the_held();
        assert_eq!(held["name"], "Weekly review");
        assert_eq!(held["end"].as_i64(), Some(NOW.plus_minutes(120).seconds()));
        assert_eq!(
            (held["live"].as_bool(), held["chairmanpwd"].as_str()),
            (Some(true), Some("chair-canary"))
        );
        let known = world.indexed(&id).await;
        assert_eq!((known.state, known.end), (MeetingState::Scheduled, Some(NOW.plus_minutes(120))));
        assert_eq!(world.number(&id).await, held["serial"]);
        assert_eq!(world.calls("getlogininfo"), 0, "there is no detail to fetch");

        let told = world.store.meetings().told(&id).await.unwrap().unwrap();
        let told = told.expose_secret();
        for part in ["/app/", "/live/", "/hls/", "/upload/", "auth_key=", "room_id"] {
            assert!(told.contains(part), "{part} in {told}");
        }
        // A change neither asks for it again nor loses it.
        let moved = MeetingForm { subject: "Moved".into(), start: minutes(90), ..webapi_form(&world) };
        world.organizer.change(&id, &key(), &moved, &zone()).await.unwrap();
        assert_eq!(world.store.meetings().told(&id).await.unwrap().unwrap().expose_secret(), told);
        let held = world.the_held();
        assert_eq!(held["name"], "Moved");
        assert_eq!(held["end"].as_i64(), Some(NOW.plus_minutes(120).seconds()), "the end is sent again");
        let Some(VendorOptions::Webapi(options)) = world.indexed(&id).await.options else {
            panic!("options")
        };
        assert!(options.live, "this vendor cannot take a broadcast back, whatever the form says");
    })
    .await;
}

#[tokio::test]
async fn a_meeting_without_an_end_has_none_until_it_is_given_one() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let open = MeetingForm { permanent: "on".into(), end: String::new(), ..webapi_form(&world) };
        let id = world.schedule(&open).await;
        assert_eq!(world.indexed(&id).await.end, None);
        assert!(world.the_held()["end"].is_null());
        world.organizer.change(&id, &key(), &webapi_form(&world), &zone()).await.unwrap();
        assert_eq!(world.indexed(&id).await.end, Some(NOW.plus_minutes(120)));
        assert_eq!(world.the_held()["end"].as_i64(), Some(NOW.plus_minutes(120).seconds()));
    })
    .await;
}

#[tokio::test]
async fn refusals_stand_beside_their_field_and_leave_nothing_behind() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let short = MeetingForm { password: "abc".into(), ..webapi_form(&world) };
        let refusal = refused_as(Kind::Invalid, world.try_schedule(&short).await);
        assert!(refusal.for_field("password").is_some());
        assert_eq!(world.calls("meetingcreate"), 0);
        // What only the vendor refuses.
        let codes = [(4006, "password"), (4003, "subject"), (4005, "start")];
        for (number, field) in codes {
            let mut variants = world.control().webapi_variants();
            variants.fail_with = Some(number);
            world.control().set_webapi_variants(variants);
            let refusal = refused(world.try_schedule(&webapi_form(&world)).await);
            assert_eq!(code(&refusal), number.to_string());
            assert!(refusal.for_field(field).is_some(), "{refusal}");
        }
        assert!(world.all_indexed().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_creation_without_an_answer_is_given_up_and_never_repeated() {
    for action in [Action::DropAfter, Action::DropBefore] {
        each_database(async |database| {
            let world = begin_webapi(database).await;
            let (lost, form) = (key(), webapi_form(&world));
            world.next("meetingcreate", action.clone());
            refused_as(Kind::Unconfirmed, world.organizer.schedule(&lost, &form, &zone()).await);
            world.pass(21);
            assert_eq!(world.services.reconcile().await.unwrap(), 0, "an answer may come late");
            assert_eq!(reconcile(&world).await, 1);
            let given_up = world.all_indexed().await.pop().unwrap();
            assert_eq!((given_up.state, &given_up.vendor_id), (MeetingState::Cancelled, &None));
            let history = world.organizer.meeting(&given_up.id).await.unwrap().history;
            assert_eq!(history[0].0.what, "never-answered");
            assert_eq!(world.calls("meetingcreate"), 1, "only a person asks again");
            // The same form, sent again.
            let made = world.organizer.schedule(&lost, &form, &zone()).await.unwrap();
            assert_eq!(world.state(&made).await, MeetingState::Scheduled);
            assert_eq!(world.state(&given_up.id).await, MeetingState::Cancelled);
        })
        .await;
    }
}

#[tokio::test]
async fn a_lost_change_is_sent_again_with_its_password() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let form = webapi_form(&world);
        let changed =
            MeetingForm { subject: "Renamed".into(), password: "new-canary".into(), ..form.clone() };
        for action in [Action::DropAfter, Action::DropBefore] {
            let id = world.schedule(&form).await;
            world.next("meetingmodify", action);
            let outcome = world.organizer.change(&id, &key(), &changed, &zone()).await;
            refused_as(Kind::Unconfirmed, outcome);
            assert_eq!(world.indexed(&id).await.subject, "Weekly review");
            assert_eq!(reconcile(&world).await, 1);
            assert_eq!(world.indexed(&id).await.subject, "Renamed");
            let held = world.the_held();
            assert_eq!(
                (held["name"].as_str(), held["chairmanpwd"].as_str()),
                (Some("Renamed"), Some("new-canary"))
            );
            assert_eq!(held["end"].as_i64(), Some(NOW.plus_minutes(120).seconds()));
            let password = world.store.meetings().password(&id).await.unwrap().unwrap();
            assert_eq!(password.expose_secret(), "new-canary");
            world.organizer.cancel(&id, &key()).await.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_lost_change_does_not_undo_a_later_one() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let named = |subject: &str| MeetingForm { subject: subject.into(), ..webapi_form(&world) };
        world.next("meetingmodify", Action::DropAfter);
        refused_as(Kind::Unconfirmed, world.organizer.change(&id, &key(), &named("First"), &zone()).await);
        world.pass(1);
        world.organizer.change(&id, &key(), &named("Second"), &zone()).await.unwrap();
        reconcile(&world).await;
        assert_eq!(world.the_held()["name"], "Second");
        assert_eq!(world.indexed(&id).await.subject, "Second");
        assert_eq!(world.calls("meetingmodify"), 2);
    })
    .await;
}

#[tokio::test]
async fn a_lost_cancellation_is_made_sure_of() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        for action in [Action::DropAfter, Action::DropBefore] {
            let id = world.schedule(&webapi_form(&world)).await;
            world.next("meetingdelete", action);
            refused_as(Kind::Unconfirmed, world.organizer.cancel(&id, &key()).await);
            assert_eq!(reconcile(&world).await, 1);
            assert_eq!(world.state(&id).await, MeetingState::Cancelled);
            assert!(world.webapi_held().is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn while_the_vendor_is_silent_nothing_is_concluded() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        world.next("meetingdelete", Action::DropBefore);
        refused_as(Kind::Unconfirmed, world.organizer.cancel(&id, &key()).await);
        world.control().add_fault(Fault::always(Action::Html502));
        assert_eq!(reconcile(&world).await, 0);
        refused(world.synchronise().await);
        assert_eq!(world.state(&id).await, MeetingState::Scheduled);
        world.control().clear_faults();
        world.pass(21);
        assert_eq!(world.services.reconcile().await.unwrap(), 1);
        assert_eq!(world.state(&id).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn nothing_can_be_ended_at_once() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        refused_as(Kind::Unsupported, world.organizer.end(&id, &key()).await);
        assert_eq!(world.state(&id).await, MeetingState::Scheduled);
    })
    .await;
}
