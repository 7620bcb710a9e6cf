//! Events that are written with their change, and sent in order.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, VendorMeetingId, VendorRecordingId, WebhookId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState, VendorOptions};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::{DeliveryState, EventKind, Failing, StopReason, Webhook};
use portico_store::Store;
use portico_store::meetings::listing::ListedMeeting;
use portico_store::recordings::ListedRecording;
use portico_store::webhooks::{Claimed, Outcome, Tried};
use secrecy::ExposeSecret;
use std::collections::BTreeSet;
use support::{at, connection, each_database, ground, link, meeting};

const LEASE: i64 = 60;

fn webhook(name: &str, events: &[EventKind]) -> Webhook {
    Webhook { name: name.into(), events: events.iter().copied().collect(), ..support::webhook() }
}

async fn add(store: &Store, name: &str, events: &[EventKind]) -> WebhookId {
    let webhook = webhook(name, events);
    store.webhooks().insert(&webhook, &"whsec_first".into()).await.unwrap();
    webhook.id
}

/// Names of what is in the log, the oldest first.
async fn told(store: &Store, id: &WebhookId) -> Vec<&'static str> {
    let page = store.webhooks().deliveries(id, None, None, 100).await.unwrap();
    page.rows.iter().rev().map(|delivery| delivery.kind.name()).collect()
}

async fn claim(store: &Store, id: &WebhookId, holder: &str, now: i64) -> Vec<Claimed> {
    store.webhooks().claim(id, holder, at(now), at(now + LEASE), 100).await.unwrap()
}

async fn settle(store: &Store, claimed: &Claimed, holder: &str, outcome: Outcome, now: i64) -> bool {
    let failing = (outcome != Outcome::Delivered).then_some(Failing::Status);
    let status = if failing.is_some() { Some(500) } else { Some(204) };
    let tried = Tried { at: at(now), took: 12, status, failing };
    store.webhooks().settle(claimed, holder, &tried, outcome, at(now)).await.unwrap()
}

fn draft(subject: &str, start: i64) -> MeetingDraft {
    MeetingDraft {
        subject: subject.into(),
        start: at(start),
        end: at(start + 3600),
        repeat: None,
        password: None,
        options: VendorOptions::Cloudroom(Box::default()),
    }
}

/// A meeting that was scheduled here.
async fn scheduled(store: &Store, connection: &Connection, number: &str) -> MeetingId {
    let asked =
        Meeting { vendor_id: None, state: MeetingState::Unconfirmed, ..meeting(&connection.id, number, 100) };
    let id = store.meetings().insert(&asked, None).await.unwrap();
    let number = VendorMeetingId::new(number);
    assert!(store.meetings().confirm(&id, &number, MeetingState::Scheduled, at(1)).await.unwrap());
    id
}

fn listed(number: &str, state: MeetingState, members: i64) -> ListedMeeting {
    ListedMeeting {
        vendor_id: VendorMeetingId::new(number),
        subject: format!("Meeting {number}"),
        start: Some(at(100)),
        end: Some(at(3700)),
        period: None,
        silent_of_repeat: false,
        state: Some(state),
        host_name: "Host".into(),
        members: Some(members),
    }
}

