//! Pages: every row exactly once, whatever the filter.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{ConnectionId, MeetingId, PersonId, VendorMeetingId, VendorRecordingId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::time::Timestamp;
use portico_store::meetings::page::{MOST_COUNTED, MeetingCursor, MeetingFilter, Order};
use portico_store::recordings::{ListedRecording, RecordingCursor, RecordingFilter, RecordingSort};
use portico_store::{OwnedBy, Store, cursor};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use support::{at, connection, each_database, ground, meeting, window};

/// All pages, one after the other, through the cursor's text.
async fn walk(store: &Store, filter: &MeetingFilter, order: Order, limit: usize) -> Vec<Meeting> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = store.meetings().page(filter, order, after.as_ref(), limit).await.unwrap();
        assert!(page.rows.len() <= limit);
        rows.extend(page.rows);
        let Some(next) = page.next else { return rows };
        after = cursor::decode::<MeetingCursor>(&cursor::encode(&next));
        assert!(after.is_some());
    }
}

/// Few distinct starts, so that cursors fall between rows that start together.
fn cases() -> Vec<(Vec<(i64, usize)>, usize)> {
    let one = (prop::collection::vec((0i64..6, 0usize..5), 0..25), 1usize..7);
    let mut runner = TestRunner::deterministic();
    (0..25).map(|_| one.new_tree(&mut runner).unwrap().current()).collect()
}

#[tokio::test]
async fn paging_covers_every_meeting_exactly_once() {
    each_database(|store| async move {
        for (case, (rows, limit)) in cases().into_iter().enumerate() {
            let home = connection(&format!("case {case}"));
            store.connections().insert(&home, &"secret".into()).await.unwrap();
            let mut expected = Vec::new();
            for (number, (start, state)) in rows.into_iter().enumerate() {
                let state = MeetingState::ALL[state];
                let row = Meeting { state, ..meeting(&home.id, &number.to_string(), start) };
                store.meetings().insert(&row, None).await.unwrap();
                expected.push(row);
            }
            expected.sort_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
            check(&store, &home.id, expected, limit).await;
        }
    })
    .await;
}

async fn check(store: &Store, home: &ConnectionId, mut expected: Vec<Meeting>, limit: usize) {
    let all = MeetingFilter { connection: Some(home.clone()), ..MeetingFilter::default() };
    assert_eq!(walk(store, &all, Order::Ascending, limit).await, expected);
    assert_eq!(store.meetings().count(&all).await.unwrap(), expected.len() as i64);
    let states = vec![MeetingState::Live, MeetingState::Scheduled];
    let open = MeetingFilter { states: states.clone(), from: Some(at(1)), to: Some(at(4)), ..all.clone() };
    expected.reverse();
    assert_eq!(walk(store, &all, Order::Descending, limit).await, expected);
    expected.retain(|m| states.contains(&m.state) && m.start >= at(1) && m.start < at(4));
    assert_eq!(walk(store, &open, Order::Descending, limit).await, expected);
    assert_eq!(store.meetings().count(&open).await.unwrap(), expected.len() as i64);
}

#[tokio::test]
async fn a_search_finds_all_words_in_any_case_and_takes_signs_literally() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let subjects = ["Weekly ÜBUNG", "50% done", "500 done", "a_b", "axb", "back\\slash", "周会 计划"];
        for (number, subject) in subjects.into_iter().enumerate() {
            let row = Meeting {
                subject: subject.into(),
                host_name: "Grace".into(),
                owner: (number == 0).then(|| person.id.clone()),
                ..meeting(&connection.id, &format!("N{number}"), number as i64)
            };
            store.meetings().insert(&row, None).await.unwrap();
        }
        let found = async |text: &str| {
            let filter = MeetingFilter { text: text.into(), ..MeetingFilter::default() };
            let rows = walk(&store, &filter, Order::Ascending, 3).await;
            rows.into_iter().map(|m| m.subject).collect::<Vec<_>>()
        };
        assert_eq!(found("übung WEEKLY").await, ["Weekly ÜBUNG"]);
        assert_eq!(found("50%").await, ["50% done"]);
        assert_eq!(found("a_b").await, ["a_b"]);
        assert_eq!(found("k\\s").await, ["back\\slash"]);
        assert_eq!(found("计划").await, ["周会 计划"]);
        assert_eq!(found("grace n1").await, ["50% done"]);
        assert_eq!(found("' OR 1=1 --").await, [""; 0]);
        assert_eq!(found("").await.len(), subjects.len());
        let own = OwnedBy::Person(person.id.clone());
        let own = MeetingFilter { owner: Some(own), ..MeetingFilter::default() };
        assert_eq!(walk(&store, &own, Order::Descending, 3).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn counting_stops_in_time() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        fill(&store, &connection.id, MOST_COUNTED + 5).await;
        assert_eq!(store.meetings().count(&MeetingFilter::default()).await.unwrap(), MOST_COUNTED + 1);
    })
    .await;
}

