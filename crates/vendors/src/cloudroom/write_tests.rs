use super::super::operations::conference;
use super::super::{ConfId, operations};
use super::*;
use crate::kit::{Operation, Reading};
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::Repeat;
use portico_domain::time::Timestamp;
use proptest::prelude::*;
use serde_json::json;

fn draft() -> MeetingDraft {
    MeetingDraft {
        subject: "周会".into(),
        start: Timestamp::from_seconds(1_622_980_800),
        end: Timestamp::from_seconds(1_622_988_000),
        repeat: None,
        password: None,
        options: VendorOptions::Cloudroom(Box::default()),
    }
}

fn full() -> MeetingDraft {
    let options = Options {
        host_id: Some(1_000_141_441),
        invitee_ids: vec![1, 2],
        cohost_ids: vec![3],
        email_notice: true,
        sms_notice: false,
        vote_ids: vec!["v1".into()],
        ..Options::default()
    };
    MeetingDraft {
        repeat: Some(Repeat { period: Period::Weekly, until: None }),
        password: Some("0123".into()),
        options: VendorOptions::Cloudroom(Box::new(options)),
        ..draft()
    }
}

fn default_attributes() -> Value {
    json!({"autoOpenCamera": -1, "autoOpenMicrophone": -1, "canJoinAdv": 1, "loginIvr": 1, "waterMark": 0,
        "virtualMembers": 0, "vwallo": 2000, "waitHall": 0, "allowJoin": 0})
}

fn default_permission() -> Value {
    json!({"saveWB": 1, "publicIM": 1, "privateIM": 1, "allowPicture": 1, "allowUrl": 1, "recordConf": 0,
        "openMicrophone": 1, "openCamera": 1, "allowShare": 1, "allowModifyName": 1, "pstnCall": 1})
}

#[test]
fn the_least_that_is_created() {
    assert_eq!(
        create_body(&draft()),
        json!({
            "subject": "周会",
            "emailNotice": 0, "smsNotice": 0,
            "orderConfig": {"scheduleTime": 1622980800, "scheduleEndTime": 1622988000, "periodType": 0},
            "attributes": default_attributes(), "permission": default_permission(),
        })
    );
}

#[test]
fn the_most_that_is_created() {
    assert_eq!(
        create_body(&full()),
        json!({
            "subject": "周会", "hostId": 1000141441, "inviteIds": [1, 2], "assistantInfos": [3], "password": "0123",
            "emailNotice": 1, "smsNotice": 0,
            "orderConfig": {"scheduleTime": 1622980800, "scheduleEndTime": 1622988000, "periodType": 3, "periodEndTime": -1},
            "attributes": default_attributes(), "permission": default_permission(),
            "voteIds": ["v1"],
        })
    );
}

#[test]
fn a_change_names_invitees_otherwise_and_sends_no_notices_or_votes() {
    assert_eq!(
        change_body(&full(), None),
        json!({
            "subject": "周会", "hostId": 1000141441, "inviteeIds": [1, 2], "assistantInfos": [3], "password": "0123",
            "orderConfig": {"scheduleTime": 1622980800, "scheduleEndTime": 1622988000, "periodType": 3, "periodEndTime": -1},
            "attributes": default_attributes(), "permission": default_permission(),
        })
    );
    let bare = change_body(&draft(), None);
    assert_eq!(
        (&bare["inviteeIds"], &bare["assistantInfos"]),
        (&json!([]), &json!([])),
        "emptied lists are sent"
    );
}

#[test]
fn a_change_that_leaves_the_times_alone_does_not_mention_them() {
    let known = [full().options];
    let body = |same_times| change_body(&full(), Some(Before { same_times, options: &known }));
    let mut whole = body(false);
    assert!(whole.as_object_mut().expect("an object").remove("orderConfig").is_some());
    assert_eq!(body(true), whole);
}

/// A change of a meeting that was so, and after a change without an answer may be so.
fn changed(before: &[&MeetingDraft], draft: &MeetingDraft) -> Value {
    let before: Vec<VendorOptions> = before.iter().map(|before| before.options.clone()).collect();
    change_body(draft, Some(Before { same_times: true, options: &before }))
}

fn with(change: impl FnOnce(&mut Options)) -> MeetingDraft {
    let mut options = Options::default();
    change(&mut options);
    MeetingDraft { options: VendorOptions::Cloudroom(Box::new(options)), ..draft() }
}

