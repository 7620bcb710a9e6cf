use super::ids::{Account, BookingId, ConferenceKey, ContactId, RecordId, RoomId};
use super::operations::booking::{Booking, Bookings, Cancel};
use super::operations::contacts::{Contact, Contacts, Extent};
use super::operations::info::{MeetingInfo, RoomState};
use super::operations::recording::{Delete, LiveAndRecording, Record, Records, Start, Status, Stop};
use super::operations::rooms::{Room, RoomKind, Rooms};
use crate::Page;
use crate::kit::{ExposeSecret, Operation, Readable, Reading, SecretString, Unreadable};
use jiff::tz::TimeZone;
use portico_domain::ids::VendorMeetingId;
use portico_domain::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

const RECORD: &str = "02e555e21dc8dae6b6ea362ebbece8dd";

fn in_zone(name: &str) -> Reading {
    Reading { zone: TimeZone::get(name).expect("a zone"), now: Timestamp::from_seconds(1_700_000_000) }
}

fn account() -> Account {
    Account::read("admin@miwei.com").expect("an account")
}

fn conference() -> ConferenceKey {
    ConferenceKey::read("8000000").expect("a number")
}

fn record_id() -> RecordId {
    RecordId::read(RECORD).expect("an id")
}

fn shown(secret: &Option<SecretString>) -> Option<&str> {
    secret.as_ref().map(|secret| secret.expose_secret())
}

fn done(data: Value) -> Value {
    json!({"code": "200", "data": data, "message": null, "state": 1})
}

fn set(mut value: Value, name: &str, to: Value) -> Value {
    value[name] = to;
    value
}

/// The sample of 查询预约列表 without its comments.
fn booking_sample() -> Value {
    json!({
        "id": 1429, "theme": "会议主题", "introduction": "接口会议", "randomHostPwd": "99999",
        "randomVisitorPwd": "", "sipkey": "2516", "isAutoOpen": "no", "startDate": "2020-01-30 09:00",
        "endDate": "2020-01-30 13:00", "createSubscriber": {"id": 2756, "name": "蓝天"},
        "createTime": "2020-01-07 11:48:40", "shortAddress": "https://api.myvmr.cn/meet/share/VTZI8",
        "bizProductId": 486,
        "visitorList": [{"id": "9182", "name": "xxxx"}, {"id": "9187", "name": "AAAAAA"}],
    })
}

fn bookings(data: Value) -> Result<Vec<Booking>, Unreadable> {
    readable_bookings(data).map(|read| read.rows)
}

fn readable_bookings(data: Value) -> Result<Readable<Booking>, Unreadable> {
    Bookings { account: account() }.read(&done(data), &in_zone("Asia/Shanghai"))
}

fn booking(sample: Value) -> Booking {
    bookings(json!([sample])).expect("readable").remove(0)
}

#[test]
fn the_sample_of_a_booking() {
    let read = booking(booking_sample());
    assert_eq!(
        (read.id.as_str(), read.theme.as_str(), read.introduction.as_str()),
        ("1429", "会议主题", "接口会议")
    );
    assert_eq!((shown(&read.host_pin), shown(&read.visitor_pin)), (Some("99999"), None));
    assert_eq!(
        (read.number.as_ref().map(ConferenceKey::as_str), read.room),
        (Some("2516"), Some(RoomId(486)))
    );
    // 09:00 in Beijing is 01:00 UTC.
    assert_eq!(read.start, Timestamp::from_seconds(1_580_346_000));
    assert_eq!(read.end, Timestamp::from_seconds(1_580_360_400));
    assert_eq!(read.created, Some(Timestamp::from_seconds(1_578_368_920)));
    assert_eq!(read.creator.map(|one| (one.id.to_string(), one.name)), Some(("2756".into(), "蓝天".into())));
    let visitors: Vec<_> = read.visitors.iter().map(|one| (one.id.as_str(), one.name.as_str())).collect();
    assert_eq!(visitors, [("9182", "xxxx"), ("9187", "AAAAAA")]);
    assert_eq!(read.share_address.as_deref(), Some("https://api.myvmr.cn/meet/share/VTZI8"));
    assert!(!read.auto_open);
    assert!(!format!("{:?}", booking(booking_sample())).contains("99999"), "PINs are secrets");
}