#[tokio::test]
async fn each_change_of_a_meeting_leaves_its_event() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let all = add(&store, "all", &EventKind::ALL).await;
        let some = add(&store, "some", &[EventKind::Started]).await;
        let id = scheduled(&store, &connection, "1").await;
        let meetings = store.meetings();
        meetings.apply_draft(&id, &draft("Moved", 200), at(2)).await.unwrap();
        meetings.set_state(&id, MeetingState::Live, Some(2), at(3)).await.unwrap();
        meetings.set_state(&id, MeetingState::Live, Some(2), at(4)).await.unwrap();
        let live = meetings.by_id(&id).await.unwrap().unwrap();
        meetings.refresh(&Meeting { members: 3, seen: at(5), ..live }).await.unwrap();
        meetings.set_state(&id, MeetingState::Ended, None, at(6)).await.unwrap();
        meetings.set_state(&id, MeetingState::Cancelled, None, at(7)).await.unwrap();
        let events = [
            "meeting.scheduled",
            "meeting.changed",
            "meeting.started",
            "meeting.participants",
            "meeting.ended",
            "meeting.cancelled",
        ];
        assert_eq!(told(&store, &all).await, events);
        assert_eq!(told(&store, &some).await, ["meeting.started"]);

        let first = &claim(&store, &all, "here", 10).await[0];
        let body: serde_json::Value = serde_json::from_str(&first.body).unwrap();
        assert_eq!(body["type"], "meeting.scheduled");
        assert_eq!(body["timestamp"], "2027-01-15T08:00:01Z");
        let facts = &body["data"]["meeting"];
        assert_eq!((facts["id"].as_str(), facts["number"].as_str()), (Some(id.as_str()), Some("1")));
        assert_eq!(
            (facts["subject"].as_str(), facts["state"].as_str()),
            (Some("Meeting 1"), Some("scheduled"))
        );
        assert_eq!(
            (facts["vendor"].as_str(), facts["end"].as_str()),
            (Some("cloudroom"), Some("2027-01-15T09:01:40Z"))
        );
        assert_eq!(first.delivery.meeting, Some(id));
    })
    .await;
}

#[tokio::test]
async fn a_listing_tells_only_of_what_it_changes() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let meetings = store.meetings();
        // What stood before anybody listened is not told of again, only how it goes on.
        let before = [listed("1", MeetingState::Scheduled, 0), listed("2", MeetingState::Ended, 5)];
        meetings.upsert_listed(&connection.id, &before, at(1)).await.unwrap();
        let id = add(&store, "all", &EventKind::ALL).await;
        let now = [
            listed("1", MeetingState::Live, 2),
            listed("2", MeetingState::Ended, 5),
            listed("3", MeetingState::Scheduled, 0),
            listed("4", MeetingState::Ended, 0),
        ];
        for second in [2, 3] {
            meetings.upsert_listed(&connection.id, &now, at(second)).await.unwrap();
        }
        // In the order of their ids, not of their numbers.
        let sorted = |names: Vec<&'static str>| names.into_iter().collect::<BTreeSet<_>>();
        let first = told(&store, &id).await;
        assert_eq!((first.len(), sorted(first)), (2, sorted(vec!["meeting.started", "meeting.scheduled"])));
        meetings.mark_missing(&connection.id, at(0), at(1000), at(4)).await.unwrap();
        let then = told(&store, &id).await.split_off(2);
        assert_eq!((then.len(), sorted(then)), (2, sorted(vec!["meeting.ended", "meeting.cancelled"])));
    })
    .await;
}

#[tokio::test]
async fn recordings_and_guests_stand_in_the_order_of_their_meeting() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let id = add(&store, "all", &EventKind::ALL).await;
        let meeting = scheduled(&store, &connection, "1").await;
        let link = link(&meeting, &person.id);
        store.links().insert(&link, &"slug".into(), "hash", None).await.unwrap();
        for _ in 0..2 {
            store.entrants().note(&meeting, "7", "Ada", "attendee", &link.id, at(2)).await.unwrap();
        }
        let row = |recording: &str, number: &str| ListedRecording {
            vendor_id: VendorRecordingId::new(recording),
            vendor_meeting: VendorMeetingId::new(number),
            title: "Talk".into(),
            created: at(3),
            duration: 60,
            size: 1000,
            delete_at: None,
        };
        let recordings = store.recordings();
        for second in [4, 5] {
            let rows = [row("a", "1"), row("b", "elsewhere")];
            recordings.upsert_listed(&connection.id, &rows, at(second)).await.unwrap();
        }
        let gone = recordings.of_meeting(&meeting).await.unwrap().remove(0);
        assert!(recordings.mark_deleted(&gone.id, at(6)).await.unwrap());
        assert!(!recordings.mark_deleted(&gone.id, at(7)).await.unwrap());
        assert_eq!(recordings.mark_missing(&connection.id, at(0), at(10), at(8)).await.unwrap(), 1);

        let page = store.webhooks().deliveries(&id, None, None, 100).await.unwrap().rows;
        let of = |about: bool| {
            let rows = page.iter().rev().filter(move |row| row.meeting.is_some() == about);
            rows.map(|row| row.kind.name()).collect::<Vec<_>>()
        };
        assert_eq!(of(true), ["meeting.scheduled", "meeting.joined", "recording.ready", "recording.deleted"]);
        assert_eq!(of(false), ["recording.ready", "recording.deleted"]);

        let mut bodies = Vec::new();
        for second in 10..14 {
            for claimed in claim(&store, &id, "here", second).await {
                assert!(settle(&store, &claimed, "here", Outcome::Delivered, second).await);
                bodies.push(serde_json::from_str::<serde_json::Value>(&claimed.body).unwrap());
            }
        }
        let joined = bodies.iter().find(|body| body["type"] == "meeting.joined").unwrap();
        assert_eq!(joined["data"]["guest"]["name"], "Ada");
        assert_eq!(joined["data"]["guest"]["link"], link.id.as_str());
        let deleted = bodies.iter().find(|body| body["data"]["recording"]["id"] == gone.id.as_str()).unwrap();
        assert_eq!(deleted["data"]["recording"]["meeting"], meeting.as_str());
        assert_eq!(bodies.len(), 6);
    })
    .await;
}

