use super::super::ids::{ConfId, FileId};
use super::super::operations::{conference, lists, video};
use super::*;
use crate::kit::Operation;
use crate::{ListedMeeting, MeetingDetail, Page, Span};
use portico_domain::cloudroom::Options;
use portico_domain::ids::VendorRecordingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use proptest::prelude::*;
use secrecy::ExposeSecret;
use serde_json::json;

const NOW: Timestamp = Timestamp::from_seconds(1_700_000_000);

fn reading() -> Reading {
    Reading { zone: TimeZone::get("Asia/Shanghai").expect("a zone"), now: NOW }
}

fn conf() -> ConfId {
    ConfId::read(&VendorMeetingId::new("12345678")).expect("an id")
}

fn search(current: u32) -> lists::Search {
    let span = Span { from: NOW, to: NOW.plus_minutes(60) };
    lists::Search { user: Some(7), span, paging: Paging { current, size: 2 } }
}

fn detail(reply: Value) -> Result<MeetingDetail, Unreadable> {
    conference::Query { id: conf() }.read(&reply, &reading())
}

fn current(reply: Value) -> Result<Page<ListedMeeting>, Unreadable> {
    lists::Current(search(1)).read(&reply, &reading())
}

fn row(reply: Value) -> ListedMeeting {
    current(json!({"total": 1, "records": [reply]})).expect("readable").rows.remove(0)
}

/// The sample of 查询会议, with its older names and its times in Beijing.
fn sample() -> Value {
    json!({"confDetail": {
        "confId": 12345678, "subject": "会议主题", "url": "http://www.cloudroom.com/abcdef",
        "publicUrl": "http://www.cloudroom.com/abc123", "hostId": 1000141441, "hostName": "云屋科技",
        "status": 0, "pstnPwd": "123456", "pstnNum": "008612345678901",
        "orderConfig": {"scheduleTime": "2021-04-14 15:07:31", "scheduleEndTime": "2021-04-14 17:07:31",
            "periodType": 0, "periodEndTime": ""},
        "attributes": {"autoOpenCamera": 0, "autoOpenMicrophone": 0, "micUseLocal": 0, "cameraUseLocal": 0,
            "loginIvr": 0, "onlyInvitee": 0, "onlyComp": 0, "canJoinAdv": 1, "virtualMembers": 0,
            "waterMark": 0, "vwalldo": 0},
        "permission": {"createWB": 0, "saveWB": 0, "publicIM": 0, "privateIM": 0, "recordConf": 0,
            "uploadDoc": 0, "openMicrophone": 0, "openCamera": 0, "shareOrUpload": 0, "srvRecord": 0,
            "pstnCall": 0, "allowModifyName": 0, "imForbidPic": 0, "imForbidUrl": 0, "allowShare": 0},
    }})
}

#[test]
fn the_sample_of_a_detail() {
    let read = detail(sample()).expect("readable");
    assert_eq!(read.vendor_id.as_str(), "12345678");
    // 15:07:31 in Beijing is 07:07:31 UTC.
    assert_eq!(read.start, Some(Timestamp::from_seconds(1_618_384_051)));
    assert_eq!(read.end, Some(Timestamp::from_seconds(1_618_391_251)));
    assert_eq!((read.repeat, read.state), (None, MeetingState::Scheduled));
    assert!(read.password.is_none() && read.invitees.is_empty());
    assert_eq!(
        read.host_url.map(|url| url.expose_secret().to_owned()).as_deref(),
        Some("http://www.cloudroom.com/abcdef")
    );
    assert_eq!(read.phone_number.as_deref(), Some("008612345678901"));
    assert_eq!(read.phone_pin.map(|pin| pin.expose_secret().to_owned()).as_deref(), Some("123456"));
    let VendorOptions::Cloudroom(options) = read.options else { panic!("another vendor") };
    assert_eq!(options.host_id, Some(1_000_141_441));
    assert_eq!(options.attributes.camera_on_entry, DeviceOnEntry::Off);
    assert_eq!(options.attributes.layout, 0, "vwalldo is vwallo");
    assert_eq!(options.attributes.who_may_join, WhoMayJoin::Everyone);
    let may = options.permission;
    assert!(may.chat_pictures && may.chat_links, "imForbid… 0 means allowed");
    assert!(!may.share && !may.public_chat && !may.telephone);
}

