//! The VMR client over HTTP: what it sends, what it makes of answers, and what it never does.

#[path = "common/hostile_server.rs"]
mod hostile_server;
#[path = "common/recorder.rs"]
mod recorder;

use futures::StreamExt;
use hostile_server::{Act, Hostile};
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingDraft, MeetingState, Period, Repeat, VendorOptions};
use portico_domain::refusals::{Kind, Rule};
use portico_domain::time::Timestamp;
use portico_domain::vmr::Options;
use portico_vendors::kit::{
    Cause, Certainty, Deadlines, ExposeSecret, FixedClock, RetryPolicy, SecretString, VendorError,
};
use portico_vendors::vmr::operations::contacts::Extent;
use portico_vendors::vmr::{Account, ConferenceKey, RecordId, Vmr, VmrAuth, VmrConfig, codes};
use portico_vendors::{Entry, Joiner, List, ListedRecording, MeetingVendor, Span};
use recorder::{Received, Recorder, answer, json_answer};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const GENEROUS: Duration = Duration::from_secs(20);
/// 2020-01-30 09:00 in Beijing.
const START: Timestamp = Timestamp::from_seconds(1_580_346_000);
const RECORD: &str = "02e555e21dc8dae6b6ea362ebbece8dd";

fn config(base: &str) -> VmrConfig {
    let auth = VmrAuth::pair("canary-id", "canary-key".into());
    VmrConfig { private_network: true, ..VmrConfig::new(base, auth, "admin@miwei.com") }
}

fn client_at(base: &str, now: Timestamp) -> Vmr {
    let vmr =
        Vmr::new(config(base), Arc::new(FixedClock::at(now)), Deadlines::all(GENEROUS)).expect("a client");
    let policy = RetryPolicy { base: Duration::from_millis(1), ..RetryPolicy::default() };
    vmr.with_retry(policy, Arc::new(|| 0.5)).with_room_pace(Duration::ZERO)
}

fn client(base: &str) -> Vmr {
    client_at(base, START.plus_minutes(-24 * 60))
}

fn done(data: Value) -> Value {
    json!({"code": "200", "data": data, "message": "操作成功", "state": 1})
}

fn refused(code: &str) -> Value {
    json!({"code": code, "data": null, "message": "canary-key", "state": 0})
}

fn booking(id: u64) -> Value {
    json!({"id": id, "theme": "周会", "introduction": "", "randomHostPwd": "99999", "randomVisitorPwd": "888888",
        "sipkey": 2516, "isAutoOpen": "yes", "startDate": "2020-01-30 09:00", "endDate": "2020-01-30 13:00",
        "createSubscriber": {"id": 2756, "name": "蓝天"}, "createTime": "2020-01-07 11:48:40",
        "shortAddress": "https://api.myvmr.cn/meet/share/VTZI8", "bizProductId": "486",
        "visitorList": [{"id": "9182", "name": "甲"}]})
}

/// Answers each path as the document does.
fn vendor(request: &Received) -> Vec<u8> {
    let path = request.target.split('?').next().unwrap_or_default();
    let reply = match path {
        "/meeting/openRecord" | "/meeting/closeRecord" | "/meeting/delRecordFile" => {
            done(json!({"recordId": RECORD}))
        }
        "/meeting/getRecords" => {
            done(json!([{"recordId": RECORD, "startTime": "2020-01-30 01:00:00", "downUrl": "x"}]))
        }
        "/meeting/getLiveRecStatus" => done(json!({"live": false, "record": true, "recordId": RECORD})),
        "/api/getmeetinginfo" => {
            json!({"code": 200, "msg": "success", "name": "n", "alias": 2516, "hostpwd": "1", "guestpwd": "2",
                "locked": false, "started": true, "participants": 3})
        }
        "/subscribe/getmeeting" => done(json!([{"pid": 3364, "pDesc": "会议室", "sipkey": 100713}])),
        "/subscribe/getcontacts" => done(json!([{"id": 9182, "name": "甲"}])),
        "/subscribe/createmeet" => done(booking(1429)),
        "/subscribe/cancelmeet" => done(Value::Null),
        "/subscribe/getsubmeetings" => done(json!([booking(1428), booking(1429)])),
        _ => return answer("404 Not Found", "text/html", b"<html>"),
    };
    json_answer(&reply)
}