#[tokio::test]
async fn a_later_event_of_a_meeting_waits_for_the_earlier_one() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let id = add(&store, "all", &EventKind::ALL).await;
        let one = scheduled(&store, &connection, "1").await;
        store.meetings().set_state(&one, MeetingState::Live, None, at(2)).await.unwrap();
        assert_eq!(store.webhooks().due(at(0)).await.unwrap(), [], "not before it happened");
        let first = claim(&store, &id, "here", 10).await;
        assert_eq!(first.len(), 1);
        // Another meeting does not wait for it.
        scheduled(&store, &connection, "2").await;
        let other = claim(&store, &id, "there", 11).await;
        assert_eq!(other.len(), 1);
        assert_ne!(other[0].delivery.meeting, first[0].delivery.meeting);
        assert!(settle(&store, &other[0], "there", Outcome::Delivered, 11).await);

        // It fails: what comes later still waits, and itself until its time.
        assert!(settle(&store, &first[0], "here", Outcome::Again(at(20)), 12).await);
        assert_eq!(store.webhooks().due(at(19)).await.unwrap(), []);
        assert_eq!(claim(&store, &id, "here", 19).await, []);
        assert_eq!(store.webhooks().due(at(20)).await.unwrap(), std::slice::from_ref(&id));
        let again = claim(&store, &id, "here", 20).await;
        assert_eq!((again.len(), again[0].delivery.attempts), (1, 2));
        assert_eq!(again[0].body, first[0].body);
        assert_eq!(store.webhooks().by_id(&id).await.unwrap().unwrap().failing, Some(at(12)));
        assert!(settle(&store, &again[0], "here", Outcome::GivenUp, 21).await);
        // Given up, it is in nobody's way.
        let next = claim(&store, &id, "here", 22).await;
        assert_eq!(next[0].delivery.kind, EventKind::Started);
        assert!(settle(&store, &next[0], "here", Outcome::Delivered, 22).await);
        let row = store.webhooks().delivery(&id, &next[0].delivery.id).await.unwrap().unwrap();
        assert_eq!((row.state, row.status, row.took), (DeliveryState::Delivered, Some(204), Some(12)));
        assert_eq!(store.webhooks().by_id(&id).await.unwrap().unwrap().failing, None);
        assert!(store.webhooks().waiting().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_died_while_sending_is_replaced_and_replicas_never_share_one() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let id = add(&store, "all", &EventKind::ALL).await;
        for number in 0..20 {
            scheduled(&store, &connection, &number.to_string()).await;
        }
        let holders: Vec<String> = (0..6).map(|number| format!("replica {number}")).collect();
        let claims = holders.iter().map(|holder| claim(&store, &id, holder, 10));
        let claims = futures::future::join_all(claims).await;
        let taken: Vec<_> = claims.into_iter().flatten().map(|claimed| claimed.delivery.id).collect();
        assert_eq!((taken.len(), taken.iter().collect::<BTreeSet<_>>().len()), (20, 20), "each once");

        // All of them die. Until their leases run out nobody sends what may be on its way.
        assert_eq!(claim(&store, &id, "new", 10 + LEASE - 1).await, []);
        let again = claim(&store, &id, "new", 10 + LEASE).await;
        assert_eq!(again.len(), 20);
        // One was not dead but slow; it is not the holder any more.
        assert!(!settle(&store, &again[0], "replica 0", Outcome::Delivered, 80).await);
        assert!(settle(&store, &again[0], "new", Outcome::Delivered, 80).await);
        assert!(!settle(&store, &again[0], "new", Outcome::GivenUp, 81).await, "settled is settled");
    })
    .await;
}

