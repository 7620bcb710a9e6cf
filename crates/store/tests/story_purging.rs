//! What is not needed any more goes, a batch at a time; what still is stays.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{
    IntentId, MeetingId, RecordingLinkId, SeriesId, VendorMeetingId, VendorRecordingId,
};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::recordings::RecordingLink;
use portico_store::intents::{Begun, IntentState, NewIntent};
use portico_store::recordings::ListedRecording;
use portico_store::{BATCH, Store, new_id};
use serde_json::json;
use support::{at, each_database, ground, link, meeting};

fn intent(key: &str, second: i64) -> NewIntent {
    NewIntent {
        id: IntentId(new_id()),
        person: None,
        idempotency_key: key.into(),
        action: "meeting.cancel".into(),
        body_hash: "body".into(),
        connection: None,
        meeting: None,
        payload: json!({}),
        at: at(second),
    }
}

fn listed(id: &str, number: &str) -> ListedRecording {
    ListedRecording {
        vendor_id: VendorRecordingId::new(id),
        vendor_meeting: VendorMeetingId::new(number),
        title: id.into(),
        created: at(100),
        duration: 60,
        size: 1000,
        delete_at: None,
    }
}

#[tokio::test]
async fn settled_intents_go_when_they_are_old_and_open_ones_never() {
    each_database(|store| async move {
        let intents = store.intents();
        let settled = [IntentState::Done, IntentState::Refused];
        for (key, state, second) in
            [("done", settled[0], 9), ("refused", settled[1], 9), ("young", settled[0], 10)]
        {
            let new = intent(key, 1);
            intents.begin(&new).await.unwrap();
            intents.finish(&new.id, state, None, at(second)).await.unwrap();
        }
        let unknown = intent("unknown", 1);
        intents.begin(&unknown).await.unwrap();
        intents.finish(&unknown.id, IntentState::Unknown, None, at(2)).await.unwrap();
        intents.begin(&intent("pending", 1)).await.unwrap();

        assert_eq!(intents.purge_settled(at(10)).await.unwrap(), 2);
        for (key, stays) in
            [("done", false), ("refused", false), ("young", true), ("unknown", true), ("pending", true)]
        {
            assert_eq!(intents.by_key(None, key).await.unwrap().is_some(), stays, "{key}");
        }
        assert!(matches!(intents.begin(&intent("young", 20)).await.unwrap(), Begun::Existing(_)));
        assert!(matches!(intents.begin(&intent("done", 20)).await.unwrap(), Begun::Fresh));
    })
    .await;
}

#[tokio::test]
async fn no_more_than_a_batch_goes_at_once() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = meeting(&connection.id, "1", 100);
        store.meetings().insert(&daily, None).await.unwrap();
        let link = link(&daily.id, &person.id);
        let entrants = store.entrants();
        for second in 0..BATCH + 3 {
            entrants.note(&daily.id, &new_id(), "Ann", "attendee", &link.id, at(second)).await.unwrap();
        }
        assert_eq!(entrants.purge(at(BATCH + 2)).await.unwrap(), BATCH.unsigned_abs());
        let left = entrants.of_meeting(&daily.id).await.unwrap();
        assert_eq!(
            left.iter().map(|one| one.at).collect::<Vec<_>>(),
            [at(BATCH), at(BATCH + 1), at(BATCH + 2)]
        );
        assert_eq!(entrants.purge(at(BATCH + 2)).await.unwrap(), 2, "who came before, not at that moment");
        assert_eq!(entrants.purge(at(BATCH + 2)).await.unwrap(), 0);
        assert_eq!(entrants.of_meeting(&daily.id).await.unwrap().len(), 1);
    })
    .await;
}

/// A meeting that was booked again at second 200, and how it stands now.
async fn booked_again(store: &Store, meeting: &Meeting, state: MeetingState) -> MeetingId {
    let id = store.meetings().insert(meeting, None).await.unwrap();
    assert!(store.meetings().lay_down_number(&id, at(200)).await.unwrap());
    let number = VendorMeetingId::new(format!("new-{}", meeting.subject));
    assert!(store.meetings().confirm(&id, &number, state, at(201)).await.unwrap());
    id
}

