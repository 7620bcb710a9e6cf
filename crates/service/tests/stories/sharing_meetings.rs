//! Who sees which meetings and recordings.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{LinkId, MeetingId, PersonId, RecordingId};
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Rule};
use portico_service::vendors::MeetingVendor;
use portico_service::{MeetingFilter, Member, Order, Organizer, RecordingFilter, RecordingSort};

/// A meeting of the organizer's that nobody else was shown.
async fn own_meeting(world: &World) -> MeetingId {
    world.organizer.schedule(&key(), &meeting_form(world), &zone()).await.unwrap()
}

async fn colleague(world: &World) -> Organizer {
    let caller = somebody(&world.store, "colleague", Role::Organizer).await;
    world.services.organizer(&caller).unwrap()
}

/// Everything that a list, a search, the agenda and the library show to somebody.
async fn listed(member: &Member) -> Vec<String> {
    let everything = MeetingFilter::default();
    let of_all = |rows: Vec<portico_service::MeetingRow>| -> Vec<String> {
        rows.into_iter().map(|row| row.meeting.subject).collect()
    };
    let mut seen = of_all(member.meetings(&everything, Order::Ascending, "", 50).await.unwrap().0);
    assert_eq!(member.count(&everything).await.unwrap(), Some(seen.len() as i64));
    // Whatever a list is asked for, the eyes are those of who asks.
    let others = MeetingFilter { seen_by: Some(PersonId::new("somebody else")), ..MeetingFilter::default() };
    assert_eq!(of_all(member.meetings(&others, Order::Ascending, "", 50).await.unwrap().0), seen);
    let words = MeetingFilter { text: "weekly".into(), ..MeetingFilter::default() };
    seen.extend(of_all(member.meetings(&words, Order::Descending, "", 50).await.unwrap().0));
    let agenda = member.agenda(&zone()).await.unwrap();
    seen.extend(of_all(agenda.live));
    seen.extend(of_all(agenda.coming));
    seen.extend(of_all(agenda.unconfirmed));
    let (sort, filter) = (RecordingSort::Created, RecordingFilter::default());
    let (rows, _) = member.recordings(&filter, sort, Order::Ascending, "", 50).await.unwrap();
    seen.extend(rows.into_iter().map(|row| row.recording.title));
    seen
}

async fn opens_nothing(member: &Member, meeting: &MeetingId, recording: &RecordingId) {
    refused_as(Kind::NotFound, member.meeting(meeting).await);
    refused_as(Kind::NotFound, member.fresh(meeting).await);
    refused_as(Kind::NotFound, member.room_look(meeting).await);
    refused_as(Kind::NotFound, member.materials(meeting).await);
    refused_as(Kind::NotFound, member.attendance(meeting).await);
    refused_as(Kind::NotFound, member.background(meeting).await);
    refused_as(Kind::NotFound, member.open_document(meeting, "1", None).await);
    refused_as(Kind::NotFound, member.recording(recording).await);
    refused_as(Kind::NotFound, member.open_recording(recording, None).await);
    assert!(listed(member).await.is_empty());
}

/// A meeting that was recorded, and a link to it.
async fn a_recorded_meeting(world: &World) -> (MeetingId, LinkId, RecordingId) {
    let meeting = own_meeting(world).await;
    let link = world.organizer.create_link(&meeting, &link_form(), &zone()).await.unwrap();
    world.pass(3600);
    world.control().start_meeting(world.number(&meeting).await).unwrap();
    world.pass(1800);
    world.organizer.end(&meeting, &key()).await.unwrap();
    world.pass(60);
    let recording = world.organizer.meeting(&meeting).await.unwrap().recordings[0].id.clone();
    (meeting, link, recording)
}

#[tokio::test]
async fn strangers_see_and_open_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, link, recording) = Box::pin(a_recorded_meeting(&world)).await;
        let stranger = colleague(&world).await;
        let calls = world.control().calls().len();
        Box::pin(opens_nothing(&world.viewer, &meeting, &recording)).await;
        Box::pin(opens_nothing(&stranger, &meeting, &recording)).await;
        refused_as(Kind::NotFound, stranger.link_slug(&meeting, &link).await);
        refused_as(Kind::NotFound, stranger.revoke_link(&meeting, &link).await);
        refused_as(Kind::NotFound, stranger.delete_recording(&recording).await);
        refused_as(Kind::NotFound, stranger.shares(&meeting).await);
        refused_as(Kind::NotFound, stranger.share(&meeting, &stranger.person().id).await);
        assert_eq!(world.control().calls().len(), calls, "the vendor was asked for nothing");
        assert!(!Box::pin(listed(&world.administrator)).await.is_empty());
    })
    .await;
}

