//! Recording on demand: started, stopped, found by its id alone, played, deleted.

use crate::support::vmr::{ACCOUNT, begin_vmr, vmr_form};
use crate::support::*;
use futures::StreamExt;
use portico_domain::forms::{MeetingForm, RecordingLinkForm};
use portico_domain::ids::MeetingId;
use portico_domain::people::Role;
use portico_domain::recordings::Recording;
use portico_domain::refusals::Kind;
use portico_sandbox::{Action, Fault, RoomPoke};
use portico_service::vendors::kit::MediaStream;
use portico_service::vendors::vmr::RecordId;
use portico_service::{Recorder, RoomLook};
use serde_json::json;

async fn bytes(stream: MediaStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut pieces = stream.bytes;
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    bytes
}

/// A meeting whose time has come, and that others see.
async fn to_begin(world: &World) -> MeetingId {
    let meeting = world.schedule(&vmr_form(world)).await;
    world.organizer.share(&meeting, &world.viewer.person().id).await.unwrap();
    world.pass(3600);
    meeting
}

/// The same with one person inside.
async fn under_way(world: &World) -> MeetingId {
    let meeting = to_begin(world).await;
    world.poke(&meeting, RoomPoke::Start).await;
    meeting
}

async fn look(world: &World, meeting: &MeetingId) -> RoomLook {
    world.viewer.room_look(meeting).await.unwrap().unwrap()
}

async fn library(world: &World, meeting: &MeetingId) -> Vec<Recording> {
    world.store.recordings().of_meeting(meeting).await.unwrap()
}

/// It was recorded for ten minutes.
pub async fn a_recording(world: &World) -> (MeetingId, Recording) {
    let meeting = under_way(world).await;
    world.organizer.start_recording(&meeting, &key()).await.unwrap();
    world.pass(600);
    world.organizer.stop_recording(&meeting, &key()).await.unwrap();
    world.pass(30);
    world.synchronise().await.unwrap();
    let found = library(world, &meeting).await;
    assert_eq!(found.len(), 1);
    (meeting, found[0].clone())
}

#[tokio::test]
async fn started_once_and_stopped_by_whoever_may_edit() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = to_begin(&world).await;
        let early = world.organizer.start_recording(&meeting, &key()).await;
        assert_eq!(code(&refused_as(Kind::VendorRefused, early)), "200006");

        world.poke(&meeting, RoomPoke::Start).await;
        world.poke(&meeting, RoomPoke::Participants { participants: 7 }).await;
        let seen = look(&world, &meeting).await;
        assert_eq!((seen.started, seen.locked, seen.participants), (true, false, 7));
        assert_eq!(seen.recorder, Recorder::Nobody);

        let first = key();
        world.organizer.start_recording(&meeting, &first).await.unwrap();
        world.organizer.start_recording(&meeting, &first).await.unwrap();
        assert_eq!(world.calls("openRecord"), 2, "the same key starts nothing more");
        assert_eq!(look(&world, &meeting).await.recorder, Recorder::Portico);
        let twice = world.organizer.start_recording(&meeting, &key()).await;
        assert_eq!(code(&refused_as(Kind::VendorRefused, twice)), "200003");

        world.organizer.stop_recording(&meeting, &key()).await.unwrap();
        assert_eq!(look(&world, &meeting).await.recorder, Recorder::Nobody);
        let twice = world.organizer.stop_recording(&meeting, &key()).await;
        assert_eq!(code(&refused_as(Kind::VendorRefused, twice)), "200007");
        let lines = world.viewer.meeting(&meeting).await.unwrap().history;
        assert_eq!(
            (lines[0].0.what.as_str(), lines[1].0.what.as_str()),
            ("recording-stopped", "recording-started")
        );
        let audit = world.store.audit().of_subject(meeting.as_str(), 50).await.unwrap();
        assert!(audit.iter().any(|it| it.line.action == "recording.stop" && it.line.outcome == "done"));
    })
    .await;
}

#[tokio::test]
async fn a_room_that_may_not_be_recorded_says_so() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.poke(&meeting, RoomPoke::AllowRecording { allowed: false }).await;
        let outcome = world.organizer.start_recording(&meeting, &key()).await;
        assert_eq!(code(&refused_as(Kind::VendorRefused, outcome)), "200004");
    })
    .await;
}

