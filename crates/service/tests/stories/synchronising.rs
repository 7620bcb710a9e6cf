//! Taking over what the vendor lists; and connections themselves.

use crate::support::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::ConnectionForm;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::{Action, Fault};
use portico_service::TypedSecrets;
use portico_service::vendors::MeetingVendor;
use portico_service::{MeetingFilter, Order, RecordingFilter, RecordingSort};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_new_connection_brings_its_meetings_its_past_and_its_recordings() {
    each_database(async |database| {
        let world = begin_with(database, true, Duration::ZERO).await;
        world.synchronise().await.unwrap();
        let known = world.all_indexed().await;
        let held = world.held();
        assert_eq!(known.len(), held.len(), "25 to come, 60 past");
        for meeting in &known {
            let number = world.number(&meeting.id).await;
            let there = held.iter().find(|it| it["confId"] == number).unwrap();
            let state = match there["status"].as_i64().unwrap() {
                0 => MeetingState::Scheduled,
                1 => MeetingState::Live,
                _ => MeetingState::Ended,
            };
            assert_eq!(
                (meeting.subject.as_str(), meeting.state),
                (there["subject"].as_str().unwrap(), state)
            );
        }
        let state = world.control().state();
        let recorded = state["cloudroom"]["recordings"].as_array().unwrap().len();
        let (filter, sort) = (RecordingFilter::default(), RecordingSort::Created);
        let (rows, _) =
            world.administrator.recordings(&filter, sort, Order::Descending, "", 100).await.unwrap();
        assert_eq!(rows.len(), recorded);
        assert!(rows.iter().all(|row| row.meeting.is_some() && row.may_delete));
        assert!(world.connection().await.health.synchronised.is_some());
        world.pass(1);
        let again = world.synchronise().await.unwrap();
        assert_eq!(again.changed, 0, "nothing happened, so nothing changes");
    })
    .await;
}

#[tokio::test]
async fn pages_of_the_list_follow_one_another() {
    each_database(async |database| {
        let world = begin_with(database, true, Duration::ZERO).await;
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let filter = MeetingFilter::default();
            let (rows, next) =
                world.administrator.meetings(&filter, Order::Descending, &after, 20).await.unwrap();
            seen.extend(rows.into_iter().map(|row| row.meeting.id));
            match next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(seen.len(), world.held().len());
        assert_eq!(
            world.administrator.count(&MeetingFilter::default()).await.unwrap(),
            Some(seen.len() as i64)
        );
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), world.held().len(), "no row twice");
    })
    .await;
}

