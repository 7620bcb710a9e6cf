//! Changing several meetings of a series together.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{ConnectionId, MeetingId};
use portico_domain::meetings::{Meeting, MeetingState, Reach};
use portico_domain::refusals::{Kind, PartlyMeeting, Refusal, Rule};
use portico_domain::retention::KEY_DAYS;
use portico_sandbox::{Action, Fault};
use portico_service::when::Zone;
use portico_service::{Seen, SeriesWork};
use std::time::Duration;

const WEEK: i64 = 7 * 86_400;

fn berlin() -> Zone {
    Zone::named("Europe/Berlin").unwrap()
}

async fn all(world: &World, one: &MeetingId) -> Vec<Meeting> {
    let series = world.indexed(one).await.series.unwrap();
    world.store.meetings().of_series(&series).await.unwrap()
}

async fn ids(world: &World, one: &MeetingId) -> Vec<MeetingId> {
    all(world, one).await.into_iter().map(|meeting| meeting.id).collect()
}

/// Subject and local start of each, the earliest first.
async fn shown(world: &World, one: &MeetingId, zone: &Zone) -> Vec<(String, String)> {
    let all = all(world, one).await;
    all.into_iter().map(|meeting| (meeting.subject, zone.field(meeting.start))).collect()
}

async fn starts(world: &World, one: &MeetingId, zone: &Zone) -> Vec<String> {
    shown(world, one, zone).await.into_iter().map(|(_, start)| start).collect()
}

/// Four Mondays at ten in Berlin, over the change of clocks.
async fn in_berlin(world: &World, webapi: &ConnectionId) -> MeetingId {
    let form = MeetingForm {
        start: "2027-03-15T10:00".into(),
        end: "2027-03-15T11:30".into(),
        repeat: "weekly".into(),
        until: "2027-04-05".into(),
        ..webapi_meeting(world, webapi)
    };
    world.organizer.schedule(&key(), &form, &berlin()).await.unwrap()
}

/// Four Saturdays from 21 November 2026, one to two in the afternoon, in one room.
async fn in_a_room(world: &World, vmr: &ConnectionId, repeat: &str, until: &str) -> MeetingId {
    let form = MeetingForm { repeat: repeat.into(), until: until.into(), ..of_a_room(world, vmr) };
    world.schedule(&form).await
}

fn of_a_room(world: &World, vmr: &ConnectionId) -> MeetingForm {
    MeetingForm { room: "486".into(), password: "2468".into(), ..vmr_meeting(world, vmr) }
}

/// The form of a meeting as it stands, as its page fills it in.
async fn opened(world: &World, id: &MeetingId, zone: &Zone) -> MeetingForm {
    let (meeting, _, password) = world.organizer.editable(id).await.unwrap();
    MeetingForm {
        connection: meeting.connection.to_string(),
        subject: meeting.subject,
        start: zone.field(meeting.start),
        end: meeting.end.map(|end| zone.field(end)).unwrap_or_default(),
        password: password.map(|it| secrecy::ExposeSecret::expose_secret(&it).to_owned()).unwrap_or_default(),
        ..MeetingForm::of_vendor_options(&meeting.options.unwrap())
    }
}

async fn save(
    world: &World,
    id: &MeetingId,
    key: &str,
    form: &MeetingForm,
    zone: &Zone,
    reach: Reach,
) -> Result<(), Refusal> {
    world.organizer.change_series(id, key, form, zone, None, reach).await
}

/// The days on which nothing was changed, and why.
fn left_out(refusal: &Refusal) -> Vec<(String, Kind)> {
    let meetings = &refusal.partly.as_ref().unwrap().meetings;
    let left = |it: &PartlyMeeting| Some((it.day.clone(), it.refusal.as_deref()?.kind));
    meetings.iter().filter_map(left).collect()
}

