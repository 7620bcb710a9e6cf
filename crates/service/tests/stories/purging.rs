//! What is not needed any more goes by itself; what was promised holds until then.

use crate::support::*;
use portico_domain::retention::{ENTRANT_DAYS, KEY_DAYS};
use portico_service::Services;
use std::time::Duration;

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_key_answers_for_as_long_as_was_promised_and_then_is_forgotten() {
    each_database(async |database| {
        let world = begin(database).await;
        let (form, key) = (meeting_form(&world), key());
        let first = world.organizer.schedule(&key, &form, &zone()).await.unwrap();
        world.pass(KEY_DAYS * DAY);
        world.services.purge().await.unwrap();
        let person = Some(&world.organizer.person().id);
        assert!(world.store.intents().by_key(person, &key).await.unwrap().is_some());
        let again = world.organizer.schedule(&key, &form, &zone()).await.unwrap();
        assert_eq!(
            (again, world.calls("createMeeting")),
            (first, 1),
            "the first answer, and no second meeting"
        );

        world.pass(1);
        world.services.purge().await.unwrap();
        assert!(world.store.intents().by_key(person, &key).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn names_of_those_who_came_in_go_after_as_long_as_pages_say() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let id = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        let entrants = world.store.entrants();
        let now = world.services.now();
        entrants.note(&meeting, "1", "Old Ann", "attendee", &id, now.minus_seconds(1)).await.unwrap();
        entrants.note(&meeting, "2", "Late Bob", "attendee", &id, now).await.unwrap();
        world.pass(ENTRANT_DAYS * DAY);
        world.services.purge().await.unwrap();
        let left = world.organizer.link(&meeting, &id).await.unwrap().entrants;
        assert_eq!(left.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Late Bob"]);
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_stays_whole() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let lines = async || world.store.audit().of_subject(meeting.as_str(), 50).await.unwrap().len();
        let before = lines().await;
        assert!(before > 0);
        world.pass(4000 * DAY);
        world.services.purge().await.unwrap();
        assert_eq!(lines().await, before);
        assert!(world.store.meetings().by_id(&meeting).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn one_replica_does_it_and_another_goes_on_if_it_dies() {
    each_database(async |database| {
        let world = begin(database).await;
        let clock = world.clock.clone();
        let other = Services::with_pace(world.store.clone(), AUDIT_KEY.into(), clock, Duration::ZERO);
        let (meeting, now) = (world.a_meeting().await, world.services.now());
        let id = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        world.store.entrants().note(&meeting, "1", "Ann", "attendee", &id, now).await.unwrap();
        world.pass((ENTRANT_DAYS + 1) * DAY);

        // A third one holds the lease, and dies.
        let now = world.services.now();
        assert!(world.store.leases().acquire("purge", "third", now, now.plus_seconds(60)).await.unwrap());
        assert_eq!(other.purge().await.unwrap(), None);
        assert_eq!(world.store.entrants().of_meeting(&meeting).await.unwrap().len(), 1, "not its turn");
        world.pass(60);
        assert!(other.purge().await.unwrap().is_some_and(|purged| purged > 0));
        assert!(world.store.entrants().of_meeting(&meeting).await.unwrap().is_empty());
        // It gives the lease back, so the next round may be anybody's.
        assert_eq!(world.services.purge().await.unwrap(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn a_running_server_does_it_by_itself() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, now) = (world.a_meeting().await, world.services.now());
        let id = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        world.store.entrants().note(&meeting, "1", "Ann", "attendee", &id, now).await.unwrap();
        world.pass((ENTRANT_DAYS + 1) * DAY);
        let background = world.services.start_background();
        let left = async || world.store.entrants().of_meeting(&meeting).await.unwrap().len();
        for _ in 0..500 {
            if left().await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        background.stop().await;
        assert_eq!(left().await, 0);
    })
    .await;
}
