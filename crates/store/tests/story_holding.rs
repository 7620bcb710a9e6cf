//! Who takes up what got no answer: one at a time, and the last one counts.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{ConnectionId, IntentId, PersonId};
use portico_store::Store;
use portico_store::intents::{IntentState, NewIntent};
use portico_store::new_id;
use serde_json::json;
use support::{at, each_database};

async fn begin(store: &Store, connection: Option<&str>) -> IntentId {
    let intent = NewIntent {
        id: IntentId(new_id()),
        person: Some(PersonId::new("ada")),
        idempotency_key: new_id(),
        action: "meeting.change".into(),
        body_hash: "body".into(),
        connection: connection.map(ConnectionId::new),
        meeting: None,
        payload: json!({}),
        at: at(0),
    };
    store.intents().begin(&intent).await.unwrap();
    intent.id
}

#[tokio::test]
async fn each_connection_waits_in_a_row_of_its_own() {
    each_database(|store| async move {
        let (one, other) = (ConnectionId::new("one"), ConnectionId::new("other"));
        for connection in [Some("one"), Some("one"), Some("other"), None] {
            begin(&store, connection).await;
        }
        let intents = store.intents();
        assert!(intents.connections_waiting(at(0)).await.unwrap().is_empty(), "too young");
        let mut waiting = intents.connections_waiting(at(10)).await.unwrap();
        waiting.sort();
        assert_eq!(waiting, [None, Some(one.clone()), Some(other.clone())]);

        assert_eq!(intents.claim(Some(&one), at(10), at(20), 9).await.unwrap().len(), 2);
        assert_eq!(intents.claim(None, at(10), at(20), 9).await.unwrap().len(), 1);
        assert_eq!(intents.connections_waiting(at(10)).await.unwrap(), [Some(other)]);
    })
    .await;
}

#[tokio::test]
async fn whoever_took_it_up_last_has_the_only_word() {
    each_database(|store| async move {
        let intents = store.intents();
        let id = begin(&store, None).await;
        let first = intents.claim(None, at(10), at(20), 1).await.unwrap().remove(0).attempts;
        let (payload, secrets) = (json!({ "stage": 1 }), "secret".into());
        assert!(!intents.advance(&id, 0, &payload, &secrets, at(21)).await.unwrap(), "its maker is late");
        assert!(intents.advance(&id, first, &payload, &secrets, at(21)).await.unwrap());
        assert!(intents.hold_on(&id, first, at(39)).await.unwrap());
        assert!(intents.claim(None, at(30), at(40), 1).await.unwrap().is_empty(), "somebody is at it");

        let second = intents.claim(None, at(40), at(60), 1).await.unwrap().remove(0).attempts;
        assert!(!intents.hold_on(&id, first, at(61)).await.unwrap());
        assert!(!intents.advance(&id, first, &payload, &secrets, at(61)).await.unwrap());
        let finish =
            async |held| intents.finish_held(&id, held, IntentState::Done, None, at(62)).await.unwrap();
        assert!(!finish(first).await);
        assert_eq!(intents.by_id(&id).await.unwrap().unwrap().updated, at(60), "nothing of it was written");
        assert!(finish(second).await);
        assert!(!finish(second).await, "once");
        assert!(!intents.hold_on(&id, second, at(63)).await.unwrap());
    })
    .await;
}
