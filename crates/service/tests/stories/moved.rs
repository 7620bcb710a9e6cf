//! A meeting that is moved keeps its links, and whoever holds one is told.

use crate::support::*;
use portico_domain::forms::{LinkForm, MeetingForm};
use portico_domain::time::Timestamp;

fn later(form: MeetingForm) -> MeetingForm {
    MeetingForm { start: minutes(90), end: minutes(150), host_password: String::new(), ..form }
}

async fn moved_from(world: &World, slug: &str) -> Option<Timestamp> {
    world.services.guest(slug).await.unwrap().moved_from()
}

#[tokio::test]
async fn a_link_survives_and_says_when_it_was_to_begin() {
    for vendor in VENDORS {
        each_database(async |database| {
            let (world, form) = begin_at(database, vendor).await;
            let meeting = world.schedule(&form).await;
            let before =
                world.a_link(&meeting, &LinkForm { early_minutes: "1440".into(), ..link_form() }).await;
            assert_eq!(moved_from(&world, &before).await, None, "{vendor:?}");
            world.pass(1);
            world.organizer.change(&meeting, &key(), &later(form.clone()), &zone()).await.unwrap();
            world.pass(1);
            let after = world.a_link(&meeting, &link_form()).await;
            assert_eq!(moved_from(&world, &before).await, Some(NOW.plus_minutes(60)), "{vendor:?}");
            assert_eq!(moved_from(&world, &after).await, None, "whoever got it later knows no other time");
            let guest = world.services.guest(&before).await.unwrap();
            assert_eq!(guest.occurrence().0, NOW.plus_minutes(90));

            let renamed = MeetingForm { subject: "Renamed".into(), ..later(form) };
            world.organizer.change(&meeting, &key(), &renamed, &zone()).await.unwrap();
            assert_eq!(moved_from(&world, &before).await, Some(NOW.plus_minutes(60)), "renamed is not moved");
            world.pass(85 * 60);
            let guest = world.services.guest(&before).await.unwrap();
            guest.enter("Ann", "", &at("n")).await.map(drop).unwrap();
            world.pass(5 * 60);
            assert_eq!(moved_from(&world, &before).await, None, "{vendor:?}: it is not ahead any more");
        })
        .await;
    }
}

#[tokio::test]
async fn what_was_moved_at_the_vendor_is_told_too_and_wakes_whoever_waits() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let mut door = world.services.watch_door(&slug).await.unwrap();
        world.pass(1);
        let number = portico_domain::ids::VendorMeetingId::new(world.number(&meeting).await.to_string());
        let draft =
            later(meeting_form(&world)).read(portico_domain::capabilities::Vendor::Cloudroom).unwrap();
        let draft = draft.place(|time| zone().place(time)).unwrap();
        use portico_service::vendors::MeetingVendor;
        world.at_the_vendor().await.change(&number, &draft).await.unwrap();
        world.synchronise().await.unwrap();
        assert_eq!(moved_from(&world, &slug).await, Some(NOW.plus_minutes(60)));
        tokio::time::timeout(std::time::Duration::from_secs(20), door.changed()).await.unwrap().unwrap();
    })
    .await;
}
