use super::ids::{Account, BookingId, ConferenceKey, ContactId, RecordId, RoomId};
use super::operations::booking::{Book, BookingDraft, Bookings, Cancel};
use super::operations::contacts::{Contacts, Extent};
use super::operations::info::MeetingInfo;
use super::operations::recording::{Delete, Records, Start, Status, Stop};
use super::operations::rooms::Rooms;
use super::operations::{FACTS, Times, VmrOperation};
use crate::kit::Operation;
use http::Method;
use jiff::tz::TimeZone;
use portico_domain::time::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

fn account() -> Account {
    Account::read("admin@miwei.com").expect("an account")
}

fn conference() -> ConferenceKey {
    ConferenceKey::read("1866").expect("a number")
}

fn draft() -> BookingDraft {
    BookingDraft {
        account: account(),
        theme: "会议主题".into(),
        introduction: "接口会议".into(),
        visitors: ["9187", "9182"].map(|id| ContactId::read(id).expect("an id")).into(),
        start: Timestamp::from_seconds(1_580_346_000),
        end: Timestamp::from_seconds(1_580_360_400),
        auto_open: true,
        room: Some(RoomId(486)),
        host_password: Some("99999".into()),
        visitor_password: Some("888888".into()),
    }
}

fn body(draft: &BookingDraft, zone: &str) -> Value {
    let zone = TimeZone::get(zone).expect("a zone");
    Book::new(draft, &zone).expect("a time").body().expect("a body")
}

#[test]
fn a_booking_is_written_as_the_sample() {
    assert_eq!(
        body(&draft(), "Asia/Shanghai"),
        json!({"account": "admin@miwei.com", "theme": "会议主题", "introduction": "接口会议",
            "visitor_ids": "9187,9182", "startDate": "2020-01-30 09:00", "endDate": "2020-01-30 13:00",
            "isAutoOpen": "yes", "pid": 486, "shostPwd": "99999", "svisitorPwd": "888888"})
    );
    let bare = BookingDraft {
        introduction: String::new(),
        visitors: Vec::new(),
        auto_open: false,
        room: None,
        host_password: None,
        visitor_password: None,
        ..draft()
    };
    assert_eq!(
        body(&bare, "UTC"),
        json!({"account": "admin@miwei.com", "theme": "会议主题", "introduction": "", "visitor_ids": "",
            "startDate": "2020-01-30 01:00", "endDate": "2020-01-30 05:00", "isAutoOpen": "no", "pid": "",
            "shostPwd": "", "svisitorPwd": ""})
    );
}

#[test]
fn a_time_that_no_calendar_has_is_refused() {
    let never = BookingDraft { end: Timestamp::from_millis(i64::MAX), ..draft() };
    assert!(Book::new(&never, &TimeZone::UTC).is_err());
}

#[test]
fn debug_shows_no_password() {
    let draft = draft();
    let shown = format!("{draft:?} {:?}", Book::new(&draft, &TimeZone::UTC).expect("a time"));
    assert!(!shown.contains("99999") && !shown.contains("888888"), "{shown}");
}

#[test]
fn what_the_others_send() {
    let id = RecordId::read("fef892788b675d384764e403781f1b1e").expect("an id");
    let key = Some(json!({"conferenceKey": "1866"}));
    let (start, stop) = (Start { conference: conference() }, Stop { conference: conference() });
    let status = Status { conference: conference() };
    assert_eq!((start.path(), start.body()), (vec!["meeting".into(), "openRecord".into()], key.clone()));
    assert_eq!((stop.path(), stop.body()), (vec!["meeting".into(), "closeRecord".into()], key.clone()));
    assert_eq!((status.path(), status.body()), (vec!["meeting".into(), "getLiveRecStatus".into()], key));
    let files = Records { id: id.clone(), origin: None };
    assert_eq!(files.path(), ["meeting", "getRecords"]);
    assert_eq!(
        files.body(),
        Some(json!({"recordId": "fef892788b675d384764e403781f1b1e"})),
        "text, never a number"
    );
    let origin = Records { id: id.clone(), origin: Some("https://apiServer".into()) };
    assert_eq!(origin.body().expect("a body")["origin"], json!("https://apiServer"));
    let delete = Delete { id };
    assert_eq!(delete.path(), ["meeting", "delRecordFile"]);
    assert_eq!(delete.body(), Some(json!({"recordId": "fef892788b675d384764e403781f1b1e"})));
    let cancel = Cancel { id: BookingId::read("1429").expect("an id") };
    assert_eq!(
        (cancel.path(), cancel.body()),
        (vec!["subscribe".into(), "cancelmeet".into()], Some(json!({"st_id": "1429"})))
    );
}