#[tokio::test]
async fn another_hour_is_the_same_hour_on_both_sides_of_the_change_of_clocks() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        let before = all(&world, &first).await;
        let slug = world.a_link(&first, &link_form()).await;

        // Typed in Shanghai, where clocks do not change.
        let form = opened(&world, &before[1].id, &zone()).await;
        assert_eq!(form.start, "2027-03-22T17:00");
        let later = MeetingForm { start: "2027-03-22T18:15".into(), end: "2027-03-22T19:45".into(), ..form };
        save(&world, &before[1].id, &key(), &later, &zone(), Reach::All).await.unwrap();

        let after = all(&world, &first).await;
        let at: Vec<String> = after.iter().map(|it| berlin().field(it.start)).collect();
        assert_eq!(at, ["2027-03-15T11:15", "2027-03-22T11:15", "2027-03-29T11:15", "2027-04-05T11:15"]);
        assert_eq!(after[2].start.since(after[1].start), (WEEK - 3600) * 1000, "a week, but for the hour");
        assert!(after.iter().all(|it| it.end.unwrap().since(it.start) == 90 * 60 * 1000));
        for (before, after) in before.iter().zip(&after) {
            assert_eq!((&before.id, &before.vendor_id), (&after.id, &after.vendor_id), "calendars find it");
            assert!(after.sequence > before.sequence, "and see that it is newer");
        }
        assert_eq!(world.services.guest(&slug).await.unwrap().meeting().id, first, "the link stays");
    })
    .await;
}

#[tokio::test]
async fn this_and_following_leaves_what_comes_before_and_what_each_has_of_its_own() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        let ids = ids(&world, &first).await;
        // The last one has an hour and a password of its own.
        let own = MeetingForm {
            start: "2027-04-05T15:00".into(),
            end: "2027-04-05T16:30".into(),
            password: "chair-own".into(),
            ..opened(&world, &ids[3], &berlin()).await
        };
        save(&world, &ids[3], &key(), &own, &berlin(), Reach::This).await.unwrap();
        let changes = world.calls("meetingmodify");
        world.pass(2);

        let form = opened(&world, &ids[1], &berlin()).await;
        let longer = MeetingForm { subject: "Longer".into(), end: "2027-03-22T12:00".into(), ..form };
        save(&world, &ids[1], &key(), &longer, &berlin(), Reach::Following).await.unwrap();
        assert_eq!(world.calls("meetingmodify") - changes, 3);
        let expected = [
            ("Weekly review", "2027-03-15T10:00"),
            ("Longer", "2027-03-22T10:00"),
            ("Longer", "2027-03-29T10:00"),
            ("Longer", "2027-04-05T15:00"),
        ];
        let expected = expected.map(|(subject, start)| (subject.to_owned(), start.to_owned()));
        assert_eq!(shown(&world, &first, &berlin()).await, expected);
        let all = all(&world, &first).await;
        let lasts: Vec<i64> = all.iter().map(|it| it.end.unwrap().since(it.start) / 60_000).collect();
        assert_eq!(lasts, [90, 120, 120, 120]);
        let (_, _, password) = world.organizer.editable(&ids[3]).await.unwrap();
        assert_eq!(secrecy::ExposeSecret::expose_secret(&password.unwrap()), "chair-own");

        // Another day: all move by as many days, at their own hours.
        world.pass(2);
        let form = opened(&world, &ids[1], &berlin()).await;
        let moved = MeetingForm { start: "2027-03-24T10:00".into(), end: "2027-03-24T12:00".into(), ..form };
        save(&world, &ids[1], &key(), &moved, &berlin(), Reach::Following).await.unwrap();
        let at = starts(&world, &first, &berlin()).await;
        assert_eq!(at, ["2027-03-15T10:00", "2027-03-24T10:00", "2027-03-31T10:00", "2027-04-07T15:00"]);
    })
    .await;
}

