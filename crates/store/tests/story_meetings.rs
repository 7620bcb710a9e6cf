//! Meetings: filing, changing, taking over lists, agenda.

mod support;

use portico_domain::cloudroom::Options;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState, Period, Repeat, VendorOptions};
use portico_domain::time::Timestamp;
use portico_store::changes::MeetingChange;
use portico_store::meetings::listing::{ListedMeeting, Taken};
use portico_store::meetings::page::MeetingFilter;
use portico_store::meetings::windows::Window;
use portico_store::new_id;
use secrecy::ExposeSecret;
use support::{at, each_database, ground, link, meeting, window};

fn listed(number: &str, start: i64) -> ListedMeeting {
    ListedMeeting {
        vendor_id: VendorMeetingId::new(number),
        subject: format!("Meeting {number}"),
        start: Some(at(start)),
        end: Some(at(start + 3600)),
        period: None,
        silent_of_repeat: false,
        state: Some(MeetingState::Scheduled),
        host_name: "Host".into(),
        members: Some(0),
    }
}

const fn taken(changed: u64, unchanged: u64, outdated: u64) -> Taken {
    Taken { changed, unchanged, outdated }
}

fn options() -> VendorOptions {
    VendorOptions::Cloudroom(Box::new(Options { host_id: Some(u64::MAX), ..Options::default() }))
}

#[tokio::test]
async fn a_list_that_does_not_say_when_moves_nothing() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let meetings = store.meetings();
        let silent = |number| ListedMeeting { start: None, ..listed(number, 100) };
        let known = [listed("1", 100)];
        assert_eq!(meetings.upsert_listed(&connection.id, &known, at(10)).await.unwrap(), taken(1, 0, 0));
        let rows = [silent("1"), silent("2")];
        assert_eq!(meetings.upsert_listed(&connection.id, &rows, at(20)).await.unwrap(), taken(1, 1, 0));
        assert_eq!(meetings.upsert_listed(&connection.id, &rows, at(30)).await.unwrap(), taken(0, 2, 0));
        for (number, start) in [("1", at(100)), ("2", at(20))] {
            let number = VendorMeetingId::new(number);
            let meeting = meetings.by_vendor_id(&connection.id, &number).await.unwrap().unwrap();
            assert_eq!((meeting.start, meeting.sequence), (start, 0));
        }
    })
    .await;
}

/// What the document's sample of a row leaves out: no end, no `status`, and texts may be empty.
#[tokio::test]
async fn what_a_list_does_not_say_stays_as_it_is_known() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let meetings = store.meetings();
        let weekly = Some(Repeat { period: Period::Weekly, until: Some(at(9_000_000)) });
        let live = Meeting { state: MeetingState::Live, ..meeting(&connection.id, "1", 100) };
        let series = Meeting { repeat: weekly, ..meeting(&connection.id, "2", 100) };
        let over = Meeting { state: MeetingState::Ended, ..meeting(&connection.id, "3", 100) };
        for known in [&live, &series, &over] {
            meetings.insert(known, None).await.unwrap();
        }
        let silent = |number| ListedMeeting {
            subject: String::new(),
            host_name: String::new(),
            end: None,
            silent_of_repeat: true,
            state: None,
            members: None,
            ..listed(number, 100)
        };
        let rows = [silent("1"), silent("2"), silent("3")];
        for when in [10, 20] {
            let outcome = meetings.upsert_listed(&connection.id, &rows, at(when)).await.unwrap();
            assert_eq!(outcome, taken(0, 3, 0));
        }
        for known in [&live, &series, &over] {
            let now = meetings.by_id(&known.id).await.unwrap().unwrap();
            assert_eq!(now, Meeting { seen: at(20), ..known.clone() });
            let text = portico_store::meetings::page::MeetingFilter {
                text: format!("{} {}", known.subject, known.host_name),
                ..Default::default()
            };
            assert_eq!(meetings.count(&text).await.unwrap(), 1, "and is found by it");
        }

        // A repeated one does not run for ever: it waits for its next time.
        meetings.set_state(&series.id, MeetingState::Live, None, at(30)).await.unwrap();
        meetings.upsert_listed(&connection.id, &[silent("2")], at(40)).await.unwrap();
        let state = async || meetings.by_id(&series.id).await.unwrap().unwrap().state;
        assert_eq!(state().await, MeetingState::Live);
        meetings.upsert_listed(&connection.id, &[silent("2")], series.end.unwrap()).await.unwrap();
        assert_eq!(state().await, MeetingState::Scheduled);
    })
    .await;
}