#[tokio::test]
async fn a_former_number_stays_while_its_meeting_or_its_series_can_be_joined() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let plain = |number: &str| meeting(&connection.id, number, 100);
        booked_again(&store, &plain("over"), MeetingState::Ended).await;
        booked_again(&store, &plain("cancelled"), MeetingState::Cancelled).await;
        booked_again(&store, &plain("to-come"), MeetingState::Scheduled).await;
        booked_again(&store, &plain("running"), MeetingState::Live).await;
        let series = Some(SeriesId(new_id()));
        let of_series = |number: &str| Meeting { series: series.clone(), ..plain(number) };
        booked_again(&store, &of_series("first"), MeetingState::Ended).await;
        let second = store.meetings().insert(&of_series("second"), None).await.unwrap();

        let meetings = store.meetings();
        let left = async || {
            let left = meetings.former_numbers(&connection.id).await.unwrap();
            let mut left: Vec<_> = left.into_iter().map(|number| number.0).collect();
            left.sort();
            left
        };
        assert_eq!(meetings.purge_former_numbers(at(200)).await.unwrap(), 0, "not old enough");
        assert_eq!(meetings.purge_former_numbers(at(201)).await.unwrap(), 2);
        assert_eq!(left().await, ["first", "running", "to-come"]);
        // The rest of the series is over, too.
        assert!(meetings.lay_down_number(&second, at(300)).await.unwrap());
        let number = VendorMeetingId::new("new-second");
        assert!(meetings.confirm(&second, &number, MeetingState::Ended, at(301)).await.unwrap());
        assert_eq!(meetings.purge_former_numbers(at(201)).await.unwrap(), 1);
        assert_eq!(left().await, ["running", "second", "to-come"]);
    })
    .await;
}

#[tokio::test]
async fn the_id_of_a_recording_stays_while_a_file_of_its_meeting_does() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let mut meetings = Vec::new();
        for number in ["filed", "empty", "waiting"] {
            let id = store.meetings().insert(&meeting(&connection.id, number, 100), None).await.unwrap();
            let recording = VendorRecordingId::new(format!("id-{number}"));
            store.recording_ids().note(&connection.id, &recording, &id, None, at(100)).await.unwrap();
            if number != "waiting" {
                store.recording_ids().settle(&connection.id, &recording, at(200)).await.unwrap();
            }
            meetings.push(id);
        }
        let recordings = store.recordings();
        recordings.upsert_listed(&connection.id, &[listed("id-filed", "filed")], at(150)).await.unwrap();

        let ids = store.recording_ids();
        assert_eq!(ids.purge(at(200)).await.unwrap(), 0, "not old enough");
        assert_eq!(ids.purge(at(201)).await.unwrap(), 1);
        let left = async |meeting: &MeetingId| ids.of_meeting(meeting).await.unwrap().len();
        assert_eq!((left(&meetings[0]).await, left(&meetings[1]).await, left(&meetings[2]).await), (1, 0, 1));

        let file = recordings.of_meeting(&meetings[0]).await.unwrap().remove(0);
        recordings.mark_deleted(&file.id, at(300)).await.unwrap();
        assert_eq!(ids.purge(at(400)).await.unwrap(), 1);
        assert_eq!((left(&meetings[0]).await, left(&meetings[2]).await), (0, 1), "files may still come");
    })
    .await;
}

#[tokio::test]
async fn a_deleted_recording_goes_with_its_links_and_others_keep_theirs() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = store.meetings().insert(&meeting(&connection.id, "1", 100), None).await.unwrap();
        let recordings = store.recordings();
        let rows = [listed("old", "1"), listed("late", "1"), listed("there", "1")];
        recordings.upsert_listed(&connection.id, &rows, at(150)).await.unwrap();
        let found = recordings.of_meeting(&daily).await.unwrap();
        for recording in &found {
            let link = RecordingLink {
                id: RecordingLinkId(new_id()),
                recording: recording.id.clone(),
                label: String::new(),
                has_passcode: false,
                expires: at(1000),
                may_download: false,
                on_join_page: false,
                revoked: None,
                created: at(160),
                created_by: person.id.clone(),
            };
            let (slug, hash) = (format!("slug-{}", recording.title), format!("hash-{}", recording.title));
            store.recording_links().insert(&link, &slug.into(), &hash, None).await.unwrap();
        }
        let id = |title: &str| found.iter().find(|one| one.title == title).unwrap().id.clone();
        recordings.mark_deleted(&id("old"), at(200)).await.unwrap();
        recordings.mark_deleted(&id("late"), at(201)).await.unwrap();

        assert_eq!(recordings.purge_deleted(at(201)).await.unwrap(), 1);
        for (title, stays) in [("old", false), ("late", true), ("there", true)] {
            let link = store.recording_links().by_slug_hash(&format!("hash-{title}")).await.unwrap();
            assert_eq!(link.is_some(), stays, "{title}");
        }
        // What is listed again is there again, under another name.
        recordings.upsert_listed(&connection.id, &[listed("old", "1")], at(300)).await.unwrap();
        let again = recordings.of_meeting(&daily).await.unwrap();
        assert!(again.iter().any(|one| one.title == "old" && one.id != id("old")), "{again:?}");
    })
    .await;
}