fn with(path: &str, value: Value) -> Value {
    let mut sample = sample();
    let (folder, name) = path.rsplit_once('/').expect("a pointer");
    sample.pointer_mut(folder).and_then(Value::as_object_mut).expect("an object").insert(name.into(), value);
    sample
}

fn options(reply: Value) -> Options {
    let VendorOptions::Cloudroom(options) = detail(reply).expect("readable").options else {
        panic!("another vendor")
    };
    *options
}

#[test]
fn how_to_call_in_is_read_from_texts_and_numbers_and_never_in_the_way() {
    let pin = |read: &crate::MeetingDetail| read.phone_pin.as_ref().map(|pin| pin.expose_secret().to_owned());
    let mut reply = with("/confDetail/pstnNum", json!(861_234_567_890_i64));
    reply["confDetail"]["pstnPwd"] = json!(123_456);
    let read = detail(reply).expect("readable");
    assert_eq!((read.phone_number.as_deref(), pin(&read).as_deref()), (Some("861234567890"), Some("123456")));
    for nothing in [json!(null), json!(""), json!("  "), json!({}), json!([1]), json!(false)] {
        let mut reply = with("/confDetail/pstnNum", nothing.clone());
        reply["confDetail"]["pstnPwd"] = nothing.clone();
        let read = detail(reply).expect("the rest is readable");
        assert_eq!((read.phone_number.as_deref(), pin(&read)), (None, None), "{nothing}");
    }
}

#[test]
fn both_spellings_and_the_newer_one_wins() {
    let mut reply = with("/confDetail/attributes/vwallo", json!(9));
    assert_eq!(options(reply).attributes.layout, 9);
    reply = with("/confDetail/permission/imForbidPic", json!(1));
    assert!(!options(reply.clone()).permission.chat_pictures);
    reply["confDetail"]["permission"]["allowPicture"] = json!(1);
    assert!(options(reply).permission.chat_pictures);
    reply = with("/confDetail/permission/shareOrUpload", json!(1));
    assert!(!options(reply.clone()).permission.share, "allowShare stands beside it");
    reply["confDetail"]["permission"].as_object_mut().expect("an object").remove("allowShare");
    assert!(options(reply).permission.share);
    assert_eq!(options(with("/confDetail/votelds", json!(["a", 2]))).vote_ids, ["a", "2"]);
    assert_eq!(options(with("/confDetail/voteIds", json!(["b"]))).vote_ids, ["b"]);
    let local = options(with("/confDetail/attributes/micUseLocal", json!("1"))).attributes;
    assert_eq!(local.microphone_on_entry, DeviceOnEntry::ParticipantsChoice);
    let who = |name: &str| {
        options(with(&format!("/confDetail/attributes/{name}"), json!(1))).attributes.who_may_join
    };
    assert_eq!((who("onlyInvitee"), who("onlyComp")), (WhoMayJoin::Invited, WhoMayJoin::Company));
}

#[test]
fn people_in_every_shape() {
    let reply = with(
        "/confDetail/inviteeInfos",
        json!([
            {"inviteId": 1, "inviteeName": "甲", "inviteeType": 0}, {"inviteeId": "2", "inviteName": "乙"}, 3,
        ]),
    );
    let read = detail(reply).expect("readable");
    assert_eq!(read.invitees, [(1, "甲".into()), (2, "乙".into()), (3, String::new())]);
    let reply = with("/confDetail/assistantInfos", json!([{"assistId": 4, "assistName": "丙"}, "5"]));
    let read = detail(reply).expect("readable");
    assert_eq!(read.cohosts, [(4, "丙".into()), (5, String::new())]);
    let VendorOptions::Cloudroom(options) = read.options else { panic!("another vendor") };
    assert_eq!(options.cohost_ids, [4, 5]);
}

#[test]
fn missing_and_empty_is_nothing() {
    let bare = detail(json!({"confDetail": {"confId": "9007199254740993"}})).expect("readable");
    assert_eq!(bare.vendor_id.as_str(), "9007199254740993", "longer than a JavaScript number");
    assert_eq!((bare.start, bare.end, bare.public_url), (None, None, None));
    let VendorOptions::Cloudroom(options) = bare.options else { panic!("another vendor") };
    assert_eq!(*options, Options::default());
    let read = detail(with("/confDetail/password", json!(" "))).expect("readable");
    assert!(read.password.is_none());
    let read = detail(with("/confDetail/publicUrl", json!("javascript:alert(1)"))).expect("readable");
    assert_eq!(read.public_url, None);
}

