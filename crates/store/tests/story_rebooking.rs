//! What booking again needs: numbers that are laid down, changes in stages, recordings known by their id.

mod support;

use portico_domain::ids::{IntentId, PersonId, VendorMeetingId, VendorRecordingId};
use portico_domain::meetings::MeetingState;
use portico_store::intents::{IntentState, NewIntent};
use portico_store::new_id;
use secrecy::ExposeSecret;
use serde_json::json;
use support::{at, each_database, ground, meeting};

#[tokio::test]
async fn a_number_that_is_laid_down_is_a_former_one_until_it_comes_back() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let meetings = store.meetings();
        let mut booked = meeting(&connection.id, "1", 100);
        booked.public_url = Some("https://vendor.example/1".into());
        let id = meetings.insert(&booked, None).await.unwrap();
        let (first, second) = (VendorMeetingId::new("1"), VendorMeetingId::new("2"));
        assert!(meetings.former_numbers(&connection.id).await.unwrap().is_empty());

        assert!(meetings.lay_down_number(&id, at(200)).await.unwrap());
        assert!(!meetings.lay_down_number(&id, at(200)).await.unwrap(), "it has none any more");
        let between = meetings.by_id(&id).await.unwrap().unwrap();
        assert_eq!((between.vendor_id, between.state), (None, MeetingState::Unconfirmed));
        assert_eq!(between.public_url, None, "the page belonged to the number");
        assert_eq!(meetings.former_numbers(&connection.id).await.unwrap(), std::slice::from_ref(&first));

        assert!(meetings.confirm(&id, &second, MeetingState::Scheduled, at(201)).await.unwrap());
        assert_eq!(meetings.by_id(&id).await.unwrap().unwrap().vendor_id, Some(second.clone()));
        assert!(meetings.lay_down_number(&id, at(202)).await.unwrap());
        assert!(meetings.confirm(&id, &first, MeetingState::Scheduled, at(203)).await.unwrap());
        assert_eq!(meetings.former_numbers(&connection.id).await.unwrap(), [second], "the first is back");
    })
    .await;
}

#[tokio::test]
async fn a_change_in_stages_keeps_its_secrets_sealed_and_no_longer_than_needed() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let id = store.meetings().insert(&meeting(&connection.id, "1", 100), None).await.unwrap();
        let intents = store.intents();
        let begin = |key: &str, second| NewIntent {
            id: IntentId(new_id()),
            person: Some(person.id.clone()),
            idempotency_key: key.into(),
            action: "meeting.change".into(),
            body_hash: "body".into(),
            connection: Some(connection.id.clone()),
            meeting: Some(id.clone()),
            payload: json!({}),
            at: at(second),
        };
        let (first, second) = (begin("a", 1), begin("b", 2));
        intents.begin(&first).await.unwrap();
        intents.begin(&second).await.unwrap();
        let open = intents.open_of_meeting(&id).await.unwrap();
        assert_eq!(open.iter().map(|it| &it.id).collect::<Vec<_>>(), [&first.id, &second.id]);
        assert!(intents.secrets(&first.id).await.unwrap().is_none());

        let payload = json!({ "stage": "booking" });
        assert!(intents.advance(&first.id, 0, &payload, &"canary".into(), at(5)).await.unwrap());
        let known = intents.by_id(&first.id).await.unwrap().unwrap();
        assert_eq!((known.payload, known.updated, known.state), (payload, at(5), IntentState::Pending));
        let kept = intents.secrets(&first.id).await.unwrap().unwrap();
        assert_eq!(kept.expose_secret(), "canary");
        assert!(intents.secrets(&second.id).await.unwrap().is_none(), "each has its own");

        intents.finish(&first.id, IntentState::Unknown, None, at(6)).await.unwrap();
        assert!(intents.secrets(&first.id).await.unwrap().is_some(), "it may be taken up again");
        intents.finish(&first.id, IntentState::Done, None, at(7)).await.unwrap();
        assert!(intents.secrets(&first.id).await.unwrap().is_none());
        assert!(!intents.advance(&first.id, 0, &json!({}), &"x".into(), at(8)).await.unwrap(), "settled");
        assert_eq!(intents.open_of_meeting(&id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn ids_of_recordings_wait_until_they_are_settled() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let id = store.meetings().insert(&meeting(&connection.id, "1", 100), None).await.unwrap();
        let ids = store.recording_ids();
        let (ours, theirs) = (VendorRecordingId::new("a"), VendorRecordingId::new("b"));
        // Whoever watches may hear of it before whoever started it does.
        ids.note(&connection.id, &ours, &id, None, at(1)).await.unwrap();
        ids.note(&connection.id, &ours, &id, Some(&person.id), at(2)).await.unwrap();
        ids.note(&connection.id, &ours, &id, Some(&PersonId::new("other")), at(3)).await.unwrap();
        ids.note(&connection.id, &theirs, &id, None, at(4)).await.unwrap();
        let known = ids.of_meeting(&id).await.unwrap();
        let started: Vec<_> = known.iter().map(|it| (it.started_by.as_ref(), it.noted)).collect();
        assert_eq!(started, [(Some(&person.id), at(1)), (None, at(4))]);

        ids.settle(&connection.id, &ours, at(5)).await.unwrap();
        let left = ids.unsettled(&connection.id).await.unwrap();
        assert_eq!(left.iter().map(|it| &it.vendor_id).collect::<Vec<_>>(), [&theirs]);
        assert!(ids.of_meeting(&id).await.unwrap()[0].settled);
    })
    .await;
}