const OPERATIONS: [&str; 11] = [
    "start",
    "stop",
    "files",
    "delete_record",
    "status",
    "info",
    "rooms",
    "contacts",
    "book",
    "cancel",
    "bookings",
];

fn changes(operation: &str) -> bool {
    matches!(operation, "start" | "stop" | "delete_record" | "book" | "cancel")
}

fn draft() -> MeetingDraft {
    let options = Options {
        room: Some(486),
        introduction: "接口会议".into(),
        visitor_ids: vec!["9187".into(), "9182".into()],
        auto_open: true,
        host_password: Some("99999".into()),
    };
    MeetingDraft {
        subject: "周会".into(),
        start: START,
        end: START.plus_minutes(240),
        repeat: None,
        password: Some("888888".into()),
        options: VendorOptions::Vmr(Box::new(options)),
    }
}

fn meeting(id: &str) -> VendorMeetingId {
    VendorMeetingId::new(id)
}

async fn call(vmr: &Vmr, operation: &str) -> Result<(), VendorError> {
    let key = ConferenceKey::read("2516").expect("a number");
    let record = RecordId::read(RECORD).expect("an id");
    let account = Account::read("a&b=c@d.cn").expect("an account");
    match operation {
        "start" => vmr.start_recording(&key).await.map(drop),
        "stop" => vmr.stop_recording(&key).await.map(drop),
        "files" => vmr.records(&record).await.map(drop),
        "delete_record" => vmr.delete_record(&record).await,
        "status" => vmr.live_and_recording(&key).await.map(drop),
        "info" => vmr.room_state(&key).await.map(drop),
        "rooms" => vmr.rooms(&account).await.map(drop),
        "contacts" => vmr.contacts(&account, Extent::Page { index: 1, size: 10 }).await.map(drop),
        "book" => vmr.schedule(&draft()).await.map(drop),
        "cancel" => vmr.delete(&meeting("1429")).await,
        "bookings" => vmr.bookings(&account).await.map(drop),
        other => panic!("no operation {other}"),
    }
}

#[tokio::test]
async fn every_operation_is_sent_once_with_auth_and_read() {
    let expected = [
        ("start", "POST", "/meeting/openRecord"),
        ("stop", "POST", "/meeting/closeRecord"),
        ("files", "POST", "/meeting/getRecords"),
        ("delete_record", "POST", "/meeting/delRecordFile"),
        ("status", "POST", "/meeting/getLiveRecStatus"),
        ("info", "GET", "/api/getmeetinginfo?addr=2516"),
        ("rooms", "GET", "/subscribe/getmeeting?account=a%26b%3Dc%40d.cn"),
        ("contacts", "GET", "/subscribe/getcontacts?account=a%26b%3Dc%40d.cn&pageIndex=1&pageSize=10"),
        ("book", "POST", "/subscribe/createmeet"),
        ("cancel", "POST", "/subscribe/cancelmeet"),
        ("bookings", "GET", "/subscribe/getsubmeetings?account=a%26b%3Dc%40d.cn"),
    ];
    for (operation, method, target) in expected {
        let server = Recorder::start(vendor).await;
        call(&client(&server.base), operation).await.expect(operation);
        let received = server.received();
        assert_eq!(received.len(), 1, "{operation}");
        assert_eq!((received[0].method.as_str(), received[0].target.as_str()), (method, target));
        assert_eq!(received[0].header("auth"), Some("canary-id:canary-key"), "{operation}");
        let kind = (method == "POST").then_some("application/json");
        assert_eq!(received[0].header("content-type"), kind, "{operation}");
    }
}

/// Lists, those who watch a meeting and those who record it ask for the same room.
#[tokio::test]
async fn a_room_is_asked_about_once_in_a_while_whoever_asks() {
    const LONG: Duration = Duration::from_secs(3600);
    let server = Recorder::start(vendor).await;
    let vmr = client(&server.base).with_room_pace(LONG);
    let (one, other) =
        (ConferenceKey::read("2516").expect("a number"), ConferenceKey::read("8").expect("a number"));
    let asked = futures::future::join_all((0..50).map(|_| vmr.recent_room_state(&one))).await;
    assert!(asked.into_iter().all(|asked| asked.is_ok()));
    assert_eq!(server.received().len(), 1);
    vmr.recent_room_state(&other).await.expect("another room");
    assert_eq!(server.received().len(), 2);
    let vmr = vmr.with_room_pace(Duration::ZERO);
    vmr.recent_room_state(&one).await.expect("a state");
    assert_eq!(server.received().len(), 3, "what is old is asked for again");
}

