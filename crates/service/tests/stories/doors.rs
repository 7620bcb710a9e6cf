//! Waiting at a door: whoever waits is told when the page would say something else.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::refusals::Kind;
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::time::timeout;

/// Longer than two looks of the watcher.
const SOON: Duration = Duration::from_secs(8);

async fn told(door: &mut Receiver<u64>) -> bool {
    timeout(SOON, door.changed()).await.is_ok_and(|told| told.is_ok())
}

#[tokio::test]
async fn a_change_the_opening_and_a_cancellation_are_told_to_everyone() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let mut first = world.services.watch_door(&slug).await.unwrap();
        let mut second = world.services.watch_door(&slug).await.unwrap();

        let renamed = MeetingForm { subject: "Moved".into(), ..meeting_form(&world) };
        world.organizer.change(&meeting, &key(), &renamed, &zone()).await.unwrap();
        assert!(told(&mut first).await && told(&mut second).await, "of the change");
        world.pass(50 * 60);
        assert!(told(&mut first).await && told(&mut second).await, "of the opening");
        world.organizer.cancel(&meeting, &key()).await.unwrap();
        assert!(told(&mut first).await && told(&mut second).await, "of the cancellation");

        world.services.stop_watching();
        let end = timeout(SOON, async { while first.changed().await.is_ok() {} });
        assert!(end.await.is_ok(), "a server that stops ends the wait");
        refused_as(Kind::NotFound, world.services.watch_door("nowhere").await);
    })
    .await;
}

#[tokio::test]
async fn a_link_gives_a_calendar_file_until_it_is_withdrawn() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let entry = portico_service::calendar::Entry { address: "https://x/j/s", text: "Join" };
        let file = world.services.guest(&slug).await.unwrap().calendar_file(&entry).await.unwrap();
        assert!(file.contains(&format!("UID:{meeting}@portico")), "{file}");
        assert!(file.contains("SUMMARY:Weekly review") && file.contains("METHOD:PUBLISH"), "{file}");

        world.organizer.cancel(&meeting, &key()).await.unwrap();
        let file = world.services.guest(&slug).await.unwrap().calendar_file(&entry).await.unwrap();
        assert!(file.contains("METHOD:CANCEL"), "{file}");

        let another = world.a_meeting().await;
        let slug = world.a_link(&another, &link_form()).await;
        let link = world.store.links().of_meeting(&another).await.unwrap().remove(0);
        world.organizer.revoke_link(&another, &link.id).await.unwrap();
        let guest = world.services.guest(&slug).await.unwrap();
        refused_as(Kind::NotFound, guest.calendar_file(&entry).await);
    })
    .await;
}
