//! Recordings that delete themselves: when their time has come, once, and only when the vendor has said so.

use crate::recordings::{a_recording, recorded};
use crate::support::webapi::{begin_webapi, webapi_form};
use crate::support::*;
use portico_domain::forms::{ConnectionForm, MeetingForm};
use portico_domain::ids::{RecordingId, VendorRecordingId};
use portico_domain::people::Role;
use portico_domain::recordings::{FailedDeletion, Recording};
use portico_domain::refusals::{Kind, Rule};
use portico_sandbox::{Action, Fault};
use portico_service::Services;
use portico_store::recordings::ListedRecording;
use std::time::Duration;

const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// A recording that goes in an hour.
async fn a_going(world: &World) -> Recording {
    let (_, recording) = a_recording(world).await;
    let at = world.services.now().plus_seconds(HOUR);
    world.organizer.retain_recording(&recording.id, Some(at)).await.unwrap();
    recording
}

async fn indexed(world: &World, id: &RecordingId) -> Option<Recording> {
    world.store.recordings().by_id(id).await.unwrap()
}

async fn failed(world: &World, id: &RecordingId) -> Option<FailedDeletion> {
    indexed(world, id).await.unwrap().failed_deletion
}

fn held(world: &World) -> usize {
    world.control().state()["cloudroom"]["recordings"].as_array().unwrap().len()
}

fn another_replica(world: &World) -> Services {
    Services::with_pace(world.store.clone(), AUDIT_KEY.into(), world.clock.clone(), Duration::ZERO)
}

#[tokio::test]
async fn a_recording_goes_at_its_time_and_once_whoever_is_first() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        let kept = world.organizer.recording(&recording.id).await.unwrap();
        let recording_due = world.services.now().plus_seconds(HOUR);
        assert_eq!(kept.recording.delete_at, Some(recording_due));
        assert_eq!(kept.owner_name.as_deref(), Some("The organizer"));
        world.pass(HOUR - 1);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
        assert_eq!((world.calls("deleteVideo"), held(&world)), (0, 1), "not due");

        world.pass(1);
        world.next("deleteVideo", Action::Delay { ms: 150, after_handling: true });
        let replicas = (0..8).map(|_| another_replica(&world));
        let work = replicas.map(|replica| async move { replica.delete_due_recordings().await.unwrap() });
        assert_eq!(together(work).await.into_iter().sum::<usize>(), 1);
        assert_eq!((world.calls("deleteVideo"), held(&world)), (1, 0));
        assert!(indexed(&world, &recording.id).await.is_none());

        let lines = world.store.audit().of_subject(recording.id.as_str(), 10).await.unwrap();
        let told: Vec<_> = lines
            .iter()
            .map(|it| (it.line.action.as_str(), it.line.outcome.as_str(), it.line.person.is_some()))
            .collect();
        let wanted = [
            ("recording.delete", "done", false),
            ("recording.delete", "begun", false),
            ("recording.retain", "done", true),
        ];
        assert_eq!(told, wanted, "the newest first; Portico itself deleted it");
        let history = world.organizer.meeting(&recording.meeting.unwrap()).await.unwrap().history;
        assert_eq!((history[0].0.what.as_str(), &history[0].0.person), ("recording-deleted", &None));
        let (set, who) = &history[1];
        let due = portico_domain::time::write_instant(recording_due);
        assert_eq!(set.what, "recording-goes");
        assert_eq!(set.detail, format!("{due} {}", recording.title).as_str());
        assert_eq!(who.as_deref(), Some("The organizer"));
    })
    .await;
}

#[tokio::test]
async fn a_vendor_that_does_not_do_it_is_asked_again_ever_more_rarely() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        world.pass(HOUR);
        for (action, pause) in [
            (Action::DropBefore, 300),
            (Action::Html502, 900),
            (Action::Garbage, 3600),
            (Action::DropAfter, 14_400),
        ] {
            let (name, calls) = (format!("{action:?}"), world.calls("deleteVideo"));
            world.control().add_fault(Fault::on("deleteVideo", 99, action));
            assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0, "{name}");
            world.control().clear_faults();
            assert!(world.calls("deleteVideo") > calls, "{name}: it was asked");
            let told = failed(&world, &recording.id).await.unwrap();
            let now = world.services.now();
            assert_eq!((told.at, told.next), (now, now.plus_seconds(pause)), "{name}");
            assert!(Kind::from_name(&told.failure).is_some(), "{name}: {told:?}");
            // Silence is no deletion, whatever happened there.
            let calls = world.calls("deleteVideo");
            world.pass(pause - 1);
            assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0, "{name}");
            assert_eq!(world.calls("deleteVideo"), calls, "{name}: not yet");
            world.pass(1);
        }
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 1);
        assert!(indexed(&world, &recording.id).await.is_none());
        assert_eq!(held(&world), 0);
    })
    .await;
}