#[tokio::test]
async fn a_private_cloud_gives_its_auth_whole() {
    let server = Recorder::start(vendor).await;
    let whole = VmrConfig { auth: VmrAuth::Whole("800".into()), ..config(&server.base) };
    let vmr = Vmr::new(whole, Arc::new(FixedClock::at(START)), Deadlines::default()).expect("a client");
    vmr.check().await.expect("a good connection");
    assert_eq!(server.received()[0].header("auth"), Some("800"));
    assert_eq!(server.received()[0].target, "/subscribe/getmeeting?account=admin%40miwei.com");
}

#[tokio::test]
async fn a_booking_is_made_found_and_entered() {
    let server = Recorder::start(vendor).await;
    let vmr = client(&server.base);
    let id = vmr.schedule(&draft()).await.expect("booked");
    assert_eq!(id, meeting("1429"));
    assert_eq!(
        server.to("/subscribe/createmeet")[0].json(),
        json!({"account": "admin@miwei.com", "theme": "周会", "introduction": "接口会议", "visitor_ids": "9187,9182",
            "startDate": "2020-01-30 09:00", "endDate": "2020-01-30 13:00", "isAutoOpen": "yes", "pid": 486,
            "shostPwd": "99999", "svisitorPwd": "888888"})
    );
    let read = vmr.detail(&id).await.expect("detail");
    assert_eq!(
        (read.subject.as_str(), read.start, read.end),
        ("周会", Some(START), Some(START.plus_minutes(240)))
    );
    assert_eq!((read.state, read.host_name.as_str()), (MeetingState::Scheduled, "蓝天"));
    let VendorOptions::Vmr(options) = read.options else { panic!("another vendor") };
    assert_eq!((options.room, options.auto_open, options.host_password), (Some(486), true, None));
    assert!(server.to("/api/getmeetinginfo").is_empty(), "a day before, someone else may be in the room");
    for (role, pin) in [(JoinRole::Host, "99999"), (JoinRole::Attendee, "888888")] {
        let entry = vmr.join(&id, Joiner { name: "甲", role, password: None }).await.expect("joined");
        let Entry::Number { share_address, short_number, pin: got } = entry else { panic!("another entry") };
        assert_eq!(got.as_ref().map(|pin| pin.expose_secret()), Some(pin));
        assert_eq!(short_number, "2516");
        assert_eq!(share_address.as_deref(), Some("https://api.myvmr.cn/meet/share/VTZI8"));
    }
    let error = vmr.detail(&meeting("1")).await.expect_err("never booked");
    assert_eq!(
        (error.cause.clone(), error.kind(), error.certainty()),
        (Cause::Missing, Kind::NotFound, Certainty::NotDone)
    );
}

#[tokio::test]
async fn a_host_password_that_nobody_typed_is_drawn() {
    let server = Recorder::start(vendor).await;
    let VendorOptions::Vmr(options) = draft().options else { panic!("another vendor") };
    let options = VendorOptions::Vmr(Box::new(Options { host_password: None, ..*options }));
    let untyped = MeetingDraft { options, password: None, ..draft() };
    for (chance, drawn) in [(0.5, "500000"), (0.000_042, "000042"), (0.999_999_9, "999999")] {
        let vmr = client(&server.base).with_retry(RetryPolicy::default(), Arc::new(move || chance));
        vmr.schedule(&untyped).await.expect("booked");
        let sent = server.to("/subscribe/createmeet").last().expect("a call").json();
        assert_eq!((&sent["shostPwd"], &sent["svisitorPwd"]), (&json!(drawn), &json!("")));
    }
}

#[tokio::test]
async fn the_room_is_asked_only_around_the_booked_time() {
    for (minutes, state, members, asked) in [
        (-11, MeetingState::Scheduled, Some(0), 0),
        (-10, MeetingState::Live, Some(3), 1),
        (239, MeetingState::Live, Some(3), 1),
        (240, MeetingState::Ended, None, 0),
    ] {
        let server = Recorder::start(vendor).await;
        let vmr = client_at(&server.base, START.plus_minutes(minutes));
        let detail = vmr.detail(&meeting("1429")).await.expect("detail");
        assert_eq!((detail.state, detail.members), (state, members), "{minutes}");
        assert_eq!(server.to("/api/getmeetinginfo").len(), asked, "{minutes}");
    }
}

