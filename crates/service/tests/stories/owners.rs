//! Lists that are narrowed to whose meetings they show.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::refusals::Rule;
use portico_service::sheet::{Sheet, Span};
use portico_service::vendors::MeetingVendor;
use portico_service::{MeetingFilter, Member, Order};

/// What a list and the calendar show of these; both agree.
async fn owned(member: &Member, owner: &str) -> Vec<String> {
    let owner = member.owned_by_named(owner).await.unwrap();
    let filter = MeetingFilter { owner, ..MeetingFilter::default() };
    let (rows, _) = member.meetings(&filter, Order::Ascending, "", 50).await.unwrap();
    assert_eq!(member.count(&filter).await.unwrap(), Some(rows.len() as i64));
    let mut listed: Vec<_> = rows.into_iter().map(|row| row.meeting.subject).collect();
    listed.sort();
    let month = Sheet::of("", Span::Month, zone().date(NOW)).instants(&zone());
    let rows = member.meetings_between(month, &zone(), &filter).await.unwrap().rows;
    let mut shown: Vec<_> = rows.into_iter().map(|row| row.meeting.subject).collect();
    shown.sort();
    assert_eq!(shown, listed, "calendar and list");
    listed
}

/// One of the organizer's that the viewer sees too, one of the administrator's, one made elsewhere.
async fn three_meetings(world: &World) {
    let called = |subject: &str| MeetingForm { subject: subject.into(), ..meeting_form(world) };
    let form = called("Made there").read(portico_domain::capabilities::Vendor::Cloudroom).unwrap();
    let draft = form.place(|time| zone().place(time)).unwrap();
    world.at_the_vendor().await.schedule(&draft).await.unwrap();
    world.schedule(&called("The organizer's")).await;
    world.administrator_as_organizer().schedule(&key(), &called("Ada's"), &zone()).await.unwrap();
    world.pass(1);
    world.synchronise().await.unwrap();
}

#[tokio::test]
async fn an_administrator_narrows_lists_to_anybody_and_to_nobody() {
    each_database(async |database| {
        let world = begin(database).await;
        assert!(world.administrator.owners("").await.unwrap().is_empty());
        Box::pin(three_meetings(&world)).await;
        let administrator = &world.administrator;
        assert_eq!(owned(administrator, "").await.len(), 3);
        assert_eq!(owned(administrator, "mine").await, ["Ada's"]);
        assert_eq!(owned(administrator, "others").await, ["Made there", "The organizer's"]);
        assert_eq!(owned(administrator, "none").await, ["Made there"]);
        let id = world.organizer.person().id.as_str();
        for organizer in ["organizer", "Organizer", id] {
            assert_eq!(owned(administrator, organizer).await, ["The organizer's"], "{organizer}");
        }
        assert!(owned(administrator, "viewer").await.is_empty());
        let refusal = refused(administrator.owned_by_named("nobody").await);
        assert_eq!(refusal.for_field("owner"), Some(&Rule::NotAChoice));

        let names = async |chosen: &str| -> Vec<String> {
            let people = administrator.owners(chosen).await.unwrap();
            people.into_iter().map(|person| person.name).collect()
        };
        assert_eq!(names("").await, ["Ada", "The organizer"]);
        assert_eq!(
            names(world.viewer.person().id.as_str()).await,
            ["Ada", "The organizer", "The viewer"],
            "whom a list is narrowed to can be told from it"
        );
    })
    .await;
}

#[tokio::test]
async fn others_narrow_to_what_they_see_and_learn_nothing_of_accounts() {
    each_database(async |database| {
        let world = begin(database).await;
        Box::pin(three_meetings(&world)).await;
        assert_eq!(owned(&world.organizer, "mine").await, ["The organizer's"]);
        assert!(owned(&world.organizer, "others").await.is_empty());
        assert!(owned(&world.viewer, "mine").await.is_empty());
        assert_eq!(owned(&world.viewer, "others").await, ["The organizer's"]);
        assert!(owned(&world.viewer, "none").await.is_empty());
        for account in ["admin", "organizer", "nobody", world.organizer.person().id.as_str()] {
            let refusal = refused(world.viewer.owned_by_named(account).await);
            assert_eq!(refusal.for_field("owner"), Some(&Rule::NotAChoice), "{account}");
        }
        // An address may say an id: it shows no more than what is seen anyway.
        let admin = world.viewer.owned_by(world.administrator.person().id.as_str());
        let filter = MeetingFilter { owner: admin, ..MeetingFilter::default() };
        assert_eq!(world.viewer.count(&filter).await.unwrap(), Some(0));
    })
    .await;
}