#[tokio::test]
async fn what_was_recorded_appears_while_the_meeting_goes_on_and_plays_and_seeks() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let (meeting, recording) = a_recording(&world).await;
        assert_eq!((recording.title.as_str(), recording.duration), ("Weekly review", 600));
        assert!(world.store.recording_ids().unsettled(&world.connection).await.unwrap().is_empty());

        let (_, whole) = world.viewer.open_recording(&recording.id, None).await.unwrap();
        let whole = bytes(whole).await;
        assert_eq!(whole.len() as i64, recording.size);
        // An address from before would have expired by now.
        world.pass(3600);
        let (_, part) = world.viewer.open_recording(&recording.id, Some("bytes=100-199")).await.unwrap();
        assert_eq!(part.status, 206);
        assert_eq!(bytes(part).await, &whole[100..200]);
        assert_eq!(world.viewer.meeting(&meeting).await.unwrap().recordings.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_recording_that_goes_on_is_waited_for() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.organizer.start_recording(&meeting, &key()).await.unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        assert!(library(&world, &meeting).await.is_empty());
        assert_eq!(world.store.recording_ids().unsettled(&world.connection).await.unwrap().len(), 1);
        // Nobody stops it: the room does, when the time is over.
        world.pass(2 * 3600);
        world.synchronise().await.unwrap();
        assert_eq!(library(&world, &meeting).await.len(), 1);
        assert!(world.store.recording_ids().unsettled(&world.connection).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn somebody_elses_recording_is_told_apart_and_kept_all_the_same() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.poke(&meeting, RoomPoke::Record).await;
        assert_eq!(look(&world, &meeting).await.recorder, Recorder::SomeoneElse);
        world.pass(60);
        world.poke(&meeting, RoomPoke::End).await;
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(library(&world, &meeting).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_recorded_while_nobody_looks_is_found() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.poke(&meeting, RoomPoke::Record).await;
        world.pass(30);
        world.synchronise().await.unwrap();
        world.poke(&meeting, RoomPoke::End).await;
        world.pass(30);
        world.synchronise().await.unwrap();
        assert_eq!(library(&world, &meeting).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_join_page_of_a_series_leads_to_what_was_recorded_of_earlier_meetings() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let form = MeetingForm { repeat: "weekly".into(), until: "2026-12-12".into(), ..vmr_form(&world) };
        let first = world.schedule(&form).await;
        let join = world.a_link(&first, &link_form()).await;
        world.pass(3600);
        world.poke(&first, RoomPoke::Start).await;
        world.organizer.start_recording(&first, &key()).await.unwrap();
        world.pass(600);
        world.organizer.stop_recording(&first, &key()).await.unwrap();
        world.pass(30);
        world.synchronise().await.unwrap();
        let recording = library(&world, &first).await.remove(0);
        let share = RecordingLinkForm {
            on_join_page: "on".into(),
            expires: minutes(20 * 1440),
            ..RecordingLinkForm::default()
        };
        world.organizer.create_recording_link(&recording.id, &share, &zone()).await.unwrap();
        world.pass(2 * 3600);
        let guest = world.services.guest(&join).await.unwrap();
        assert_ne!(guest.meeting().id, first, "it has moved on");
        let shared = guest.shared_recordings().await.unwrap();
        assert_eq!(shared.iter().map(|one| &one.meeting).collect::<Vec<_>>(), [&first]);
    })
    .await;
}

#[tokio::test]
async fn the_booleans_count_and_not_an_id_that_is_left_over() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let (meeting, _) = a_recording(&world).await;
        let variants = portico_sandbox::VmrVariants {
            stale_record_id: true,
            empty_failed_reason: true,
            ..world.control().vmr_variants()
        };
        world.control().set_vmr_variants(variants);
        let seen = look(&world, &meeting).await;
        assert_eq!((seen.recorder, seen.failed_reason), (Recorder::Nobody, None));
    })
    .await;
}

