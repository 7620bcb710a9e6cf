//! Bookable rooms and contacts: read when somebody looks, without a PIN, and not once per person.

use crate::support::*;
use portico_domain::forms::ConnectionForm;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, ContactShape, Fault};
use portico_service::{ContactPage, RoomKind, TypedSecrets};
use std::time::Duration;

async fn vmr(world: &World) -> ConnectionId {
    let form = ConnectionForm {
        name: "VMR".into(),
        vendor: "vmr".into(),
        base_url: world.sandbox.vmr_base(),
        account: "admin@portico.example".into(),
        auth_form: "{id}:{key}".into(),
        public_id: "sandbox-api".into(),
        private_network: "on".into(),
        ..ConnectionForm::default()
    };
    let secrets = TypedSecrets::of("sandbox-api-key-not-for-production".into());
    world.administrator.add_connection(&form, &secrets).await.unwrap()
}

fn names(page: &ContactPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[tokio::test]
async fn rooms_are_told_without_their_pins() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr(&world).await;
        let rooms = world.organizer.rooms(&vmr).await.unwrap();
        assert_eq!(rooms.len(), 6);
        let own = rooms.iter().find(|room| room.id == 3364).unwrap();
        assert_eq!((own.name.as_str(), own.number.as_deref()), ("蓝天的会议室", Some("100713")));
        assert_eq!((own.kind, own.capacity, own.public), (RoomKind::Meeting, Some(100), false));
        let hall = rooms.iter().find(|room| room.id == 3390).unwrap();
        assert_eq!((hall.kind, hall.capacity, hall.public), (RoomKind::Lecture, Some(500), true));
        let said = shown(&rooms);
        for pin in ["123456", "1234567", "654321", "4321", "99999"] {
            assert!(!said.contains(&format!("\"{pin}\"")), "{pin} in {said}");
        }
    })
    .await;
}

#[tokio::test]
async fn contacts_are_paged_by_the_vendor_and_searched_here() {
    each_database(async |database| {
        let world = begin(database).await;
        let (organizer, vmr) = (&world.organizer, vmr(&world).await);
        let first = organizer.contacts(&vmr, " ", 0).await.unwrap();
        assert_eq!((first.rows.len(), first.page, first.more), (20, 1, true));
        let second = organizer.contacts(&vmr, "", 2).await.unwrap();
        assert_eq!((second.rows.len(), second.more), (6, false));
        assert!(first.rows.iter().all(|row| !second.rows.contains(row)));
        assert_eq!(organizer.contacts(&vmr, "", 3).await.unwrap().rows, []);

        assert_eq!(names(&organizer.contacts(&vmr, "o'NEILL", 1).await.unwrap()), ["James O'Neill"]);
        assert_eq!(names(&organizer.contacts(&vmr, "9187", 1).await.unwrap()), ["张伟"]);
        let nobody = organizer.contacts(&vmr, "nobody at all", 1).await.unwrap();
        assert_eq!((nobody.rows.len(), nobody.more, nobody.total), (0, false, Some(0)));
        let a = organizer.contacts(&vmr, "a", 1).await.unwrap();
        assert!(names(&a).contains(&"Maria García") && a.total == i64::try_from(a.rows.len()).ok());

        let ids = ["9240", "no such", "9182"].map(String::from);
        let named = organizer.contacts_named(&vmr, &ids).await.unwrap();
        let named: Vec<_> = named.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(named, ["Anna <Lab>", "王丽"]);
    })
    .await;
}

#[tokio::test]
async fn contacts_in_the_shape_of_the_documents_sample_are_read_as_well() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr(&world).await;
        let mut variants = world.control().vmr_variants();
        variants.contacts = ContactShape::Bookings;
        world.control().set_vmr_variants(variants);
        let found = world.organizer.contacts(&vmr, "王丽", 1).await.unwrap();
        assert_eq!(names(&found), ["王丽"]);
        // More than a page at once, because the sample's own people stand before them.
        let first = world.organizer.contacts(&vmr, "", 1).await.unwrap();
        assert_eq!(first.rows.len(), 20);
    })
    .await;
}

#[tokio::test]
async fn many_who_look_cost_one_call() {
    each_database(async |database| {
        let world = begin_with(database, false, Duration::from_secs(10)).await;
        let vmr = vmr(&world).await;
        let before = (world.calls("getmeeting"), world.calls("getcontacts"));
        let looks = (0..20).map(|number| {
            let (organizer, vmr) = (world.organizer.clone(), vmr.clone());
            async move {
                organizer.rooms(&vmr).await.unwrap();
                // Whatever is searched for, everybody is asked for once.
                organizer.contacts(&vmr, &format!("{number}"), 1).await.unwrap();
            }
        });
        together(looks).await;
        assert_eq!((world.calls("getmeeting"), world.calls("getcontacts")), (before.0 + 1, before.1 + 1));
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_is_told_and_noted() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr(&world).await;
        world.pass(10);
        world.control().add_fault(Fault::always(Action::Html502));
        refused(world.organizer.rooms(&vmr).await);
        refused(world.organizer.contacts(&vmr, "", 1).await);
        let refusal = refused(world.organizer.contacts(&vmr, "x", 1).await);
        assert!(refusal.incident.is_some(), "{refusal}");
        let connection = world.store.connections().by_id(&vmr).await.unwrap().unwrap();
        assert!(connection.health.is_failing());
        world.control().clear_faults();
        world.organizer.rooms(&vmr).await.unwrap();

        world.administrator.pause_connection(&vmr, true).await.unwrap();
        refused_as(Kind::Paused, world.organizer.rooms(&vmr).await);
    })
    .await;
}

#[tokio::test]
async fn a_booking_form_does_not_wait_for_a_slow_vendor() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr(&world).await;
        let ids = ["9182".to_owned()];
        let aids = world.organizer.booking_aids(&vmr, &ids).await;
        assert_eq!((aids.rooms.unwrap().len(), aids.invited[0].name.as_str()), (6, "王丽"));

        world.control().add_fault(Fault::always(Action::Delay { ms: 8000, after_handling: false }));
        let began = std::time::Instant::now();
        let aids = world.organizer.booking_aids(&vmr, &ids).await;
        assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
        assert_eq!(refused(aids.rooms).kind, Kind::VendorSilent);
        assert!(aids.invited.is_empty());
    })
    .await;
}

#[tokio::test]
async fn other_vendors_have_no_address_book() {
    each_database(async |database| {
        let world = begin(database).await;
        refused_as(Kind::Unsupported, world.organizer.rooms(&world.connection).await);
        refused_as(Kind::Unsupported, world.organizer.contacts(&world.connection, "", 1).await);
        let nowhere = ConnectionId::new("nowhere");
        refused_as(Kind::NotFound, world.organizer.rooms(&nowhere).await);
        assert_eq!(world.organizer.contacts_named(&world.connection, &[]).await.unwrap(), []);
    })
    .await;
}
