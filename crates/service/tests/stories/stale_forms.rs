//! A form that was opened before somebody else changed the meeting.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::MeetingId;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::vendors::MeetingVendor;
use portico_service::{Organizer, Seen};

/// What a form carries that is opened now.
async fn opened(organizer: &Organizer, meeting: &MeetingId) -> Seen {
    let (known, _, password) = organizer.editable(meeting).await.unwrap();
    Seen::by_form(&organizer.version_for_form(&known, password.as_ref())).unwrap()
}

/// What it carries after it was told of what happened.
fn told(refusal: &Refusal) -> Seen {
    Seen::by_form(&refusal.meanwhile.as_ref().unwrap().version).unwrap()
}

async fn save(
    organizer: &Organizer,
    meeting: &MeetingId,
    key: &str,
    form: &MeetingForm,
    seen: &Seen,
) -> Result<(), Refusal> {
    organizer.change_as_seen(meeting, key, form, &zone(), Some(seen)).await
}

#[tokio::test]
async fn it_undoes_nothing_and_goes_through_once_it_was_told() {
    for vendor in VENDORS {
        each_database(async |database| {
            let (world, form) = begin_at(database, vendor).await;
            let meeting = world.schedule(&form).await;
            world.pass(2);
            let seen = opened(&world.organizer, &meeting).await;
            let ada = world.administrator_as_organizer();
            let hers = MeetingForm { subject: "Hers".into(), ..form.clone() };
            save(&ada, &meeting, &key(), &hers, &opened(&ada, &meeting).await).await.unwrap();

            world.pass(2);
            let (mine, key) = (MeetingForm { subject: "Mine".into(), ..form.clone() }, key());
            let late = save(&world.organizer, &meeting, &key, &mine, &seen).await;
            let refusal = refused_as(Kind::Conflict, late);
            let meanwhile = refusal.meanwhile.as_ref().unwrap();
            assert_eq!(meanwhile.person.as_deref(), Some("Ada"), "{vendor:?}");
            assert!(meanwhile.fields.starts_with("subject"), "{}", meanwhile.fields);
            assert_eq!(world.indexed(&meeting).await.subject, "Hers", "{vendor:?}: nothing was sent");

            // The page keeps its key; a page without script has a fresh one.
            save(&world.organizer, &meeting, &key, &mine, &told(&refusal)).await.unwrap();
            assert_eq!(world.indexed(&meeting).await.subject, "Mine", "{vendor:?}");
            let again = save(&world.organizer, &meeting, &key, &mine, &seen).await;
            assert!(again.is_ok(), "{vendor:?}: the same save again is answered as before");
        })
        .await;
    }
}

#[tokio::test]
async fn what_was_changed_at_the_vendor_is_not_overwritten_either() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { password: "2468".into(), ..meeting_form(&world) };
        let meeting = world.schedule(&form).await;
        world.pass(2);
        let seen = opened(&world.organizer, &meeting).await;
        let number = world.indexed(&meeting).await.vendor_id.unwrap();
        let there = MeetingForm { subject: "There".into(), ..form.clone() };
        let draft = there.read(Vendor::Cloudroom).unwrap().place(|time| zone().place(time)).unwrap();
        world.at_the_vendor().await.change(&number, &draft).await.unwrap();

        world.pass(2);
        world.control().clear_calls();
        let mine = MeetingForm { subject: "Mine".into(), ..form };
        let late = save(&world.organizer, &meeting, &key(), &mine, &seen).await;
        let refusal = refused_as(Kind::Conflict, late);
        let meanwhile = refusal.meanwhile.as_ref().unwrap();
        assert!(meanwhile.elsewhere && meanwhile.person.is_none(), "{meanwhile:?}");
        assert_eq!(world.calls("updateMeeting"), 0);
        save(&world.organizer, &meeting, &key(), &mine, &told(&refusal)).await.unwrap();
        assert_eq!(world.indexed(&meeting).await.subject, "Mine");

        // A password alone, which neither calendars nor the sequence know of.
        world.pass(2);
        let seen = opened(&world.organizer, &meeting).await;
        let there = MeetingForm { password: "1357".into(), ..mine.clone() };
        let draft = there.read(Vendor::Cloudroom).unwrap().place(|time| zone().place(time)).unwrap();
        world.at_the_vendor().await.change(&number, &draft).await.unwrap();
        world.pass(2);
        refused_as(Kind::Conflict, save(&world.organizer, &meeting, &key(), &mine, &seen).await);
    })
    .await;
}

#[tokio::test]
async fn that_people_come_and_go_outdates_no_form() {
    each_database(async |database| {
        let (world, form) = begin_at(database, Vendor::Webapi).await;
        let meeting = world.schedule(&form).await;
        let slug = world.link_as(&meeting, "attendee").await;
        let seen = opened(&world.organizer, &meeting).await;
        world.walks_in(&slug, "Eve").await;
        world.pass(120);
        world.organizer.fresh(&meeting).await.unwrap();
        let mine = MeetingForm { subject: "Mine".into(), ..form };
        save(&world.organizer, &meeting, &key(), &mine, &seen).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_those_who_saw_the_same_at_most_one_saves() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.pass(2);
        let seen = opened(&world.organizer, &meeting).await;
        world.control().clear_calls();
        let saves = (0..4).map(|number| {
            let (organizer, meeting, seen) = (world.organizer.clone(), meeting.clone(), seen.clone());
            let form = MeetingForm { subject: format!("Number {number}"), ..meeting_form(&world) };
            async move { save(&organizer, &meeting, &key(), &form, &seen).await }
        });
        let outcomes = together(saves).await;
        let good = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert!(good <= 1 && world.calls("updateMeeting") == good, "{outcomes:?}");
        let kinds: Vec<_> = outcomes.into_iter().filter_map(Result::err).map(|it| it.kind).collect();
        assert!(kinds.iter().all(|kind| matches!(kind, Kind::Conflict | Kind::InProgress)), "{kinds:?}");
    })
    .await;
}