#[tokio::test]
async fn why_it_failed_is_said_and_its_file_is_not_waited_for_for_ever() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.poke(&meeting, RoomPoke::FailNextRecording { reason: "磁盘已满".into() }).await;
        world.organizer.start_recording(&meeting, &key()).await.unwrap();
        let seen = look(&world, &meeting).await;
        assert_eq!((seen.recorder, seen.failed_reason.as_deref()), (Recorder::Nobody, Some("磁盘已满")));
        world.pass(4 * 86_400);
        world.synchronise().await.unwrap();
        assert!(library(&world, &meeting).await.is_empty());
        assert!(world.store.recording_ids().unsettled(&world.connection).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_start_without_an_answer_is_found_out() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.next("openRecord", Action::DropAfter);
        let first = key();
        refused_as(Kind::Unconfirmed, world.organizer.start_recording(&meeting, &first).await);
        assert_eq!(look(&world, &meeting).await.recorder, Recorder::Unconfirmed);
        world.pass(21);
        assert_eq!(Box::pin(world.services.reconcile()).await.unwrap(), 1);
        assert_eq!(look(&world, &meeting).await.recorder, Recorder::Portico);
        world.organizer.start_recording(&meeting, &first).await.unwrap();
        assert_eq!(world.calls("openRecord"), 1);

        world.next("closeRecord", Action::DropBefore);
        let second = key();
        refused_as(Kind::Unconfirmed, world.organizer.stop_recording(&meeting, &second).await);
        world.pass(21);
        assert_eq!(Box::pin(world.services.reconcile()).await.unwrap(), 1);
        world.organizer.stop_recording(&meeting, &second).await.unwrap();
        assert_eq!(look(&world, &meeting).await.recorder, Recorder::Nobody);
    })
    .await;
}

#[tokio::test]
async fn the_stream_and_the_buttons_are_for_those_who_may_edit() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.poke(&meeting, RoomPoke::Live { live: true }).await;
        let (theirs, mine) = (look(&world, &meeting).await, world.organizer.room_look(&meeting).await);
        let mine = mine.unwrap().unwrap();
        assert!(theirs.live && theirs.stream.is_none() && !theirs.may_edit);
        assert!(mine.stream.is_some() && mine.may_edit);
        assert!(!shown(&mine).contains("rtmp://") && !shown(&mine).contains("97531"), "nor in a log");

        let caller = somebody(&world.store, "colleague", Role::Organizer).await;
        let colleague = world.services.organizer(&caller).unwrap();
        refused_as(Kind::NotFound, colleague.start_recording(&meeting, &key()).await);
        refused_as(Kind::NotFound, colleague.room_look(&meeting).await);
        world.organizer.share(&meeting, &colleague.person().id).await.unwrap();
        refused_as(Kind::NotAllowed, colleague.start_recording(&meeting, &key()).await);
        refused_as(Kind::NotAllowed, colleague.stop_recording(&meeting, &key()).await);
        assert_eq!(world.calls("openRecord") + world.calls("closeRecord"), 0);
    })
    .await;
}

#[tokio::test]
async fn at_other_times_the_room_is_somebody_elses() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = world.schedule(&crate::support::vmr::in_the_big_room(&world)).await;
        world.poke(&meeting, RoomPoke::Start).await;
        world.poke(&meeting, RoomPoke::Record).await;
        assert!(world.organizer.room_look(&meeting).await.unwrap().is_none());
        refused_as(Kind::Conflict, world.organizer.stop_recording(&meeting, &key()).await);
        assert_eq!(world.calls("closeRecord") + world.calls("getLiveRecStatus"), 0);
        let cancelled = world.schedule(&vmr_form(&world)).await;
        world.organizer.cancel(&cancelled, &key()).await.unwrap();
        assert!(world.organizer.room_look(&cancelled).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn deleting_deletes_at_the_vendor_and_what_was_deleted_there_disappears() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let (meeting, recording) = a_recording(&world).await;
        world.next("delRecordFile", Action::DropAfter);
        refused_as(Kind::Unconfirmed, world.organizer.delete_recording(&recording.id).await);
        world.organizer.delete_recording(&recording.id).await.unwrap();
        refused_as(Kind::NotFound, world.organizer.delete_recording(&recording.id).await);
        let held = |world: &World| world.control().state()["vmr"]["records"].as_array().unwrap().len();
        assert_eq!((held(&world), library(&world, &meeting).await.len()), (0, 0));

        world.organizer.start_recording(&meeting, &key()).await.unwrap();
        world.pass(60);
        world.organizer.stop_recording(&meeting, &key()).await.unwrap();
        world.pass(10);
        let again = world.viewer.meeting(&meeting).await.unwrap().recordings;
        assert_eq!(again.len(), 1, "whoever looks need not wait for a round");
        let id = RecordId::read(again[0].vendor_id.as_str()).unwrap();
        world.vmr_as(ACCOUNT).delete_record(&id).await.unwrap();
        refused_as(Kind::NotFound, world.viewer.open_recording(&again[0].id, None).await);
        assert!(world.viewer.meeting(&meeting).await.unwrap().recordings.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_silent_vendor_takes_no_recording_away() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let (meeting, recording) = a_recording(&world).await;
        world.pass(10);
        world.control().add_fault(Fault::always(Action::Html502));
        refused_as(Kind::VendorSilent, world.viewer.open_recording(&recording.id, None).await);
        assert_eq!(world.organizer.meeting(&meeting).await.unwrap().recordings.len(), 1);
        refused_as(Kind::VendorSilent, world.viewer.room_look(&meeting).await);
        refused(world.synchronise().await);
        assert_eq!(library(&world, &meeting).await.len(), 1);
    })
    .await;
}