#[tokio::test]
async fn a_room_that_the_vendor_refuses_to_speak_of_hides_no_meeting() {
    for code in ["200006", "200008"] {
        let server = Recorder::start(move |request: &Received| match request.target.split('?').next() {
            Some("/api/getmeetinginfo") => json_answer(&json!({"code": code, "msg": "no"})),
            _ => vendor(request),
        })
        .await;
        let vmr = client_at(&server.base, START);
        assert_eq!(vmr.detail(&meeting("1429")).await.expect(code).state, MeetingState::Scheduled);
        assert_eq!(server.to("/api/getmeetinginfo").len(), 1);
    }
}

#[tokio::test]
async fn an_odd_booking_costs_no_other_and_is_not_one_that_is_gone() {
    let mut odd = booking(1428);
    odd["endDate"] = json!("");
    let server = Recorder::start(move |request: &Received| match request.target.split('?').next() {
        Some("/subscribe/getsubmeetings") => json_answer(&done(json!([odd, booking(1429)]))),
        Some("/subscribe/cancelmeet") => json_answer(&refused("200008")),
        _ => vendor(request),
    })
    .await;
    let vmr = client(&server.base);
    vmr.detail(&meeting("1429")).await.expect("the other");
    vmr.recent_booking(&meeting("1429")).await.expect("the other");
    let span = Span { from: START, to: START };
    let page = vmr.list(List::Current, span, 1).await.expect("a list");
    assert_eq!(page.rows.iter().map(|row| row.vendor_id.as_str()).collect::<Vec<_>>(), ["1429"]);
    let at = Cause::Unreadable { at: "reply.data[0].endDate".into() };
    assert_eq!(page.odd.map(|odd| Cause::Unreadable { at: odd.at }), Some(at.clone()));
    for (what, error) in [
        ("itself", vmr.detail(&meeting("1428")).await.map(drop).expect_err("itself")),
        ("itself a moment ago", vmr.recent_booking(&meeting("1428")).await.map(drop).expect_err("itself")),
        ("all", vmr.bookings(vmr.account()).await.map(drop).expect_err("all")),
    ] {
        assert_eq!(error.cause, at, "{what}");
    }
    let error = vmr.delete(&meeting("1428")).await.expect_err("nobody knows whether it is gone");
    assert_eq!(error.code(), Some("200008"));
}

/// The vendor, but for what it says of a room.
async fn saying_of_rooms(said: Vec<u8>) -> Recorder {
    Recorder::start(move |request: &Received| match request.target.split('?').next() {
        Some("/api/getmeetinginfo") => said.clone(),
        _ => vendor(request),
    })
    .await
}

#[tokio::test]
async fn a_room_that_nothing_is_told_of_hides_no_meeting() {
    let span = Span { from: START, to: START };
    for said in [
        answer("404 Not Found", "text/html", b"<html>"),
        answer("403 Forbidden", "text/plain", b""),
        answer("200 OK", "text/html", b"<html>"),
        json_answer(&json!({"code": 200, "msg": "success", "name": "n"})),
    ] {
        let server = saying_of_rooms(said.clone()).await;
        let vmr = client_at(&server.base, START);
        let said = String::from_utf8_lossy(&said).into_owned();
        let listed = vmr.list(List::Current, span, 1).await.expect(&said).rows;
        let waits = |row: &portico_vendors::ListedMeeting| row.state == Some(MeetingState::Scheduled);
        assert!(listed.len() == 2 && listed.iter().all(waits), "{said}");
        assert_eq!(vmr.detail(&meeting("1429")).await.expect(&said).state, MeetingState::Scheduled);
    }
    for silent in ["502 Bad Gateway", "408 Request Timeout", "429 Too Many Requests"] {
        let server = saying_of_rooms(answer(silent, "text/html", b"<html>")).await;
        let vmr = client_at(&server.base, START);
        vmr.detail(&meeting("1429")).await.expect_err(silent);
        vmr.list(List::Current, span, 1).await.expect_err(silent);
    }
}