#[test]
fn data_is_an_object_or_a_list() {
    assert_eq!(bookings(booking_sample()).expect("an object").len(), 1);
    assert_eq!(bookings(json!([booking_sample(), booking_sample()])).expect("a list").len(), 2);
    assert_eq!(bookings(json!([])).expect("none").len(), 0);
    assert_eq!(bookings(Value::Null).expect("none").len(), 0);
    assert_eq!(bookings(json!("soon")).expect_err("a text").at, "reply.data");
    assert_eq!(bookings(json!([1])).expect_err("a number").at, "reply.data[0]");
}

#[test]
fn ids_come_as_int_or_text() {
    for (int, text) in [(json!(1429), json!("1429")), (json!(2516), json!("2516"))] {
        assert_eq!(
            booking(set(booking_sample(), "id", int.clone())).id,
            booking(set(booking_sample(), "id", text.clone())).id
        );
        let number = |value| booking(set(booking_sample(), "sipkey", value)).number;
        assert_eq!(number(int), number(text));
    }
    for room in [json!(486), json!("486"), json!(486.0)] {
        assert_eq!(booking(set(booking_sample(), "bizProductId", room)).room, Some(RoomId(486)));
    }
    for none in [json!(""), json!(0), json!(null)] {
        assert_eq!(booking(set(booking_sample(), "bizProductId", none)).room, None);
    }
}

#[test]
fn yes_and_no_stand_for_booleans() {
    let auto = |value| booking(set(booking_sample(), "isAutoOpen", value)).auto_open;
    for yes in [json!("yes"), json!("YES"), json!(true), json!("true"), json!(1), json!("1")] {
        assert!(auto(yes.clone()), "{yes}");
    }
    for no in [json!("no"), json!(false), json!("false"), json!(0), json!("0"), json!(""), json!(null)] {
        assert!(!auto(no.clone()), "{no}");
    }
    let odd = bookings(json!([set(booking_sample(), "isAutoOpen", json!("perhaps"))]));
    assert_eq!(odd.expect_err("neither").at, "reply.data[0].isAutoOpen");
}

#[test]
fn a_share_address_leads_to_the_web_or_nowhere() {
    for bad in
        ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "not an address", "", "http:"]
    {
        assert_eq!(booking(set(booking_sample(), "shortAddress", json!(bad))).share_address, None, "{bad}");
    }
}

#[test]
fn what_cannot_be_read_names_its_place_and_not_its_content() {
    let at =
        |name: &str, value| bookings(json!([set(booking_sample(), name, value)])).expect_err("unreadable").at;
    assert_eq!(at("id", json!({"canary": 1})), "reply.data[0].id");
    assert_eq!(at("startDate", json!("canary")), "reply.data[0].startDate");
    assert_eq!(at("startDate", json!("")), "reply.data[0].startDate");
    assert_eq!(at("visitorList", json!("canary")), "reply.data[0].visitorList");
}

#[test]
fn what_only_adorns_a_booking_or_a_room_hides_nothing_when_it_is_odd() {
    let odd = |name: &str, value| booking(set(booking_sample(), name, value));
    for creator in [json!(["canary"]), json!({"name": "甲"}), json!({"id": "a b"})] {
        assert_eq!(odd("createSubscriber", creator.clone()).creator, None, "{creator}");
    }
    assert_eq!(odd("createTime", json!("yesterday")).created, None);
    let visitors =
        odd("visitorList", json!([{"name": "nobody"}, null, "?", {"id": 9187, "name": "甲"}])).visitors;
    assert_eq!(visitors.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["9187"]);
    for name in ["type", "isDispark", "isPublicVmr"] {
        let room = rooms(json!([set(room_sample(), name, json!("perhaps"))])).expect(name).remove(0);
        assert_eq!(room.id, RoomId(3364), "{name}");
        assert!(name != "isPublicVmr" || !room.new_kind);
    }
}

