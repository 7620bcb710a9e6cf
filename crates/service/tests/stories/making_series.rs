//! Series that Portico makes of single bookings, where the vendor cannot repeat one.

use crate::support::*;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{ConnectionId, MeetingId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_sandbox::{Action, Fault};
use portico_service::SeriesWork;
use portico_service::joining::{Door, HandOver};
use portico_service::when::Zone;
use std::time::Duration;

/// Where a story calls its own key `key`.
fn fresh_key() -> String {
    key()
}

const WEEK: i64 = 7 * 86_400;

/// Four Saturdays from 21 November 2026.
fn weekly(world: &World, vmr: &ConnectionId) -> MeetingForm {
    MeetingForm {
        repeat: "weekly".into(),
        until: "2026-12-12".into(),
        room: "486".into(),
        ..vmr_meeting(world, vmr)
    }
}

async fn all(world: &World, first: &MeetingId) -> Vec<Meeting> {
    let series = world.indexed(first).await.series.unwrap();
    world.store.meetings().of_series(&series).await.unwrap()
}

async fn states(world: &World, first: &MeetingId) -> Vec<MeetingState> {
    all(world, first).await.into_iter().map(|meeting| meeting.state).collect()
}

/// What stands at the vendor, by start.
async fn standing(world: &World, vmr: &ConnectionId) -> usize {
    world.services.synchronise(&connection(world, vmr).await).await.unwrap();
    let all = world.all_indexed().await;
    let open = |it: &&Meeting| it.state == MeetingState::Scheduled && it.connection == *vmr;
    all.iter().filter(open).count()
}

async fn connection(world: &World, id: &ConnectionId) -> portico_domain::connections::Connection {
    world.store.connections().by_id(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_local_hour_stays_over_the_change_of_clocks() {
    each_database(async |database| {
        let world = begin(database).await;
        let webapi = webapi_connection(&world).await;
        let berlin = Zone::named("Europe/Berlin").unwrap();
        let form = MeetingForm {
            start: "2027-03-15T10:00".into(),
            end: "2027-03-15T11:30".into(),
            repeat: "weekly".into(),
            until: "2027-04-05".into(),
            ..webapi_meeting(&world, &webapi)
        };
        let first = world.organizer.schedule(&key(), &form, &berlin).await.unwrap();
        let made = all(&world, &first).await;
        let starts: Vec<String> = made.iter().map(|meeting| berlin.field(meeting.start)).collect();
        assert_eq!(starts, ["2027-03-15T10:00", "2027-03-22T10:00", "2027-03-29T10:00", "2027-04-05T10:00"]);
        assert_eq!(made[2].start.since(made[1].start), (WEEK - 3600) * 1000, "a week, but for the hour");
        assert!(made.iter().all(|it| it.end.unwrap().since(it.start) == 90 * 60 * 1000));
        assert!(made.iter().all(|it| it.repeat.is_none() && it.vendor_id.is_some()));
        assert_eq!((made[0].id.clone(), world.calls("meetingcreate")), (first, 4));
    })
    .await;
}

#[tokio::test]
async fn the_same_submit_again_books_nothing_more() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let (form, key) = (weekly(&world, &vmr), key());
        let first = world.organizer.schedule(&key, &form, &zone()).await.unwrap();
        assert_eq!(world.organizer.schedule(&key, &form, &zone()).await.unwrap(), first);
        let other = MeetingForm { subject: "Another".into(), ..form.clone() };
        refused_as(Kind::Conflict, world.organizer.schedule(&key, &other, &zone()).await);
        assert_eq!((world.calls("createmeet"), all(&world, &first).await.len()), (4, 4));

        // Sent twice at the same moment.
        let twice = fresh_key();
        let form = MeetingForm { room: "502".into(), ..form };
        let submits = (0..2).map(|_| {
            let (organizer, key, form) = (world.organizer.clone(), twice.clone(), form.clone());
            async move { organizer.schedule(&key, &form, &zone()).await }
        });
        let outcomes = together(submits).await;
        let made: Vec<_> = outcomes.into_iter().filter_map(Result::ok).collect();
        assert!(!made.is_empty() && made.iter().all(|id| *id == made[0]), "{made:?}");
        assert_eq!((world.calls("createmeet"), all(&world, &made[0]).await.len()), (8, 4));
    })
    .await;
}