#[tokio::test]
async fn what_a_list_changes_is_in_the_history() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let meetings = store.meetings();
        let daily = Some(Repeat { period: Period::Daily, until: None });
        let once = meeting(&connection.id, "1", 100);
        let series = Meeting { repeat: daily, ..meeting(&connection.id, "2", 100) };
        for known in [&once, &series] {
            meetings.insert(known, None).await.unwrap();
        }
        let words = async |number: &str| -> Vec<String> {
            let number = VendorMeetingId::new(number);
            let known = meetings.by_vendor_id(&connection.id, &number).await.unwrap().unwrap();
            let lines = store.changes().of_meeting(&known.id, 9).await.unwrap();
            lines.into_iter().map(|line| line.what).collect()
        };
        let take = async |row: ListedMeeting, when| {
            meetings.upsert_listed(&connection.id, &[row], at(when)).await.unwrap();
        };
        take(listed("first", 100), 10).await;
        assert!(words("first").await.is_empty(), "what a new connection brings is no news");
        store.connections().record_synchronised(&connection.id, at(11)).await.unwrap();
        take(listed("3", 100), 12).await;
        take(ListedMeeting { end: None, ..listed("4", 100) }, 12).await;
        take(listed("4", 100), 13).await;
        assert_eq!((words("3").await, words("4").await), (vec!["found".into()], vec!["found".into()]));

        take(listed("1", 100), 14).await;
        assert!(words("1").await.is_empty(), "nothing was changed");
        let moved = || listed("1", 900);
        take(moved(), 20).await;
        take(moved(), 21).await;
        assert_eq!(words("1").await, ["changed-elsewhere"]);
        take(ListedMeeting { state: Some(MeetingState::Ended), ..listed("1", 905) }, 22).await;
        assert_eq!(words("1").await.len(), 1, "it began later, that is all");
        let next = ListedMeeting { period: Some(Period::Daily), ..listed("2", 100 + 86_400) };
        take(next.clone(), 23).await;
        assert!(words("2").await.is_empty(), "the next occurrence is the same meeting");

        // While a change of ours is under way, it may be that.
        let intent = portico_store::intents::NewIntent {
            id: portico_domain::ids::IntentId::new(new_id()),
            person: Some(person.id.clone()),
            idempotency_key: new_id(),
            action: "meeting.change".into(),
            body_hash: "hash".into(),
            connection: Some(connection.id.clone()),
            meeting: Some(series.id.clone()),
            payload: serde_json::json!({}),
            at: at(24),
        };
        store.intents().begin(&intent).await.unwrap();
        take(ListedMeeting { subject: "Ours".into(), ..next }, 25).await;
        assert!(words("2").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_meeting_is_filed_whole_and_changed() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let meetings = store.meetings();
        let mut weekly = meeting(&connection.id, "1", 100);
        weekly.owner = Some(person.id.clone());
        weekly.options = Some(options());
        weekly.public_url = Some("https://vendor.example/1".into());
        weekly.repeat = Some(Repeat { period: Period::Weekly, until: Some(at(9_000_000)) });
        let id = meetings.insert(&weekly, Some(&"1234".into())).await.unwrap();
        assert_eq!(id, weekly.id);
        assert_eq!(meetings.by_id(&id).await.unwrap().as_ref(), Some(&weekly));
        let number = VendorMeetingId::new("1");
        assert_eq!(meetings.by_vendor_id(&connection.id, &number).await.unwrap().as_ref(), Some(&weekly));
        assert_eq!(meetings.password(&id).await.unwrap().unwrap().expose_secret(), "1234");

        let draft = MeetingDraft {
            subject: "Moved".into(),
            start: at(200),
            end: at(900),
            repeat: None,
            password: None,
            options: options(),
        };
        assert!(meetings.apply_draft(&id, &draft, at(5)).await.unwrap());
        assert!(!meetings.apply_draft(&MeetingId::new("nobody"), &draft, at(5)).await.unwrap());
        let moved = meetings.by_id(&id).await.unwrap().unwrap();
        assert_eq!((moved.subject.as_str(), moved.start, moved.end), ("Moved", at(200), Some(at(900))));
        assert_eq!((moved.sequence, moved.repeat, moved.seen), (1, None, at(5)));
        assert!(meetings.password(&id).await.unwrap().is_none());
        assert!(meetings.set_password(&id, Some(&"999999".into())).await.unwrap());
        assert_eq!(meetings.password(&id).await.unwrap().unwrap().expose_secret(), "999999");

        assert!(meetings.set_state(&id, MeetingState::Live, Some(7), at(6)).await.unwrap());
        assert!(!meetings.set_state(&id, MeetingState::Live, None, at(7)).await.unwrap(), "as before");
        assert!(!meetings.set_state(&id, MeetingState::Ended, None, at(3)).await.unwrap(), "older news");
        let live = meetings.by_id(&id).await.unwrap().unwrap();
        assert_eq!((live.state, live.members, live.sequence), (MeetingState::Live, 7, 1));
    })
    .await;
}