#[test]
fn an_odd_booking_or_room_costs_no_other() {
    for (name, value) in [("sipkey", json!("a b")), ("endDate", json!("")), ("id", json!(null))] {
        let odd = set(booking_sample(), name, value);
        let read = readable_bookings(json!([odd, booking_sample()])).expect(name);
        assert_eq!(read.rows.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["1429"], "{name}");
        assert_eq!(read.odd.expect("it is told").at, format!("reply.data[0].{name}"));
    }
    let whole = readable_bookings(json!([booking_sample()])).expect("readable");
    assert_eq!(whole.odd, None);
    let without = set(room_sample(), "pid", json!(null));
    let read = rooms(json!([without, room_sample()])).expect("readable");
    assert_eq!(read.iter().map(|room| room.id).collect::<Vec<_>>(), [RoomId(3364)]);
}

/// The first and the last file of the sample of 获取录制文件.
fn record_sample() -> Value {
    json!([
        {"recordId": RECORD, "conferenceKey": "1866", "entId": 52, "startTime": "2019-05-31 01:43:09",
            "fileSize": 1027797, "stopTime": "2019-05-31 01:43:23",
            "downUrl": "http://xxxxxxx.cossh.myqcloud.com/2019-05-31/1866_094309.mp4?sign=tchX"},
        {"recordId": "fef892788b675d384764e403781f1b1e", "conferenceKey": "1866", "entId": 52,
            "cid": "a15fcb02-9410-471c-af47-2b368715999f", "startTime": "2017-02-20 01:51:10",
            "fileSize": 102779700, "stopTime": "2017-02-20 02:51:10",
            "downUrl": "http://xxxxxx.cossh.myqcloud.com/2017-02-20/1866_100151.mp4?sign=/aT6"},
    ])
}

fn records(data: Value, zone: &str) -> Result<Vec<Record>, Unreadable> {
    Records { id: record_id(), origin: None }.read(&done(data), &in_zone(zone))
}

#[test]
fn the_sample_of_the_files() {
    let read = records(record_sample(), "UTC").expect("readable");
    assert_eq!(read.len(), 1, "the files of other recordings are not ours");
    let file = &read[0];
    assert_eq!((file.id.as_str(), file.enterprise.as_deref(), file.size), (RECORD, Some("52"), 1_027_797));
    // 01:43:09 UTC: the file is called …094309.mp4, which is the same moment in Beijing.
    assert_eq!(file.start, Some(Timestamp::from_seconds(1_559_266_989)));
    let beijing = records(record_sample(), "Asia/Shanghai").expect("readable").remove(0);
    assert_eq!(beijing.start, Some(Timestamp::from_seconds(1_559_266_989 - 8 * 3600)));
    let listed = file.listed(VendorMeetingId::new("7")).expect("a file");
    assert_eq!(
        (listed.duration, listed.vendor_id.as_str(), listed.vendor_meeting.as_str()),
        (14, RECORD, "7")
    );
    assert!(!format!("{file:?} {listed:?}").contains("cossh"), "a signed address is a secret");
}

#[test]
fn a_file_is_found_under_whichever_id_the_vendor_names_it_by() {
    let asked = |id: &str| {
        let id = RecordId::read(id).expect("an id");
        let read = Records { id: id.clone(), origin: None }.read(&done(record_sample()), &in_zone("UTC"));
        let read = read.expect("readable");
        (read.len(), read.iter().filter(|file| file.is_of(&id)).count())
    };
    assert_eq!(asked("02E555E2-1DC8-DAE6-B6EA-362EBBECE8DD"), (1, 1), "hyphens and case");
    assert_eq!(asked("a15fcb02-9410-471c-af47-2b368715999f"), (1, 1), "the one whose `cid` it is");
    assert_eq!(asked("a1e3595d-207a-4853-ba39-c576a5761952"), (2, 0), "no row names it: all are told");
}