#[tokio::test]
async fn an_interrupted_submit_goes_on_where_it_stopped() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let (form, key) = (MeetingForm { room: String::new(), ..weekly(&world, &vmr) }, key());
        let first = world.organizer.schedule(&key, &form, &zone()).await.unwrap();
        // As if the process had died after the third.
        let last = all(&world, &first).await.pop().unwrap().id;
        for sql in [
            "UPDATE intents SET state = 'unknown', result = NULL WHERE action = 'series.schedule'".to_owned(),
            format!("DELETE FROM intents WHERE meeting_id = '{last}'"),
            format!("DELETE FROM meeting_changes WHERE meeting_id = '{last}'"),
            format!("DELETE FROM meetings WHERE id = '{last}'"),
        ] {
            database.tamper(&sql).await;
        }
        world.pass(30);
        world.services.reconcile().await.unwrap();
        assert_eq!(all(&world, &first).await.len(), 3, "only the form can go on");
        assert_eq!(world.organizer.schedule(&key, &form, &zone()).await.unwrap(), first);
        assert_eq!(states(&world, &first).await, [MeetingState::Scheduled; 4]);
        assert_eq!(world.calls("createmeet"), 5);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_in_the_middle_names_its_day_and_leaves_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let mut taken = MeetingForm { room: "486".into(), ..vmr_meeting(&world, &vmr) };
        (taken.start, taken.end) = ("2026-12-05T13:30".into(), "2026-12-05T14:30".into());
        let other = world.schedule(&taken).await;
        let (form, key) = (weekly(&world, &vmr), key());
        for attempt in 1..=2 {
            let refusal = refused(world.organizer.schedule(&key, &form, &zone()).await);
            assert_eq!((code(&refusal), refusal.occurrence.as_deref()), ("200009", Some("2026-12-05")));
            assert_eq!(refusal.for_field("start"), Some(&Rule::Vendor));
            assert_eq!(world.calls("cancelmeet"), 2 * attempt, "the two before it are given back");
            assert_eq!(standing(&world, &vmr).await, 1, "only the one that was there before");
        }
        assert_eq!(world.state(&other).await, MeetingState::Scheduled);
        // The mended form, with the same key.
        let mended = MeetingForm { room: "502".into(), ..form };
        let first = world.organizer.schedule(&key, &mended, &zone()).await.unwrap();
        assert_eq!(states(&world, &first).await, [MeetingState::Scheduled; 4]);
        assert_eq!(standing(&world, &vmr).await, 5);
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_given_back_at_once_is_given_back_later() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let mut taken = MeetingForm { room: "486".into(), ..vmr_meeting(&world, &vmr) };
        (taken.start, taken.end) = ("2026-12-05T13:30".into(), "2026-12-05T14:30".into());
        world.schedule(&taken).await;
        world.next("cancelmeet", Action::DropBefore);
        world.next("cancelmeet", Action::Html502);
        refused_as(
            Kind::VendorRefused,
            world.organizer.schedule(&key(), &weekly(&world, &vmr), &zone()).await,
        );
        for _ in 0..3 {
            world.pass(30);
            world.services.reconcile().await.unwrap();
        }
        assert_eq!(standing(&world, &vmr).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_in_the_middle_is_looked_into_and_the_rest_goes_on() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        // The first two arrive, slowly; the answer to the third is lost.
        for _ in 0..2 {
            world.next("createmeet", Action::Drip { ms_per_byte: 0 });
        }
        world.next("createmeet", Action::DropAfter);
        let first = world.organizer.schedule(&key(), &weekly(&world, &vmr), &zone()).await.unwrap();
        use MeetingState::{Scheduled, Unconfirmed};
        assert_eq!(states(&world, &first).await, [Scheduled, Scheduled, Unconfirmed, Scheduled]);
        world.pass(30);
        world.services.reconcile().await.unwrap();
        assert_eq!(states(&world, &first).await, [Scheduled; 4]);
        assert_eq!((world.calls("createmeet"), standing(&world, &vmr).await), (4, 4));
    })
    .await;
}

#[tokio::test]
async fn too_many_and_endless_series_are_refused_before_any_call() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let with = |repeat: &str, until: &str| MeetingForm {
            repeat: repeat.into(),
            until: until.into(),
            ..weekly(&world, &vmr)
        };
        for (form, rule) in [
            (with("daily", "2027-01-20"), Rule::TooMany { most: 60 }),
            (with("weekly", ""), Rule::UntilMissing),
            (with("weekly", "2026-11-20"), Rule::UntilBeforeStart),
        ] {
            let refusal = refused_as(Kind::Invalid, world.organizer.schedule(&key(), &form, &zone()).await);
            assert_eq!(refusal.for_field("until"), Some(&rule));
        }
        assert_eq!(world.calls("createmeet"), 0);
        let sixty = with("daily", "2027-01-19");
        let first = world.organizer.schedule(&key(), &sixty, &zone()).await.unwrap();
        assert_eq!((all(&world, &first).await.len(), world.calls("createmeet")), (60, 60));
    })
    .await;
}