fn told(body: serde_json::Value) -> Action {
    let content_type = "application/json".to_owned();
    Action::Refuse { status: 200, body: body.to_string(), content_type, retry_after: None }
}

fn refusing(code: &str) -> Action {
    told(json!({ "code": code, "data": null, "message": "no", "state": 0 }))
}

#[tokio::test]
async fn a_room_that_the_vendor_refuses_to_tell_of_is_shown_as_idle() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        for code in ["200006", "200007"] {
            world.next("getLiveRecStatus", refusing(code));
            let seen = look(&world, &meeting).await;
            assert_eq!((seen.started, seen.live, seen.recorder), (true, false, Recorder::Nobody), "{code}");
        }
        world.next("getmeetinginfo", told(json!({ "code": 200006, "msg": "no" })));
        let seen = look(&world, &meeting).await;
        assert_eq!((seen.started, seen.participants), (false, 0));
        world.next("getLiveRecStatus", refusing("200001"));
        refused_as(Kind::VendorRefused, world.viewer.room_look(&meeting).await);
    })
    .await;
}

#[tokio::test]
async fn a_stop_without_an_answer_is_done_when_the_vendor_says_that_nothing_is_recorded() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.organizer.start_recording(&meeting, &key()).await.unwrap();
        world.next("closeRecord", Action::DropAfter);
        let lost = key();
        refused_as(Kind::Unconfirmed, world.organizer.stop_recording(&meeting, &lost).await);
        world.pass(21);
        world.next("getLiveRecStatus", refusing("200007"));
        assert_eq!(Box::pin(world.services.reconcile()).await.unwrap(), 1);
        world.organizer.stop_recording(&meeting, &lost).await.unwrap();
        assert_eq!(world.calls("closeRecord"), 1);
    })
    .await;
}

/// As in the document's sample, whose rows have ids of another kind than the one that starting gave.
#[tokio::test]
async fn files_that_do_not_name_the_recording_are_those_of_its_room() {
    each_database(async |database| {
        let world = begin_vmr(database).await;
        let meeting = under_way(&world).await;
        world.organizer.start_recording(&meeting, &key()).await.unwrap();
        let start = jiff::Timestamp::from_second(world.services.now().seconds()).unwrap();
        let start = start.strftime("%Y-%m-%d %H:%M:%S").to_string();
        world.pass(600);
        world.organizer.stop_recording(&meeting, &key()).await.unwrap();
        world.pass(30);
        let file = |id: &str, room: &str| {
            json!({ "recordId": id, "conferenceKey": room, "startTime": start, "stopTime": start,
                "fileSize": 4, "downUrl": "https://files.example/f.mp4" })
        };
        let room = world.room_number(&meeting).await;
        let files = [
            file("02e555e21dc8dae6b6ea362ebbece8dd", &room),
            file("fef892788b675d384764e403781f1b1e", "somebody-elses"),
        ];
        world.next("getRecords", told(json!({ "code": "200", "data": files, "message": null, "state": 1 })));
        world.synchronise().await.unwrap();
        let known = world.store.recording_ids().of_meeting(&meeting).await.unwrap();
        let found = library(&world, &meeting).await;
        let named: Vec<_> = found.iter().map(|it| (&it.vendor_id, it.size)).collect();
        assert_eq!(named, [(&known[0].vendor_id, 4)], "named by the id that is asked for");
    })
    .await;
}
