//! A guest at a link: how the door stands, and the way in.

use crate::support::*;
use portico_domain::forms::{LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::{Action, Fault};
use portico_service::DialIn;
use portico_service::joining::{Door, HandOver};
use secrecy::ExposeSecret;
use std::time::Duration;
use tokio::time::{sleep, timeout};

async fn door(world: &World, slug: &str) -> Door {
    world.services.guest(slug).await.unwrap().door()
}

async fn uses(world: &World, meeting: &MeetingId) -> i64 {
    world.store.links().of_meeting(meeting).await.unwrap()[0].uses
}

#[tokio::test]
async fn the_door_opens_ten_minutes_before_the_start() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let opens = NOW.plus_minutes(50);
        assert_eq!(door(&world, &slug).await, Door::TooEarly { opens });
        let guest = world.services.guest(&slug).await.unwrap();
        refused_as(Kind::Conflict, guest.enter("Eve", "", &at("n")).await);

        world.pass(50 * 60 - 1);
        assert_eq!(door(&world, &slug).await, Door::TooEarly { opens });
        world.pass(1);
        assert_eq!(door(&world, &slug).await, Door::Open);
        let guest = world.services.guest(&slug).await.unwrap();
        let (crmt, _) = crmt_of(guest.enter("  Eve & co.  ", "", &at("n")).await.unwrap());
        assert!(crmt.expose_secret().starts_with("CRMT:"));
        let call = world.control().calls_of("joinMeeting").pop().unwrap();
        assert!(call.path.contains("nickName=Eve%20%26%20co."), "{}", call.path);
        assert!(call.path.contains("userType=4"));
        // The sandbox lets it run as soon as someone is in.
        assert_eq!(door(&world, &slug).await, Door::Open);
        world.control().end_meeting(world.number(&meeting).await).unwrap();
        assert_eq!(door(&world, &slug).await, Door::Ended);
    })
    .await;
}

#[tokio::test]
async fn far_from_the_start_no_vendor_is_asked() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let before = world.control().calls().len();
        for _ in 0..20 {
            door(&world, &slug).await;
        }
        assert_eq!(world.control().calls().len(), before);
        assert_eq!(uses(&world, &meeting).await, 0, "looking consumes nothing");
    })
    .await;
}

#[tokio::test]
async fn a_meeting_that_began_early_lets_people_in() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.control().start_meeting(world.number(&meeting).await).unwrap();
        world.synchronise().await.unwrap();
        assert_eq!(door(&world, &slug).await, Door::Open);
    })
    .await;
}

#[tokio::test]
async fn cancelled_expired_and_unconfirmed_doors_say_so() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let form = LinkForm { expires: minutes(55), ..link_form() };
        let (plain, expiring) =
            (world.a_link(&meeting, &link_form()).await, world.a_link(&meeting, &form).await);
        world.pass(55 * 60);
        assert_eq!(door(&world, &expiring).await, Door::Expired);
        let guest = world.services.guest(&expiring).await.unwrap();
        refused_as(Kind::Conflict, guest.enter("Eve", "", &at("n")).await);
        assert_eq!(door(&world, &plain).await, Door::Open);
        let early_bird = world.services.guest(&plain).await.unwrap();
        world.organizer.cancel(&meeting, &key()).await.unwrap();
        assert_eq!(door(&world, &plain).await, Door::Cancelled);
        assert_eq!(door(&world, &expiring).await, Door::Expired, "what became of it is not told any more");
        // With the page of a minute ago the vendor still has the last word, and the use is given back.
        assert_eq!(code(&refused(early_bird.enter("Eve", "", &at("n")).await)), "22201");
        assert_eq!(world.store.links().of_meeting(&meeting).await.unwrap()[0].uses, 0);

        world.next("createMeeting", Action::DropAfter);
        let mut later = meeting_form(&world);
        (later.start, later.end) = (minutes(120), minutes(180));
        refused_as(Kind::Unconfirmed, world.organizer.schedule(&key(), &later, &zone()).await);
        let unsure = world.all_indexed().await.into_iter().find(|it| it.vendor_id.is_none()).unwrap().id;
        let slug = world.a_link(&unsure, &link_form()).await;
        assert_eq!(door(&world, &slug).await, Door::Unconfirmed);
        let guest = world.services.guest(&slug).await.unwrap();
        refused_as(Kind::Conflict, guest.enter("Eve", "", &at("n")).await);
    })
    .await;
}