#[tokio::test]
async fn a_link_follows_its_series() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = world.schedule(&weekly(&world, &vmr)).await;
        let ids: Vec<MeetingId> = all(&world, &first).await.into_iter().map(|it| it.id).collect();
        let slug = world.a_link(&ids[2], &link_form()).await;
        let leads_to = async || world.services.guest(&slug).await.unwrap().meeting().id.clone();
        assert_eq!(leads_to().await, ids[0], "whatever meeting it hangs on");
        let opens = NOW.plus_minutes(50);
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::TooEarly { opens });
        world.pass(3600 + 60);
        assert_eq!(leads_to().await, ids[0]);
        let guest = world.services.guest(&slug).await.unwrap();
        assert!(matches!(guest.enter("Eve", "", &at("n")).await.unwrap(), HandOver::Number { .. }));
        world.pass(3600);
        assert_eq!(leads_to().await, ids[1], "the first is over");
        let opens = NOW.plus_seconds(WEEK).plus_minutes(50);
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::TooEarly { opens });
        // It skips a meeting that was cancelled.
        world.organizer.cancel(&ids[1], &key()).await.unwrap();
        assert_eq!(leads_to().await, ids[2]);
    })
    .await;
}

#[tokio::test]
async fn a_link_of_a_series_stands_on_each_page_and_is_revoked_from_any() {
    each_database(async |database| {
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = world.schedule(&weekly(&world, &vmr)).await;
        let ids: Vec<MeetingId> = all(&world, &first).await.into_iter().map(|it| it.id).collect();
        let slug = world.a_link(&ids[2], &link_form()).await;
        let stranger = world.a_meeting().await;
        for id in &ids {
            let whole = world.organizer.meeting(id).await.unwrap();
            assert_eq!(whole.links.len(), 1, "listed on each of them");
        }
        assert!(world.organizer.meeting(&stranger).await.unwrap().links.is_empty());
        let link = world.store.links().of_meeting(&ids[2]).await.unwrap().pop().unwrap().id;
        refused_as(Kind::NotFound, world.organizer.revoke_link(&stranger, &link).await);
        world.organizer.revoke_link(&ids[3], &link).await.unwrap();
        assert_eq!(world.services.guest(&slug).await.unwrap().door(), Door::Revoked);
    })
    .await;
}

#[tokio::test]
async fn cancelling_this_and_all_following() {
    each_database(async |database| {
        use MeetingState::{Cancelled, Scheduled};
        let world = begin(database).await;
        let vmr = vmr_connection(&world).await;
        let first = world.schedule(&weekly(&world, &vmr)).await;
        let ids: Vec<MeetingId> = all(&world, &first).await.into_iter().map(|it| it.id).collect();
        let somebody = somebody(&world.store, "other", portico_domain::people::Role::Organizer).await;
        let stranger = world.services.organizer(&somebody).unwrap();
        refused_as(Kind::NotFound, stranger.cancel_following(&ids[1], &key()).await);

        // The plain cancel takes only its own.
        world.organizer.cancel(&ids[3], &key()).await.unwrap();
        assert_eq!(states(&world, &first).await, [Scheduled, Scheduled, Scheduled, Cancelled]);
        let key = key();
        world.next("cancelmeet", Action::DropBefore);
        let refusal = refused(world.organizer.cancel_following(&ids[1], &key).await);
        assert_eq!(refusal.occurrence.as_deref(), Some("2026-11-28"), "{refusal}");
        assert_eq!(states(&world, &first).await[2], Cancelled, "one failure does not spare the others");
        let said = async || world.organizer.series_work(&world.indexed(&first).await).await.unwrap();
        assert_eq!(said().await, Some(SeriesWork::NotAllCancelled(None)), "also for whoever left the page");
        world.organizer.cancel_following(&ids[1], &fresh_key()).await.unwrap();
        assert_eq!(states(&world, &first).await, [Scheduled, Cancelled, Cancelled, Cancelled]);
        assert_eq!((standing(&world, &vmr).await, said().await), (1, None));
        world.organizer.cancel_following(&ids[1], &fresh_key()).await.unwrap();
    })
    .await;
}

/// Each call takes longer than a request waits.
async fn begin_slowly(database: &Database, operation: &str) -> (World, ConnectionId) {
    let world = begin(database).await;
    let vmr = vmr_connection(&world).await;
    world.services.wait_at_most(Duration::from_millis(300));
    world.control().add_fault(Fault::on(operation, 4, Action::Delay { ms: 700, after_handling: true }));
    (world, vmr)
}