#[tokio::test]
async fn a_pause_keeps_and_a_stop_gives_up() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let id = add(&store, "all", &EventKind::ALL).await;
        let webhooks = store.webhooks();
        assert!(webhooks.pause(&id).await.unwrap());
        scheduled(&store, &connection, "1").await;
        assert_eq!(webhooks.due(at(10)).await.unwrap(), []);
        assert_eq!(webhooks.waiting().await.unwrap()[&id], 1);
        assert!(webhooks.resume(&id, at(1000)).await.unwrap());
        assert_eq!(webhooks.due(at(1000)).await.unwrap(), std::slice::from_ref(&id));

        assert!(webhooks.stop(&id, StopReason::Gone, at(1001)).await.unwrap());
        assert!(!webhooks.stop(&id, StopReason::Failing, at(1002)).await.unwrap());
        let stopped = webhooks.by_id(&id).await.unwrap().unwrap();
        assert_eq!(stopped.stopped, Some((at(1001), StopReason::Gone)));
        let row =
            webhooks.deliveries(&id, Some(DeliveryState::Failed), None, 10).await.unwrap().rows.remove(0);
        assert_eq!(row.failing, Some(Failing::Stopped));
        scheduled(&store, &connection, "2").await;
        assert_eq!(told(&store, &id).await, ["meeting.scheduled"], "nothing is kept for it meanwhile");

        assert!(webhooks.resume(&id, at(2000)).await.unwrap());
        assert_eq!(webhooks.by_id(&id).await.unwrap().unwrap().stopped, None);
        let again = webhooks.replay(&id, &row.id, at(2001)).await.unwrap().unwrap();
        let claimed = claim(&store, &id, "here", 2001).await.remove(0);
        assert_eq!((claimed.delivery.id, claimed.delivery.event), (again, row.event));
        assert!(claimed.delivery.replay);
    })
    .await;
}

