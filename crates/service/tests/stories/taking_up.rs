//! Changes without an answer are taken up by one at a time, and each connection's without waiting for another's.

use crate::support::vmr::{begin_vmr, in_the_big_room};
use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault, Variants};
use portico_service::Services;
use secrecy::ExposeSecret;
use serde_json::json;
use std::time::Duration;

/// Looks again until it is so.
async fn until(mut so: impl AsyncFnMut() -> bool) {
    let looking = async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), looking).await.unwrap();
}

fn late(ms: u64) -> Action {
    Action::Delay { ms, after_handling: true }
}

#[tokio::test]
async fn a_vendor_that_hangs_holds_up_no_other() {
    each_database(async |database| {
        let world = begin(database).await;
        let rooms = vmr_connection(&world).await;
        // The one that will hang comes first.
        world.next("createMeeting", Action::DropAfter);
        world.next("createmeet", Action::DropAfter);
        let forms = [meeting_form(&world), vmr_meeting(&world, &rooms)];
        for form in &forms {
            refused_as(Kind::Unconfirmed, world.organizer.schedule(&key(), form, &zone()).await);
            world.pass(1);
        }
        world.control().add_fault(Fault {
            operation: None,
            path_prefix: Some("/CLOUDROOM-SERVER".into()),
            times: None,
            action: Action::Delay { ms: 60_000, after_handling: false },
        });
        world.pass(21);
        let services = world.services.clone();
        let looking = tokio::spawn(async move { Box::pin(services.reconcile()).await });
        until(async || {
            let known = world.all_indexed().await;
            known.iter().any(|it| it.connection == rooms && it.state == MeetingState::Scheduled)
        })
        .await;
        assert!(!looking.is_finished(), "the other still hangs");
        let known = world.all_indexed().await;
        let hanging = known.iter().find(|it| it.connection == world.connection).unwrap();
        assert_eq!(hanging.state, MeetingState::Unconfirmed);
        looking.abort();
    })
    .await;
}

#[tokio::test]
async fn two_replicas_at_one_rebooking_make_one_booking() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&in_the_big_room(&world)).await;
        // The old booking makes way, and the new one is never made: now nothing stands.
        let body = json!({ "code": "200009", "data": null, "message": "no", "state": 0 }).to_string();
        let content_type = "application/json".into();
        world.next("createmeet", Action::Refuse { status: 200, body, content_type, retry_after: None });
        world.next("createmeet", Action::DropBefore);
        let form = MeetingForm {
            subject: "Moved".into(),
            start: minutes(90),
            end: minutes(180),
            host_password: String::new(),
            ..in_the_big_room(&world)
        };
        refused_as(Kind::Unconfirmed, world.change_to(&meeting, &form).await);
        assert!(world.booked().is_empty());
        for _ in 0..2 {
            world.pass(21);
            assert_eq!(Box::pin(world.services.reconcile()).await.unwrap(), 0, "the vendor's list may lag");
        }

        // At the third look it is booked again. The first replica hears so late what the vendor lists that it is
        // believed dead; the second waits for its booking while the first goes on.
        let booked_before = world.calls("createmeet");
        world.control().clear_calls();
        world.next("getsubmeetings", late(1000));
        world.next("createmeet", late(2000));
        world.pass(21);
        let first = world.services.clone();
        let first = tokio::spawn(async move { Box::pin(first.reconcile()).await });
        until(async || world.calls("getsubmeetings") == 1).await;
        world.pass(21);
        let store = database.open().await;
        let second = Services::with_pace(store, AUDIT_KEY.into(), world.clock.clone(), Duration::ZERO);
        let second = tokio::spawn(async move { Box::pin(second.reconcile()).await });
        let settled = first.await.unwrap().unwrap() + second.await.unwrap().unwrap();
        assert_eq!(settled, 1, "one of them has the last word");
        assert_eq!((booked_before, world.calls("createmeet")), (3, 1));
        assert_eq!(world.booked().len(), 1);
        let known = world.indexed(&meeting).await;
        assert_eq!((known.subject.as_str(), known.state), ("Moved", MeetingState::Scheduled));
        assert_eq!(world.number(&meeting).await, world.booked()[0]["id"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_a_change_to_another_replica_writes_nothing_more() {
    each_database(async |database| {
        let world = begin(database).await;
        // This vendor tells no password.
        world.control().set_variants(Variants { details_lack_fields: true, ..Variants::default() });
        let meeting = world.schedule(&MeetingForm { password: "2468".into(), ..meeting_form(&world) }).await;
        let lost = MeetingForm { subject: "Renamed".into(), password: "1357".into(), ..meeting_form(&world) };
        world.next("updateMeeting", Action::DropAfter);
        let outcome = world.organizer.change(&meeting, &key(), &lost, &zone()).await;
        refused_as(Kind::Unconfirmed, outcome);

        // The first replica hears so late of it that it is believed dead; the second settles it meanwhile.
        world.control().clear_calls();
        world.next("queryMeeting", late(3000));
        world.pass(21);
        let first = world.services.clone();
        let first = tokio::spawn(async move { Box::pin(first.reconcile()).await });
        until(async || world.calls("queryMeeting") == 1).await;
        world.pass(21);
        let store = database.open().await;
        let second = Services::with_pace(store, AUDIT_KEY.into(), world.clock.clone(), Duration::ZERO);
        assert_eq!(Box::pin(second.reconcile()).await.unwrap(), 1);
        world.pass(2);
        let later = MeetingForm { password: "9753".into(), ..lost };
        world.organizer.change(&meeting, &key(), &later, &zone()).await.unwrap();

        assert!(!first.is_finished(), "it still waits");
        assert_eq!(first.await.unwrap().unwrap(), 0);
        let known = world.store.meetings().password(&meeting).await.unwrap().unwrap();
        assert_eq!(known.expose_secret(), "9753");
    })
    .await;
}
