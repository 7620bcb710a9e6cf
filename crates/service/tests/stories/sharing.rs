//! Join links: made, shown to their owner, revoked.

use crate::support::*;
use portico_domain::forms::LinkForm;
use portico_domain::refusals::{Kind, Rule};
use portico_service::joining::Door;

#[tokio::test]
async fn a_link_leads_to_its_meeting_and_is_kept_as_a_hash() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { label: "For the team".into(), ..link_form() }).await;
        assert_eq!(slug.len(), 26);
        let guest = world.services.guest(&slug).await.unwrap();
        assert_eq!((&guest.meeting().id, guest.link().label.as_str()), (&meeting, "For the team"));
        assert_eq!(guest.organizer(), "The organizer");
        assert_eq!(guest.zone().name(), "Asia/Shanghai");
        refused_as(Kind::NotFound, world.services.guest(&slug.to_uppercase()).await);
    })
    .await;
}

#[tokio::test]
async fn a_bad_link_form_names_its_fields() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let cases = [
            ("role", Rule::NotAChoice, LinkForm { role: "king".into(), ..link_form() }),
            ("passcode", Rule::TooShort { least: 4 }, LinkForm { passcode: "abc".into(), ..link_form() }),
            ("expires", Rule::NotATime, LinkForm { expires: "soon".into(), ..link_form() }),
            ("expires", Rule::InThePast, LinkForm { expires: minutes(-1), ..link_form() }),
            ("most_uses", Rule::NotANumber, LinkForm { most_uses: "x".into(), ..link_form() }),
            (
                "most_uses",
                Rule::OutOfRange { least: 1, most: 1_000_000 },
                LinkForm { most_uses: "0".into(), ..link_form() },
            ),
        ];
        for (field, rule, form) in cases {
            let refusal = refused(world.organizer.create_link(&meeting, &form, &zone()).await);
            assert_eq!(refusal.for_field(field), Some(&rule), "{refusal}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_revoked_link_is_over_for_good() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let link = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        let slug = world.slug(&meeting, &link).await;
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        for _ in 0..2 {
            world.organizer.revoke_link(&meeting, &link).await.unwrap();
        }
        // Whoever still has the page open does not get in either.
        refused_as(Kind::Conflict, guest.enter("Eve", "", &at("n")).await);
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Revoked);
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        assert!(whole.links[0].slug.is_none() && whole.links[0].link.revoked.is_some());
        assert_eq!(whole.history.iter().filter(|(line, _)| line.what == "link-revoked").count(), 1);
        assert_eq!(world.calls("joinMeeting"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_changed_link_stands_in_the_meetings_history() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let link = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
        let form = LinkForm { label: "Board".into(), ..link_form() };
        world.organizer.change_link(&meeting, &link, &form, &zone()).await.unwrap();
        let history = world.organizer.meeting(&meeting).await.unwrap().history;
        let (line, who) = &history[0];
        assert_eq!((line.what.as_str(), line.detail.as_str()), ("link-changed", Some("Board")));
        assert_eq!(who.as_deref(), Some("The organizer"));
        world.organizer.revoke_link(&meeting, &link).await.unwrap();
        refused_as(Kind::Conflict, world.organizer.change_link(&meeting, &link, &form, &zone()).await);
        let history = world.organizer.meeting(&meeting).await.unwrap().history;
        assert_eq!(history[0].0.what, "link-revoked", "what was not changed is not told");
    })
    .await;
}

#[tokio::test]
async fn what_is_over_gets_no_links() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.organizer.cancel(&meeting, &key()).await.unwrap();
        refused_as(Kind::Conflict, world.organizer.create_link(&meeting, &link_form(), &zone()).await);
    })
    .await;
}