#[test]
fn what_the_others_ask() {
    let info = MeetingInfo { conference: conference() };
    assert_eq!(
        (info.path(), info.query()),
        (vec!["api".into(), "getmeetinginfo".into()], vec![("addr", "1866".into())])
    );
    let whose = vec![("account", "admin@miwei.com".to_owned())];
    let (rooms, bookings) = (Rooms { account: account() }, Bookings { account: account() });
    assert_eq!((rooms.path(), rooms.query()), (vec!["subscribe".into(), "getmeeting".into()], whose.clone()));
    assert_eq!(
        (bookings.path(), bookings.query()),
        (vec!["subscribe".into(), "getsubmeetings".into()], whose.clone())
    );
    let contacts = |extent| Contacts { account: account(), extent }.query();
    assert_eq!(contacts(Extent::All), [whose.clone(), vec![("isAll", "yes".into())]].concat());
    let page = contacts(Extent::Page { index: 2, size: 10 });
    assert_eq!(page, [whose, vec![("pageIndex", "2".into()), ("pageSize", "10".into())]].concat());
}

#[test]
fn what_changes_is_never_sent_twice() {
    for facts in &FACTS {
        assert_ne!(facts.changes, facts.repeatable, "{}", facts.name);
        // Changes are POST; so are two of the questions.
        assert!(!facts.changes || facts.method == Method::POST, "{}", facts.name);
    }
    let changing: Vec<_> = FACTS.iter().filter(|facts| facts.changes).map(|facts| facts.name).collect();
    assert_eq!(
        changing,
        ["recording.start", "recording.stop", "recording.delete", "booking.create", "booking.cancel"]
    );
    let mut names: Vec<_> = FACTS.iter().map(|facts| facts.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 11);
    assert_eq!((Records::TIMES, Bookings::TIMES), (Times::Recording, Times::Booking));
}

/// Every operation names a section that the document has.
#[test]
fn sections_are_those_of_the_document() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/vendor-docs/vmr.md");
    let Ok(document) = std::fs::read_to_string(path) else { return };
    for facts in &FACTS {
        let section = facts.doc.strip_prefix("vmr.md#").expect("this document");
        let is_heading = |line: &str| line.starts_with('#') && line.trim_start_matches('#').trim() == section;
        assert!(document.lines().any(is_heading), "{section}");
    }
}

proptest! {
    /// What is written in a zone is read again as the same minute, where the zone keeps its clocks still.
    #[test]
    fn written_times_are_read_again(minutes in 0i64..60_000_000) {
        let start = Timestamp::from_seconds(minutes * 60);
        let draft = BookingDraft { start, end: start.plus_minutes(30), ..draft() };
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let written = Book::new(&draft, &zone).expect("a time").body().expect("a body");
        let reply = json!({"data": {"id": 1, "startDate": written["startDate"], "endDate": written["endDate"]}});
        let reading = crate::kit::Reading { zone, now: start };
        let read = Bookings { account: account() }.read(&reply, &reading).expect("readable").rows.remove(0);
        prop_assert_eq!((read.start, read.end), (draft.start, draft.end));
    }
}
