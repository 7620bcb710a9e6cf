//! All ten operations against the sandbox, which was written from the same document by someone else.

#[path = "common/stage.rs"]
mod stage;

use futures::StreamExt;
use portico_domain::cloudroom::DeviceOnEntry;
use portico_domain::ids::VendorRecordingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingState, Period, Repeat};
use portico_sandbox::{Action, DetailTimes, Fault, LayoutName, NoPeriodEnd, Variants};
use portico_vendors::kit::{Certainty, ExposeSecret, SecretString};
use portico_vendors::{Entry, Joiner, List, ListedRecording, MeetingVendor, Page};
use stage::{Stage, TODAY, days, draft, number, options};

#[tokio::test]
async fn a_meeting_is_scheduled_changed_and_read_as_it_was_written() {
    let stage = Stage::start().await;
    let mut wanted = draft();
    wanted.password = Some("0421".into());
    wanted.repeat = Some(Repeat { period: Period::Weekly, until: Some(TODAY.plus_minutes(60 * 24 * 60)) });
    options(&mut wanted).host_id = Some(stage.person(1));
    options(&mut wanted).invitee_ids = vec![stage.person(2), stage.person(3)];
    options(&mut wanted).cohost_ids = vec![stage.person(4)];
    options(&mut wanted).email_notice = true;
    options(&mut wanted).attributes.camera_on_entry = DeviceOnEntry::Off;
    options(&mut wanted).attributes.layout = 9;
    options(&mut wanted).attributes.virtual_members = 12;
    options(&mut wanted).permission.chat_pictures = false;
    let id = stage.room.schedule(&wanted).await.expect("scheduled");
    let read = stage.room.detail(&id).await.expect("detail");
    assert_eq!((&read.vendor_id, &read.subject, read.state), (&id, &wanted.subject, MeetingState::Scheduled));
    assert_eq!((read.start, read.end, read.repeat), (Some(wanted.start), Some(wanted.end), wanted.repeat));
    assert_eq!(read.password.as_ref().map(|password| password.expose_secret()), Some("0421"));
    assert_eq!(read.options, wanted.options);
    assert!(!read.host_name.is_empty() && read.invitees.iter().all(|(_, name)| !name.is_empty()));
    assert!(read.host_url.is_some() && read.public_url.is_some());

    wanted.subject = "改期".into();
    wanted.start = wanted.start.plus_minutes(30);
    wanted.repeat = None;
    options(&mut wanted).invitee_ids = vec![stage.person(5)];
    options(&mut wanted).permission.share = false;
    stage.room.change(&id, &wanted).await.expect("changed");
    let read = stage.room.detail(&id).await.expect("detail");
    assert_eq!((&read.subject, read.start, read.repeat), (&wanted.subject, Some(wanted.start), None));
    assert_eq!(read.options, wanted.options);
}

#[tokio::test]
async fn lists_can_be_emptied_by_a_change() {
    let stage = Stage::start().await;
    let person = stage.person(2);
    let id = stage.scheduled(|draft| options(draft).invitee_ids = vec![person]).await;
    stage.room.change(&id, &draft()).await.expect("changed");
    assert_eq!(stage.room.detail(&id).await.expect("detail").invitees, []);
}

#[tokio::test]
async fn every_repetition_survives() {
    let stage = Stage::start().await;
    for period in Period::SCHEDULABLE {
        for until in [None, Some(TODAY.plus_minutes(90 * 24 * 60))] {
            let repeat = Some(Repeat { period, until });
            let id = stage.scheduled(|draft| draft.repeat = repeat).await;
            assert_eq!(stage.room.detail(&id).await.expect("detail").repeat, repeat);
        }
    }
}