#[tokio::test]
async fn a_detail_refreshes_without_erasing_what_only_we_know() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let meetings = store.meetings();
        let mut ours = meeting(&connection.id, "1", 100);
        ours.owner = Some(person.id.clone());
        ours.options = Some(options());
        meetings.insert(&ours, None).await.unwrap();
        let detail = Meeting { options: None, owner: None, seen: at(9), ..ours.clone() };
        assert!(!meetings.refresh(&detail).await.unwrap(), "nothing new");
        let detail = Meeting { subject: "Changed there".into(), seen: at(10), ..detail };
        assert!(meetings.refresh(&detail).await.unwrap());
        let older = Meeting { subject: "Old news".into(), seen: at(8), ..detail.clone() };
        assert!(!meetings.refresh(&older).await.unwrap());
        let now = meetings.by_id(&ours.id).await.unwrap().unwrap();
        assert_eq!((now.subject.as_str(), now.sequence), ("Changed there", 1));
        assert_eq!((now.owner, now.options), (ours.owner, ours.options));
    })
    .await;
}

#[tokio::test]
async fn a_list_is_taken_over_without_touching_what_is_ours() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let meetings = store.meetings();
        let mut ours = meeting(&connection.id, "1", 100);
        ours.owner = Some(person.id.clone());
        ours.options = Some(options());
        meetings.insert(&ours, Some(&"1234".into())).await.unwrap();
        let take = async |list: &[ListedMeeting], when| {
            meetings.upsert_listed(&connection.id, list, at(when)).await.unwrap()
        };
        assert_eq!(take(&[listed("1", 100), listed("2", 200)], 10).await, taken(1, 1, 0));
        assert_eq!(take(&[listed("1", 100), listed("2", 200)], 20).await, taken(0, 2, 0));
        let mut changed = listed("1", 150);
        changed.subject = "Moved there".into();
        assert_eq!(take(&[changed.clone()], 30).await, taken(1, 0, 0));
        let now = meetings.by_id(&ours.id).await.unwrap().unwrap();
        assert_eq!((now.subject.as_str(), now.start, now.seen), ("Moved there", at(150), at(30)));
        assert_eq!((now.sequence, &now.owner, &now.options), (1, &ours.owner, &ours.options));
        assert_eq!(meetings.password(&ours.id).await.unwrap().unwrap().expose_secret(), "1234");

        // Cancelled here after the list was asked for: the list must not bring it back.
        assert!(meetings.set_state(&ours.id, MeetingState::Cancelled, None, at(41)).await.unwrap());
        assert_eq!(take(&[changed], 40).await, taken(0, 0, 1));
        assert_eq!(meetings.by_id(&ours.id).await.unwrap().unwrap().state, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn what_a_list_lacks_is_over_or_cancelled_but_never_the_unconfirmed() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let meetings = store.meetings();
        let mut unconfirmed = meeting(&connection.id, "", 100);
        unconfirmed.vendor_id = None;
        unconfirmed.state = MeetingState::Unconfirmed;
        let mut live = meeting(&connection.id, "live", 4000);
        live.state = MeetingState::Live;
        let past = meeting(&connection.id, "past", -9000);
        let future = meeting(&connection.id, "future", 100);
        let outside = meeting(&connection.id, "outside", 900_000);
        let kept = meeting(&connection.id, "kept", 300);
        for one in [&unconfirmed, &live, &past, &future, &outside, &kept] {
            meetings.insert(one, None).await.unwrap();
        }
        meetings.upsert_listed(&connection.id, &[listed("kept", 300)], at(50)).await.unwrap();
        let mut marked =
            meetings.mark_missing(&connection.id, at(-10_000), at(10_000), at(50)).await.unwrap();
        marked.sort_by(|a, b| a.0.cmp(&b.0));
        let mut expected = vec![
            (live.id.clone(), MeetingState::Ended),
            (past.id.clone(), MeetingState::Ended),
            (future.id.clone(), MeetingState::Cancelled),
        ];
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(marked, expected);
        let state = async |meeting: &Meeting| meetings.by_id(&meeting.id).await.unwrap().unwrap().state;
        assert_eq!(state(&unconfirmed).await, MeetingState::Unconfirmed);
        assert_eq!(state(&outside).await, MeetingState::Scheduled);
        assert_eq!(state(&kept).await, MeetingState::Scheduled);
        let attention = meetings.unconfirmed(None, 10).await.unwrap();
        assert_eq!(attention.iter().map(|m| &m.id).collect::<Vec<_>>(), [&unconfirmed.id]);
    })
    .await;
}