#[tokio::test]
async fn one_that_is_refused_does_not_stop_the_others_and_is_done_by_the_same_save_again() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = in_a_room(&world, &vmr, "weekly", "2026-12-12").await;
        let ids = ids(&world, &first).await;
        let (start, end) = ("2026-12-05T16:00".to_owned(), "2026-12-05T17:00".to_owned());
        let other = world.schedule(&MeetingForm { start, end, ..of_a_room(&world, &vmr) }).await;

        world.pass(2);
        let form = opened(&world, &ids[1], &zone()).await;
        let later = MeetingForm {
            subject: "Later".into(),
            start: "2026-11-28T16:00".into(),
            end: "2026-11-28T17:00".into(),
            ..form
        };
        let (key, booked) = (key(), world.calls("createmeet"));
        let refusal = refused(save(&world, &ids[1], &key, &later, &zone(), Reach::All).await);
        assert_eq!((code(&refusal), refusal.occurrence.as_deref()), ("200009", Some("2026-12-05")));
        assert_eq!(left_out(&refusal), [("2026-12-05".to_owned(), Kind::VendorRefused)]);
        assert_eq!(refusal.partly.as_ref().unwrap().meetings.len(), 4);
        let hours = ["2026-11-21T16:00", "2026-11-28T16:00", "2026-12-05T13:00", "2026-12-12T16:00"];
        assert_eq!(starts(&world, &first, &zone()).await, hours);
        assert_eq!(world.calls("createmeet") - booked, 4);

        // Nothing is done twice, and nothing is moved on from where it was moved to.
        refused(save(&world, &ids[1], &key, &later, &zone(), Reach::All).await);
        assert_eq!((world.calls("createmeet") - booked, starts(&world, &first, &zone()).await.len()), (5, 4));
        assert_eq!(starts(&world, &first, &zone()).await, hours);
        world.organizer.cancel(&other, &super::support::key()).await.unwrap();
        save(&world, &ids[1], &key, &later, &zone(), Reach::All).await.unwrap();
        let hours = ["2026-11-21T16:00", "2026-11-28T16:00", "2026-12-05T16:00", "2026-12-12T16:00"];
        assert_eq!(starts(&world, &first, &zone()).await, hours);
        save(&world, &ids[1], &key, &later, &zone(), Reach::All).await.unwrap();
        assert_eq!(world.calls("createmeet") - booked, 6, "done is done");
        assert!(all(&world, &first).await.iter().all(|it| it.subject == "Later"));
    })
    .await;
}

#[tokio::test]
async fn what_was_refused_may_be_mended_under_the_same_key() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = in_a_room(&world, &vmr, "weekly", "2026-12-12").await;
        world.pass(2);
        let form = opened(&world, &first, &zone()).await;
        let at = |from: &str, to: &str| MeetingForm {
            subject: "Later".into(),
            start: format!("2026-11-22T{from}"),
            end: format!("2026-11-22T{to}"),
            ..form.clone()
        };
        let key = key();
        // A day on, and three hours.
        save(&world, &first, &key, &at("16:00", "17:00"), &zone(), Reach::All).await.unwrap();
        let moved = ["2026-11-22T16:00", "2026-11-29T16:00", "2026-12-06T16:00", "2026-12-13T16:00"];
        assert_eq!(starts(&world, &first, &zone()).await, moved);
        // What is done under a key stays done.
        let another = save(&world, &first, &key, &at("18:00", "19:00"), &zone(), Reach::All).await;
        refused_as(Kind::Conflict, another);

        let (start, end) = ("2026-11-29T20:00".to_owned(), "2026-11-29T21:00".to_owned());
        world.schedule(&MeetingForm { start, end, ..of_a_room(&world, &vmr) }).await;
        world.pass(2);
        let key = super::support::key();
        let taken = save(&world, &first, &key, &at("20:00", "21:00"), &zone(), Reach::All).await;
        assert_eq!(left_out(&refused(taken)), [("2026-11-29".to_owned(), Kind::VendorRefused)]);
        save(&world, &first, &key, &at("18:00", "19:00"), &zone(), Reach::All).await.unwrap();
        let moved = ["2026-11-22T18:00", "2026-11-29T18:00", "2026-12-06T18:00", "2026-12-13T18:00"];
        assert_eq!(starts(&world, &first, &zone()).await, moved);

        // Whoever takes the new hour back gets those that had it already back, too.
        world.pass(2);
        let key = super::support::key();
        refused(save(&world, &first, &key, &at("20:00", "21:00"), &zone(), Reach::All).await);
        save(&world, &first, &key, &at("18:00", "19:00"), &zone(), Reach::All).await.unwrap();
        assert_eq!(starts(&world, &first, &zone()).await, moved);
        assert!(all(&world, &first).await.iter().all(|it| it.subject == "Later"));
    })
    .await;
}