/// To see is to look, and no more.
async fn looks_only(member: &Member, meeting: &MeetingId, recording: &RecordingId) {
    assert!(Box::pin(listed(member)).await.len() >= 3);
    let whole = member.meeting(meeting).await.unwrap();
    assert!(!whole.may_edit && whole.password.is_none() && whole.links.is_empty());
    assert!(!member.recording(recording).await.unwrap().may_delete);
    member.open_recording(recording, None).await.unwrap();
}

/// The lines of its history about colleagues, the newest first.
async fn told_of_sharing(member: &Member, meeting: &MeetingId) -> Vec<(String, String)> {
    let lines = member.meeting(meeting).await.unwrap().history.into_iter();
    let lines = lines.map(|(line, _)| (line.what, line.detail.to_string()));
    lines.filter(|(what, _)| matches!(what.as_str(), "shared" | "unshared")).collect()
}

#[tokio::test]
async fn with_whom_it_is_shared_looks_only_and_until_that_ends() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, link, recording) = Box::pin(a_recorded_meeting(&world)).await;
        let (stranger, viewer) = (colleague(&world).await, &world.viewer.person().id);
        for member in [&world.viewer, &*stranger] {
            for _ in 0..2 {
                world.organizer.share(&meeting, &member.person().id).await.unwrap();
            }
            Box::pin(looks_only(member, &meeting, &recording)).await;
        }
        refused_as(Kind::NotAllowed, stranger.link_slug(&meeting, &link).await);
        refused_as(Kind::NotAllowed, stranger.delete_recording(&recording).await);
        refused_as(Kind::NotAllowed, stranger.share(&meeting, viewer).await);
        refused_as(Kind::NotAllowed, stranger.unshare(&meeting, viewer).await);
        refused_as(Kind::NotAllowed, stranger.shares(&meeting).await);
        for _ in 0..2 {
            world.organizer.unshare(&meeting, viewer).await.unwrap();
        }
        Box::pin(opens_nothing(&world.viewer, &meeting, &recording)).await;
        stranger.fresh(&meeting).await.unwrap();
        let told = told_of_sharing(&world.organizer, &meeting).await;
        let name = |member: &Member| format!("\"{}\"", member.person().name);
        let shared = |member| ("shared".to_owned(), name(member));
        let unshared = ("unshared".to_owned(), name(&world.viewer));
        assert_eq!(told, [unshared, shared(&stranger), shared(&world.viewer)]);
        let told = told_of_sharing(&stranger, &meeting).await;
        assert!(
            told.len() == 3 && told.iter().all(|(_, who)| who == "null"),
            "who else sees it is not theirs"
        );
        let lines = world.administrator.audit(None, 100).await.unwrap();
        for action in ["meeting.share", "meeting.unshare"] {
            assert!(lines.iter().any(|it| it.line.action == action), "{action}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_meeting_made_elsewhere_is_seen_once_an_administrator_shares_it() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { subject: "Made there".into(), ..meeting_form(&world) };
        let draft = form.read(portico_domain::capabilities::Vendor::Cloudroom).unwrap();
        let draft = draft.place(|time| zone().place(time)).unwrap();
        world.at_the_vendor().await.schedule(&draft).await.unwrap();
        world.pass(1);
        world.synchronise().await.unwrap();
        let meeting = world.all_indexed().await[0].id.clone();
        refused_as(Kind::NotFound, world.organizer.meeting(&meeting).await);
        assert!(listed(&world.organizer).await.is_empty());
        assert!(!listed(&world.administrator).await.is_empty());

        let person = &world.organizer.person().id;
        world.administrator_as_organizer().share(&meeting, person).await.unwrap();
        assert!(!world.organizer.meeting(&meeting).await.unwrap().may_edit);
        refused_as(Kind::NotAllowed, world.organizer.cancel(&meeting, &key()).await);
    })
    .await;
}