/// Many meetings, quickly: as a list of the vendor.
async fn fill(store: &Store, connection: &ConnectionId, rows: i64) {
    let list: Vec<_> = (0..rows)
        .map(|number| portico_store::meetings::listing::ListedMeeting {
            vendor_id: VendorMeetingId::new(format!("{number:08}")),
            subject: "Meeting".into(),
            start: Some(at(number * 60)),
            end: None,
            period: None,
            silent_of_repeat: false,
            state: Some(if number < rows - 20 { MeetingState::Ended } else { MeetingState::Scheduled }),
            host_name: "Host".into(),
            members: Some(0),
        })
        .collect();
    store.meetings().upsert_listed(connection, &list, at(0)).await.unwrap();
}

#[tokio::test]
async fn recordings_page_in_every_order_and_forget_the_deleted() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let recordings = store.recordings();
        let known = meeting(&connection.id, "0", 0);
        store.meetings().insert(&known, None).await.unwrap();
        let list: Vec<_> = (0..20i64)
            .map(|n| ListedRecording {
                vendor_id: VendorRecordingId::new(format!("f{n}")),
                vendor_meeting: VendorMeetingId::new((n % 4).to_string()),
                title: ["Title A", "Title B", "Title C"][(n % 3) as usize].into(),
                created: at(n % 5),
                duration: n % 7,
                size: 1 << (n % 40),
                delete_at: None,
            })
            .collect();
        let take = async |when| recordings.upsert_listed(&connection.id, &list, at(when)).await.unwrap();
        assert_eq!(take(10).await.changed, 20);
        assert_eq!(take(11).await.unchanged, 20);

        let all = RecordingFilter::default();
        use RecordingSort::*;
        for sort in [Created, Size, Duration, Title] {
            for order in [Order::Ascending, Order::Descending] {
                let (mut ids, mut after): (Vec<_>, Option<RecordingCursor>) = (Vec::new(), None);
                let mut keys = Vec::new();
                loop {
                    let page = recordings.page(&all, sort, order, after.as_ref(), 3).await.unwrap();
                    for row in page.rows {
                        let number = match sort {
                            Created => row.created.millis(),
                            Size => row.size,
                            Duration => row.duration,
                            Title => 0,
                        };
                        let title = if sort == Title { row.title.clone() } else { String::new() };
                        keys.push((number, title));
                        ids.push(row.id);
                    }
                    let Some(next) = page.next else { break };
                    after = cursor::decode(&cursor::encode(&next));
                }
                assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 20, "{sort:?} {order:?}");
                assert_eq!(ids.len(), 20);
                let mut sorted = keys.clone();
                sorted.sort();
                if order == Order::Descending {
                    sorted.reverse();
                }
                assert_eq!(keys, sorted, "{sort:?} {order:?}");
            }
        }

        assert_eq!(recordings.of_meeting(&known.id).await.unwrap().len(), 5);
        assert!(recordings.of_meeting(&MeetingId::new("x")).await.unwrap().is_empty());
        let filter = RecordingFilter {
            text: "TITLE B".into(),
            connection: Some(connection.id.clone()),
            ..Default::default()
        };
        let found = recordings.page(&filter, Created, Order::Ascending, None, 50).await.unwrap();
        assert_eq!(found.rows.len(), 7);

        let gone = found.rows[0].id.clone();
        assert!(recordings.by_id(&gone).await.unwrap().is_some());
        assert!(recordings.mark_deleted(&gone, at(12)).await.unwrap());
        assert!(!recordings.mark_deleted(&gone, at(12)).await.unwrap());
        assert!(recordings.by_id(&gone).await.unwrap().is_none());
        assert_eq!(take(11).await.outdated, 1, "an older list does not bring it back");
        assert_eq!(recordings.upsert_listed(&connection.id, &list[..3], at(13)).await.unwrap().outdated, 0);
        // Three were listed again; of the other seventeen the deleted one may be among the three.
        let back = list[..3].iter().any(|one| one.vendor_id == found.rows[0].vendor_id);
        let missing = recordings.mark_missing(&connection.id, at(0), at(5), at(13)).await.unwrap();
        assert_eq!(missing, if back { 17 } else { 16 });
        let left = recordings.page(&all, Created, Order::Ascending, None, 50).await.unwrap();
        assert_eq!(left.rows.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn recordings_are_counted_past_the_page_and_found_by_their_meeting() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let recordings = store.recordings();
        let known = Meeting { subject: "Budget 50% Ärger".into(), ..meeting(&connection.id, "0", 0) };
        store.meetings().insert(&known, None).await.unwrap();
        let list: Vec<_> = (0..60i64)
            .map(|n| ListedRecording {
                vendor_id: VendorRecordingId::new(format!("f{n}")),
                vendor_meeting: VendorMeetingId::new((n % 4).to_string()),
                title: format!("Take {n:02}"),
                created: at(n),
                duration: 1,
                size: 1,
                delete_at: None,
            })
            .collect();
        recordings.upsert_listed(&connection.id, &list, at(100)).await.unwrap();
        let text = |text: &str| RecordingFilter { text: text.into(), ..Default::default() };
        assert_eq!(recordings.count(&RecordingFilter::default()).await.unwrap(), 60);
        for (asked, found) in [
            ("take", 60),
            ("BUDGET", 15),
            ("ärger budget", 15),
            ("50%", 15),
            ("budget take", 15),
            ("budget 08", 1),
            ("budget 09", 0),
        ] {
            let filter = text(asked);
            assert_eq!(recordings.count(&filter).await.unwrap(), found, "{asked}");
            let page = recordings.page(&filter, RecordingSort::Created, Order::Ascending, None, 100);
            assert_eq!(page.await.unwrap().rows.len() as i64, found, "{asked}");
        }
        let nobodys = RecordingFilter { owner: Some(OwnedBy::Nobody), ..text("budget") };
        assert_eq!(recordings.count(&nobodys).await.unwrap(), 15);
        let unseen = RecordingFilter { seen_by: Some(PersonId::new("stranger")), ..text("budget") };
        assert_eq!(
            recordings.count(&unseen).await.unwrap(),
            0,
            "a subject that one does not see finds nothing"
        );
    })
    .await;
}

