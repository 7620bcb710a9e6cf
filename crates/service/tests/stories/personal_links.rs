//! Links for one person each, who came through which, and what may change of a link.

use crate::support::webapi::{begin_webapi, webapi_form};
use crate::support::*;
use portico_domain::forms::LinkForm;
use portico_domain::ids::{LinkId, MeetingId};
use portico_domain::links::JoinRole;
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Rule};
use portico_service::LinkWhole;
use secrecy::ExposeSecret;

/// Lets in from a day before the start.
fn early() -> LinkForm {
    LinkForm { early_minutes: "1440".into(), ..link_form() }
}

/// A link for each of these people; their ids in the order of the list.
async fn invite(world: &World, meeting: &MeetingId, people: &str) -> Vec<LinkId> {
    let form = LinkForm { people: people.into(), ..early() };
    world.organizer.create_link(meeting, &form, &zone()).await.unwrap();
    let links = world.organizer.meeting(meeting).await.unwrap().links;
    links.into_iter().filter(|own| own.link.personal).map(|own| own.link.id).collect()
}

async fn look(world: &World, meeting: &MeetingId, link: &LinkId) -> LinkWhole {
    world.organizer.link(meeting, link).await.unwrap()
}

#[tokio::test]
async fn a_pasted_list_becomes_a_link_for_each_with_the_name_filled_in() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let form = LinkForm {
            role: "host".into(),
            people: " 张伟 \n\nGrace Hopper\r\n".into(),
            passcode: "open sesame".into(),
            most_uses: "1".into(),
            ..early()
        };
        world.organizer.create_link(&meeting, &form, &zone()).await.unwrap();
        let links = world.organizer.meeting(&meeting).await.unwrap().links;
        let told: Vec<_> = links.iter().map(|own| (own.link.label.as_str(), own.link.role)).collect();
        assert_eq!(told, [("张伟", JoinRole::Host), ("Grace Hopper", JoinRole::Host)]);
        assert!(links.iter().all(|own| own.link.personal && own.link.most_uses == Some(1)));

        let grace = links[1].slug.as_ref().unwrap().expose_secret();
        let guest = world.services.guest(grace).await.unwrap();
        assert_eq!(guest.invited(), Some("Grace Hopper"));
        refused_as(Kind::Invalid, guest.enter("Grace Hopper", "wrong", &at("n")).await);
        guest.enter("Grace Hopper", "open sesame", &at("n")).await.map(drop).unwrap();
        let wei = world.services.guest(links[0].slug.as_ref().unwrap().expose_secret()).await.unwrap();
        assert_eq!((wei.invited(), wei.link().uses), (Some("张伟"), 0), "each is a link of its own");

        let plain = world.a_link(&meeting, &LinkForm { label: "Everyone".into(), ..early() }).await;
        assert_eq!(world.services.guest(&plain).await.unwrap().invited(), None);
        let lines = world.administrator.audit(None, 50).await.unwrap();
        assert_eq!(lines.iter().filter(|it| it.line.action == "link.create").count(), 3);
    })
    .await;
}

#[tokio::test]
async fn who_came_through_which_link_is_told_to_its_owner_alone() {
    for vendor in VENDORS {
        each_database(async |database| {
            let (world, form) = begin_at(database, vendor).await;
            let meeting = world.schedule(&form).await;
            let links = invite(&world, &meeting, "Ann\nBob").await;
            let slug = world.slug(&meeting, &links[0]).await;
            world.pass(3000);
            for name in ["Ann", "Somebody else"] {
                let guest = world.services.guest(&slug).await.unwrap();
                guest.enter(name, "", &at("n")).await.map(drop).unwrap();
                world.pass(10);
            }
            let seen = look(&world, &meeting, &links[0]).await;
            let told: Vec<_> = seen.entrants.iter().map(|one| (one.name.as_str(), one.at)).collect();
            let wanted = [("Somebody else", NOW.plus_seconds(3010)), ("Ann", NOW.plus_seconds(3000))];
            assert_eq!(told, wanted, "{vendor:?}");
            assert_eq!(seen.own.link.uses, 2);
            assert!(look(&world, &meeting, &links[1]).await.entrants.is_empty());

            let caller = somebody(&world.store, "colleague", Role::Organizer).await;
            let colleague = world.services.organizer(&caller).unwrap();
            refused_as(Kind::NotFound, colleague.link(&meeting, &links[0]).await);
            world.show(&meeting, &colleague).await;
            refused_as(Kind::NotAllowed, colleague.link(&meeting, &links[0]).await);
        })
        .await;
    }
}

#[tokio::test]
async fn no_more_than_a_glance_of_names_is_shown() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let meeting = world.schedule(&webapi_form(&world)).await;
        let link = world.organizer.create_link(&meeting, &early(), &zone()).await.unwrap();
        let slug = world.slug(&meeting, &link).await;
        for n in 0..22 {
            let guest = world.services.guest(&slug).await.unwrap();
            guest.enter(&format!("Guest {n}"), "", &at("n")).await.map(drop).unwrap();
            world.pass(1);
        }
        let seen = look(&world, &meeting, &link).await;
        assert_eq!((seen.entrants.len(), seen.own.link.uses), (portico_service::MOST_ENTRANTS, 22));
        assert_eq!(seen.entrants[0].name, "Guest 21");
    })
    .await;
}

#[tokio::test]
async fn a_link_changes_but_for_role_and_passcode_until_it_is_revoked() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let link = invite(&world, &meeting, "Ann").await.remove(0);
        let slug = world.slug(&meeting, &link).await;
        let change = |form: LinkForm| {
            let (organizer, meeting, link) = (world.organizer.clone(), meeting.clone(), link.clone());
            async move { organizer.change_link(&meeting, &link, &form, &zone()).await }
        };
        let form = LinkForm {
            label: "Anne".into(),
            role: "host".into(),
            passcode: "abcd".into(),
            early_minutes: "5".into(),
            expires: minutes(200),
            most_uses: "3".into(),
            ..link_form()
        };
        change(form.clone()).await.unwrap();
        let guest = world.services.guest(&slug).await.unwrap();
        assert_eq!(guest.invited(), Some("Anne"));
        let changed = guest.link();
        assert_eq!((changed.early_minutes, changed.most_uses), (5, Some(3)));
        assert_eq!(changed.expires, Some(NOW.plus_minutes(200)));
        assert_eq!((changed.role, changed.has_passcode), (JoinRole::Attendee, false));

        let refusal = refused(change(LinkForm { label: " ".into(), ..form.clone() }).await);
        assert_eq!(refusal.for_field("label"), Some(&Rule::Missing), "it is somebody's name");
        let refusal = refused(change(LinkForm { expires: minutes(-1), ..form.clone() }).await);
        assert_eq!(refusal.for_field("expires"), Some(&Rule::InThePast));
        world.organizer.revoke_link(&meeting, &link).await.unwrap();
        refused_as(Kind::Conflict, change(form).await);
        assert!(look(&world, &meeting, &link).await.own.slug.is_none());
        let other = world.a_meeting().await;
        refused_as(Kind::NotFound, world.organizer.link(&other, &link).await);
    })
    .await;
}

#[tokio::test]
async fn what_no_name_can_be_is_told_beside_the_list() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let long = LinkForm { people: format!("Ann\n{}", "x".repeat(31)), ..link_form() };
        let refusal = refused(world.organizer.create_link(&meeting, &long, &zone()).await);
        assert_eq!(refusal.for_field("people"), Some(&Rule::TooLong { most: 30 }));
        assert!(world.organizer.meeting(&meeting).await.unwrap().links.is_empty(), "all or none");
    })
    .await;
}