/// The rules of a reply, where those that we know are these.
fn over(known: &Options, reply: Value) -> Options {
    let known = VendorOptions::Cloudroom(Box::new(known.clone()));
    let VendorOptions::Cloudroom(read) = detail(reply).expect("readable").options_over(Some(&known)) else {
        panic!("another vendor")
    };
    *read
}

#[test]
fn what_the_sample_leaves_out_is_as_it_is_known() {
    let mut known = Options {
        host_id: Some(9),
        invitee_ids: vec![1, 2],
        cohost_ids: vec![3],
        email_notice: true,
        sms_notice: true,
        vote_ids: vec!["v".into()],
        ..Options::default()
    };
    known.attributes.waiting_hall = true;
    known.attributes.watermark = true;
    known.permission.share = true;
    let read = over(&known, sample());
    assert_eq!(
        (read.invitee_ids.as_slice(), read.cohost_ids.as_slice()),
        ([1, 2].as_slice(), [3].as_slice())
    );
    assert_eq!(read.vote_ids, ["v"]);
    assert!(read.email_notice && read.sms_notice && read.attributes.waiting_hall);
    assert_eq!(read.host_id, Some(1_000_141_441), "what it says counts");
    assert!(!read.attributes.watermark && !read.permission.share);
    let nobody = over(&known, with("/confDetail/inviteeInfos", json!([])));
    assert!(nobody.invitee_ids.is_empty(), "nobody is not nothing");
    let some = with("/confDetail/inviteeInfos", json!([{"id": 5, "name": "A"}, {"id": null, "name": "B"}]));
    assert_eq!(over(&known, some.clone()).invitee_ids, [1, 2], "a change by half of it would send B away");
    assert_eq!(detail(some).expect("readable").invitees, [(5, "A".to_owned())]);
    assert_eq!(over(&known, json!({"confDetail": {"confId": 1}})), known);

    known.attributes.who_may_join = WhoMayJoin::Invited;
    let half = over(&known, json!({"confDetail": {"confId": 1, "attributes": {"onlyComp": 0}}}));
    assert_eq!(half.attributes.who_may_join, WhoMayJoin::Invited, "half of the pair lifts no limit");
    assert_eq!(over(&known, sample()).attributes.who_may_join, WhoMayJoin::Everyone);
}

#[test]
fn repetition() {
    let mut reply = with("/confDetail/orderConfig/periodType", json!("3"));
    let until = |reply: &Value| detail(reply.clone()).expect("readable").repeat.expect("a repetition");
    assert_eq!(until(&reply), Repeat { period: Period::Weekly, until: None });
    for none in [json!(-1), json!("-1"), json!(0), json!(null)] {
        reply["confDetail"]["orderConfig"]["periodEndTime"] = none;
        assert_eq!(until(&reply).until, None);
    }
    let silent = |reply: &Value| detail(reply.clone()).expect("readable").silent.until;
    for (value, is_silent) in [
        (json!(-1), false),
        (json!("-1"), false),
        (json!(0), true),
        (json!(null), true),
        (json!(""), true),
        (json!(1_618_384_051), false),
    ] {
        reply["confDetail"]["orderConfig"]["periodEndTime"] = value.clone();
        assert_eq!(silent(&reply), is_silent, "{value}");
    }
    reply["confDetail"]["orderConfig"]["periodEndTime"] = json!("1618384051");
    assert_eq!(until(&reply).until, Some(Timestamp::from_seconds(1_618_384_051)));
}

#[test]
fn what_cannot_be_read_names_its_place_and_not_its_content() {
    let at = |path: &str, value: Value| detail(with(path, value)).expect_err("unreadable").at;
    assert_eq!(at("/confDetail/confId", json!({"secret": 1})), "reply.confDetail.confId");
    assert_eq!(at("/confDetail/orderConfig", json!("soon")), "reply.confDetail.orderConfig");
    assert_eq!(
        at("/confDetail/orderConfig/scheduleTime", json!("soon")),
        "reply.confDetail.orderConfig.scheduleTime"
    );
    assert_eq!(detail(json!({})).expect_err("unreadable").at, "reply.confDetail");
    assert_eq!(current(json!({})).expect_err("unreadable").at, "reply.records");
}

