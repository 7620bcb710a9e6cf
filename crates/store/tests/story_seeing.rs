//! Who sees which meetings and recordings, and that somebody is always left to administer.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{PersonId, SeriesId, VendorMeetingId, VendorRecordingId};
use portico_domain::meetings::Meeting;
use portico_domain::people::{Person, Role};
use portico_store::meetings::page::{MeetingFilter, Order};
use portico_store::meetings::windows::Window;
use portico_store::one_time_links::LinkStanding;
use portico_store::people::governing::Governed;
use portico_store::recordings::{ListedRecording, RecordingFilter, RecordingSort};
use portico_store::{OwnedBy, Store, new_id};
use support::{at, each_database, ground, meeting, person, window};

async fn seen(store: &Store, person: &PersonId) -> Vec<String> {
    let filter = MeetingFilter { seen_by: Some(person.clone()), ..MeetingFilter::default() };
    let (mut numbers, mut after) = (Vec::new(), None);
    loop {
        let page = store.meetings().page(&filter, Order::Descending, after.as_ref(), 2).await.unwrap();
        numbers.extend(page.rows.into_iter().filter_map(|row| row.vendor_id).map(|number| number.0));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(store.meetings().count(&filter).await.unwrap(), numbers.len() as i64);
    numbers
}

#[tokio::test]
async fn one_sees_what_is_theirs_or_shared_and_a_series_whole() {
    each_database(|store| async move {
        let (owner, connection) = ground(&store).await;
        let reader = person("reader");
        store.people().insert(&reader, &"hash".into()).await.unwrap();
        let series = Some(SeriesId(new_id()));
        let own = |number: &str, start, series: &Option<SeriesId>| Meeting {
            owner: Some(owner.id.clone()),
            series: series.clone(),
            ..meeting(&connection.id, number, start)
        };
        let all = [
            own("1", 100, &None),
            own("2", 200, &series),
            own("3", 300, &series),
            own("4", 400, &None),
            meeting(&connection.id, "5", 500),
        ];
        for one in &all {
            store.meetings().insert(one, None).await.unwrap();
        }
        assert_eq!(seen(&store, &owner.id).await, ["4", "3", "2", "1"]);
        assert!(seen(&store, &reader.id).await.is_empty());

        let shares = store.shares();
        assert!(shares.add(&all[1], &reader.id).await.unwrap());
        assert!(!shares.add(&all[2], &reader.id).await.unwrap(), "the same series");
        assert!(shares.add(&all[4], &reader.id).await.unwrap());
        assert!(shares.add(&all[3], &owner.id).await.unwrap());
        assert_eq!(seen(&store, &reader.id).await, ["5", "3", "2"]);
        assert_eq!(seen(&store, &owner.id).await, ["4", "3", "2", "1"], "once each");
        assert!(shares.includes(&all[2], &reader.id).await.unwrap());
        assert_eq!(shares.of_meeting(&all[2]).await.unwrap(), std::slice::from_ref(&reader));

        let agenda = async |person: Option<&PersonId>| {
            store.meetings().within(&window(at(0), at(1000), person), 100).await.unwrap().len()
        };
        assert_eq!(agenda(None).await, 5);
        assert_eq!(agenda(Some(&owner.id)).await, 4);
        assert_eq!(agenda(Some(&reader.id)).await, 3);

        let recorded = |number: &str| ListedRecording {
            vendor_id: VendorRecordingId::new(format!("r{number}")),
            vendor_meeting: VendorMeetingId::new(number),
            title: number.into(),
            created: at(0),
            duration: 1,
            size: 1,
            delete_at: None,
        };
        let listed = ["1", "2", "3", "4", "5", "unknown"].map(recorded);
        store.recordings().upsert_listed(&connection.id, &listed, at(9)).await.unwrap();
        let recordings = async |person: Option<PersonId>| {
            let filter = RecordingFilter { seen_by: person, ..RecordingFilter::default() };
            let sort = RecordingSort::Title;
            let page = store.recordings().page(&filter, sort, Order::Ascending, None, 10).await.unwrap();
            page.rows.into_iter().map(|row| row.title).collect::<Vec<_>>()
        };
        assert_eq!(recordings(None).await.len(), 6);
        assert_eq!(recordings(Some(owner.id.clone())).await, ["1", "2", "3", "4"]);
        assert_eq!(recordings(Some(reader.id.clone())).await, ["2", "3", "5"]);

        assert!(shares.remove(&all[2], &reader.id).await.unwrap());
        assert!(!shares.remove(&all[1], &reader.id).await.unwrap());
        assert_eq!(seen(&store, &reader.id).await, ["5"]);
    })
    .await;
}

/// The numbers of whose meetings a list, a calendar and the library hold; all three agree.
async fn owned(store: &Store, seen_by: Option<&PersonId>, owner: OwnedBy) -> Vec<String> {
    let filter =
        MeetingFilter { seen_by: seen_by.cloned(), owner: Some(owner.clone()), ..MeetingFilter::default() };
    let page = store.meetings().page(&filter, Order::Ascending, None, 10).await.unwrap();
    let numbers = |rows: Vec<Meeting>| -> Vec<String> {
        rows.into_iter().filter_map(|row| row.vendor_id).map(|number| number.0).collect()
    };
    let listed = numbers(page.rows);
    assert_eq!(store.meetings().count(&filter).await.unwrap(), listed.len() as i64);
    let window = Window { filter: filter.clone(), ..window(at(0), at(1000), seen_by) };
    assert_eq!(numbers(store.meetings().within(&window, 100).await.unwrap()), listed, "calendar");
    let filter =
        RecordingFilter { seen_by: seen_by.cloned(), owner: Some(owner), ..RecordingFilter::default() };
    let (sort, order) = (RecordingSort::Title, Order::Ascending);
    let page = store.recordings().page(&filter, sort, order, None, 10).await.unwrap();
    let mut recorded: Vec<_> = page.rows.into_iter().map(|row| row.title).collect();
    // One whose meeting is not known is nobody's, and seen by administrators alone.
    let loose = recorded.iter().position(|title| title == "unknown").map(|at| recorded.remove(at));
    assert_eq!(loose.is_some(), seen_by.is_none() && !matches!(filter.owner, Some(OwnedBy::Person(_))));
    assert_eq!(recorded, listed, "library");
    listed
}

#[tokio::test]
async fn lists_are_narrowed_to_an_owner_to_others_and_to_nobody() {
    each_database(|store| async move {
        let (ada, connection) = ground(&store).await;
        let bob = person_named(&store, "bob").await;
        let own = |number: &str, start, owner: Option<&Person>| Meeting {
            owner: owner.map(|person| person.id.clone()),
            ..meeting(&connection.id, number, start)
        };
        let all = [own("1", 100, Some(&ada)), own("2", 200, Some(&bob)), own("3", 300, None)];
        for one in &all {
            store.meetings().insert(one, None).await.unwrap();
        }
        let recorded = ["1", "2", "3", "unknown"].map(|number| ListedRecording {
            vendor_id: VendorRecordingId::new(format!("r{number}")),
            vendor_meeting: VendorMeetingId::new(number),
            title: number.into(),
            created: at(0),
            duration: 1,
            size: 1,
            delete_at: None,
        });
        store.recordings().upsert_listed(&connection.id, &recorded, at(9)).await.unwrap();
        let (person, others) =
            (|one: &Person| OwnedBy::Person(one.id.clone()), |one: &Person| OwnedBy::Others(one.id.clone()));
        assert_eq!(owned(&store, None, person(&ada)).await, ["1"]);
        assert_eq!(owned(&store, None, others(&ada)).await, ["2", "3"]);
        assert_eq!(owned(&store, None, OwnedBy::Nobody).await, ["3"]);
        assert!(owned(&store, None, OwnedBy::Person(PersonId::new("nobody"))).await.is_empty());

        // Asking for others' shows nobody more than they see.
        assert!(owned(&store, Some(&bob.id), person(&ada)).await.is_empty());
        assert!(owned(&store, Some(&bob.id), others(&bob)).await.is_empty());
        assert!(owned(&store, Some(&bob.id), OwnedBy::Nobody).await.is_empty());
        for shared in [&all[0], &all[2]] {
            store.shares().add(shared, &bob.id).await.unwrap();
        }
        assert_eq!(owned(&store, Some(&bob.id), person(&bob)).await, ["2"]);
        assert_eq!(owned(&store, Some(&bob.id), others(&bob)).await, ["1", "3"]);
        assert_eq!(owned(&store, Some(&bob.id), OwnedBy::Nobody).await, ["3"]);

        let names = async |besides: &PersonId| -> Vec<String> {
            let people = store.people().owners(besides).await.unwrap();
            people.into_iter().map(|person| person.account).collect()
        };
        let idle = person_named(&store, "idle").await;
        assert_eq!(names(&PersonId::new("")).await, ["bob", "ground"]);
        assert_eq!(names(&idle.id).await, ["bob", "ground", "idle"]);
    })
    .await;
}

async fn person_named(store: &Store, account: &str) -> Person {
    let person = person(account);
    store.people().insert(&person, &"hash".into()).await.unwrap();
    person
}

async fn administrator(store: &Store, account: &str, hash: &str) -> Person {
    let person = Person { role: Role::Administrator, ..person(account) };
    store.people().insert(&person, &hash.into()).await.unwrap();
    person
}

#[tokio::test]
async fn somebody_is_always_left_to_administer() {
    each_database(|store| async move {
        let people = store.people();
        let ada = administrator(&store, "ada", "hash").await;
        // Who has no password yet, or is disabled, does not count.
        let invited = administrator(&store, "invited", "").await;
        let off = administrator(&store, "off", "hash").await;
        assert_eq!(people.set_disabled(&off.id, true).await.unwrap(), Governed::Done);
        let last = Governed::LastAdministrator;
        assert_eq!(people.set_role(&ada.id, Role::Viewer).await.unwrap(), last);
        assert_eq!(people.set_disabled(&ada.id, true).await.unwrap(), last);
        assert_eq!(people.delete(&ada.id, &invited.id).await.unwrap(), last);
        assert_eq!(people.reset_password(&ada.id, "hash", "password", at(9)).await.unwrap(), last);
        assert_eq!(people.set_role(&ada.id, Role::Administrator).await.unwrap(), Governed::Done);
        assert_eq!(people.set_role(&PersonId::new("no"), Role::Viewer).await.unwrap(), Governed::Gone);
        assert_eq!(people.without_password().await.unwrap(), std::slice::from_ref(&invited.id));

        assert_eq!(people.set_disabled(&off.id, false).await.unwrap(), Governed::Done);
        let other = off;
        for _ in 0..5 {
            for id in [&ada.id, &other.id] {
                people.set_role(id, Role::Administrator).await.unwrap();
            }
            let tries = [&ada, &other].map(|person| {
                let (store, id) = (store.clone(), person.id.clone());
                tokio::spawn(async move { store.people().set_role(&id, Role::Organizer).await.unwrap() })
            });
            let outcomes = futures::future::join_all(tries).await;
            let done = outcomes.iter().filter(|outcome| *outcome.as_ref().unwrap() == Governed::Done);
            assert_eq!(done.count(), 1);
        }
        people.set_role(&other.id, Role::Administrator).await.unwrap();
        people.set_role(&ada.id, Role::Viewer).await.unwrap();
        let bob = administrator(&store, "bob", "hash").await;
        assert_eq!(people.delete(&bob.id, &ada.id).await.unwrap(), Governed::NoHeir, "a viewer has none");
        assert_eq!(people.delete(&bob.id, &bob.id).await.unwrap(), Governed::NoHeir);
        assert_eq!(people.delete(&bob.id, &other.id).await.unwrap(), Governed::Done);
        assert_eq!(people.by_id(&bob.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_link_sets_one_password_and_says_afterwards_why_not() {
    each_database(|store| async move {
        let people = store.people();
        administrator(&store, "ada", "hash").await;
        let ben = person("ben");
        people.insert(&ben, &"".into()).await.unwrap();
        let links = store.one_time_links();
        let standing = async |token, now| links.standing(token, "password", at(now)).await.unwrap();
        people.reset_password(&ben.id, "first", "password", at(100)).await.unwrap();
        people.reset_password(&ben.id, "second", "password", at(100)).await.unwrap();
        assert_eq!(standing("first", 1).await, LinkStanding::Unknown, "replaced");
        assert!(matches!(standing("second", 1).await, LinkStanding::Works(_)));
        assert_eq!(standing("second", 100).await, LinkStanding::Expired);
        let tries = (0..8).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let hash = format!("hash {n}").into();
                store.people().set_password_by_link("second", "password", &hash, at(1)).await.unwrap()
            })
        });
        let set = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        assert_eq!(set.iter().filter(|set| set.as_ref().unwrap().is_some()).count(), 1);
        assert_eq!(standing("second", 1).await, LinkStanding::Used);
        people.reset_password(&ben.id, "third", "password", at(100)).await.unwrap();
        people.set_disabled(&ben.id, true).await.unwrap();
        let hash = "hash".into();
        assert_eq!(people.set_password_by_link("third", "password", &hash, at(1)).await.unwrap(), None);
    })
    .await;
}
