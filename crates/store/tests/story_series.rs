//! Meetings that Portico made as one series: in their order, which of them counts now, and their links.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{IntentId, SeriesId};
use portico_domain::links::JoinLink;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_store::intents::NewIntent;
use serde_json::json;
use support::{at, each_database, each_url, ground, link, meeting, past_the_store, unlocked};

#[tokio::test]
async fn the_one_that_runs_or_comes_next_counts() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let (series, meetings) = (SeriesId::new("series"), store.meetings());
        let of = |number: &str, start: i64| Meeting {
            series: Some(series.clone()),
            start: at(start),
            end: Some(at(start + 10)),
            state: MeetingState::Scheduled,
            repeat: None,
            ..meeting(&connection.id, number, start)
        };
        // Filed in another order than they take place.
        let (first, second, third) = (of("1", 100), of("2", 200), of("3", 300));
        for one in [&third, &first, &second] {
            meetings.insert(one, None).await.unwrap();
        }
        meetings.insert(&meeting(&connection.id, "4", 150), None).await.unwrap();
        let all = meetings.of_series(&series).await.unwrap();
        assert_eq!(all.iter().map(|it| &it.id).collect::<Vec<_>>(), [&first.id, &second.id, &third.id]);
        assert!(meetings.of_series(&SeriesId::new("other")).await.unwrap().is_empty());

        let current = async |now| meetings.current_of_series(&series, at(now)).await.unwrap().unwrap().id;
        assert_eq!(current(0).await, first.id, "the next");
        assert_eq!(current(105).await, first.id, "while its time lasts");
        assert_eq!(current(110).await, second.id);
        meetings.set_state(&first.id, MeetingState::Live, None, at(111)).await.unwrap();
        assert_eq!(current(150).await, first.id, "it runs longer");
        meetings.set_state(&first.id, MeetingState::Ended, None, at(160)).await.unwrap();
        meetings.set_state(&second.id, MeetingState::Cancelled, None, at(160)).await.unwrap();
        assert_eq!(current(170).await, third.id, "what was cancelled is passed over");
        assert_eq!(current(900).await, third.id, "the last there was");
        assert!(meetings.current_of_series(&SeriesId::new("other"), at(0)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_link_to_one_is_a_link_to_all() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let series = SeriesId::new("series");
        let of =
            |number: &str| Meeting { series: Some(series.clone()), ..meeting(&connection.id, number, 100) };
        let (one, two, stranger) = (of("1"), of("2"), meeting(&connection.id, "3", 100));
        for meeting in [&one, &two, &stranger] {
            store.meetings().insert(meeting, None).await.unwrap();
        }
        let later = JoinLink { created: at(9), ..link(&one.id, &person.id) };
        let (earlier, other) = (link(&two.id, &person.id), link(&stranger.id, &person.id));
        for (number, link) in [&later, &earlier, &other].into_iter().enumerate() {
            let slug = format!("slug {number}");
            store.links().insert(link, &slug.clone().into(), &slug, None).await.unwrap();
        }
        assert_eq!(store.links().of_series(&series).await.unwrap(), [earlier, later]);
    })
    .await;
}

#[tokio::test]
async fn series_that_were_made_before_get_their_zone_from_the_intent_that_made_them() {
    each_url(async |url| {
        let store = unlocked(&url).await;
        let (person, connection) = ground(&store).await;
        let zones = ["Europe/Berlin", "Etc/GMT+5", "America/Argentina/ComodRivadavia"];
        for (number, zone) in zones.iter().enumerate() {
            let series = SeriesId::new(format!("series {number}"));
            let intent = NewIntent {
                id: IntentId(series.0.clone()),
                person: Some(person.id.clone()),
                idempotency_key: number.to_string(),
                action: "series.schedule".into(),
                body_hash: "body".into(),
                connection: Some(connection.id.clone()),
                meeting: None,
                payload: json!({ "subject": "The \"zone\":\"UTC\"}", "occurrences": 3, "zone": zone }),
                at: at(1),
            };
            store.intents().begin(&intent).await.unwrap();
            let one = meeting(&connection.id, &number.to_string(), 100);
            store.meetings().insert(&Meeting { series: Some(series), ..one }, None).await.unwrap();
        }
        store.close().await;
        past_the_store(&url, "DROP TABLE series; DELETE FROM _sqlx_migrations WHERE version = 20").await;

        let store = unlocked(&url).await;
        let meetings = store.meetings();
        for (number, zone) in zones.iter().enumerate() {
            let series = SeriesId::new(format!("series {number}"));
            assert_eq!(meetings.series_zone(&series).await.unwrap().as_deref(), Some(*zone));
            meetings.keep_series_zone(&series, "UTC").await.unwrap();
            assert_eq!(meetings.series_zone(&series).await.unwrap().as_deref(), Some(*zone), "it stays");
        }
        store.close().await;
    })
    .await;
}