#[tokio::test]
async fn two_thousand_joins_cost_one_call() {
    let server = Recorder::start(vendor).await;
    let vmr = client(&server.base);
    let id = meeting("1429");
    let join = || vmr.join(&id, Joiner { name: "甲", role: JoinRole::Attendee, password: None });
    let entries = futures::future::join_all((0..2000).map(|_| join())).await;
    assert!(entries.iter().all(Result::is_ok));
    assert!(server.received().len() <= 2, "{} calls", server.received().len());
    let before = server.received().len();
    vmr.delete(&id).await.expect("cancelled");
    join().await.expect("asked again after a change");
    assert_eq!(server.to("/subscribe/getsubmeetings").len(), before + 1);
}

#[tokio::test]
async fn the_list_is_chosen_here() {
    let server = Recorder::start(vendor).await;
    let span = Span { from: START.plus_minutes(-60), to: START.plus_minutes(60) };
    let rows = async |minutes: i64, list, span| {
        let vmr = client_at(&server.base, START.plus_minutes(minutes));
        vmr.list(list, span, 1).await.expect("a list").rows
    };
    let current = rows(-60, List::Current, span).await;
    assert_eq!(current.iter().map(|row| row.vendor_id.as_str()).collect::<Vec<_>>(), ["1428", "1429"]);
    assert_eq!(
        (current[0].state, current[0].owner, current[0].start),
        (Some(MeetingState::Scheduled), Some(2756), Some(START))
    );
    assert!(rows(-60, List::History, span).await.is_empty());
    let past = rows(240, List::History, span).await;
    assert!(past.len() == 2 && past[0].state == Some(MeetingState::Ended));
    assert!(rows(240, List::Current, span).await.is_empty());
    let elsewhere = Span { from: START.plus_minutes(241), to: START.plus_minutes(500) };
    assert!(rows(-60, List::Current, elsewhere).await.is_empty());
    let page = client(&server.base).list(List::Current, span, 2).await.expect("a page");
    assert!(page.rows.is_empty() && !page.more);
}

#[tokio::test]
async fn what_the_vendor_cannot_do_is_a_value_and_nothing_is_sent() {
    let server = Recorder::start(vendor).await;
    let vmr = client(&server.base);
    let id = meeting("1429");
    let weekly = MeetingDraft { repeat: Some(Repeat { period: Period::Weekly, until: None }), ..draft() };
    let foreign = MeetingDraft { options: VendorOptions::Cloudroom(Box::default()), ..draft() };
    let errors = [
        vmr.change(&id, &draft()).await.expect_err("no change"),
        vmr.end(&id).await.expect_err("no end"),
        vmr.recordings(&id, 1).await.map(drop).expect_err("no list of recordings"),
        vmr.schedule(&weekly).await.map(drop).expect_err("no repetition"),
        vmr.schedule(&foreign).await.map(drop).expect_err("another vendor's rules"),
    ];
    for error in errors {
        assert_eq!((error.kind(), error.certainty()), (Kind::Unsupported, Certainty::NotDone), "{error:?}");
    }
    let error = vmr.delete(&meeting("1429\r\nX: y")).await.expect_err("no id");
    assert_eq!(error.cause, Cause::ForeignId);
    assert!(server.received().is_empty());
}

fn one_recording(base: &str) -> ListedRecording {
    ListedRecording {
        vendor_id: VendorRecordingId::new(RECORD),
        vendor_meeting: meeting("1429"),
        title: "t".into(),
        created: START,
        duration: 1,
        size: 4,
        download_url: SecretString::from(format!("{base}/expired.mp4?sign=0")),
        play_url: None,
    }
}

