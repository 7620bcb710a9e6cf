//! Once, however often it is sent.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::refusals::Kind;
use portico_sandbox::Action;

#[tokio::test]
async fn fifty_parallel_submits_with_one_key_make_one_meeting() {
    each_database(async |database| {
        let world = begin(database).await;
        let (form, key) = (meeting_form(&world), key());
        world.next("createMeeting", Action::Delay { ms: 150, after_handling: true });
        let submits = (0..50).map(|_| {
            let (organizer, form, key) = (world.organizer.clone(), form.clone(), key.clone());
            async move { organizer.schedule(&key, &form, &zone()).await }
        });
        let outcomes = together(submits).await;
        let first = outcomes[0].as_ref().unwrap();
        assert!(outcomes.iter().all(|outcome| outcome.as_ref() == Ok(first)), "{outcomes:?}");
        assert_eq!((world.calls("createMeeting"), world.held().len()), (1, 1));
        assert_eq!(world.all_indexed().await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn parallel_submits_of_a_bad_form_all_hear_the_same_refusal() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { host_id: "7".into(), ..meeting_form(&world) };
        world.next("createMeeting", Action::Delay { ms: 150, after_handling: true });
        let key = key();
        let submits = (0..10).map(|_| {
            let (organizer, form, key) = (world.organizer.clone(), form.clone(), key.clone());
            async move { organizer.schedule(&key, &form, &zone()).await }
        });
        for outcome in together(submits).await {
            assert_eq!(code(&refused(outcome)), "22223");
        }
        assert!(world.held().is_empty() && world.all_indexed().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn one_key_with_another_body_is_refused_once_the_first_succeeded() {
    each_database(async |database| {
        let world = begin(database).await;
        let (form, key) = (meeting_form(&world), key());
        world.organizer.schedule(&key, &form, &zone()).await.unwrap();
        let other = MeetingForm { subject: "Something else".into(), ..form.clone() };
        refused_as(Kind::Conflict, world.organizer.schedule(&key, &other, &zone()).await);
        // Of somebody else the same key is another key.
        world.administrator_as_organizer().schedule(&key, &other, &zone()).await.unwrap();
        assert_eq!(world.held().len(), 2);
        refused_as(Kind::Invalid, world.organizer.schedule("", &form, &zone()).await);
        refused_as(Kind::Invalid, world.organizer.schedule(&"k".repeat(161), &form, &zone()).await);
        // A script's longest, with the id of a meeting of the series that it cancels.
        world.organizer.schedule(&"k".repeat(64 + 1 + 36), &form, &zone()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn one_key_is_good_for_one_thing() {
    each_database(async |database| {
        let world = begin(database).await;
        let (one, other) = (world.a_meeting().await, world.a_meeting().await);
        let key = key();
        world.organizer.cancel(&one, &key).await.unwrap();
        refused_as(Kind::Conflict, world.organizer.cancel(&other, &key).await);
        refused_as(Kind::Conflict, world.organizer.end(&other, &key).await);
        assert_eq!(world.calls("deleteMeeting"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_corrected_form_with_the_same_key_is_also_sent_once() {
    each_database(async |database| {
        let world = begin(database).await;
        let (good, key) = (meeting_form(&world), key());
        let bad = MeetingForm { host_id: "7".into(), ..good.clone() };
        refused_as(Kind::VendorRefused, world.organizer.schedule(&key, &bad, &zone()).await);
        let submits = (0..20).map(|_| {
            let (organizer, form, key) = (world.organizer.clone(), good.clone(), key.clone());
            async move { organizer.schedule(&key, &form, &zone()).await.unwrap() }
        });
        let made = together(submits).await;
        assert!(made.iter().all(|id| *id == made[0]));
        assert_eq!(world.held().len(), 1);
    })
    .await;
}