#[test]
fn a_password_that_is_not_mentioned_is_not_one_that_was_taken_away() {
    let silent = |reply| detail(reply).expect("readable").silent.password;
    assert!(silent(sample()), "the sample has none");
    assert!(silent(with("/confDetail/password", json!(null))));
    assert!(!silent(with("/confDetail/password", json!(""))), "an empty one is none");
    let told = detail(with("/confDetail/password", json!(123_456))).expect("readable");
    assert_eq!(told.password.map(|it| it.expose_secret().to_owned()).as_deref(), Some("123456"));
    assert!(!told.silent.password);
}

#[test]
fn what_only_adorns_a_detail_does_not_cost_it() {
    assert_eq!(options(with("/confDetail/hostId", json!(0))).host_id, None, "nobody is number 0");
    let state = |value| detail(with("/confDetail/status", value)).expect("readable").state;
    assert_eq!((state(json!(9)), state(json!({}))), (MeetingState::Scheduled, MeetingState::Scheduled));
    let silent = |value| detail(with("/confDetail/status", value)).expect("readable").silent.state;
    assert_eq!((silent(json!(9)), silent(json!(0))), (true, false));
    let odd = [
        ("attributes/vwallo", json!(-1)),
        ("attributes/virtualMembers", json!(-5)),
        ("attributes/autoOpenCamera", json!(7)),
        ("attributes/loginIvr", json!("yes")),
        ("permission/publicIM", json!(2)),
        ("attributes", json!([])),
        ("permission", json!("all")),
        ("emailNotice", json!(3)),
        ("hostName", json!({})),
        ("url", json!([])),
    ];
    for (path, value) in odd {
        let read = detail(with(&format!("/confDetail/{path}"), value)).expect(path);
        assert_eq!(read.start, Some(Timestamp::from_seconds(1_618_384_051)), "{path}");
    }
    assert_eq!(options(with("/confDetail/attributes/vwallo", json!(-1))).attributes.layout, 2000);
    let unknown = options(with("/confDetail/attributes/allowJoin", json!(3))).attributes.who_may_join;
    assert_eq!(unknown, WhoMayJoin::Company, "a limit that we do not know is not lifted");
}

#[test]
fn an_unknown_repetition_says_nothing() {
    let read = |period| detail(with("/confDetail/orderConfig/periodType", period)).expect("readable");
    assert_eq!((read(json!(9)).repeat, read(json!(9)).silent.repeat), (None, true));
    assert_eq!((read(json!(0)).repeat, read(json!(0)).silent.repeat), (None, false), "it happens once");
    assert!(detail(json!({"confDetail": {"confId": 1}})).expect("readable").silent.repeat);
}

#[test]
fn what_only_adorns_a_row_does_not_cost_the_page() {
    let read =
        row(json!({"confId": 1, "scheduleTime": 100, "periodType": 12, "status": 9, "members": "many",
        "hostName": [], "ownerId": {}}));
    assert_eq!((read.start.map(Timestamp::seconds), read.repeat_period, read.owner), (Some(100), None, None));
    assert_eq!((read.state, read.host_name.as_str(), read.members), (None, "", None));
    assert!(read.silent_of_repeat, "what we do not know is not \"once\"");
    let odd = json!({"total": "all", "remaining": 7, "records": [{"confId": 1}]});
    assert_eq!(current(odd).expect("readable").total, None);
}