#[tokio::test]
async fn one_meeting_of_a_series_is_shared_with_all_the_others() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let form = MeetingForm {
            repeat: "weekly".into(),
            until: "2026-12-12".into(),
            room: "486".into(),
            ..vmr_meeting(&world, &vmr)
        };
        let first = world.organizer.schedule(&key(), &form, &zone()).await.unwrap();
        let series = world.indexed(&first).await.series.unwrap();
        let all = world.store.meetings().of_series(&series).await.unwrap();
        assert_eq!(all.len(), 4);
        world.organizer.share(&all[2].id, &world.viewer.person().id).await.unwrap();
        for one in &all {
            world.viewer.meeting(&one.id).await.unwrap();
            let shared = world.organizer.shares(&one.id).await.unwrap().shared;
            assert_eq!(shared.len(), 1);
        }
        assert_eq!(world.viewer.count(&MeetingFilter::default()).await.unwrap(), Some(4));
        world.organizer.unshare(&all[0].id, &world.viewer.person().id).await.unwrap();
        refused_as(Kind::NotFound, world.viewer.meeting(&all[3].id).await);
    })
    .await;
}

#[tokio::test]
async fn it_is_shared_with_those_who_do_not_see_it_anyway() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = own_meeting(&world).await;
        let caller = somebody(&world.store, "off", Role::Viewer).await;
        let off = caller.person().unwrap().id.clone();
        world.administrator.disable_account(&off, true).await.unwrap();
        let choices = world.organizer.shares(&meeting).await.unwrap().others;
        let choices: Vec<_> = choices.iter().map(|person| person.account.as_str()).collect();
        assert_eq!(choices, ["viewer"]);
        let (admin, own) = (&world.administrator.person().id, &world.organizer.person().id);
        for person in [admin, own, &off, &PersonId::new("nobody")] {
            let refusal = refused(world.organizer.share(&meeting, person).await);
            assert_eq!(refusal.for_field("person"), Some(&Rule::NotAChoice));
        }
        world.organizer.share(&meeting, &world.viewer.person().id).await.unwrap();
        let shares = world.organizer.shares(&meeting).await.unwrap();
        assert_eq!((shares.shared.len(), shares.others.len()), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_meeting_made_elsewhere_becomes_somebodys_and_somebody_elses() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = MeetingForm { subject: "Made there".into(), ..meeting_form(&world) };
        let draft = form.read(portico_domain::capabilities::Vendor::Cloudroom).unwrap();
        let draft = draft.place(|time| zone().place(time)).unwrap();
        world.at_the_vendor().await.schedule(&draft).await.unwrap();
        world.pass(1);
        world.synchronise().await.unwrap();
        let meeting = world.all_indexed().await[0].id.clone();
        let (first, second) = (world.organizer.clone(), colleague(&world).await);
        let by = world.administrator_as_organizer();
        refused_as(Kind::NotFound, first.hand_over(&meeting, &first.person().id).await);
        let viewer = refused_as(Kind::Invalid, by.hand_over(&meeting, &world.viewer.person().id).await);
        assert!(viewer.for_field("owner").is_some());
        by.hand_over(&meeting, &first.person().id).await.unwrap();
        let slug = world.a_link(&meeting, &link_form()).await;
        world.services.guest(&slug).await.unwrap();

        first.hand_over(&meeting, &second.person().id).await.unwrap();
        refused_as(Kind::NotAllowed, first.hand_over(&meeting, &first.person().id).await);
        first.meeting(&meeting).await.expect("whose it was still sees it");
        let shares = second.shares(&meeting).await.unwrap();
        assert_eq!(shares.owner.as_ref(), Some(second.person()));
        assert_eq!(shares.shared, std::slice::from_ref(first.person()));
        assert!(!shares.heirs.contains(second.person()) && shares.heirs.contains(first.person()));
        let links = second.meeting(&meeting).await.unwrap().links;
        assert!(links[0].slug.is_some(), "its links are theirs to pass on");
        let lines = world.administrator.audit(None, 100).await.unwrap();
        assert_eq!(lines.iter().filter(|it| it.line.action == "meeting.hand-over").count(), 2);
    })
    .await;
}
