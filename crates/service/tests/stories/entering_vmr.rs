//! Going into a VMR meeting: a page, a number, and the PIN of one's role alone.

use crate::support::*;
use portico_domain::forms::{LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault};
use portico_service::joining::{Door, HandOver};
use secrecy::ExposeSecret;

struct Booked {
    meeting: MeetingId,
    attendee: String,
    host: String,
}

async fn booked(world: &World) -> Booked {
    let vmr = vmr_connection(world).await;
    let form = MeetingForm {
        room: "486".into(),
        password: "135790".into(),
        host_password: "975310".into(),
        ..vmr_meeting(world, &vmr)
    };
    let meeting = world.schedule(&form).await;
    let attendee = world.a_link(&meeting, &link_form()).await;
    let host = world.a_link(&meeting, &LinkForm { role: "host".into(), ..link_form() }).await;
    Booked { meeting, attendee, host }
}

async fn number(world: &World, slug: &str) -> (Option<String>, String, Option<String>) {
    let guest = world.services.guest(slug).await.unwrap();
    match guest.enter("Eve", "", &at("n")).await.unwrap() {
        HandOver::Number { share_address, short_number, pin } => {
            (share_address, short_number, pin.map(|pin| pin.expose_secret().to_owned()))
        }
        _ => panic!("it should have been a number"),
    }
}

#[tokio::test]
async fn each_role_gets_its_own_pin_and_never_the_other() {
    each_database(async |database| {
        let world = begin(database).await;
        let booked = booked(&world).await;
        world.pass(3600);
        let (page, short, pin) = number(&world, &booked.attendee).await;
        assert_eq!((short.as_str(), pin.as_deref()), ("2516", Some("135790")));
        let page = page.unwrap();
        assert!(page.starts_with(&world.sandbox.vmr_base()), "{page}");
        assert!(open_page(&page).await.starts_with("HTTP/1.0 200"), "it leads somewhere");
        assert!(!page.contains("975310") && !page.contains("135790"));
        let (_, short, pin) = number(&world, &booked.host).await;
        assert_eq!((short.as_str(), pin.as_deref()), ("2516", Some("975310")));

        let audit = shown(&world.administrator.audit(None, 1000).await.unwrap());
        assert!(!audit.contains("135790") && !audit.contains("975310"), "{audit}");
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_is_told_and_the_use_given_back() {
    each_database(async |database| {
        let world = begin(database).await;
        let booked = booked(&world).await;
        world.pass(3600);
        world.control().add_fault(Fault::always(Action::Html502));
        let guest = world.services.guest(&booked.attendee).await.unwrap();
        assert_eq!((guest.door(), guest.failing.is_some()), (Door::Open, true));
        refused_as(Kind::VendorSilent, guest.enter("Eve", "", &at("n")).await);
        let links = world.store.links().of_meeting(&booked.meeting).await.unwrap();
        assert!(links.iter().all(|link| link.uses == 0));
    })
    .await;
}

#[tokio::test]
async fn a_booking_that_is_gone_closes_the_door() {
    each_database(async |database| {
        let world = begin(database).await;
        let booked = booked(&world).await;
        world.pass(3600);
        let early_bird = world.services.guest(&booked.attendee).await.unwrap();
        world.organizer.cancel(&booked.meeting, &key()).await.unwrap();
        assert_eq!(world.services.guest(&booked.attendee).await.unwrap().door(), Door::Cancelled);
        refused_as(Kind::NotFound, early_bird.enter("Eve", "", &at("n")).await);
    })
    .await;
}
