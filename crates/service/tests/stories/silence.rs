//! A vendor that is silent, late, refuses the credential, or has another clock.

use crate::support::*;
use portico_domain::connections::Lag;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_domain::time::Timestamp;
use portico_sandbox::{Action, Fault};
use portico_service::TypedSecrets;

#[tokio::test]
async fn a_silent_vendor_changes_nothing_and_is_noted_until_it_speaks_again() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.pass(60);
        for action in
            [Action::DropBefore, Action::Html502, Action::Garbage, Action::WrongTypes, Action::Truncate]
        {
            let name = format!("{action:?}");
            world.control().add_fault(Fault::always(action));
            world.pass(10);
            refused(world.synchronise().await);
            let whole = world.viewer.meeting(&meeting).await.unwrap();
            assert!(whole.failing.is_some(), "{name}");
            assert_eq!(whole.meeting.subject, "Weekly review");
            assert_eq!(world.state(&meeting).await, MeetingState::Scheduled, "{name}");
            let health = world.connection().await.health;
            assert!(health.is_failing() && health.failure.is_some(), "{name}: {health:?}");

            world.control().clear_faults();
            world.pass(10);
            world.synchronise().await.unwrap();
            assert!(!world.connection().await.health.is_failing(), "{name}: recovered");
        }
        assert_eq!(world.all_indexed().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_is_away_for_a_week_is_caught_up_with() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, _) = world.a_running_meeting().await;
        world.synchronise().await.unwrap();
        assert_eq!(world.state(&meeting).await, MeetingState::Live);
        world.pass(7 * 86_400);
        world.synchronise().await.unwrap();
        let known = world.indexed(&meeting).await;
        assert_eq!((known.state, known.members), (MeetingState::Ended, 1));
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_is_off_is_measured_and_then_said_plainly() {
    each_database(async |database| {
        let world = begin(database).await;
        let skew = |seconds| Fault::always(Action::ClockSkew { seconds });
        world.control().add_fault(skew(240));
        world.pass(10);
        let report = world.administrator.test_connection(&world.connection).await.unwrap();
        assert_eq!(report.skew_seconds, Some(240));
        assert_eq!(world.connection().await.health.skew_seconds, Some(240));

        world.control().clear_faults();
        world.control().add_fault(skew(-360));
        world.pass(10);
        let outcome = world.administrator.test_connection(&world.connection).await;
        let refusal = refused_as(Kind::VendorClock, outcome);
        assert_eq!(code(&refusal), "22004");
        assert!(refusal.vendor.unwrap().meaning_en.contains("360 s behind ours"));
        assert_eq!(world.connection().await.health.failure.as_deref(), Some("vendor-clock"));
    })
    .await;
}

#[tokio::test]
async fn a_wrong_secret_is_told_and_a_right_one_mends_it() {
    each_database(async |database| {
        let world = begin(database).await;
        world
            .administrator
            .change_secret(&world.connection, &TypedSecrets::of("wrong".into()))
            .await
            .unwrap();
        world.pass(10);
        let outcome = world.administrator.test_connection(&world.connection).await;
        let refusal = refused_as(Kind::VendorCredential, outcome);
        assert_eq!(code(&refusal), "22005");
        refused_as(
            Kind::VendorCredential,
            world.organizer.schedule(&key(), &meeting_form(&world), &zone()).await,
        );
        assert!(world.all_indexed().await.is_empty());
        world.pass(10);
        world
            .administrator
            .change_secret(&world.connection, &TypedSecrets::of(VENDOR_SECRET.into()))
            .await
            .unwrap();
        world.administrator.test_connection(&world.connection).await.unwrap();
        world.a_meeting().await;
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_asks_for_fewer_calls_is_heard() {
    each_database(async |database| {
        let world = begin(database).await;
        world.control().add_fault(Fault::always(Action::Refuse {
            status: 429,
            body: r#"{"code":22008,"msg":"x"}"#.into(),
            content_type: "application/json".into(),
            retry_after: Some(60),
        }));
        world.pass(10);
        let refusal = refused_as(Kind::VendorBusy, world.synchronise().await);
        assert_eq!((code(&refusal), refusal.retry_after), ("22008", Some(60)));
    })
    .await;
}

/// What a list says of the connection's age, and since when.
async fn lag(world: &World) -> (Option<Lag>, Option<Timestamp>) {
    let connections = world.viewer.connections().await.unwrap();
    (connections[0].lag(world.services.now()), connections[0].health.synchronised)
}

#[tokio::test]
async fn lists_say_how_old_they_are_while_a_vendor_is_silent_and_nothing_when_it_is_not() {
    each_database(async |database| {
        let world = begin(database).await;
        world.synchronise().await.unwrap();
        let known = Some(world.services.now());
        assert_eq!(lag(&world).await, (None, known));

        world.control().add_fault(Fault::always(Action::DropBefore));
        world.pass(30);
        refused(world.synchronise().await);
        assert_eq!(lag(&world).await, (Some(Lag::Silent), known), "at once");
        world.pass(3600);
        refused(world.synchronise().await);
        assert_eq!(lag(&world).await, (Some(Lag::Silent), known), "the last good answer stays");

        world.control().clear_faults();
        world.pass(10);
        world.administrator.test_connection(&world.connection).await.unwrap();
        assert_eq!(lag(&world).await, (Some(Lag::Behind), known), "it answers, and has told no lists");
        world.synchronise().await.unwrap();
        let known = Some(world.services.now());
        assert_eq!(lag(&world).await, (None, known));

        world.administrator.pause_connection(&world.connection, true).await.unwrap();
        assert_eq!(lag(&world).await, (Some(Lag::Paused), known));
    })
    .await;
}