#[test]
fn sizes_are_ints_or_doubles_and_files_may_be_unfinished() {
    let sample = |name: &str, value| json!([set(record_sample()[0].clone(), name, value)]);
    for (size, read) in
        [(json!(1.5e3), 1500), (json!(10.6), 11), (json!("1027797.0"), 1_027_797), (json!(null), 0)]
    {
        assert_eq!(
            records(sample("fileSize", size.clone()), "UTC").expect("readable")[0].size,
            read,
            "{size}"
        );
    }
    for bad in [json!(-1), json!("big"), json!(1e300), json!([])] {
        let error = records(sample("fileSize", bad.clone()), "UTC").expect_err("no size");
        assert_eq!(error.at, "reply.data[0].fileSize", "{bad}");
    }
    let unfinished = records(sample("downUrl", json!("")), "UTC").expect("readable").remove(0);
    assert!(unfinished.download_url.is_none() && unfinished.listed(VendorMeetingId::new("7")).is_none());
    let number = RecordId::read("123").expect("an id");
    let reply = done(sample("recordId", json!(123)));
    let read = Records { id: number.clone(), origin: None }.read(&reply, &in_zone("UTC")).expect("readable");
    assert_eq!(read[0].id, number, "an id is text, whatever the table says");
}

#[test]
fn starting_and_stopping_give_the_id() {
    let id = "a1e3595d-207a-4853-ba39-c576a5761952";
    for data in [json!({"recordId": id}), json!([{"recordId": id}])] {
        let started = Start { conference: conference() }.read(&done(data.clone()), &in_zone("UTC"));
        let stopped = Stop { conference: conference() }.read(&done(data), &in_zone("UTC"));
        assert_eq!((started.expect("an id").as_str(), stopped.expect("an id").as_str()), (id, id));
    }
    for none in [json!(null), json!([]), json!({}), json!({"recordId": ""}), json!({"recordId": "a b"})] {
        let started = Start { conference: conference() }.read(&done(none.clone()), &in_zone("UTC"));
        assert!(started.is_err(), "{none}: without the id the file could never be found");
    }
}

/// The sample of 获取直播录播状态.
fn status_sample() -> Value {
    json!({"conferenceKey": "8000000", "live": false, "rtmpUrl": "", "record": false,
        "recordId": "a1e3595d-207a-4853-ba39-c576a5761952", "failedReason": ""})
}

fn status(data: Value) -> Result<LiveAndRecording, Unreadable> {
    Status { conference: conference() }.read(&done(data), &in_zone("UTC"))
}

#[test]
fn the_booleans_say_what_is_running() {
    let read = status(status_sample()).expect("readable");
    assert!(!read.live && !read.recording && read.stream.is_none());
    assert_eq!(
        (read.record_id, read.failed_reason),
        (None, None),
        "an id beside `record` false means nothing"
    );
    let recording = status(set(status_sample(), "record", json!("yes"))).expect("readable");
    assert!(recording.recording);
    assert_eq!(
        recording.record_id.map(|id| id.to_string()).as_deref(),
        Some("a1e3595d-207a-4853-ba39-c576a5761952")
    );
    let stale = set(status_sample(), "rtmpUrl", json!("rtmp://live.example/8000000"));
    assert!(status(stale.clone()).expect("readable").stream.is_none(), "not live");
    let live = status(set(stale, "live", json!(true))).expect("readable");
    assert_eq!(shown(&live.stream), Some("rtmp://live.example/8000000"));
    let failed = status(set(status_sample(), "failedReason", json!("磁盘\r\n已满"))).expect("readable");
    assert_eq!(failed.failed_reason.as_deref(), Some("磁盘  已满"));
    let mut bare = status_sample();
    bare.as_object_mut().expect("an object").retain(|name, _| matches!(name.as_str(), "live" | "record"));
    assert_eq!(status(bare).expect("readable").conference, conference());
    assert_eq!(status(json!({"live": true})).expect_err("half an answer").at, "reply.data.record");
}

fn info(reply: Value) -> Result<RoomState, Unreadable> {
    MeetingInfo { conference: conference() }.read(&reply, &in_zone("UTC"))
}