#[tokio::test]
async fn a_series_that_moves_does_not_stand_in_its_own_way() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = in_a_room(&world, &vmr, "daily", "2026-11-24").await;
        for (from, to) in [("2026-11-21", "2026-11-22"), ("2026-11-22", "2026-11-21")] {
            world.pass(2);
            let form = opened(&world, &first, &zone()).await;
            assert!(form.start.starts_with(from), "{}", form.start);
            let moved = MeetingForm { start: format!("{to}T13:00"), end: format!("{to}T14:00"), ..form };
            save(&world, &first, &key(), &moved, &zone(), Reach::All).await.unwrap();
            assert!(starts(&world, &first, &zone()).await[0].starts_with(to));
        }
    })
    .await;
}

#[tokio::test]
async fn what_has_begun_or_was_cancelled_stays() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = in_a_room(&world, &vmr, "weekly", "2026-12-12").await;
        let ids = ids(&world, &first).await;
        world.organizer.cancel(&ids[2], &key()).await.unwrap();
        // The first has begun, although nobody came.
        world.pass(3600 + 60);
        let form = opened(&world, &ids[1], &zone()).await;
        let renamed = MeetingForm { subject: "Renamed".into(), ..form };
        save(&world, &ids[1], &key(), &renamed, &zone(), Reach::All).await.unwrap();
        let shown = shown(&world, &first, &zone()).await;
        let subjects: Vec<&str> = shown.iter().map(|(subject, _)| subject.as_str()).collect();
        assert_eq!(subjects, ["Weekly review", "Renamed", "Weekly review", "Renamed"]);
        assert_eq!(world.state(&ids[2]).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_is_told_and_the_others_are_changed() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        let form = opened(&world, &first, &berlin()).await;
        let renamed = MeetingForm { subject: "Renamed".into(), ..form };
        world.next("meetingmodify", Action::DropAfter);
        let key = key();
        let refusal =
            refused_as(Kind::Unconfirmed, save(&world, &first, &key, &renamed, &berlin(), Reach::All).await);
        assert_eq!(left_out(&refusal), [("2027-03-15".to_owned(), Kind::Unconfirmed)]);
        for _ in 0..4 {
            world.pass(30);
            world.services.reconcile().await.unwrap();
        }
        save(&world, &first, &key, &renamed, &berlin(), Reach::All).await.unwrap();
        assert!(all(&world, &first).await.iter().all(|it| it.subject == "Renamed"));
        assert_eq!(world.calls("meetingmodify"), 5, "each once, and the one without an answer again");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_out_of_date_changes_none_of_them() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        let ids = ids(&world, &first).await;
        let form = opened(&world, &ids[1], &berlin()).await;
        let (known, _, password) = world.organizer.editable(&ids[1]).await.unwrap();
        let seen = Seen::by_form(&world.organizer.version_for_form(&known, password.as_ref())).unwrap();
        world.pass(2);
        let theirs = MeetingForm { subject: "Theirs".into(), ..form.clone() };
        save(&world, &ids[1], &key(), &theirs, &berlin(), Reach::This).await.unwrap();
        world.pass(2);
        world.control().clear_calls();
        let (mine, key) = (MeetingForm { subject: "Mine".into(), ..form }, key());
        let organizer = &world.organizer;
        let late = organizer.change_series(&ids[1], &key, &mine, &berlin(), Some(&seen), Reach::All).await;
        let refusal = refused_as(Kind::Conflict, late);
        assert_eq!(world.calls("meetingmodify"), 0);
        let told = Seen::by_form(&refusal.meanwhile.unwrap().version).unwrap();
        organizer.change_series(&ids[1], &key, &mine, &berlin(), Some(&told), Reach::All).await.unwrap();
        assert!(all(&world, &first).await.iter().all(|it| it.subject == "Mine"));
        // The same save again, with what it saw then.
        organizer.change_series(&ids[1], &key, &mine, &berlin(), Some(&seen), Reach::All).await.unwrap();
        assert_eq!(world.calls("meetingmodify"), 4);
    })
    .await;
}

