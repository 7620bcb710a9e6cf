//! A door behind which the vendor lets nobody in yet: whoever waits is let in when it does.

use crate::support::*;
use portico_domain::forms::{LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_sandbox::{Action, Fault};
use portico_service::joining::{Door, HandOver, Typed};
use secrecy::ExposeSecret;
use std::time::Duration;

async fn door(world: &World, slug: &str) -> Door {
    world.services.guest(slug).await.unwrap().door()
}

/// Sends the form; the ticket of whoever has to wait, `None` for whoever is in.
async fn send(world: &World, slug: &str, passcode: &str, ticket: &str) -> Option<String> {
    let typed = Typed { name: "Eve", passcode, ticket };
    match world.services.enter(slug, typed, &at("n")).await.unwrap().1 {
        HandOver::NotBegun { ticket } => Some(ticket.expose_secret().to_owned()),
        HandOver::Client { .. } => None,
        _ => panic!("neither in nor waiting"),
    }
}

async fn uses(world: &World, meeting: &MeetingId) -> i64 {
    world.store.links().of_meeting(meeting).await.unwrap().iter().map(|link| link.uses).sum()
}

#[tokio::test]
async fn where_the_host_comes_first_the_others_wait_and_no_vendor_is_asked_in_vain() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { join_before_host: String::new(), ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        let guarded = LinkForm { passcode: "open sesame".into(), most_uses: "1".into(), ..link_form() };
        let slug = world.a_link(&meeting, &guarded).await;
        let host = world.a_link(&meeting, &LinkForm { role: "host".into(), ..link_form() }).await;
        world.pass(3600);
        assert_eq!(door(&world, &slug).await, Door::NotBegun { again: None });
        assert_eq!(door(&world, &host).await, Door::Open);
        let mut waiting = world.services.watch_door(&slug).await.unwrap();
        let ticket = send(&world, &slug, "open sesame", "").await.expect("the host is not there");
        assert_eq!((world.calls("joinMeeting"), uses(&world, &meeting).await), (0, 0));

        assert_eq!(send(&world, &host, "", "").await, None);
        let told = tokio::time::timeout(Duration::from_secs(8), waiting.changed()).await;
        assert!(told.is_ok_and(|told| told.is_ok()), "those who wait hear of it");
        assert_eq!(door(&world, &slug).await, Door::Open);
        assert_eq!(send(&world, &slug, "", &ticket).await, None, "the passcode was right before");
        assert_eq!((world.calls("joinMeeting"), uses(&world, &meeting).await), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn where_the_vendor_opens_later_than_the_link_somebody_tries_now_and_then() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let early = LinkForm { early_minutes: "120".into(), ..link_form() };
        let slug = world.a_link(&meeting, &early).await;
        assert_eq!(door(&world, &slug).await, Door::Open, "nobody has tried");
        let ticket = send(&world, &slug, "", "").await.expect("the vendor lets nobody in an hour early");
        let again = NOW.plus_minutes(10);
        assert_eq!(door(&world, &slug).await, Door::NotBegun { again: Some(again) });
        for _ in 0..5 {
            assert!(send(&world, &slug, "", "").await.is_some());
        }
        assert_eq!((world.calls("joinMeeting"), uses(&world, &meeting).await), (1, 0));

        world.pass(600);
        assert_eq!(door(&world, &slug).await, Door::Open);
        assert!(send(&world, &slug, "", &ticket).await.is_some(), "fifty minutes are too early as well");
        assert_eq!(world.calls("joinMeeting"), 2);
        world.pass(1200);
        assert_eq!(send(&world, &slug, "", &ticket).await, None);

        let form = MeetingForm { start: minutes(120), end: minutes(150), ..meeting_form(&world) };
        let other = world.schedule(&form).await;
        let slug = world.a_link(&other, &early).await;
        assert!(send(&world, &slug, "", "").await.is_some());
        world.control().start_meeting(world.number(&other).await).unwrap();
        assert_eq!(door(&world, &slug).await, Door::Open, "once it runs nobody waits any longer");
        assert_eq!(send(&world, &slug, "", "").await, None);
    })
    .await;
}

#[tokio::test]
async fn while_the_vendor_is_silent_one_may_still_try_though_the_host_is_to_come_first() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { join_before_host: String::new(), ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.pass(3600);
        world.control().add_fault(Fault::always(Action::Html502));
        assert_eq!(door(&world, &slug).await, Door::Open);
        world.control().clear_faults();
        assert_eq!(door(&world, &slug).await, Door::NotBegun { again: None });
    })
    .await;
}
