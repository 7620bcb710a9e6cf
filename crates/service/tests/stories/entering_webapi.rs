//! Going into a WebAPI meeting: a page whose address says who enters, made at the moment of the join.

use crate::support::*;
use portico_domain::forms::{LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_service::joining::{Door, HandOver};
use secrecy::ExposeSecret;

async fn a_meeting(world: &World) -> MeetingId {
    let webapi = webapi_connection(world).await;
    world.schedule(&webapi_meeting(world, &webapi)).await
}

async fn a_link_as(world: &World, meeting: &MeetingId, role: &str) -> String {
    world.a_link(meeting, &LinkForm { role: role.into(), ..link_form() }).await
}

/// The page's address, and what the vendor will call this person.
async fn way_in(world: &World, slug: &str, name: &str) -> (String, String) {
    let guest = world.services.guest(slug).await.unwrap();
    match guest.enter(name, "", &at("n")).await.unwrap() {
        HandOver::Page { url, user_id } => (url.expose_secret().to_owned(), user_id),
        _ => panic!("it should have been a page"),
    }
}

/// What the vendor's page says of one claim, as text.
fn claim(page: &str, name: &str) -> Option<String> {
    let (_, rest) = page.split_once(&format!("data-claim=\"{name}\">"))?;
    let (text, _) = rest.split_once("</dd>")?;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    Some(text.replace("&#x27;", "'").replace("&amp;", "&"))
}

#[tokio::test]
async fn each_role_enters_as_what_its_link_says() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_meeting(&world).await;
        let roles = [
            ("attendee", "presenter", None),
            ("speaker", "speaker", None),
            ("host", "chairman", None),
            ("invisible", "presenter", Some("1")),
        ];
        world.pass(3600);
        for (role, join_role, invisible) in roles {
            let slug = a_link_as(&world, &meeting, role).await;
            let (address, user_id) = way_in(&world, &slug, "王丽").await;
            assert!(address.starts_with(&format!("{}/h5/index.html?token=", origin(&world))), "{address}");
            let page = open_page(&address).await;
            assert!(page.starts_with("HTTP/1.0 200"), "{page}");
            assert_eq!(claim(&page, "joinRole").as_deref(), Some(join_role));
            assert_eq!(claim(&page, "invisible").as_deref(), invisible);
            assert_eq!(claim(&page, "userid"), Some(user_id.clone()));
            assert_eq!(claim(&page, "serial"), Some(world.number(&meeting).await.to_string()));
            let noted = world.store.entrants().of_meeting(&meeting).await.unwrap();
            let entrant = noted.iter().find(|entrant| entrant.user_id == user_id).unwrap();
            assert_eq!((entrant.name.as_str(), entrant.role.name()), ("王丽", role));
        }
    })
    .await;
}

fn origin(world: &World) -> String {
    world.sandbox.webapi_base().trim_end_matches("/WebAPI").to_owned()
}

#[tokio::test]
async fn names_arrive_exactly_as_typed_and_claim_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_meeting(&world).await;
        let slug = a_link_as(&world, &meeting, "attendee").await;
        world.pass(3600);
        let names = [
            "张伟 (市场部)",
            "Zoë 😀👩‍👩‍👧",
            r#"O'Neill "Jim" \ A/B"#,
            "x\",\"joinRole\":\"chairman",
            "&joinRole=chairman#?%41+",
            "</script><b>",
            "会会会会会会会会会会会会会会会会会会会会会会会会会会会会会会",
        ];
        for name in names {
            let (address, _) = way_in(&world, &slug, &format!("  {name} ")).await;
            let page = open_page(&address).await;
            assert_eq!(claim(&page, "username").as_deref(), Some(name), "{page}");
            assert_eq!(claim(&page, "joinRole").as_deref(), Some("presenter"), "{name}");
            assert!(!page.contains("主席"), "an attendee stays one: {name}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_way_in_is_kept_nowhere() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = a_meeting(&world).await;
        let slug = a_link_as(&world, &meeting, "host").await;
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        let before = world.control().calls().len();
        let HandOver::Page { url, .. } = guest.enter("Eve", "", &at("n")).await.unwrap() else {
            panic!("it should have been a page")
        };
        let address = url.expose_secret();
        assert_eq!(world.control().calls().len(), before, "the page is made here");
        let (again, _) = way_in(&world, &slug, "Eve").await;
        assert_ne!(address, &again, "each entry is its own");
        let token = address.split_once("token=").unwrap().1;
        let said = [
            shown(&world.administrator.audit(None, 1000).await.unwrap()),
            shown(&world.store.changes().of_meeting(&meeting, 50).await.unwrap()),
            shown(&world.store.links().of_meeting(&meeting).await.unwrap()),
            shown(&world.store.entrants().of_meeting(&meeting).await.unwrap()),
            shown(&world.indexed(&meeting).await),
            shown(&world.organizer.meeting(&meeting).await.unwrap().meeting),
        ];
        for text in said {
            assert!(!text.contains(token) && !text.contains("/h5/"), "{text}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_meeting_without_an_end_stays_open() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let form =
            MeetingForm { permanent: "on".into(), end: String::new(), ..webapi_meeting(&world, &webapi) };
        let meeting = world.schedule(&form).await;
        let slug = a_link_as(&world, &meeting, "attendee").await;
        let guest = world.services.guest(&slug).await.unwrap();
        assert_eq!(guest.door(), Door::TooEarly { opens: NOW.plus_minutes(50) });
        assert_eq!(guest.occurrence(), (NOW.plus_minutes(60), None));
        for days in [0, 1, 400] {
            world.pass(50 * 60 + days * 86_400);
            assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Open, "{days}");
        }
        let (address, _) = way_in(&world, &slug, "Eve").await;
        assert!(open_page(&address).await.contains("data-claim=\"username\">Eve<"));
    })
    .await;
}