#[tokio::test]
async fn a_second_save_that_saw_the_same_does_not_begin_while_the_first_is_at_it() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        let form = opened(&world, &first, &berlin()).await;
        let (known, _, password) = world.organizer.editable(&first).await.unwrap();
        let seen = Seen::by_form(&world.organizer.version_for_form(&known, password.as_ref())).unwrap();
        let moved = MeetingForm { start: "2027-03-16T10:00".into(), end: "2027-03-16T11:30".into(), ..form };
        world.pass(2);
        // The last one moves first, and takes its time; the one that was opened is the last.
        world.control().clear_calls();
        world.next("meetingmodify", Action::Delay { ms: 1500, after_handling: true });
        let saving = |key: &str, seen: Option<&Seen>| {
            let (organizer, id, form) = (world.organizer.clone(), first.clone(), moved.clone());
            let (key, seen, zone) = (key.to_owned(), seen.cloned(), berlin());
            tokio::spawn(async move {
                organizer.change_series(&id, &key, &form, &zone, seen.as_ref(), Reach::All).await
            })
        };
        let (slow, same) = (key(), key());
        let slowly = saving(&slow, Some(&seen));
        while world.calls("meetingmodify") == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        for seen in [Some(&seen), None] {
            refused_as(Kind::InProgress, saving(&same, seen).await.unwrap());
        }
        // The same save, sent twice, is one.
        let twice = saving(&slow, Some(&seen));
        slowly.await.unwrap().unwrap();
        twice.await.unwrap().unwrap();
        let days = ["2027-03-16T10:00", "2027-03-23T10:00", "2027-03-30T10:00", "2027-04-06T10:00"];
        assert_eq!(starts(&world, &first, &berlin()).await, days);
        assert_eq!(world.calls("meetingmodify"), 4);
        // Now it is seen to be out of date.
        refused_as(Kind::Conflict, saving(&same, Some(&seen)).await.unwrap());
        assert_eq!(starts(&world, &first, &berlin()).await, days);
    })
    .await;
}

#[tokio::test]
async fn a_second_try_moves_nothing_that_the_form_does_not_move() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        let ids = ids(&world, &first).await;
        let form = opened(&world, &first, &berlin()).await;
        let renamed = MeetingForm { subject: "Renamed".into(), ..form };
        let (body, content_type) = (r#"{"result":4108}"#.to_owned(), "application/json".to_owned());
        world.next("meetingmodify", Action::Refuse { status: 200, body, content_type, retry_after: None });
        let key = key();
        let refusal = refused(save(&world, &first, &key, &renamed, &berlin(), Reach::All).await);
        assert_eq!(left_out(&refusal).len(), 1);
        // Meanwhile somebody moves one of them by itself.
        world.pass(2);
        let own = opened(&world, &ids[2], &berlin()).await;
        let own = MeetingForm { start: "2027-03-30T15:00".into(), end: "2027-03-30T16:00".into(), ..own };
        save(&world, &ids[2], &super::support::key(), &own, &berlin(), Reach::This).await.unwrap();

        world.pass(2);
        save(&world, &first, &key, &renamed, &berlin(), Reach::All).await.unwrap();
        let at = ["2027-03-15T10:00", "2027-03-22T10:00", "2027-03-30T15:00", "2027-04-05T10:00"];
        assert_eq!(starts(&world, &first, &berlin()).await, at);
        let all = all(&world, &first).await;
        assert!(all.iter().all(|it| it.subject == "Renamed"));
        assert_eq!(all[2].end.unwrap().since(all[2].start), 60 * 60 * 1000);
    })
    .await;
}