#[tokio::test]
async fn the_vendors_own_code_is_kept_for_the_page() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        world.pass(HOUR);
        let body = r#"{"code":22223,"msg":"x"}"#.to_owned();
        let refuse =
            Action::Refuse { status: 500, body, content_type: "application/json".into(), retry_after: None };
        world.control().add_fault(Fault::on("deleteVideo", 99, refuse));
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
        assert_eq!(failed(&world, &recording.id).await.unwrap().code.as_deref(), Some("22223"));

        // A new time is a new beginning.
        let at = world.services.now().plus_seconds(HOUR);
        world.organizer.retain_recording(&recording.id, Some(at)).await.unwrap();
        assert_eq!(failed(&world, &recording.id).await, None);
    })
    .await;
}

#[tokio::test]
async fn whoever_dies_over_it_is_replaced() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        world.pass(HOUR);
        let (now, recordings) = (world.services.now(), world.store.recordings());
        assert_eq!(recordings.claim_due(now, now.plus_seconds(1800), 20).await.unwrap().len(), 1);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
        assert_eq!(world.calls("deleteVideo"), 0, "somebody has it");
        world.pass(1800);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 1);
        assert!(indexed(&world, &recording.id).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_again_stays_and_a_paused_connection_is_left_alone() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        world.administrator.pause_connection(&world.connection, true).await.unwrap();
        world.pass(HOUR);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
        assert_eq!(failed(&world, &recording.id).await, None, "nobody tried");

        world.organizer.retain_recording(&recording.id, None).await.unwrap();
        let meeting = recording.meeting.as_ref().unwrap();
        let history = world.organizer.meeting(meeting).await.unwrap().history;
        assert_eq!(history[0].0.what, "recording-kept");
        assert_eq!(history[0].0.detail, recording.title.as_str());
        world.administrator.pause_connection(&world.connection, false).await.unwrap();
        world.pass(100 * DAY);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
        assert_eq!((world.calls("deleteVideo"), held(&world)), (0, 1));
        let lines = world.store.audit().of_subject(recording.id.as_str(), 10).await.unwrap();
        assert_eq!(
            (lines[0].line.action.as_str(), lines[0].line.detail.as_str()),
            ("recording.retain", "never")
        );
    })
    .await;
}