/// At a million rows every page comes as quickly as at ten. `-- --ignored --nocapture` prints.
#[tokio::test]
#[ignore = "takes a minute"]
async fn pages_of_a_million_meetings_are_quick() {
    // The one statement here that the crate does not have: both databases understand it.
    const FILL: &str = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) \
        INSERT INTO meetings (id, connection_id, vendor_id, subject, search, start_at, end_at, state, \
        host_name, members, created_at, seen_at, changed_at, sequence) \
        SELECT 'id' || i, $1, 'n' || i, 'Meeting ' || i, 'meeting ' || i, i * 60000, i * 60000 + 1, \
        CASE WHEN i > 999900 THEN 'scheduled' WHEN i % 1000 = 0 THEN 'cancelled' ELSE 'ended' END, \
        'Host', 0, 0, 0, 0, 0 FROM n";
    support::each_url(async |url| {
        let store = Store::open(&url).await.unwrap();
        store.unlock(support::sealer()).await.unwrap();
        let (ground, connection) = ground(&store).await;
        if url.starts_with("sqlite") {
            let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
            sqlx::query(FILL).bind(connection.id.as_str()).execute(&pool).await.unwrap();
        } else {
            let pool = sqlx::PgPool::connect(&url).await.unwrap();
            sqlx::query(FILL).bind(connection.id.as_str()).execute(&pool).await.unwrap();
        }
        let any = MeetingFilter::default;
        let states = |states: &[MeetingState]| MeetingFilter { states: states.to_vec(), ..any() };
        use MeetingState::{Cancelled, Live, Scheduled, Unconfirmed};
        let deep = MeetingCursor { start: Timestamp(30_000_000_000), id: MeetingId::new("x") };
        let filters = [
            ("all", any()),
            ("connection", MeetingFilter { connection: Some(connection.id.clone()), ..any() }),
            ("open", states(&[Scheduled, Live])),
            ("scheduled", states(&[Scheduled])),
            ("cancelled", states(&[Cancelled])),
            ("upcoming", states(&[Scheduled, Live, Unconfirmed])),
            ("nobody's", MeetingFilter { owner: Some(OwnedBy::Nobody), ..any() }),
            (
                "nobody's upcoming",
                MeetingFilter { owner: Some(OwnedBy::Nobody), ..states(&[Scheduled, Live, Unconfirmed]) },
            ),
            (
                "somebody's upcoming",
                MeetingFilter {
                    owner: Some(OwnedBy::Person(ground.id)),
                    ..states(&[Scheduled, Live, Unconfirmed])
                },
            ),
            ("frequent word", MeetingFilter { text: "meeting 12".into(), ..any() }),
        ];
        for (name, filter) in filters {
            for order in [Order::Ascending, Order::Descending] {
                for after in [None, Some(&deep)] {
                    store.meetings().page(&filter, order, after, 50).await.unwrap();
                    let start = std::time::Instant::now();
                    store.meetings().page(&filter, order, after, 50).await.unwrap();
                    let page = start.elapsed();
                    store.meetings().count(&filter).await.unwrap();
                    println!(
                        "{name} {order:?} {}: page {page:?}, count {:?}",
                        after.is_some(),
                        start.elapsed() - page
                    );
                    // A search looks at every row until the page is full.
                    let most = if filter.text.is_empty() { 100 } else { 1000 };
                    assert!(page.as_millis() < most, "{name}");
                }
            }
        }
        let start = std::time::Instant::now();
        store
            .meetings()
            .within(&window(Timestamp(30_000_000_000), Timestamp(30_086_400_000), None), 200)
            .await
            .unwrap();
        println!("agenda {:?}", start.elapsed());
    })
    .await;
}

#[test]
fn what_is_no_cursor_is_none() {
    for text in ["", "x", "!!", "e30", &cursor::encode(&"text")] {
        assert_eq!(cursor::decode::<MeetingCursor>(text), None);
    }
}