#[tokio::test]
async fn a_meeting_is_joined_ended_and_found_in_the_history() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|draft| draft.password = Some("1234".into())).await;
    stage.at(draft().start.plus_minutes(1));
    let password = SecretString::from("1234");
    for role in [JoinRole::Attendee, JoinRole::Host] {
        let joiner = Joiner { name: "李雷 & 韩梅梅+1", role, password: Some(&password) };
        let Entry::Client { crmt } = stage.room.join(&id, joiner).await.expect("joined") else {
            panic!("another vendor's entry")
        };
        assert!(crmt.expose_secret().starts_with("CRMT:"));
    }
    let call = stage.sandbox.control().calls_of("joinMeeting").remove(0);
    assert!(
        call.path.contains("nickName=%E6%9D%8E%E9%9B%B7%20%26%20") && call.path.contains("%2B1"),
        "{}",
        call.path
    );
    assert!(call.request_id.is_some_and(|id| id.len() == 36));
    stage.sandbox.control().start_meeting(number(&id)).expect("started");
    assert_eq!(stage.room.detail(&id).await.expect("detail").state, MeetingState::Live);
    stage.room.end(&id).await.expect("ended");
    let history = stage.room.list(List::History, days(1, 3), 1).await.expect("history");
    let row = history.rows.iter().find(|row| row.vendor_id == id).expect("the meeting");
    assert_eq!((row.state, row.subject.as_str()), (Some(MeetingState::Ended), "周会"));
}

#[tokio::test]
async fn a_meeting_is_deleted_and_stays_deleted() {
    let stage = Stage::start().await;
    let id = stage.scheduled(|_| ()).await;
    stage.room.delete(&id).await.expect("deleted");
    assert_eq!(stage::told(stage.room.detail(&id).await).0, "22201");
    stage.room.delete(&id).await.expect("deleting what is gone succeeds");
}