#[test]
fn the_sample_of_a_room_in_use() {
    let sample = json!({"code": 200, "msg": "success", "name": "会议室名称", "alias": "8000000", "hostpwd": "1234",
        "guestpwd": "0000", "locked": false, "started": true, "participants": 0});
    let read = info(sample.clone()).expect("readable");
    assert_eq!((read.name.as_str(), read.conference, read.participants), ("会议室名称", conference(), 0));
    assert!(read.started && !read.locked);
    assert_eq!((shown(&read.host_pin), shown(&read.guest_pin)), (Some("1234"), Some("0000")));
    let pins = set(set(sample.clone(), "hostpwd", json!("canary-host")), "guestpwd", json!("canary-guest"));
    let shown = format!("{:?}", info(pins).expect("readable"));
    assert!(!shown.contains("canary"), "{shown}");
    let text = set(set(sample.clone(), "participants", json!("12")), "alias", json!(8_000_000));
    let read = info(set(text, "locked", json!("yes"))).expect("readable");
    assert_eq!((read.participants, read.locked, read.conference), (12, true, conference()));
    assert_eq!(info(set(sample, "started", json!(null))).expect_err("the point of it").at, "reply.started");
}

fn room_sample() -> Value {
    json!({"hostPin": "123456", "isPublicVmr": "yes", "livePwd": "", "hostView": "1:7",
        "alias": "17815027526meet@myvmr105.cn", "guestView": "1:7", "guestPin": "1234567", "pid": 3364, "type": 1,
        "maxSquare": "100", "pDesc": "何宗源的会议室", "sipkey": 100713, "isDispark": "no"})
}

fn rooms(data: Value) -> Result<Vec<Room>, Unreadable> {
    Rooms { account: account() }.read(&done(data), &in_zone("UTC"))
}

#[test]
fn the_sample_of_a_bookable_room() {
    let room = rooms(json!([room_sample()])).expect("readable").remove(0);
    assert_eq!((room.id, room.name.as_str(), room.kind), (RoomId(3364), "何宗源的会议室", RoomKind::Meeting));
    assert_eq!(room.number.as_ref().map(ConferenceKey::as_str), Some("100713"));
    assert_eq!(room.alias.as_deref(), Some("17815027526meet@myvmr105.cn"));
    assert_eq!((room.most_parties, room.shared, room.new_kind), (Some(100), false, true));
    assert_eq!(
        (shown(&room.host_pin), shown(&room.guest_pin), shown(&room.live_password)),
        (Some("123456"), Some("1234567"), None)
    );
    let one =
        |name: &str, value| rooms(json!([set(room_sample(), name, value)])).expect("readable").remove(0);
    assert_eq!(one("type", json!("2")).kind, RoomKind::Lecture);
    assert_eq!(one("type", json!(3)).kind, RoomKind::Other);
    assert_eq!(one("alias", json!(true)).alias, None, "the table's boolean says nothing");
    assert_eq!(one("maxSquare", json!("unlimited")).most_parties, None);
    assert!(one("isDispark", json!(true)).shared);
    assert_eq!(one("pid", json!("3364")).id, RoomId(3364));
    let without = rooms(json!([set(room_sample(), "pid", json!(""))]));
    assert_eq!(without.expect_err("cannot be booked").at, "reply.data[0].pid");
}

fn contacts(extent: Extent, data: Value) -> Result<Page<Contact>, Unreadable> {
    Contacts { account: account(), extent }.read(&done(data), &in_zone("UTC"))
}

fn people(data: Value) -> Vec<(String, String)> {
    let page = contacts(Extent::All, data).expect("readable");
    page.rows.into_iter().map(|one| (one.id.to_string(), one.name)).collect()
}

#[test]
fn contacts_in_every_shape() {
    let plain = json!([{"id": 9182, "name": "甲"}, {"id": "9187", "name": "乙"}]);
    let both = [("9182".to_owned(), "甲".to_owned()), ("9187".to_owned(), "乙".to_owned())];
    assert_eq!(people(plain.clone()), both);
    assert_eq!(people(json!({"total": 2, "list": plain})), both);
    assert_eq!(people(json!({"id": 9182, "name": "甲"})), both[..1]);
    let written_out = people(json!([{"uid": 1, "userName": "丙"}]));
    assert_eq!(written_out, [("1".to_owned(), "丙".to_owned())]);
    // The document's own sample: bookings.
    let from_bookings = people(json!([booking_sample(), booking_sample()]));
    let names: Vec<_> = from_bookings.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
    assert_eq!(
        names,
        [("2756", "蓝天"), ("9182", "xxxx"), ("9187", "AAAAAA")],
        "people, not bookings, once each"
    );
    assert!(people(json!([])).is_empty() && people(Value::Null).is_empty());
    assert!(people(json!({"total": 0, "list": []})).is_empty());
}

