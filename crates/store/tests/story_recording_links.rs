//! Links of shared recordings: found by hash, revealed to their owner, shown on the join page.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{
    MeetingId, PersonId, RecordingId, RecordingLinkId, VendorMeetingId, VendorRecordingId,
};
use portico_domain::recordings::{Recording, RecordingLink};
use portico_store::recordings::ListedRecording;
use portico_store::{Store, StoreErrorKind, new_id};
use secrecy::ExposeSecret;
use support::{at, each_database, ground, meeting, person};

/// A meeting with so many recordings.
async fn recorded(store: &Store, count: i64) -> (PersonId, MeetingId, Vec<Recording>) {
    let (person, connection) = ground(store).await;
    let daily = meeting(&connection.id, "1", 100);
    store.meetings().insert(&daily, None).await.unwrap();
    let listed: Vec<ListedRecording> = (0..count)
        .map(|n| ListedRecording {
            vendor_id: VendorRecordingId::new(format!("r{n}")),
            vendor_meeting: VendorMeetingId::new("1"),
            title: format!("Part {n}"),
            created: at(100 + n),
            duration: 60,
            size: 1000,
            delete_at: None,
        })
        .collect();
    store.recordings().upsert_listed(&connection.id, &listed, at(500)).await.unwrap();
    let found = store.recordings().of_meeting(&daily.id).await.unwrap();
    (person.id, daily.id, found)
}

fn link(recording: &RecordingId, creator: &PersonId, created: i64) -> RecordingLink {
    RecordingLink {
        id: RecordingLinkId(new_id()),
        recording: recording.clone(),
        label: "Board".into(),
        has_passcode: false,
        expires: at(1000),
        may_download: true,
        on_join_page: true,
        revoked: None,
        created: at(created),
        created_by: creator.clone(),
    }
}

#[tokio::test]
async fn a_slug_leads_to_its_recording_and_is_shown_to_its_owner_until_revoked() {
    each_database(|store| async move {
        let (creator, _, recordings) = recorded(&store, 1).await;
        let links = store.recording_links();
        let plain = link(&recordings[0].id, &creator, 1);
        let guarded =
            RecordingLink { has_passcode: true, may_download: false, ..link(&recordings[0].id, &creator, 2) };
        links.insert(&plain, &"slug-one".into(), "hash one", None).await.unwrap();
        links.insert(&guarded, &"slug-two".into(), "hash two", Some(&"passcode hash".into())).await.unwrap();
        let found = links.by_slug_hash("hash two").await.unwrap().unwrap();
        assert_eq!(found.link, guarded);
        assert!(!format!("{found:?}").contains("passcode hash"));
        assert_eq!(found.passcode_hash.unwrap().expose_secret(), "passcode hash");
        assert!(links.by_slug_hash("hash one").await.unwrap().unwrap().passcode_hash.is_none());
        assert!(links.by_slug_hash("slug-one").await.unwrap().is_none());
        assert_eq!(links.of_recording(&recordings[0].id).await.unwrap(), [plain.clone(), guarded.clone()]);

        assert_eq!(links.reveal(&plain.id).await.unwrap().unwrap().expose_secret(), "slug-one");
        let elsewhere = RecordingId::new("another");
        assert!(!links.revoke(&elsewhere, &plain.id, at(9)).await.unwrap(), "of another recording");
        assert!(links.revoke(&recordings[0].id, &plain.id, at(9)).await.unwrap());
        assert!(!links.revoke(&recordings[0].id, &plain.id, at(10)).await.unwrap());
        assert!(links.reveal(&plain.id).await.unwrap().is_none());
        assert_eq!(links.by_slug_hash("hash one").await.unwrap().unwrap().link.revoked, Some(at(9)));
        let twin = link(&recordings[0].id, &creator, 3);
        let error = links.insert(&twin, &"x".into(), "hash one", None).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Conflict);
        assert!(store.holds_sealed_values().await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn the_join_page_leads_to_each_recording_once_by_what_works() {
    each_database(|store| async move {
        let (creator, meeting, recordings) = recorded(&store, 3).await;
        let links = store.recording_links();
        let of = |n: usize, created| link(&recordings[n].id, &creator, created);
        let hidden = RecordingLink { on_join_page: false, ..of(0, 3) };
        let expired = RecordingLink { expires: at(600), ..of(2, 1) };
        let all = [
            ("old", of(0, 1)),
            ("new", of(0, 2)),
            ("hidden", hidden),
            ("second", of(1, 1)),
            ("expired", expired),
        ];
        for (slug, link) in &all {
            links.insert(link, &(*slug).into(), slug, None).await.unwrap();
        }
        let shown = async |when| {
            let found = links.on_join_page(&meeting, None, at(when)).await.unwrap();
            found.iter().map(|one| format!("{}: {}", one.title, one.slug.expose_secret())).collect::<Vec<_>>()
        };
        assert_eq!(shown(599).await, ["Part 0: new", "Part 1: second", "Part 2: expired"]);
        assert_eq!(shown(600).await, ["Part 0: new", "Part 1: second"]);
        links.revoke(&recordings[0].id, &all[1].1.id, at(601)).await.unwrap();
        store.recordings().mark_deleted(&recordings[1].id, at(602)).await.unwrap();
        assert_eq!(shown(603).await, ["Part 0: old"]);
        assert!(links.on_join_page(&MeetingId::new("other"), None, at(603)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn links_of_somebody_who_leaves_become_those_of_the_heir() {
    each_database(|store| async move {
        let (_, _, recordings) = recorded(&store, 1).await;
        let (leaver, mut heir) = (person("leaver"), person("heir"));
        heir.role = portico_domain::people::Role::Administrator;
        for one in [&leaver, &heir] {
            store.people().insert(one, &"hash".into()).await.unwrap();
        }
        let link = link(&recordings[0].id, &leaver.id, 1);
        store.recording_links().insert(&link, &"slug".into(), "hash", None).await.unwrap();
        store.people().delete(&leaver.id, &heir.id).await.unwrap();
        let found = store.recording_links().of_recording(&recordings[0].id).await.unwrap();
        assert_eq!(found[0].created_by, heir.id);
    })
    .await;
}