#[tokio::test]
async fn a_download_asks_for_its_address_anew() {
    let turn = AtomicUsize::new(0);
    let server = Recorder::start(move |request: &Received| {
        let host = request.header("host").unwrap_or_default().to_owned();
        match request.target.as_str() {
            "/meeting/getRecords" => {
                let sign = turn.fetch_add(1, Ordering::SeqCst) + 1;
                let file = |day: u32| {
                    json!({"recordId": RECORD, "startTime": format!("2020-01-{day} 01:00:00"), "fileSize": 4.0,
                        "downUrl": format!("http://{host}/{day}.mp4?sign={sign}")})
                };
                json_answer(&done(json!([file(31), file(30)])))
            }
            target if target.contains(".mp4?sign=") => answer("200 OK", "video/mp4", b"0123"),
            _ => answer("404 Not Found", "text/html", b""),
        }
    })
    .await;
    let vmr = client(&server.base);
    for _ in 0..2 {
        let mut stream = vmr.open_recording(&one_recording(&server.base), None).await.expect("open");
        assert_eq!(stream.bytes.next().await.expect("a piece").expect("bytes").as_ref(), b"0123");
    }
    let id = RecordId::read(RECORD).expect("an id");
    vmr.open_record(&id, 1, Some("bytes=0-")).await.expect("the second part");
    let targets: Vec<_> = server.received().into_iter().map(|one| (one.target.clone(), one)).collect();
    let files: Vec<_> = targets.iter().filter(|(target, _)| target.contains(".mp4")).collect();
    let fetched: Vec<_> = files.iter().map(|(target, _)| target.as_str()).collect();
    assert_eq!(
        fetched,
        ["/30.mp4?sign=1", "/30.mp4?sign=2", "/31.mp4?sign=3"],
        "never the address that was kept"
    );
    assert!(
        files.iter().all(|(_, one)| one.header("auth").is_none()),
        "a file is fetched without the credential"
    );
    let gone = vmr.open_record(&id, 2, None).await.expect_err("no third part");
    assert_eq!((gone.cause.clone(), gone.kind()), (Cause::Missing, Kind::NotFound));
}

#[tokio::test]
async fn recordings_elsewhere_need_their_host_listed() {
    let server = Recorder::start(|request: &Received| match request.target.as_str() {
        "/meeting/getRecords" => json_answer(&done(
            json!([{"recordId": RECORD, "downUrl": "http://x.cossh.myqcloud.com/f.mp4?sign=canary-key"}]),
        )),
        _ => answer("404 Not Found", "text/html", b""),
    })
    .await;
    let id = RecordId::read(RECORD).expect("an id");
    let error = client(&server.base).open_record(&id, 0, None).await.expect_err("a foreign host");
    assert_eq!(error.cause, Cause::ForeignMedia);
    assert!(!format!("{error} {error:?}").contains("canary-key"));
}

/// Every code of the table, as a read and as a change meet it, under 200 as the document's samples have it.
#[tokio::test]
async fn every_documented_code_becomes_its_refusal() {
    for entry in codes::CODES {
        let server = Recorder::start(|_: &Received| json_answer(&refused(entry.code))).await;
        let vmr = client(&server.base);
        for operation in OPERATIONS {
            if matches!(operation, "files" | "delete_record") && matches!(entry.code, "200007" | "200008") {
                call(&vmr, operation).await.expect("no files are an answer");
                continue;
            }
            let error = call(&vmr, operation).await.expect_err(operation);
            assert_eq!(
                (error.code(), error.certainty()),
                (Some(entry.code), Certainty::NotDone),
                "{error:?}"
            );
            let refusal = error.refusal();
            assert_eq!(refusal.kind, entry.kind, "{error:?}");
            assert_eq!(refusal.fields.first().map(|field| field.field.as_str()), entry.field);
            let told = refusal.vendor.expect("the vendor's answer");
            assert_eq!(
                (told.meaning_zh.as_str(), told.remedy_en.as_str()),
                (entry.meaning.zh, entry.remedy.en)
            );
            assert!(!format!("{error} {error:?}").contains("canary-key"), "no message of the vendor");
        }
    }
}

#[tokio::test]
async fn deleting_what_is_gone_succeeds_and_what_is_there_does_not() {
    // The booking 1429 is listed, 1430 is not; the vendor refuses both, and has no code for "gone".
    let server = Recorder::start(|request: &Received| match request.target.as_str() {
        "/subscribe/cancelmeet" | "/meeting/delRecordFile" => json_answer(&refused("200008")),
        "/meeting/getRecords" => json_answer(&done(json!([]))),
        _ => vendor(request),
    })
    .await;
    let vmr = client(&server.base);
    vmr.delete(&meeting("1430")).await.expect("gone");
    let error = vmr.delete(&meeting("1429")).await.expect_err("still there");
    assert_eq!(error.code(), Some("200008"));
    vmr.delete_recording(&VendorRecordingId::new(RECORD)).await.expect("gone");
    let other = Recorder::start(|_: &Received| json_answer(&refused(codes::OTHER_AUTH))).await;
    let error =
        client(&other.base).delete(&meeting("1430")).await.expect_err("a wrong credential proves nothing");
    assert_eq!((error.code(), other.received().len()), (Some("200001"), 1));
}