#[tokio::test]
async fn only_whoever_may_delete_it_says_when_and_only_of_times_to_come() {
    each_database(async |database| {
        let world = begin(database).await;
        let (meeting, recording) = a_recording(&world).await;
        let caller = somebody(&world.store, "colleague", Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        let at = Some(world.services.now().plus_seconds(HOUR));
        refused_as(Kind::NotFound, colleague.retain_recording(&recording.id, at).await);
        world.show(&meeting, &colleague).await;
        refused_as(Kind::NotAllowed, colleague.retain_recording(&recording.id, at).await);
        refused_as(Kind::NotAllowed, colleague.retain_recording(&recording.id, None).await);
        assert_eq!(indexed(&world, &recording.id).await.unwrap().delete_at, None);

        let past = world.organizer.retain_recording(&recording.id, Some(world.services.now())).await;
        assert_eq!(refused_as(Kind::Invalid, past).for_field("delete_at"), Some(&Rule::InThePast));
        world.administrator_as_organizer().retain_recording(&recording.id, at).await.unwrap();
        assert_eq!(colleague.recording(&recording.id).await.unwrap().recording.delete_at, at, "all see it");
    })
    .await;
}

#[tokio::test]
async fn what_its_vendor_cannot_delete_gets_no_time() {
    each_database(async |database| {
        let world = begin_webapi(database).await;
        let id = world.schedule(&webapi_form(&world)).await;
        let number = world.number(&id).await;
        world.pass(HOUR);
        world.control().webapi_enter(number, "a", "Ann").unwrap();
        world.pass(1800);
        world.control().webapi_leave(number, "a").unwrap();
        world.pass(1800);
        let recording = world.organizer.meeting(&id).await.unwrap().recordings.remove(0);
        let at = Some(world.services.now().plus_seconds(HOUR));
        refused_as(Kind::Unsupported, world.organizer.retain_recording(&recording.id, at).await);
        world.organizer.retain_recording(&recording.id, None).await.unwrap();
        assert_eq!(indexed(&world, &recording.id).await.unwrap().delete_at, None);
    })
    .await;
}

#[tokio::test]
async fn a_connection_may_give_new_recordings_their_time_and_leaves_old_ones_alone() {
    each_database(async |database| {
        let world = begin(database).await;
        let (_, old) = a_recording(&world).await;
        let form =
            ConnectionForm { recording_days: "30".into(), ..ConnectionForm::of(&world.connection().await) };
        world.administrator.change_connection(&world.connection, &form, &"".into()).await.unwrap();
        let start = world.services.now().plus_minutes(60);
        let (start, end) = (zone().field(start), zone().field(start.plus_minutes(60)));
        let meeting = world.schedule(&MeetingForm { start, end, ..meeting_form(&world) }).await;
        let (_, new) = recorded(&world, meeting).await;
        let now = world.services.now();
        assert_eq!(new.delete_at, Some(now.plus_seconds(30 * DAY)), "counted from when it appeared");
        world.pass(DAY);
        world.synchronise().await.unwrap();
        assert_eq!(indexed(&world, &old.id).await.unwrap().delete_at, None);
        assert_eq!(indexed(&world, &new.id).await.unwrap().delete_at, new.delete_at, "and not moved on");

        // Its owner's word goes before the connection's, however often it is listed again.
        world.organizer.retain_recording(&new.id, None).await.unwrap();
        world.pass(DAY);
        world.synchronise().await.unwrap();
        assert_eq!(indexed(&world, &new.id).await.unwrap().delete_at, None);
    })
    .await;
}

#[tokio::test]
async fn files_that_go_together_share_their_time() {
    each_database(async |database| {
        let world = vmr::begin_vmr(database).await;
        let (meeting, first) = crate::vmr_recording::a_recording(&world).await;
        // A second file of the same recording.
        let row = listed_again(&first, &format!("{}#1", first.vendor_id.as_str()));
        let now = world.services.now();
        world.store.recordings().upsert_listed(&first.connection, &[row], now).await.unwrap();
        let at = Some(now.plus_seconds(HOUR));
        world.organizer.retain_recording(&first.id, at).await.unwrap();
        let all = world.store.recordings().of_meeting(&meeting).await.unwrap();
        assert_eq!(all.iter().map(|one| one.delete_at).collect::<Vec<_>>(), [at, at]);

        world.pass(HOUR);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 1, "with one call");
        assert_eq!(world.calls("delRecordFile"), 1);
        assert!(world.store.recordings().of_meeting(&meeting).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_running_server_does_it_by_itself() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        world.pass(HOUR);
        let background = world.services.start_background();
        for _ in 0..500 {
            if indexed(&world, &recording.id).await.is_none() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        background.stop().await;
        assert_eq!((indexed(&world, &recording.id).await, held(&world)), (None, 0));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_to_stay_keeps_those_that_would_go_with_it() {
    each_database(async |database| {
        let world = vmr::begin_vmr(database).await;
        let (_, first) = crate::vmr_recording::a_recording(&world).await;
        let now = world.services.now();
        let second = listed_again(&first, &format!("{}#1", first.vendor_id.as_str()));
        world.store.recordings().upsert_listed(&first.connection, &[second], now).await.unwrap();
        world.organizer.retain_recording(&first.id, Some(now.plus_seconds(HOUR))).await.unwrap();
        let all = world.store.recordings().of_meeting(first.meeting.as_ref().unwrap()).await.unwrap();
        let second = all.iter().find(|one| one.id != first.id).unwrap();
        // As by somebody who said so while the second file was only being found.
        world.store.recordings().set_delete_at(std::slice::from_ref(&second.id), None).await.unwrap();

        world.pass(HOUR);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
        assert_eq!(world.calls("delRecordFile"), 0);
        let late = Some(world.services.now().plus_seconds(HOUR));
        world.organizer.retain_recording(&first.id, late).await.unwrap();
        world.organizer.retain_recording(&second.id, None).await.unwrap();
        assert_eq!(indexed(&world, &first.id).await.unwrap().delete_at, None, "for all of them");
    })
    .await;
}

#[tokio::test]
async fn what_is_at_the_vendor_again_does_not_go_again() {
    each_database(async |database| {
        let world = begin(database).await;
        let recording = a_going(&world).await;
        world.pass(HOUR);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 1);
        world.pass(HOUR);
        let back = listed_again(&recording, recording.vendor_id.as_str());
        let now = world.services.now();
        world.store.recordings().upsert_listed(&recording.connection, &[back], now).await.unwrap();
        assert_eq!(indexed(&world, &recording.id).await.unwrap().delete_at, None);
        world.pass(DAY);
        assert_eq!(world.services.delete_due_recordings().await.unwrap(), 0);
    })
    .await;
}

/// A row of the vendor's list, as that of `recording` but for its number.
fn listed_again(recording: &Recording, number: &str) -> ListedRecording {
    ListedRecording {
        vendor_id: VendorRecordingId::new(number),
        vendor_meeting: recording.vendor_meeting.clone(),
        title: recording.title.clone(),
        created: recording.created,
        duration: recording.duration,
        size: recording.size,
        delete_at: None,
    }
}
