//! Recordings: listed, played, deleted.

use crate::support::*;
use futures::StreamExt;
use portico_domain::ids::MeetingId;
use portico_domain::recordings::Recording;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault};
use portico_service::vendors::MeetingVendor;
use portico_service::vendors::kit::MediaStream;
use serde_json::json;

/// A meeting took place and was recorded.
pub async fn a_recording(world: &World) -> (MeetingId, Recording) {
    let meeting = world.a_meeting().await;
    recorded(world, meeting).await
}

/// The same with a meeting that begins in an hour.
pub async fn recorded(world: &World, meeting: MeetingId) -> (MeetingId, Recording) {
    world.pass(3600);
    world.control().start_meeting(world.number(&meeting).await).unwrap();
    world.pass(1800);
    world.organizer.end(&meeting, &key()).await.unwrap();
    world.pass(60);
    let found = world.organizer.meeting(&meeting).await.unwrap().recordings;
    assert_eq!(found.len(), 1);
    (meeting, found[0].clone())
}

async fn bytes(stream: MediaStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut pieces = stream.bytes;
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    bytes
}

#[tokio::test]
async fn a_recording_appears_after_the_meeting_and_plays_and_seeks() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, recording) = a_recording(&world).await;
        assert_eq!((recording.title.as_str(), recording.duration), ("Weekly review", 1800));

        let (_, whole) = world.viewer.open_recording(&recording.id, None).await.unwrap();
        assert_eq!(whole.status, 200);
        let whole = bytes(whole).await;
        assert_eq!(whole.len() as i64, recording.size);

        let (_, part) = world.viewer.open_recording(&recording.id, Some("bytes=100-199")).await.unwrap();
        assert_eq!(part.status, 206);
        assert_eq!(part.content_range, Some(format!("bytes 100-199/{}", whole.len())));
        assert_eq!(bytes(part).await, &whole[100..200]);
        let (_, beyond) = world.viewer.open_recording(&recording.id, Some("bytes=999999999-")).await.unwrap();
        assert_eq!(beyond.status, 416);
    })
    .await;
}

#[tokio::test]
async fn deleting_deletes_at_the_vendor_and_twice_is_fine() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        world.next("deleteVideo", Action::DropAfter);
        refused_as(Kind::Unconfirmed, world.organizer.delete_recording(&recording.id).await);
        let lines = world.store.audit().of_subject(recording.id.as_str(), 1).await.unwrap();
        assert_eq!(lines[0].line.outcome, "unknown", "nobody knows whether it is gone");
        world.organizer.delete_recording(&recording.id).await.unwrap();
        refused_as(Kind::NotFound, world.organizer.delete_recording(&recording.id).await);
        assert!(world.control().state()["cloudroom"]["recordings"].as_array().unwrap().is_empty());
        let whole = world.organizer.meeting(&meeting).await.unwrap();
        assert!(whole.recordings.is_empty());
        assert_eq!(whole.history[0].0.what, "recording-deleted");
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_recording_is_not_deleted() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        let caller = somebody(&world.store, "colleague", portico_domain::people::Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        refused_as(Kind::NotFound, colleague.delete_recording(&recording.id).await);
        world.show(&meeting, &colleague).await;
        refused_as(Kind::NotAllowed, colleague.delete_recording(&recording.id).await);
        assert_eq!(world.calls("deleteVideo"), 0);
        world.administrator_as_organizer().delete_recording(&recording.id).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_deleted_elsewhere_disappears() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        world.at_the_vendor().await.delete_recording(&recording.vendor_id).await.unwrap();
        world.pass(10);
        refused_as(Kind::NotFound, world.viewer.open_recording(&recording.id, None).await);
        assert!(world.organizer.meeting(&meeting).await.unwrap().recordings.is_empty());
        refused_as(Kind::NotFound, world.viewer.recording(&recording.id).await);
    })
    .await;
}

#[tokio::test]
async fn a_round_notices_too() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        world.at_the_vendor().await.delete_recording(&recording.vendor_id).await.unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        assert!(world.store.recordings().of_meeting(&meeting).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_recording_that_cannot_be_read_is_not_gone() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        let other = json!({ "fileId": "other", "createTime": recording.created.seconds() });
        let body = json!({ "total": 2, "records": [other, { "fileId": null }] }).to_string();
        let odd =
            Action::Refuse { status: 200, body, content_type: "application/json".into(), retry_after: None };
        world.pass(30);
        world.next("queryVideo", odd.clone());
        refused_as(Kind::VendorUnreadable, world.viewer.open_recording(&recording.id, None).await);
        world.next("queryVideo", odd);
        world.synchronise().await.unwrap();
        let known = world.store.recordings().of_meeting(&meeting).await.unwrap();
        assert!(known.len() == 2 && known.iter().any(|known| known.id == recording.id), "{known:?}");
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_takes_no_recording_away() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        world.pass(10);
        world.control().add_fault(Fault::always(Action::Html502));
        refused_as(Kind::VendorSilent, world.viewer.open_recording(&recording.id, None).await);
        assert_eq!(world.organizer.meeting(&meeting).await.unwrap().recordings.len(), 1);
        refused(world.synchronise().await);
        assert_eq!(world.store.recordings().of_meeting(&meeting).await.unwrap().len(), 1);
    })
    .await;
}