#[tokio::test]
async fn changes_are_sent_once_and_their_loss_is_unknown() {
    for act in [
        Act::ResetAfterRequest,
        Act::Write(hostile_server::answer("502 Bad Gateway", "", b"<html>canary-key</html>")),
        Act::Write(hostile_server::answer("200 OK", "", b"{\"code\":\"200\",\"state\":1")),
    ] {
        for operation in OPERATIONS {
            let server = Hostile::always(act.clone()).await;
            let vmr = client(server.base.trim_end_matches("/CLOUDROOM-SERVER/v2"));
            let error = call(&vmr, operation).await.expect_err(operation);
            assert_eq!(error.certainty(), Certainty::Unknown, "{operation}: {error:?}");
            assert_eq!(error.kind() == Kind::Unconfirmed, changes(operation), "{operation}: {error:?}");
            assert!(!format!("{error} {error:?} {:?}", error.refusal()).contains("canary"), "{operation}");
            let silent = matches!(error.cause, Cause::Cut | Cause::Status { .. });
            let most = if silent && !changes(operation) { 3 } else { 1 };
            assert_eq!(server.requests(), most, "{operation}: {error:?}");
        }
    }
}

/// Success and a known code in one breath: neither is believed, but where there is no `state` at all.
#[tokio::test]
async fn a_contradiction_is_looked_into() {
    let both = json!({"code": "200003", "state": 1, "data": {"recordId": RECORD, "id": 1}});
    for operation in OPERATIONS {
        let reply = both.clone();
        let server = Recorder::start(move |_: &Received| json_answer(&reply)).await;
        let error = call(&client(&server.base), operation).await.expect_err(operation);
        if operation == "info" {
            assert_eq!((error.code(), error.certainty()), (Some("200003"), Certainty::NotDone));
            continue;
        }
        assert_eq!(error.cause, Cause::Unreadable { at: "reply.state".into() }, "{operation}");
        assert_eq!(error.kind() == Kind::Unconfirmed, changes(operation), "{operation}");
        assert_eq!(server.received().len(), 1, "{operation}");
    }
}

#[test]
fn what_is_wrong_with_a_connection_is_told_at_its_field() {
    let refusal = |change: fn(&mut VmrConfig)| {
        let mut config = VmrConfig { private_network: false, ..config("https://api.myvmr.cn:8443") };
        change(&mut config);
        let made = Vmr::new(config, Arc::new(FixedClock::at(START)), Deadlines::default());
        made.err().map(|refusal| (refusal.fields[0].field.clone(), refusal.fields[0].rule.clone()))
    };
    let at = |field: &str, rule| Some((field.to_owned(), rule));
    assert_eq!(refusal(|_| ()), None);
    assert_eq!(refusal(|c| c.base_url = "http://a.example".into()), at("base_url", Rule::NotSecure));
    assert_eq!(refusal(|c| c.auth = VmrAuth::Whole("a\r\nb".into())), at("secret", Rule::BadCharacter));
    assert_eq!(
        refusal(|c| c.auth = VmrAuth::Whole("x".repeat(61).into())),
        at("secret", Rule::TooLong { most: 60 })
    );
    let form = |c: &mut VmrConfig| {
        c.auth = VmrAuth::Pair { api_id: "i".into(), api_key: "k".into(), form: "{id}".into() };
    };
    assert_eq!(refusal(form), at("auth_form", Rule::NotAChoice));
    assert_eq!(refusal(|c| c.account.clear()), at("account", Rule::BadCharacter));
    assert_eq!(refusal(|c| c.booking_zone = "Mars/Phobos".into()), at("zone", Rule::UnknownZone));
    assert_eq!(refusal(|c| c.recording_zone = "x".into()), at("recording_zone", Rule::UnknownZone));
    let shown = format!("{:?}", config("https://api.myvmr.cn"));
    assert!(!shown.contains("canary-key"), "{shown}");
}
