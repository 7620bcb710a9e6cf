//! A vendor that hangs or does not answer: it costs others nothing, its own callers little, and is asked again.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::SessionId;
use portico_domain::people::Person;
use portico_domain::refusals::{Kind, Refusal};
use portico_sandbox::{Action, Fault};
use portico_service::vendors::kit::Limits;
use portico_service::{Caller, Organizer, Services, SignedIn};
use portico_store::intents::IntentState;
use std::sync::Arc;
use std::time::Duration;

/// A Portico that minds what it asks of a vendor.
struct Careful {
    services: Services,
    organizer: Organizer,
}

fn signed_in(person: &Person) -> Caller {
    Caller::SignedIn(Arc::new(SignedIn { person: person.clone(), session: SessionId::new("none") }))
}

fn careful(world: &World) -> Careful {
    // A look at a meeting is tried three times.
    let limits = Limits { failures: 3, at_once: 4, for_joins: 1, ..Limits::default() };
    let (store, clock) = (world.store.clone(), world.clock.clone());
    let services = Services::with_limits(store, AUDIT_KEY.into(), clock, Duration::ZERO, limits);
    let organizer = services.organizer(&signed_in(world.organizer.person())).unwrap();
    Careful { services, organizer }
}

fn cloudroom(action: Action) -> Fault {
    Fault { operation: None, path_prefix: Some("/CLOUDROOM-SERVER".into()), times: None, action }
}

#[tokio::test]
async fn a_vendor_that_hangs_slows_no_others_page() {
    each_database(async |database| {
        let world = begin(database).await;
        let rooms = vmr_connection(&world).await;
        let here = world.schedule(&vmr_meeting(&world, &rooms)).await;
        let mut hanging = Vec::new();
        for _ in 0..6 {
            hanging.push(world.a_meeting().await);
        }
        let careful = careful(&world);
        world.control().add_fault(cloudroom(Action::Delay { ms: 60_000, after_handling: false }));
        world.control().clear_calls();
        let looks: Vec<_> = hanging
            .into_iter()
            .map(|meeting| {
                let organizer = careful.organizer.clone();
                tokio::spawn(async move { organizer.meeting(&meeting).await.map(drop) })
            })
            .collect();
        while world.calls("queryMeeting") < 3 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let whole = careful.organizer.meeting(&here).await.unwrap();
        assert_eq!(whole.failing, None);
        assert_eq!(world.calls("queryMeeting"), 3, "no more of them at once");
        assert!(looks.iter().all(|look| !look.is_finished()), "those who look at the other wait");
        looks.into_iter().for_each(|look| look.abort());
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_does_not_answer_is_left_alone_until_it_does() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let Careful { organizer, .. } = careful(&world);
        let failing = async || organizer.meeting(&meeting).await.unwrap().failing;
        let told = |refusal: &Refusal| (refusal.kind, refusal.silent_for, refusal.retry_after);
        world.control().add_fault(cloudroom(Action::DropBefore));
        world.pass(1);
        assert_eq!(told(&failing().await.unwrap()), (Kind::VendorSilent, None, None), "what went wrong");
        assert!(world.connection().await.health.is_failing());

        world.control().clear_calls();
        world.pass(3);
        assert_eq!(told(&failing().await.unwrap()), (Kind::VendorSilent, Some(3), Some(2)));
        // A change was certainly not made, so nobody has to find out whether it was.
        let form = MeetingForm { subject: "Renamed".into(), ..meeting_form(&world) };
        let key = key();
        let change = async || organizer.change(&meeting, &key, &form, &zone()).await;
        assert_eq!(refused_as(Kind::VendorSilent, change().await).silent_for, Some(3));
        let person = Some(&organizer.person().id);
        let intent = world.store.intents().by_key(person, &key).await.unwrap().unwrap();
        assert_eq!(intent.state, IntentState::Refused);
        assert!(world.control().calls().is_empty(), "it is left alone");

        world.control().clear_faults();
        refused_as(Kind::VendorSilent, change().await);
        world.pass(2);
        change().await.unwrap();
        assert_eq!(failing().await, None);
        assert_eq!(world.indexed(&meeting).await.subject, "Renamed");
        assert!(!world.connection().await.health.is_failing());
    })
    .await;
}

#[tokio::test]
async fn whoever_tests_the_connection_need_not_wait() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let Careful { organizer, services } = careful(&world);
        let administrator = services.administrator(&signed_in(world.administrator.person())).unwrap();
        world.control().add_fault(cloudroom(Action::DropBefore));
        world.pass(1);
        organizer.meeting(&meeting).await.unwrap();
        for _ in 0..2 {
            world.control().clear_calls();
            let refusal =
                refused_as(Kind::VendorSilent, administrator.test_connection(&world.connection).await);
            assert_eq!((refusal.silent_for, world.control().calls().len()), (None, 1), "it was asked");
            assert!(organizer.meeting(&meeting).await.unwrap().failing.unwrap().silent_for.is_some());
        }
        world.control().clear_faults();
        administrator.test_connection(&world.connection).await.unwrap();
        assert_eq!(organizer.meeting(&meeting).await.unwrap().failing, None);
    })
    .await;
}