#[tokio::test]
async fn the_passcode_and_the_name_are_asked_for() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { passcode: "open sesame".into(), ..link_form() }).await;
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        let refusal = refused(guest.enter("Eve", " ", &at("n")).await);
        assert_eq!(refusal.for_field("passcode"), Some(&Rule::Missing));
        let refusal = refused(guest.enter("Eve", "open sesam", &at("n")).await);
        assert_eq!(refusal.for_field("passcode"), Some(&Rule::WrongPasscode));
        for name in ["", &"x".repeat(31), "a\u{7}b"] {
            let refusal = refused(guest.enter(name, "open sesame", &at("n")).await);
            assert!(refusal.for_field("name").is_some(), "{name:?}");
        }
        assert_eq!((world.calls("joinMeeting"), uses(&world, &meeting).await), (0, 0));
        guest.enter("Eve", " open sesame ", &at("n")).await.map(|_| ()).unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_a_hundred_at_once_with_one_use_left_one_gets_in() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { most_uses: "1".into(), ..link_form() }).await;
        world.pass(3600);
        let crowd = (0..100).map(|n| {
            let (services, slug) = (world.services.clone(), slug.clone());
            async move { services.guest(&slug).await?.enter(&format!("Guest {n}"), "", &at("n")).await }
        });
        let outcomes = together(crowd).await;
        let (mut came, mut queued) = (0, Vec::new());
        for outcome in outcomes {
            match outcome {
                Ok(HandOver::Queued(place)) => queued.push(place),
                Ok(_) => came += 1,
                Err(refusal) => assert_eq!(refusal.kind, Kind::Conflict, "{refusal}"),
            }
        }
        assert_eq!(came, 1);
        // Those who were sent to the queue hear it when it is their turn.
        world.pass(4);
        for place in queued {
            let guest = world.services.guest_unasked(&slug).await.unwrap();
            let back = guest.come_back("Guest", place.ticket.expose_secret(), &at("n")).await;
            refused_as(Kind::Conflict, back);
        }
        assert_eq!((world.calls("joinMeeting"), uses(&world, &meeting).await), (1, 1));
        assert_eq!(door(&world, &slug).await, Door::UsedUp);
    })
    .await;
}

#[tokio::test]
async fn a_host_link_makes_a_host_and_the_password_never_meets_the_guest() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting =
            world.schedule(&MeetingForm { password: "135790".into(), ..meeting_form(&world) }).await;
        let host = world.a_link(&meeting, &LinkForm { role: "host".into(), ..link_form() }).await;
        world.pass(3600);
        let way = world.services.guest(&host).await.unwrap().enter("Ada", "", &at("n")).await.unwrap();
        let call = world.control().calls_of("joinMeeting").pop().unwrap();
        assert!(call.path.contains("userType=1") && call.path.contains("password=135790"), "{}", call.path);
        assert_eq!(call.status, Some(200));
        let (crmt, public_url) = crmt_of(way);
        assert!(!crmt.expose_secret().contains("135790"));
        assert!(!public_url.unwrap_or_default().contains("135790"));
    })
    .await;
}

#[tokio::test]
async fn a_vendors_refusal_gives_the_use_back() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting =
            world.schedule(&MeetingForm { who_may_join: "company".into(), ..meeting_form(&world) }).await;
        let slug = world.a_link(&meeting, &LinkForm { most_uses: "1".into(), ..link_form() }).await;
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        let refusal = refused_as(Kind::VendorRefused, guest.enter("Stranger", "", &at("n")).await);
        assert_eq!(code(&refusal), "22206");
        assert_eq!(uses(&world, &meeting).await, 0);
        world.next("joinMeeting", Action::DropAfter);
        refused_as(Kind::VendorSilent, guest.enter("王丽", "", &at("n")).await);
        assert_eq!(uses(&world, &meeting).await, 0);
        guest.enter("王丽", "", &at("n")).await.map(|_| ()).unwrap();
        assert_eq!(uses(&world, &meeting).await, 1);
    })
    .await;
}