#[tokio::test]
async fn the_list_pages_through_everything_once() {
    let stage = Stage::start().await;
    for _ in 0..120 {
        stage.scheduled(|_| ()).await;
    }
    let mut seen = Vec::new();
    for page in 1.. {
        let Page { rows, total, more, .. } =
            stage.room.list(List::Current, days(1, 30), page).await.expect("a page");
        assert!(rows.len() <= 100 && total.is_some_and(|total| total >= 120));
        seen.extend(rows.into_iter().map(|row| row.vendor_id));
        if !more {
            break;
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert!(all >= 120 && seen.len() == all, "{all} rows, {} meetings", seen.len());
}

async fn some_recording(stage: &Stage) -> ListedRecording {
    let history = stage.room.list(List::History, days(300, 1), 1).await.expect("history");
    for meeting in history.rows {
        let page = stage.room.recordings(&meeting.vendor_id, 1).await.expect("recordings");
        if let Some(recording) = page.rows.into_iter().next() {
            assert_eq!(recording.vendor_meeting, meeting.vendor_id);
            return recording;
        }
    }
    panic!("the sandbox has no recording");
}

async fn bytes(stage: &Stage, recording: &ListedRecording, range: Option<&str>) -> (u16, Vec<u8>) {
    let mut stream = stage.room.open_recording(recording, range).await.expect("open");
    let mut read = Vec::new();
    while let Some(piece) = stream.bytes.next().await {
        read.extend_from_slice(&piece.expect("a piece"));
    }
    assert_eq!(stream.content_length, Some(read.len() as u64));
    (stream.status, read)
}

#[tokio::test]
async fn a_recording_is_listed_played_and_deleted() {
    let stage = Stage::start().await;
    let recording = some_recording(&stage).await;
    assert!(recording.duration > 0 && recording.size > 0 && recording.created < TODAY);
    let (status, whole) = bytes(&stage, &recording, None).await;
    assert_eq!((status, i64::try_from(whole.len()).ok()), (200, Some(recording.size)));
    let (status, part) = bytes(&stage, &recording, Some("bytes=100-199")).await;
    assert_eq!((status, part.as_slice()), (206, &whole[100..200]));
    stage.room.delete_recording(&recording.vendor_id).await.expect("deleted");
    let left = stage.room.recordings(&recording.vendor_meeting, 1).await.expect("recordings");
    assert!(left.rows.iter().all(|row| row.vendor_id != recording.vendor_id));
    stage.room.delete_recording(&recording.vendor_id).await.expect("deleting what is gone succeeds");
    let never = VendorRecordingId::new("0123456789abcdef");
    stage.room.delete_recording(&never).await.expect("nor what never was");
}

#[tokio::test]
async fn a_check_makes_one_call_and_sees_the_clock() {
    let stage = Stage::start().await;
    let check = stage.room.check().await.expect("a good connection");
    assert!(check.skew_seconds.is_some_and(|skew| skew.abs() <= 1), "{check:?}");
    assert_eq!(stage.sandbox.control().calls().len(), 1);
}

#[tokio::test]
async fn every_way_of_writing_an_answer_is_read() {
    let variants = [
        Variants { detail_times: DetailTimes::Seconds, ..Variants::default() },
        Variants { no_period_end: NoPeriodEnd::MinusOne, ..Variants::default() },
        Variants { layout_name: LayoutName::Vwalldo, ..Variants::default() },
        Variants { old_permissions: true, ..Variants::default() },
        Variants { old_attributes: true, ..Variants::default() },
        Variants { details_lack_fields: true, ..Variants::default() },
        Variants { lists_lack_fields: true, ..Variants::default() },
        Variants { numbers_as_text: true, ..Variants::default() },
        Variants {
            detail_times: DetailTimes::Text,
            layout_name: LayoutName::Vwalldo,
            old_permissions: true,
            old_attributes: true,
            details_lack_fields: true,
            lists_lack_fields: true,
            numbers_as_text: true,
            ..Variants::default()
        },
    ];
    let stage = Stage::start().await;
    let mut wanted = draft();
    wanted.repeat = Some(Repeat { period: Period::Daily, until: None });
    options(&mut wanted).host_id = Some(stage.person(1));
    options(&mut wanted).attributes.layout = 4;
    options(&mut wanted).permission.chat_links = false;
    options(&mut wanted).permission.share = false;
    for variant in variants {
        stage.sandbox.control().set_variants(variant.clone());
        let id = stage.room.schedule(&wanted).await.expect("scheduled");
        let read = stage.room.detail(&id).await.expect("detail");
        assert_eq!(
            (read.start, read.end, read.repeat),
            (Some(wanted.start), Some(wanted.end), wanted.repeat),
            "{variant:?}"
        );
        assert_eq!(read.options, wanted.options, "{variant:?}");
        let list = stage.room.list(List::Current, days(1, 30), 1).await.expect("list");
        let row = list.rows.iter().find(|row| row.vendor_id == id).expect("the meeting");
        // A list without the status does not say that nobody is inside.
        let told = (!variant.lists_lack_fields).then_some(MeetingState::Scheduled);
        assert_eq!(
            (row.start, row.repeat_period, row.state),
            (Some(wanted.start), Some(Period::Daily), told)
        );
        let recording = some_recording(&stage).await;
        assert!(recording.size > 0, "{variant:?}");
    }
}

#[tokio::test]
async fn an_empty_history_may_be_refused() {
    let stage = Stage::start().await;
    stage.sandbox.control().set_variants(Variants { empty_history_refused: true, ..Variants::default() });
    let nowhere = portico_vendors::Span {
        from: TODAY.plus_minutes(-60 * 24 * 3000),
        to: TODAY.plus_minutes(-60 * 24 * 2999),
    };
    let page = stage.room.list(List::History, nowhere, 1).await.expect("nothing is no error");
    assert_eq!((page.rows.len(), page.more), (0, false));
}

/// The vendor did it and the answer was lost: this must not look like a refusal.
#[tokio::test]
async fn a_lost_answer_is_unknown_and_the_meeting_is_there() {
    let stage = Stage::start().await;
    for action in [Action::DropAfter, Action::Truncate, Action::WrongTypes] {
        let mut wanted = draft();
        wanted.subject = format!("{action:?}");
        stage.sandbox.control().add_fault(Fault::on("createMeeting", 1, action));
        let error = stage.room.schedule(&wanted).await.expect_err("no answer");
        assert_eq!(error.certainty(), Certainty::Unknown, "{error:?}");
        let list = stage.room.list(List::Current, days(1, 30), 1).await.expect("list");
        assert_eq!(list.rows.iter().filter(|row| row.subject == wanted.subject).count(), 1);
    }
    assert_eq!(stage.sandbox.control().calls_of("createMeeting").len(), 3, "no change is sent twice");
}