#[tokio::test]
async fn a_failed_or_partial_listing_marks_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let number = world.indexed(&meeting).await.vendor_id.unwrap();
        world.at_the_vendor().await.delete(&number).await.unwrap();
        for operation in ["queryMeetingList", "queryHistoryMeeting"] {
            world.pass(30);
            for _ in 0..3 {
                world.next(operation, Action::Html502);
            }
            refused(world.synchronise().await);
            world.control().clear_faults();
            assert_eq!(world.state(&meeting).await, MeetingState::Scheduled, "{operation}");
        }
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(world.state(&meeting).await, MeetingState::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn a_meeting_that_cannot_be_read_is_not_gone() {
    each_database(async |database| {
        let world = begin(database).await;
        let (told, odd) = (world.a_meeting().await, world.a_meeting().await);
        let told = world.indexed(&told).await;
        let row =
            json!({ "confId": told.vendor_id, "subject": "Renamed", "scheduleTime": told.start.seconds() });
        let body = json!({ "total": 2, "records": [row, { "confId": null, "subject": "odd" }] }).to_string();
        let content_type = "application/json".into();
        world.pass(30);
        world.next("queryMeetingList", Action::Refuse { status: 200, body, content_type, retry_after: None });
        world.synchronise().await.unwrap();
        assert_eq!(world.indexed(&told.id).await.subject, "Renamed");
        assert_eq!(world.state(&odd).await, MeetingState::Scheduled);
    })
    .await;
}

#[tokio::test]
async fn a_hundred_and_fifty_meetings_come_over_page_by_page() {
    each_database(async |database| {
        let world = begin(database).await;
        let draft =
            meeting_form(&world).read(Vendor::Cloudroom).unwrap().place(|time| zone().place(time)).unwrap();
        let vendor = world.at_the_vendor().await;
        for _ in 0..150 {
            vendor.schedule(&draft).await.unwrap();
        }
        world.pass(30);
        world.synchronise().await.unwrap();
        let known = world.all_indexed().await;
        assert_eq!(known.len(), 150);

        // Pages that moved while they were read: the first holds one meeting only, again and again.
        let one = &known[0];
        let row =
            json!({ "confId": one.vendor_id, "subject": one.subject, "scheduleTime": one.start.seconds() });
        let body = json!({ "total": 150, "records": vec![row; 100] }).to_string();
        let content_type = "application/json".into();
        world.next("queryMeetingList", Action::Refuse { status: 200, body, content_type, retry_after: None });
        world.pass(30);
        world.synchronise().await.unwrap();
        let open = async || {
            let all = world.all_indexed().await;
            all.iter().filter(|meeting| meeting.state == MeetingState::Scheduled).count()
        };
        assert_eq!(open().await, 150, "all are there");
        vendor.delete(known[7].vendor_id.as_ref().unwrap()).await.unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(open().await, 149);
    })
    .await;
}

#[tokio::test]
async fn a_listing_is_read_to_its_end_however_long_it_is() {
    each_database(async |database| {
        let world = begin(database).await;
        // The first one came with the connection.
        world.control().clear_calls();
        let page = |number: i64, remaining: i64| {
            let row = json!({ "confId": number, "subject": "Long ago", "startTime": NOW.seconds() - 86_400 });
            let body = json!({ "remaining": remaining, "records": [row] }).to_string();
            Action::Refuse { status: 200, body, content_type: "application/json".into(), retry_after: None }
        };
        for number in 1000..1065 {
            world.control().add_fault(Fault::on("queryHistoryMeeting", 1, page(number, 1)));
        }
        world.control().add_fault(Fault::on("queryHistoryMeeting", 1, page(102, 0)));
        world.synchronise().await.unwrap();
        assert_eq!(world.calls("queryHistoryMeeting"), 66);
        world.control().clear_calls();
        world.control().add_fault(Fault::on("queryHistoryMeeting", 9, page(102, 1)));
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(
            world.calls("queryHistoryMeeting"),
            2,
            "a vendor that repeats itself is not asked for ever"
        );
        let known = world.all_indexed().await;
        let numbers: Vec<_> = known.iter().filter_map(|meeting| meeting.vendor_id.as_ref()).collect();
        assert!(numbers.iter().any(|number| number.as_str() == "102"), "{numbers:?}");
    })
    .await;
}

#[tokio::test]
async fn a_connection_is_read_strictly_and_its_name_is_taken_once() {
    each_database(async |database| {
        let world = begin(database).await;
        let good = connection_form("Other", &world.sandbox.cloudroom_base());
        let form = |change: fn(&mut ConnectionForm)| {
            let mut form = good.clone();
            change(&mut form);
            form
        };
        let cases = [
            ("name", Rule::Taken, form(|form| form.name = "Sandbox".into())),
            ("zone", Rule::UnknownZone, form(|form| form.zone = "Mars/Base".into())),
            ("base_url", Rule::NotSecure, form(|form| form.private_network = String::new())),
            ("vendor", Rule::NotAChoice, form(|form| form.vendor = "zoom".into())),
        ];
        for (field, rule, form) in cases {
            let refusal = refused(
                world.administrator.add_connection(&form, &TypedSecrets::of(VENDOR_SECRET.into())).await,
            );
            assert_eq!(refusal.for_field(field), Some(&rule), "{refusal}");
        }
        for secret in ["", " ", "a\nb"] {
            let refusal =
                refused(world.administrator.add_connection(&good, &TypedSecrets::of(secret.into())).await);
            assert!(refusal.for_field("secret").is_some());
        }
        assert_eq!(world.administrator.connections().await.unwrap().len(), 1);
        let renamed = connection_form("Renamed", &good.base_url);
        world.administrator.change_connection(&world.connection, &renamed, &"".into()).await.unwrap();
        assert_eq!(world.connection().await.name, "Renamed");
    })
    .await;
}

#[tokio::test]
async fn a_removed_connection_takes_its_meetings_out_of_sight_and_leaves_the_vendor_alone() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &link_form()).await;
        world.administrator.remove_connection(&world.connection).await.unwrap();
        let rows = world
            .administrator
            .meetings(&MeetingFilter::default(), Order::Ascending, "", 10)
            .await
            .unwrap()
            .0;
        assert!(rows.is_empty());
        refused_as(Kind::NotFound, world.services.guest(&slug).await);
        refused_as(Kind::NotFound, world.administrator.meeting(&meeting).await);
        assert_eq!(world.held().len(), 1);
        let kept = world.store.connections().secret(&world.connection).await.unwrap();
        assert!(kept.is_none(), "its secret is erased");
    })
    .await;
}