/// Asks until it no longer goes on; what comes then.
async fn in_the_end<T>(mut ask: impl AsyncFnMut() -> Result<T, Refusal>) -> Result<T, Refusal> {
    for _ in 0..200 {
        match ask().await {
            Err(refusal) if refusal.kind == Kind::InProgress => {}
            outcome => return outcome,
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it goes on and on")
}

#[tokio::test]
async fn a_booking_that_outlasts_its_request_goes_on_and_is_joined_not_repeated() {
    each_database(async |database| {
        let (world, vmr) = begin_slowly(database, "createmeet").await;
        let (form, key) = (weekly(&world, &vmr), key());
        let refusal = refused_as(Kind::InProgress, world.organizer.schedule(&key, &form, &zone()).await);
        assert!(refusal.retry_after.is_some(), "it says when to look again");
        let first = loop {
            refused_as(Kind::InProgress, world.organizer.schedule(&key, &form, &zone()).await);
            if let Some(first) = world.organizer.under_way(&key).await.unwrap() {
                break first;
            }
        };
        let work = world.organizer.series_work(&world.indexed(&first).await).await.unwrap();
        let Some(SeriesWork::Booking { booked, of: 4 }) = work else { panic!("{work:?}") };
        assert!((1..4).contains(&booked), "{booked}");
        let cancelled = world.organizer.cancel_following(&first, &fresh_key()).await;
        assert!(refused_as(Kind::InProgress, cancelled).retry_after.is_some(), "what follows would stay");

        let again = in_the_end(async || world.organizer.schedule(&key, &form, &zone()).await).await;
        assert_eq!(again.unwrap(), first);
        assert_eq!(states(&world, &first).await, [MeetingState::Scheduled; 4]);
        assert_eq!((world.calls("createmeet"), standing(&world, &vmr).await), (4, 4), "nothing twice");
        assert_eq!(world.organizer.under_way(&key).await.unwrap(), None);
        assert_eq!(world.organizer.series_work(&world.indexed(&first).await).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn cancelling_goes_on_too() {
    each_database(async |database| {
        let (world, vmr) = begin_slowly(database, "cancelmeet").await;
        let (form, made) = (weekly(&world, &vmr), key());
        let first = in_the_end(async || world.organizer.schedule(&made, &form, &zone()).await).await.unwrap();
        let key = key();
        refused_as(Kind::InProgress, world.organizer.cancel_following(&first, &key).await);
        let work = world.organizer.series_work(&world.indexed(&first).await).await.unwrap();
        assert_eq!(work, Some(SeriesWork::Cancelling));
        in_the_end(async || world.organizer.cancel_following(&first, &key).await).await.unwrap();
        assert_eq!(states(&world, &first).await, [MeetingState::Cancelled; 4]);
        assert_eq!(world.calls("cancelmeet"), 4, "each once");
        assert_eq!(world.organizer.series_work(&world.indexed(&first).await).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_series_is_handed_over_whole_and_not_while_it_is_being_booked() {
    each_database(async |database| {
        let (world, vmr) = begin_slowly(database, "createmeet").await;
        let heir = somebody(&world.store, "heir", Role::Organizer).await;
        let heir = world.services.organizer(&heir).unwrap();
        let (form, key) = (weekly(&world, &vmr), key());
        refused_as(Kind::InProgress, world.organizer.schedule(&key, &form, &zone()).await);
        let first = loop {
            if let Some(first) = world.organizer.under_way(&key).await.unwrap() {
                break first;
            }
        };
        let early = world.organizer.hand_over(&first, &heir.person().id).await;
        assert!(refused_as(Kind::InProgress, early).retry_after.is_some());
        in_the_end(async || world.organizer.schedule(&key, &form, &zone()).await).await.unwrap();

        let ids: Vec<MeetingId> = all(&world, &first).await.into_iter().map(|it| it.id).collect();
        world.a_link(&ids[2], &link_form()).await;
        world.organizer.hand_over(&ids[1], &heir.person().id).await.unwrap();
        world.organizer.hand_over(&ids[1], &heir.person().id).await.map(drop).unwrap_err();
        heir.hand_over(&ids[1], &heir.person().id).await.expect("it is theirs already");
        for meeting in all(&world, &first).await {
            assert_eq!(meeting.owner.as_ref(), Some(&heir.person().id));
        }
        assert!(heir.meeting(&ids[0]).await.unwrap().links[0].slug.is_some());
        world.organizer.meeting(&ids[3]).await.expect("whose it was still sees all of it");
        refused_as(Kind::NotAllowed, world.organizer.cancel(&ids[3], &fresh_key()).await);
    })
    .await;
}