#[tokio::test]
async fn whoever_goes_away_before_the_vendor_answers_has_not_used_the_link() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { most_uses: "1".into(), ..link_form() }).await;
        world.pass(3600);
        // At the vendor, at the desk where uses are counted, and anywhere between.
        for after in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 400] {
            world.pass(1);
            world.next("joinMeeting", Action::Delay { ms: 500, after_handling: false });
            let guest = world.services.guest_unasked(&slug).await.unwrap();
            let gone = timeout(Duration::from_millis(after), guest.enter("Eve", "", &at("n"))).await;
            assert!(gone.is_err(), "it goes away after {after} ms");
            let back = async {
                sleep(Duration::from_millis(150)).await;
                while uses(&world, &meeting).await > 0 {
                    sleep(Duration::from_millis(20)).await;
                }
            };
            timeout(Duration::from_secs(8), back).await.expect("the use comes back");
            world.control().clear_faults();
        }
        assert_eq!(door(&world, &slug).await, Door::Open);
        world.pass(1);
        let guest = world.services.guest(&slug).await.unwrap();
        guest.enter("Eve", "", &at("n")).await.map(|_| ()).unwrap();
        assert_eq!(uses(&world, &meeting).await, 1, "nothing is given back twice");
    })
    .await;
}

#[tokio::test]
async fn while_the_vendor_is_silent_the_page_still_stands() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.pass(3600);
        world.control().add_fault(Fault::always(Action::Html502));
        let guest = world.services.guest(&slug).await.unwrap();
        assert_eq!(guest.door(), Door::Open);
        assert_eq!(guest.failing.as_ref().map(|it| it.kind), Some(Kind::VendorSilent));
        refused_as(Kind::VendorSilent, guest.enter("Eve", "", &at("n")).await);
        assert_eq!(uses(&world, &meeting).await, 0);
    })
    .await;
}

/// Number and PIN, as they are shown.
fn shown(dial_in: Option<DialIn>) -> Option<(String, Option<String>)> {
    dial_in.map(|known| (known.number, known.pin.map(|pin| pin.expose_secret().to_owned())))
}

#[tokio::test]
async fn how_one_calls_in_is_shown_to_those_who_come_and_the_pin_to_nobody_who_only_looks() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        let told = shown(world.organizer.meeting(&meeting).await.unwrap().dial_in).unwrap();
        assert_eq!(told.0, "008600000000000");
        assert_eq!(told.1.as_ref().map(String::len), Some(6));
        world.organizer.share(&meeting, &world.viewer.person().id).await.unwrap();
        let seen = shown(world.viewer.meeting(&meeting).await.unwrap().dial_in);
        assert_eq!(seen, Some((told.0.clone(), None)));
        // Told once, it is not written again and again, and known where the vendor is silent.
        let sealed = world.store.meetings().told(&meeting).await.unwrap().unwrap();
        assert!(sealed.expose_secret().contains(told.1.as_ref().unwrap()));
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        match guest.enter("Eve", "", &at("n")).await.unwrap() {
            HandOver::Client { dial_in, .. } => assert_eq!(shown(dial_in), Some(told)),
            _ => panic!("it should lead into the client"),
        }
        // Something unreadable in its place keeps nobody out.
        world.store.meetings().set_told(&meeting, &"unreadable".into()).await.unwrap();
        let guest = world.services.guest_unasked(&slug).await.unwrap();
        match guest.enter("Eve", "", &at("n")).await.unwrap() {
            HandOver::Client { dial_in, .. } => assert_eq!(shown(dial_in), None),
            _ => panic!("it should lead into the client"),
        }
    })
    .await;
}

#[tokio::test]
async fn a_host_without_the_client_comes_in_as_host_and_nobody_else_does() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let host = world.a_link(&meeting, &LinkForm { role: "host".into(), ..link_form() }).await;
        let attendee = world.a_link(&meeting, &link_form()).await;
        let shown = world.organizer.meeting(&meeting).await.unwrap().meeting.public_url.unwrap();
        world.pass(3600);
        for (slug, own) in [(host, true), (attendee, false)] {
            let guest = world.services.guest(&slug).await.unwrap();
            let HandOver::Client { public_url, .. } = guest.enter("Eve", "", &at("n")).await.unwrap() else {
                panic!("it should lead into the client");
            };
            let address = public_url.unwrap();
            assert_eq!(address != shown, own, "{address}");
            let sealed = world.store.meetings().told(&meeting).await.unwrap().unwrap();
            assert_eq!(sealed.expose_secret().contains(&address), own, "{address}");
        }
        // Where the vendor has told no address for hosts, there is none, rather than that of anybody.
        let host = world.a_link(&meeting, &LinkForm { role: "host".into(), ..link_form() }).await;
        let guest = world.services.guest(&host).await.unwrap();
        world.store.meetings().set_told(&meeting, &"unreadable".into()).await.unwrap();
        let (_, address) = crmt_of(guest.enter("Ada", "", &at("n")).await.unwrap());
        assert_eq!(address, None);
    })
    .await;
}