#[tokio::test]
async fn nobody_waits_for_a_replay_and_it_waits_for_nobody() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let id = add(&store, "all", &EventKind::ALL).await;
        let meeting = scheduled(&store, &connection, "1").await;
        let webhooks = store.webhooks();
        let first = claim(&store, &id, "here", 2).await.remove(0);
        assert_eq!(webhooks.replay(&id, &first.delivery.id, at(3)).await.unwrap(), None, "it is on its way");
        assert!(settle(&store, &first, "here", Outcome::Delivered, 3).await);
        store.meetings().set_state(&meeting, MeetingState::Live, None, at(4)).await.unwrap();
        webhooks.replay(&id, &first.delivery.id, at(5)).await.unwrap().unwrap();
        assert_eq!(claim(&store, &id, "here", 6).await.len(), 2);
        assert_eq!(webhooks.replay(&WebhookId::new("other"), &first.delivery.id, at(5)).await.unwrap(), None);

        // A test is laid out for one address alone, and asked for by name.
        let test = webhooks.lay_out_test(&id, at(7)).await.unwrap();
        let claimed = webhooks.claim_one(&test, "here", at(7), at(60)).await.unwrap().unwrap();
        assert_eq!((claimed.delivery.kind, claimed.delivery.attempts), (EventKind::Test, 1));
        assert_eq!(webhooks.claim_one(&test, "there", at(8), at(60)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_former_secret_signs_for_a_while() {
    each_database(|store| async move {
        let id = add(&store, "all", &EventKind::ALL).await;
        let webhooks = store.webhooks();
        let signing = async |now: Timestamp| {
            let secrets = webhooks.secrets(&id, now).await.unwrap();
            secrets.iter().map(|secret| secret.expose_secret().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(signing(at(1)).await, ["whsec_first"]);
        assert!(webhooks.rotate(&id, &"whsec_second".into(), at(100)).await.unwrap());
        assert_eq!(signing(at(99)).await, ["whsec_second", "whsec_first"]);
        assert_eq!(webhooks.by_id(&id).await.unwrap().unwrap().overlap, Some(at(100)));
        assert_eq!(signing(at(100)).await, ["whsec_second"]);
        assert!(webhooks.rotate(&id, &"whsec_third".into(), at(200)).await.unwrap());
        assert_eq!(signing(at(150)).await, ["whsec_third", "whsec_second"]);
        webhooks.purge(at(0), at(200)).await.unwrap();
        assert_eq!(webhooks.by_id(&id).await.unwrap().unwrap().overlap, None);
        assert_eq!(signing(at(150)).await, ["whsec_third"], "it is gone, not only out of use");
        assert!(!webhooks.rotate(&WebhookId::new("nobody"), &"x".into(), at(1)).await.unwrap());
        assert!(webhooks.secrets(&WebhookId::new("nobody"), at(1)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_address_is_changed_and_removed_with_its_log() {
    each_database(|store| async move {
        let connection = connection("c");
        store.connections().insert(&connection, &"secret".into()).await.unwrap();
        let webhooks = store.webhooks();
        let first = webhook("b", &[EventKind::Ended, EventKind::Scheduled]);
        webhooks.insert(&first, &"whsec_first".into()).await.unwrap();
        let second = add(&store, "a", &[EventKind::Scheduled]).await;
        let listed = webhooks.list().await.unwrap();
        assert_eq!(listed.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(webhooks.by_id(&first.id).await.unwrap().as_ref(), Some(&first));
        let changed = Webhook { name: "c".into(), events: [EventKind::Ended].into(), ..first.clone() };
        assert!(webhooks.update(&changed).await.unwrap());
        assert_eq!(webhooks.by_id(&first.id).await.unwrap(), Some(changed));
        scheduled(&store, &connection, "1").await;
        assert_eq!((told(&store, &first.id).await.len(), told(&store, &second).await.len()), (0, 1));
        assert!(webhooks.remove(&second).await.unwrap());
        assert!(!webhooks.remove(&second).await.unwrap());
        assert_eq!((webhooks.by_id(&second).await.unwrap(), told(&store, &second).await.len()), (None, 0));
    })
    .await;
}

#[tokio::test]
async fn the_log_is_paged_and_swept() {
    each_database(|store| async move {
        let (_, connection) = ground(&store).await;
        let id = add(&store, "all", &EventKind::ALL).await;
        for number in 0..5 {
            scheduled(&store, &connection, &number.to_string()).await;
        }
        let webhooks = store.webhooks();
        let first = webhooks.deliveries(&id, None, None, 3).await.unwrap();
        let rest = webhooks.deliveries(&id, None, first.next.as_ref(), 3).await.unwrap();
        assert_eq!((first.rows.len(), rest.rows.len(), rest.next), (3, 2, None));
        assert!(first.rows[0].id > first.rows[2].id && first.rows[2].id > rest.rows[0].id);
        for claimed in claim(&store, &id, "here", 10).await.iter().take(4) {
            assert!(settle(&store, claimed, "here", Outcome::Delivered, 10).await);
        }
        let day = 86_400;
        webhooks.purge(at(10), at(20)).await.unwrap();
        assert_eq!(told(&store, &id).await.len(), 5, "nothing is as old as that");
        webhooks.purge(at(11), at(20)).await.unwrap();
        assert_eq!(told(&store, &id).await.len(), 1, "what still waits stays");
        webhooks.purge(at(2 * day), at(30 * day)).await.unwrap();
        let left = webhooks.deliveries(&id, Some(DeliveryState::Failed), None, 10).await.unwrap();
        assert_eq!(left.rows.len(), 1, "nobody waits for ever");
    })
    .await;
}