#[tokio::test]
async fn a_series_keeps_its_hour_although_nobody_remembers_how_it_was_made() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let form = MeetingForm {
            start: "2027-03-15T10:00".into(),
            end: "2027-03-15T11:30".into(),
            repeat: "weekly".into(),
            until: "2027-04-05".into(),
            ..webapi_meeting(&world, &webapi)
        };
        let made = key();
        let first = world.organizer.schedule(&made, &form, &berlin()).await.unwrap();
        world.pass((KEY_DAYS + 1) * 86_400);
        world.services.purge().await.unwrap();
        let person = Some(&world.organizer.person().id);
        assert!(world.store.intents().by_key(person, &made).await.unwrap().is_none());

        let form = opened(&world, &first, &zone()).await;
        let later = MeetingForm { start: "2027-03-15T18:15".into(), end: "2027-03-15T19:45".into(), ..form };
        save(&world, &first, &key(), &later, &zone(), Reach::All).await.unwrap();
        let at = ["2027-03-15T11:15", "2027-03-22T11:15", "2027-03-29T11:15", "2027-04-05T11:15"];
        assert_eq!(starts(&world, &first, &berlin()).await, at);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_series_of_portico_has_no_others() {
    each_database(async |database| {
        let world = begin(database).await;
        let repeats = MeetingForm { repeat: "weekly".into(), ..meeting_form(&world) };
        let meeting = world.schedule(&repeats).await;
        for reach in [Reach::Following, Reach::All] {
            let refusal = refused(save(&world, &meeting, &key(), &repeats, &zone(), reach).await);
            assert_eq!(refusal.for_field("scope"), Some(&Rule::NotAChoice));
        }
        assert_eq!(world.calls("updateMeeting"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_change_that_outlasts_its_request_goes_on() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let first = in_berlin(&world, &webapi).await;
        world.services.wait_at_most(Duration::from_millis(300));
        world.control().add_fault(Fault::on(
            "meetingmodify",
            4,
            Action::Delay { ms: 700, after_handling: true },
        ));
        let (form, key) = (opened(&world, &first, &berlin()).await, key());
        let form = MeetingForm { subject: "Another".into(), ..form };
        let refusal =
            refused_as(Kind::InProgress, save(&world, &first, &key, &form, &berlin(), Reach::All).await);
        assert!(refusal.retry_after.is_some() && refusal.partly.is_none());
        let work = world.organizer.series_work(&world.indexed(&first).await).await.unwrap();
        assert_eq!(work, Some(SeriesWork::Changing));
        assert_eq!(world.organizer.under_way(&key).await.unwrap(), Some(first.clone()));
        refused_as(Kind::InProgress, save(&world, &first, &key, &form, &berlin(), Reach::All).await);
        // As a process does that is told to end.
        world.services.finish_lasting().await;
        assert_eq!(world.organizer.under_way(&key).await.unwrap(), None);
        save(&world, &first, &key, &form, &berlin(), Reach::All).await.unwrap();
        assert!(all(&world, &first).await.iter().all(|it| it.subject == "Another"));
        assert_eq!(world.calls("meetingmodify"), 4, "each once");
    })
    .await;
}