#[test]
fn contacts_that_are_none() {
    let at = |data| contacts(Extent::All, data).expect_err("unreadable").at;
    assert_eq!(at(json!("x")), "reply.data");
    assert_eq!(at(json!([1])), "reply.data[0]");
    assert_eq!(at(json!([{"name": "甲"}])), "reply.data[0].id");
    assert_eq!(at(json!([[[[[[[1]]]]]]])), "reply.data[0][0][0][0][0][0]", "no deeper than makes sense");
}

#[test]
fn are_there_more_contacts() {
    let two = json!([{"id": 1, "name": "甲"}, {"id": 2, "name": "乙"}]);
    let more = |index, size, data| contacts(Extent::Page { index, size }, data).expect("readable").more;
    assert!(more(1, 2, two.clone()) && !more(1, 3, two.clone()));
    assert!(more(1, 2, json!({"total": 3, "list": two})) && !more(2, 2, json!({"total": "3", "list": two})));
    assert!(
        !more(1, 2, json!([])) && !more(1, 2, json!({"total": 9, "list": []})),
        "never page on without rows"
    );
    assert!(!more(1, 1, json!([booking_sample()])), "bookings are no page of people");
    assert!(!contacts(Extent::All, two).expect("readable").more);
}

const NAMES: &[&str] = &[
    "data",
    "code",
    "state",
    "id",
    "recordId",
    "conferenceKey",
    "entId",
    "startTime",
    "fileSize",
    "stopTime",
    "downUrl",
    "cid",
    "live",
    "record",
    "rtmpUrl",
    "failedReason",
    "name",
    "alias",
    "hostpwd",
    "locked",
    "started",
    "participants",
    "pid",
    "type",
    "maxSquare",
    "isDispark",
    "sipkey",
    "pDesc",
    "theme",
    "startDate",
    "endDate",
    "createSubscriber",
    "createTime",
    "shortAddress",
    "bizProductId",
    "visitorList",
    "isAutoOpen",
    "total",
    "list",
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
        "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?".prop_map(Value::from),
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
    fn no_json_makes_a_reader_panic(reply in any_json(), inner in any_json(), name in proptest::sample::select(NAMES)) {
        let reading = in_zone("America/New_York");
        let mut near = booking_sample();
        near[name] = inner.clone();
        let paged = Extent::Page { index: u32::MAX, size: u32::MAX };
        let id = BookingId::read("1").expect("an id");
        for reply in [reply, done(inner.clone()), done(json!([inner])), done(json!([near]))] {
            let _ = Start { conference: conference() }.read(&reply, &reading);
            let _ = Stop { conference: conference() }.read(&reply, &reading);
            let _ = Records { id: record_id(), origin: None }.read(&reply, &reading);
            let _ = Delete { id: record_id() }.read(&reply, &reading);
            let _ = Status { conference: conference() }.read(&reply, &reading);
            let _ = info(reply.clone());
            let _ = Rooms { account: account() }.read(&reply, &reading);
            let _ = Contacts { account: account(), extent: paged }.read(&reply, &reading);
            let _ = Bookings { account: account() }.read(&reply, &reading);
            let _ = Cancel { id: id.clone() }.read(&reply, &reading);
        }
    }

    #[test]
    fn nothing_read_as_an_id_could_not_be_sent(id in ".{0,60}") {
        if let Ok(read) = bookings(json!([set(booking_sample(), "id", json!(id))])) {
            prop_assert!(BookingId::read(read[0].id.as_str()).is_ok());
        }
        prop_assert_eq!(ContactId::read(&id).is_ok_and(|id| id.as_str().contains(',')), false);
    }
}