#[tokio::test]
async fn whoever_files_a_meeting_first_there_is_one_row() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let meetings = store.meetings();
        store.connections().record_synchronised(&connection.id, at(0)).await.unwrap();
        // The synchroniser was first, then the answer of the creation is filed.
        meetings.upsert_listed(&connection.id, &[listed("1", 100)], at(1)).await.unwrap();
        let mut ours = meeting(&connection.id, "1", 100);
        ours.owner = Some(person.id.clone());
        let id = meetings.insert(&ours, Some(&"1234".into())).await.unwrap();
        assert_ne!(id, ours.id);
        assert_eq!(meetings.by_id(&id).await.unwrap().unwrap().owner, ours.owner);
        assert_eq!(meetings.password(&id).await.unwrap().unwrap().expose_secret(), "1234");

        // No answer came; the synchroniser finds it; reconciliation folds both into ours.
        let mut lost = meeting(&connection.id, "", 200);
        (lost.vendor_id, lost.state, lost.owner) = (None, MeetingState::Unconfirmed, Some(person.id.clone()));
        meetings.insert(&lost, None).await.unwrap();
        let number = VendorMeetingId::new("Nr-2");
        meetings.upsert_listed(&connection.id, &[listed("Nr-2", 200)], at(2)).await.unwrap();
        let twin = meetings.by_vendor_id(&connection.id, &number).await.unwrap().unwrap();
        let shared = link(&twin.id, &person.id);
        store.links().insert(&shared, &"slug".into(), "hash", None).await.unwrap();
        assert!(meetings.confirm(&lost.id, &number, MeetingState::Scheduled, at(3)).await.unwrap());
        assert!(!meetings.confirm(&lost.id, &number, MeetingState::Scheduled, at(3)).await.unwrap());
        assert!(meetings.by_id(&twin.id).await.unwrap().is_none());
        let found = meetings.by_vendor_id(&connection.id, &number).await.unwrap().unwrap();
        assert_eq!((&found.id, &found.owner, found.state), (&lost.id, &lost.owner, MeetingState::Scheduled));
        assert_eq!(store.links().of_meeting(&lost.id).await.unwrap().len(), 1);
        for ours in [&id, &lost.id] {
            assert!(store.changes().of_meeting(ours, 9).await.unwrap().is_empty(), "neither was found");
        }
        let by_number =
            portico_store::meetings::page::MeetingFilter { text: "nr-2".into(), ..Default::default() };
        assert_eq!(meetings.count(&by_number).await.unwrap(), 1, "found by its number");
    })
    .await;
}