#[test]
fn what_is_and_was_the_vendors_default_is_not_mentioned() {
    let plain = draft();
    assert_eq!(changed(&[&plain], &plain), json!({"subject": "周会"}));
    assert_eq!(changed(&[], &plain), json!({"subject": "周会"}), "nor what nobody knows");
    let hall = with(|it| {
        it.invitee_ids = vec![7];
        it.attributes.waiting_hall = true;
        it.permission.share = false;
    });
    let rules = json!({"subject": "周会", "inviteeIds": [7], "attributes": {"waitHall": 1}, "permission": {"allowShare": 0}});
    assert_eq!(changed(&[&plain], &hall), rules);
    assert_eq!(changed(&[&hall], &hall), rules, "a server may take what is not mentioned for its default");
}

#[test]
fn what_is_taken_away_is_mentioned() {
    let plain = draft();
    let hall = with(|it| {
        it.cohost_ids = vec![7];
        it.attributes.waiting_hall = true;
    });
    let away = json!({"subject": "周会", "assistantInfos": [], "attributes": {"waitHall": 0}});
    assert_eq!(changed(&[&hall], &plain), away);
    assert_eq!(changed(&[&plain, &hall], &plain), away, "either may be so");
}

#[test]
fn the_last_day_of_a_repetition() {
    let until = Some(Timestamp::from_seconds(1_630_000_000));
    let draft = MeetingDraft { repeat: Some(Repeat { period: Period::Monthly, until }), ..draft() };
    assert_eq!(create_body(&draft)["orderConfig"]["periodEndTime"], json!(1_630_000_000));
    assert_eq!(create_body(&draft)["orderConfig"]["periodType"], json!(5));
}

#[test]
fn a_join_asks_for_no_more_than_it_has() {
    let id = ConfId::read(&VendorMeetingId::new("7")).expect("an id");
    let join = conference::Join { id, nickname: "李 &=雷", role: JoinRole::Attendee, password: None };
    assert_eq!(join.path(), ["conference", "7", "join"]);
    assert_eq!(join.query(), [("nickName", "李 &=雷".to_owned()), ("userType", "4".to_owned())]);
    let password = "12 34".into();
    let join = conference::Join { id, nickname: "n", role: JoinRole::Host, password: Some(&password) };
    assert_eq!(join.query()[1..], [("userType", "1".to_owned()), ("password", "12 34".to_owned())]);
    assert!(!format!("{join:?}").contains("12 34"));
}

#[test]
fn what_changes_is_never_sent_twice() {
    for facts in operations::FACTS {
        assert!(!(facts.changes && facts.repeatable), "{}", facts.name);
        assert_eq!(facts.changes, facts.method != http::Method::GET, "{}", facts.name);
        assert_eq!(facts.is_list, facts.doc.ends_with("列表"), "{}", facts.name);
    }
    assert!(operations::FACTS.iter().any(|facts| facts.name == "conference.join" && !facts.repeatable));
}

fn any_device() -> impl Strategy<Value = DeviceOnEntry> {
    prop_oneof![Just(DeviceOnEntry::ParticipantsChoice), Just(DeviceOnEntry::Off), Just(DeviceOnEntry::On)]
}

fn any_attributes() -> impl Strategy<Value = Attributes> {
    let who = prop_oneof![Just(WhoMayJoin::Everyone), Just(WhoMayJoin::Company), Just(WhoMayJoin::Invited)];
    (any_device(), any_device(), any::<[bool; 4]>(), 0u16..=2000, 0u16..=2000, who).prop_map(
        |(camera_on_entry, microphone_on_entry, [a, b, c, d], virtual_members, layout, who_may_join)| {
            Attributes {
                camera_on_entry,
                microphone_on_entry,
                join_before_host: a,
                entry_sound: b,
                watermark: c,
                waiting_hall: d,
                virtual_members,
                layout,
                who_may_join,
            }
        },
    )
}

proptest! {
    /// The vendor's detail of what was just written reads as what was wanted.
    #[test]
    fn what_is_written_is_read_again(attributes in any_attributes(), may: [bool; 11]) {
        let [a, b, c, d, e, f, g, h, i, j, k] = may;
        let permission = Permission { save_whiteboard: a, public_chat: b, private_chat: c, chat_pictures: d,
            chat_links: e, local_recording: f, open_microphone: g, open_camera: h, share: i, rename: j, telephone: k };
        let options = Options { attributes, permission, ..Options::default() };
        let wanted = MeetingDraft { options: VendorOptions::Cloudroom(Box::new(options)), ..full() };
        let mut body = create_body(&wanted);
        body["confId"] = json!(1);
        let id = ConfId::read(&VendorMeetingId::new("1")).expect("an id");
        let reading = Reading { zone: jiff::tz::TimeZone::UTC, now: Timestamp::default() };
        let read = conference::Query { id }.read(&json!({"confDetail": body}), &reading).expect("readable");
        prop_assert_eq!((read.start, read.end, read.repeat), (Some(wanted.start), Some(wanted.end), wanted.repeat));
        prop_assert_eq!(read.options, wanted.options);
    }
}