#[test]
fn an_odd_row_costs_no_other_and_is_told() {
    let at = |row| {
        let page = current(json!({"records": [{"confId": 2}, row]})).expect("the other is readable");
        assert_eq!(page.rows.iter().map(|row| row.vendor_id.as_str()).collect::<Vec<_>>(), ["2"]);
        assert!(page.more, "the page was full");
        page.odd.expect("not all of it").at
    };
    assert_eq!(at(json!({"subject": "whose?"})), "reply.records[1].confId");
    assert_eq!(at(json!({"confId": 1, "scheduleTime": "soon"})), "reply.records[1].scheduleTime");
    let alone = current(json!({"records": [{"subject": "whose?"}]}));
    assert_eq!(alone.expect_err("none is left").at, "reply.records[0].confId");
    let query = video::Query { id: conf(), paging: Paging::full(1) };
    let reply = json!({"records": [{"fileId": "a", "createTime": 0}, {"fileId": "b", "createTime": 100}]});
    let page = query.read(&reply, &reading()).expect("readable");
    assert_eq!(page.rows.iter().map(|row| row.vendor_id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(page.odd.expect("it is told").at, "reply.records[0].createTime");
}

#[test]
fn a_row_of_the_current_list() {
    let read =
        row(json!({"confId": 12345678, "subject": "会议主题", "confType": 1, "scheduleTime": 1616655277,
        "scheduleEndTime": 0, "startTime": 1616655277, "endTime": 0, "hostName": "云屋科技", "members": 0,
        "confCode": "abcdef", "periodType": 7, "password": "1234"}));
    assert_eq!(
        read,
        ListedMeeting {
            vendor_id: VendorMeetingId::new("12345678"),
            subject: "会议主题".into(),
            start: Some(Timestamp::from_seconds(1_616_655_277)),
            end: None,
            repeat_period: Some(Period::Yearly),
            silent_of_repeat: false,
            state: None,
            host_name: "云屋科技".into(),
            members: Some(0),
            owner: None,
        }
    );
    let state = |reply| row(reply).state;
    assert_eq!(state(json!({"confId": 1, "status": "1", "ownerId": "5"})), Some(MeetingState::Live));
    assert_eq!(state(json!({"confId": 1, "members": 3})), Some(MeetingState::Live), "people are inside");
    assert_eq!(state(json!({"confId": 1, "members": 3, "status": 0})), Some(MeetingState::Scheduled));
    let repeats = |reply| {
        let read = row(reply);
        (read.repeat_period, read.silent_of_repeat)
    };
    assert_eq!(repeats(json!({"confId": 1, "periodType": 0})), (None, false), "it happens once");
    assert_eq!(repeats(json!({"confId": 1})), (None, true), "nobody knows");
    assert_eq!(row(json!({"confId": 1, "scheduleTime": 0})).start, None, "nobody booked it");
}

#[test]
fn a_row_of_the_history() {
    let history = lists::History(search(1));
    let reply = json!({"records": [{"confId": 1, "startTime": 100, "scheduleTime": 90, "endTime": "200", "periodType": 0, "members": "4"}]});
    let read = history.read(&reply, &reading()).expect("readable").rows.remove(0);
    assert_eq!(
        (read.start.map(Timestamp::seconds), read.end.map(Timestamp::seconds)),
        (Some(100), Some(200))
    );
    assert_eq!((read.state, read.members), (Some(MeetingState::Ended), Some(4)));
}

#[test]
fn is_there_more() {
    let rows = json!([{"confId": 1}, {"confId": 2}]);
    let more = |reply: Value| current(reply).expect("readable").more;
    assert!(more(json!({"total": 9, "remaining": "1", "records": rows})));
    assert!(!more(json!({"total": 9, "remaining": 0, "records": rows})));
    assert!(more(json!({"total": 3, "records": rows})) && !more(json!({"total": 2, "records": rows})));
    assert!(more(json!({"records": rows})) && !more(json!({"records": [{"confId": 1}]})));
    assert!(!more(json!({"total": 9, "remaining": 1, "records": []})), "never page on without rows");
    assert!(!more(json!({"total": 0, "records": null})));
}

#[test]
fn a_recording() {
    let query = video::Query { id: conf(), paging: Paging::full(1) };
    let reply = json!({"total": 1, "records": [{"title": "会议", "fileId": 387702296195782359_i64, "confId": "1",
        "createTime": 1649840637, "duration": "461", "size": 6950912, "url": "http://h/f?download", "vodUrl": ""}]});
    let read = query.read(&reply, &reading()).expect("readable").rows.remove(0);
    assert_eq!(read.vendor_id, VendorRecordingId::new("387702296195782359"));
    assert_eq!((read.duration, read.size, read.play_url.is_none()), (461, 6_950_912, true));
    assert!(!format!("{read:?}").contains("http://h"), "addresses are secrets");
}

#[test]
fn a_recording_without_an_address_or_a_meeting_is_there_all_the_same() {
    let read = |row: Value| {
        let query = video::Query { id: conf(), paging: Paging::full(1) };
        query.read(&json!({"total": 1, "records": [row]}), &reading()).map(|mut page| page.rows.remove(0))
    };
    for url in [json!(null), json!(""), json!({})] {
        let row =
            json!({"fileId": "a1", "createTime": 100, "url": url, "size": "?", "duration": [], "title": {}});
        let read = read(row).expect("readable");
        assert_eq!(read.vendor_meeting.as_str(), "12345678", "it is of the meeting that was asked for");
        assert_eq!((read.download_url.expose_secret(), read.size, read.duration), ("", 0, 0), "{url}");
    }
    assert!(read(json!({"createTime": 100, "url": "http://h/f"})).is_err(), "without a name of its own");
    assert!(read(json!({"fileId": "a1", "url": "http://h/f"})).is_err(), "without a time");
}

fn join(crmt: Value) -> Result<crate::kit::SecretString, Unreadable> {
    let join = conference::Join { id: conf(), nickname: "n", role: JoinRole::Host, password: None };
    join.read(&json!({"crmt": crmt}), &reading())
}

#[test]
fn only_a_crmt_is_a_crmt() {
    assert!(join(json!("CRMT:LU1F")).is_ok());
    for bad in [
        json!("javascript:alert(1)"),
        json!("crmt:x"),
        json!(""),
        json!("CRMT:a b"),
        json!("CRMT:a\r\nb"),
        json!(1),
        json!(null),
    ] {
        assert!(join(bad.clone()).is_err(), "{bad}");
    }
}

const NAMES: &[&str] = &[
    "confDetail",
    "confId",
    "subject",
    "status",
    "orderConfig",
    "scheduleTime",
    "scheduleEndTime",
    "periodType",
    "periodEndTime",
    "attributes",
    "permission",
    "vwallo",
    "virtualMembers",
    "allowJoin",
    "imForbidPic",
    "saveWB",
    "inviteeInfos",
    "assistantInfos",
    "inviteId",
    "records",
    "total",
    "remaining",
    "startTime",
    "endTime",
    "members",
    "fileId",
    "createTime",
    "duration",
    "size",
    "url",
    "crmt",
    "hostId",
    "voteIds",
    "autoOpenCamera",
];

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-2i64..10).prop_map(Value::from),
        (-2i64..10).prop_map(|n| Value::from(n.to_string())),
        ".{0,8}".prop_map(Value::from),
        "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((proptest::sample::select(NAMES), inner), 0..8).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn no_json_makes_a_reader_panic(reply in any_json(), inner in any_json()) {
        let reading = reading();
        for reply in [reply, json!({"confDetail": inner.clone(), "records": [inner]})] {
            let draft = MeetingDraft { subject: "s".into(), start: NOW, end: NOW, repeat: None, password: None,
                options: VendorOptions::Cloudroom(Box::default()) };
            let _ = conference::Create { draft: &draft }.read(&reply, &reading);
            let _ = conference::Query { id: conf() }.read(&reply, &reading);
            let _ = lists::Current(search(u32::MAX)).read(&reply, &reading);
            let _ = lists::History(search(0)).read(&reply, &reading);
            let _ = video::Query { id: conf(), paging: Paging::full(1) }.read(&reply, &reading);
            let file = FileId::read(&VendorRecordingId::new("a")).expect("an id");
            let _ = video::Delete { file }.read(&reply, &reading);
            let _ = conference::Join { id: conf(), nickname: "n", role: JoinRole::Host, password: None }.read(&reply, &reading);
        }
    }

    #[test]
    fn seconds_as_number_or_text_are_the_same_instant(seconds in 1i64..9_000_000_000) {
        let number = json!({"t": seconds});
        let text = json!({"t": seconds.to_string()});
        for reply in [number, text] {
            let fields = Fields::of(&reply, "r").expect("an object");
            let read = time(&fields, &["t"], &reading().zone).expect("readable");
            prop_assert_eq!(read, Some(Timestamp::from_seconds(seconds)));
        }
    }
}