#[tokio::test]
async fn an_unconfirmed_meeting_that_never_was_goes_away() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let meetings = store.meetings();
        let mut never = meeting(&connection.id, "", 200);
        (never.vendor_id, never.state) = (None, MeetingState::Unconfirmed);
        meetings.insert(&never, None).await.unwrap();
        let change = MeetingChange {
            id: new_id(),
            meeting: never.id.clone(),
            at: at(1),
            person: Some(person.id.clone()),
            what: "scheduled".into(),
            detail: serde_json::json!({ "subject": "x" }),
        };
        store.changes().append(&change).await.unwrap();
        let later = MeetingChange { id: new_id(), at: at(2), what: "moved".into(), ..change.clone() };
        store.changes().append(&later).await.unwrap();
        assert_eq!(store.changes().of_meeting(&never.id, 10).await.unwrap(), [later, change]);
        assert!(meetings.forget_unconfirmed(&never.id).await.unwrap());
        assert!(meetings.by_id(&never.id).await.unwrap().is_none());

        let real = meeting(&connection.id, "1", 100);
        meetings.insert(&real, None).await.unwrap();
        assert!(!meetings.forget_unconfirmed(&real.id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_agenda_holds_what_overlaps_runs_or_repeats() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let meetings = store.meetings();
        let day = 86_400;
        let make =
            |number: &str, start: i64, state| Meeting { state, ..meeting(&connection.id, number, start) };
        use MeetingState::*;
        let series = |number: &str, until: Option<Timestamp>| Meeting {
            repeat: Some(Repeat { period: Period::Daily, until }),
            ..make(number, -30 * day, Scheduled)
        };
        let all = [
            make("running over", -1800, Scheduled),
            make("inside", 100, Ended),
            make("before", -7200, Ended),
            make("after", day, Scheduled),
            make("cancelled", 200, Cancelled),
            make("long live", -3 * day, Live),
            series("series", None),
            series("series that ended", Some(at(-day))),
            Meeting { end: Some(at(day)), ..make("three days", -2 * day, Scheduled) },
            Meeting { end: None, ..make("no end", -60 * day, Scheduled) },
            Meeting { end: None, ..make("no end, over", -60 * day, Ended) },
            make("forgotten", -5 * day, Scheduled),
        ];
        for one in &all {
            meetings.insert(one, None).await.unwrap();
        }
        let agenda = meetings.within(&window(at(0), at(day), None), 100).await.unwrap();
        let numbers: Vec<_> =
            agenda.iter().filter_map(|m| m.vendor_id.as_ref()).map(|n| n.as_str()).collect();
        assert_eq!(numbers, ["no end", "series", "long live", "three days", "running over", "inside"]);
        let of = async |states: &[MeetingState], text: &str| -> usize {
            let filter = MeetingFilter { states: states.to_vec(), text: text.into(), ..Default::default() };
            let window = Window { filter, ..window(at(0), at(day), None) };
            meetings.within(&window, 100).await.unwrap().len()
        };
        assert_eq!(of(&[Live], "").await, 1);
        assert_eq!(of(&[Cancelled], "").await, 1, "asked for, they are shown");
        assert_eq!(of(&[Ended, Cancelled], "").await, 2);
        assert_eq!(of(&[], "THREE meeting").await, 1);
        assert_eq!(of(&[], "three weeks").await, 0);
    })
    .await;
}
