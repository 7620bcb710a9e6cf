//! The WebAPI client over HTTP: what each operation sends, byte by byte as the document's tables say,
//! and what it makes of the document's samples.

#[path = "common/webapi_server.rs"]
mod webapi_server;

use portico_domain::capabilities::Capabilities;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{MeetingDraft, Period, Repeat, VendorOptions};
use portico_domain::refusals::Kind;
use portico_domain::time::Timestamp;
use portico_vendors::kit::{Cause, ExposeSecret, SecretString};
use portico_vendors::webapi::{FileNumber, Picture, codes, operations};
use portico_vendors::{List, MeetingVendor, Span};
use webapi_server::{KEY, PASSWORD, START, Server, draft, json, meeting};

/// 预约会议: 返回示例
const CREATED: &str = r#"{"version":1173,"serial":754884357,"roomid":"5ff66be5bfc2421a04767eb7",
    "sig":"203usx24yeijd3zjfbpTqWGskyA2Hw7z9ngrZDQFV8=","pushurl":"域名/app/754884357?auth_key=1801234303-0-0-ca",
    "pullurl":"域名/live/754884357.m3u8?auth_key=1","pullurl2":"域名/hls/754884357.m3u8",
    "recordpath":"域名/upload/754884357.mp4","result":0}"#;

fn secret(text: &Option<SecretString>) -> Option<&str> {
    text.as_ref().map(|text| text.expose_secret())
}

#[tokio::test]
async fn create() {
    let server = Server::json(CREATED).await;
    let created = server.client().create(&draft(true, false)).await.expect("created");
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/WebAPI/meetingcreate"));
    assert!(seen.query.is_empty(), "the key is in no address that a proxy would log");
    let wanted = [
        ("key", KEY),
        ("meetingname", "周会 \"a/b\""),
        ("starttime", "1795226400"),
        ("endtime", "1795230000"),
        ("chairmanpwd", PASSWORD),
        ("islive", "1"),
    ];
    assert_eq!(seen.texts(), wanted);
    assert_eq!(created.serial.as_str(), "754884357");
    assert_eq!(created.room_id.as_deref(), Some("5ff66be5bfc2421a04767eb7"));
    assert_eq!(secret(&created.sig), Some("203usx24yeijd3zjfbpTqWGskyA2Hw7z9ngrZDQFV8="));
    assert_eq!(secret(&created.push_url), Some("域名/app/754884357?auth_key=1801234303-0-0-ca"));
    assert_eq!(secret(&created.pull_url), Some("域名/live/754884357.m3u8?auth_key=1"));
    assert_eq!(secret(&created.pull_url_2), Some("域名/hls/754884357.m3u8"));
    assert_eq!(secret(&created.record_path), Some("域名/upload/754884357.mp4"));
    assert!(!format!("{created:?}").contains("auth_key"));
}

#[tokio::test]
async fn a_permanent_meeting_has_no_end_and_an_old_one_keeps_its_own() {
    let server = Server::json(r#"{"serial":"754884357","result":"0","new field":[1]}"#).await;
    let client = server.client();
    assert_eq!(client.schedule(&draft(false, true)).await.expect("created"), meeting());
    client.change(&meeting(), &draft(false, false)).await.expect("changed");
    client.change(&meeting(), &draft(false, true)).await.expect("changed");
    client.change(&meeting(), &MeetingDraft { password: None, ..draft(true, false) }).await.expect("changed");
    let seen = server.seen();
    assert_eq!(
        seen[0].texts(),
        [
            ("key", KEY),
            ("meetingname", "周会 \"a/b\""),
            ("starttime", "1795226400"),
            ("chairmanpwd", PASSWORD),
            ("islive", "0")
        ]
    );
    assert_eq!(seen[1].path, "/WebAPI/meetingmodify");
    assert_eq!(
        seen[1].texts(),
        [
            ("key", KEY),
            ("serial", "754884357"),
            ("meetingname", "周会 \"a/b\""),
            ("chairmanpwd", PASSWORD),
            ("starttime", "1795226400"),
            ("endtime", "1795230000")
        ]
    );
    let names = |index: usize| seen[index].texts().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(2), ["key", "serial", "meetingname", "chairmanpwd", "starttime"]);
    assert_eq!(names(3), ["key", "serial", "meetingname", "starttime", "endtime"]);
}

#[tokio::test]
async fn delete_succeeds_when_it_is_gone() {
    for body in
        [r#"{"version":1174,"serial":"662498204","result":0}"#, r#"{"result":4007}"#, r#"{"result":"3003"}"#]
    {
        let server = Server::json(body).await;
        server.client().delete(&meeting()).await.expect(body);
        let seen = server.only();
        assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/WebAPI/meetingdelete"));
        assert_eq!(seen.texts(), [("key", KEY), ("serial", "754884357")]);
    }
    let server = Server::json(r#"{"result":4107}"#).await;
    assert!(server.client().delete(&meeting()).await.is_err());
}

#[tokio::test]
async fn duration_in_every_type() {
    let blank = [("null", 0), ("\"\"", 0)];
    let said = [("3600", 3600), ("\"3600\"", 3600), ("3600.7", 3600), ("-1", 0), ("0", 0)];
    for (said, seconds) in said.into_iter().chain(blank) {
        let server =
            Server::json(&format!("{{\"result\":0,\"serial\":431383322,\"duration\":{said}}}")).await;
        assert_eq!(server.client().duration(&meeting()).await.expect(said), seconds);
        let seen = server.only();
        assert_eq!((seen.method.as_str(), seen.path.as_str()), ("GET", "/WebAPI/getClassBeginTime"));
        assert_eq!(seen.pairs(), [("key", KEY), ("serial", "754884357")]);
        assert_eq!(seen.content_type, None);
    }
    for missing in
        ["{\"result\":0}", "{\"result\":0,\"duration\":\"long\"}", "{\"result\":0,\"duration\":[]}"]
    {
        let error = Server::json(missing).await.client().duration(&meeting()).await.expect_err(missing);
        assert_eq!(error.cause, Cause::Unreadable { at: "reply.duration".into() });
    }
}

#[tokio::test]
async fn documents() {
    let sample = r#"{"result":0,"meetingfile":[{"fileid":"494","filename":"1.png",
        "downloadpath":"/upload/20210107_104054_ratndkwo.png","filetype":"png"},
        {"fileid":495,"downloadpath":"upload/会.pdf"}]}"#;
    let server = Server::json(sample).await;
    let client = server.client();
    let documents = client.documents(&meeting()).await.expect("documents");
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("GET", "/WebAPI/getmeetingfile"));
    assert_eq!(seen.pairs(), [("key", KEY), ("serial", "754884357")]);
    let first = &documents[0];
    assert_eq!((first.id.as_str(), first.name.as_str(), first.kind.as_str()), ("494", "1.png", "png"));
    let address = |index: usize| client.document_address(&documents[index]).to_string();
    assert_eq!(address(0), format!("{}/upload/20210107_104054_ratndkwo.png", server.address));
    assert_eq!(address(1), format!("{}/upload/%E4%BC%9A.pdf", server.address));
    for bad in ["//evil.example/x", "/../etc", "\\\\evil", ""] {
        let body = serde_json::json!({"result": 0, "meetingfile": [{"fileid": 1, "downloadpath": bad}]});
        let outcome = Server::json(&body.to_string()).await.client().documents(&meeting()).await;
        let at = "reply.meetingfile[0].downloadpath".to_owned();
        assert_eq!(outcome.expect_err(bad).cause, Cause::Unreadable { at });
    }
}

#[tokio::test]
async fn bind_documents() {
    let server = Server::json(r#"{"result":0}"#).await;
    let files: Vec<_> = ["494", "495"].map(|id| FileNumber::read(id).expect("a number")).into();
    server.client().bind_documents(&meeting(), &files).await.expect("bound");
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/WebAPI/meetingbindfile"));
    assert_eq!(
        seen.texts(),
        [("key", KEY), ("serial", "754884357"), ("fileidarr[]", "494"), ("fileidarr[]", "495")]
    );
    let nothing = server.client().bind_documents(&meeting(), &[]).await.expect_err("nothing");
    assert_eq!(nothing.cause, Cause::Unsupported);
    assert_eq!(server.seen().len(), 1, "nothing was sent");
}

#[tokio::test]
async fn upload_a_picture() {
    let bytes = [b"\x89PNG\r\n\x1a\n".to_vec(), (0..=255).cycle().take(300_000).collect()].concat();
    let picture = Picture::read(bytes.clone().into()).expect("a picture");
    let server = Server::json(r#"{"result":0,"picPath":"/uploads/20210107_104711_ltqpupbr.png"}"#).await;
    let address = server.client().upload_picture(&meeting(), &picture).await.expect("uploaded");
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/WebAPI/uploadRoomPic"));
    assert_eq!(seen.texts(), [("key", KEY), ("serial", "754884357")]);
    let names: Vec<_> = seen.parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(names, ["key", "filedata", "serial"]);
    assert_eq!(seen.parts[1].file, Some(("background.png".into(), "image/png".into())));
    assert_eq!(seen.parts[1].bytes, bytes);
    let wanted = format!("{}/uploads/20210107_104711_ltqpupbr.png", server.address);
    assert_eq!(address.map(String::from), Some(wanted));
    let server = Server::json(r#"{"result":0,"picPath":"//evil.example/x.png"}"#).await;
    assert_eq!(server.client().upload_picture(&meeting(), &picture).await.expect("uploaded"), None);
}

#[tokio::test]
async fn live_streams_of_one_and_of_all() {
    let body = r#"{"result":0,"cdnStreams":[{"serial":754884357,"pullUrl":"rtmp://a"},{"serial":"1","pullUrl":"rtmp://b"},
        {"serial":"","pullUrl":"rtmp://c"},{"serial":"","pullUrl":""}],
        "serverStreams":[{"serial":"754884357","pullUrl":"rtmp://d"}]}"#;
    let server = Server::json(body).await;
    let client = server.client();
    let urls = |streams: &[portico_vendors::webapi::LiveStream]| {
        streams.iter().map(|stream| stream.pull_url.expose_secret().to_owned()).collect::<Vec<_>>()
    };
    let one = client.live_streams(&meeting()).await.expect("streams");
    assert_eq!((urls(&one.cdn), urls(&one.server)), (vec!["rtmp://a".into()], vec!["rtmp://d".into()]));
    let all = client.all_live_streams().await.expect("streams");
    assert_eq!(urls(&all.cdn), ["rtmp://a", "rtmp://b", "rtmp://c"]);
    assert!(!format!("{all:?}").contains("rtmp"));
    let seen = server.seen();
    assert_eq!((seen[0].method.as_str(), seen[0].path.as_str()), ("GET", "/WebAPI/getLiveStream"));
    assert_eq!(seen[0].pairs(), [("key", KEY), ("serial", "754884357")]);
    assert_eq!(seen[1].pairs(), [("key", KEY)]);
}

/// The document's only sample leaves `serial` blank, so a row may name no meeting.
#[tokio::test]
async fn a_stream_that_names_no_meeting_is_of_the_one_that_was_asked_for() {
    let of = async |other: &str| {
        let body = format!(
            r#"{{"result":0,"cdnStreams":[{{"serial":"","pullUrl":"rtmp://a"}}],
            "serverStreams":[{{"serial":null,"pullUrl":"rtmp://b"}},{{"serial":"{other}","pullUrl":"rtmp://c"}}]}}"#
        );
        let streams = Server::json(&body).await.client().live_streams(&meeting()).await.expect("streams");
        (streams.cdn.len(), streams.server.len())
    };
    assert_eq!(of("754884357").await, (1, 2));
    assert_eq!(of("").await, (1, 2));
    assert_eq!(of("1").await, (0, 0), "the server tells of others as well: it may be anyone's");
}

#[tokio::test]
async fn attendance_in_the_connections_zone() {
    let body = r#"{"result":"0","logininfo":[
        {"userid":"D171LM9P","entertime":"2020-12-30 09:56:50","serial":"754884357","leavetime":"2020-12-30 09:58:20"},
        {"userid":7,"entertime":"1609293410","serial":754884357,"leavetime":""},
        {"userid":"x","entertime":"2020-12-30 09:56:50","leavetime":"0000-00-00 00:00:00"},
        {"userid":"other","entertime":"2020-12-30 09:56:50","serial":"111111","leavetime":null}]}"#;
    let server = Server::json(body).await;
    let visits = server.client().attendance(&meeting()).await.expect("visits");
    let seen = server.only();
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/WebAPI/getlogininfo"));
    assert_eq!(seen.texts(), [("key", KEY), ("serial", "754884357")]);
    let entered = Timestamp::from_seconds(1_609_293_410);
    let told: Vec<_> =
        visits.iter().map(|visit| (visit.user_id.as_str(), visit.entered, visit.left)).collect();
    let left = Some(entered.plus_seconds(90));
    assert_eq!(told, [("D171LM9P", entered, left), ("7", entered, None), ("x", entered, None)]);
    let config = portico_vendors::webapi::WebApiConfig {
        zone: "Europe/Berlin".into(),
        ..webapi_server::config(&server.address)
    };
    let visits = webapi_server::client_of(config).attendance(&meeting()).await.expect("visits");
    assert_eq!(visits[0].entered, entered.plus_minutes(7 * 60), "Berlin is seven hours behind Beijing");
    let nonsense = r#"{"result":0,"logininfo":[{"userid":"x","entertime":"yesterday"}]}"#;
    let error = Server::json(nonsense).await.client().attendance(&meeting()).await.expect_err("nonsense");
    assert_eq!(error.cause, Cause::Unreadable { at: "reply.logininfo[0].entertime".into() });
}

/// 获取录制文件: 返回示例, and one of another meeting.
const RECORDS: &str = r#"{"code":0,"records":[{"id":"2","serial":"754884357","duration":"2",
    "filepath":"/upload/84c9/1/user/84c9.mp4","createtime":"2025-11-04 15:46:27"},
    {"id":3,"serial":655796682,"duration":7,"filepath":"/upload/b.mp4","createtime":"2025-11-04 15:46:27"}]}"#;

#[tokio::test]
async fn recordings_of_a_meeting() {
    let server = Server::json(RECORDS).await;
    let config = portico_vendors::webapi::WebApiConfig {
        recording_base: Some("http://127.0.0.1:9/rec/".into()),
        ..webapi_server::config(&server.address)
    };
    for (client, base) in [
        (server.client(), server.address.clone()),
        (webapi_server::client_of(config), "http://127.0.0.1:9/rec".to_owned()),
    ] {
        let page = client.recordings(&meeting(), 1).await.expect("recordings");
        assert_eq!((page.rows.len(), page.total, page.more), (1, Some(1), false), "not another meeting's");
        let row = &page.rows[0];
        assert_eq!((row.vendor_id.as_str(), row.duration), ("2", 2));
        assert_eq!(row.created, Timestamp::from_seconds(1_762_242_387));
        assert_eq!(row.download_url.expose_secret(), format!("{base}/upload/84c9/1/user/84c9.mp4"));
        assert!(client.recordings(&meeting(), 2).await.expect("recordings").rows.is_empty());
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 2, "the second page is not asked for");
    assert_eq!((seen[0].method.as_str(), seen[0].path.as_str()), ("POST", "/WebAPI/getRoomRecord"));
    assert_eq!(seen[0].texts(), [("key", KEY), ("serial", "754884357")]);
}

#[tokio::test]
async fn an_odd_row_costs_no_other() {
    let good = r#"{"id":"2","duration":"2","filepath":"/upload/a.mp4","createtime":"2025-11-04 15:46:27"}"#;
    let told = async |rows: &str| {
        let server = Server::json(&format!("{{\"code\":0,\"records\":[{rows}]}}")).await;
        server
            .client()
            .records(Some(&meeting()), None)
            .await
            .map(|read| read.rows)
            .map_err(|error| error.cause)
    };
    let read = told(good).await.expect("records");
    assert_eq!((read.len(), &read[0].serial), (1, &meeting()), "a row that names no meeting");
    for (field, odd) in [
        ("filepath", r#"{"id":"3","filepath":"//evil.example/x","createtime":"2025-11-04 15:46:27"}"#),
        ("filepath", r#"{"id":"3","createtime":"2025-11-04 15:46:27"}"#),
        ("serial", r#"{"id":"3","serial":"x","filepath":"/a.mp4","createtime":"2025-11-04 15:46:27"}"#),
        ("createtime", r#"{"id":"3","filepath":"/a.mp4","createtime":"yesterday"}"#),
    ] {
        let both = told(&format!("{odd},{good}")).await.expect(odd);
        assert_eq!(both.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), ["2"], "{odd}");
        let at = format!("reply.records[0].{field}");
        assert_eq!(told(odd).await, Err(Cause::Unreadable { at }), "none is left");
    }
    let long = told(&good.replace("\"2\",\"filepath", "\"long\",\"filepath")).await.expect("records");
    assert_eq!(long[0].duration, 0);
    let other = r#"{"id":"4","serial":"1","filepath":"/b.mp4","createtime":"2025-11-04 15:46:27"}"#;
    assert!(told(&format!("{good},{other}")).await.expect("records").is_empty(), "it may be anyone's");
    let files = r#"{"result":0,"meetingfile":[{"fileid":1,"downloadpath":"//evil.example/x"},
        {"fileid":2,"downloadpath":"/b.pdf"}]}"#;
    let visits = r#"{"result":0,"logininfo":[{"userid":"x","entertime":""},{"userid":"y","entertime":0},
        {"userid":"z","serial":"?","entertime":"2020-12-30 09:56:50"},
        {"userid":"good","entertime":"2020-12-30 09:56:50"}]}"#;
    let visits = Server::json(visits).await.client().attendance(&meeting()).await.expect("visits");
    assert_eq!(visits.iter().map(|one| one.user_id.as_str()).collect::<Vec<_>>(), ["good"]);
    let both = Server::json(&format!("{{\"code\":0,\"records\":[{good},{{\"id\":\"3\"}}]}}")).await;
    let page = both.client().recordings(&meeting(), 1).await.expect("recordings");
    assert_eq!((page.rows.len(), page.odd.map(|odd| odd.at)), (1, Some("reply.records[1].filepath".into())));
    let documents = Server::json(files).await.client().documents(&meeting()).await.expect("documents");
    assert_eq!(documents.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["2"]);
}

#[tokio::test]
async fn records_of_a_user_and_of_all() {
    let server = Server::json(RECORDS).await;
    let client = server.client();
    assert_eq!(client.records(None, None).await.expect("records").rows.len(), 2);
    assert_eq!(client.records(None, Some("D171LM9P")).await.expect("records").rows.len(), 2);
    assert_eq!(client.records(Some(&meeting()), Some("u")).await.expect("records").rows.len(), 1);
    assert_eq!(client.records(None, Some(" ")).await.expect_err("nobody").cause, Cause::ForeignId);
    let seen = server.seen();
    assert_eq!(seen[0].texts(), [("key", KEY)]);
    assert_eq!(seen[1].texts(), [("key", KEY), ("userid", "D171LM9P")]);
    assert_eq!(seen[2].texts(), [("key", KEY), ("serial", "754884357"), ("userid", "u")]);
    assert_eq!(seen.len(), 3);
}

#[tokio::test]
async fn nothing_found_is_an_empty_list() {
    let server = Server::json(r#"{"result":4105}"#).await;
    let client = server.client();
    assert!(client.documents(&meeting()).await.expect("none").is_empty());
    assert!(client.attendance(&meeting()).await.expect("none").is_empty());
    assert!(client.records(None, None).await.expect("none").rows.is_empty());
    assert!(client.live_streams(&meeting()).await.expect("none").cdn.is_empty());
    assert!(client.check().await.is_ok());
    assert_eq!(client.duration(&meeting()).await.expect("not begun"), 0);
    for (code, seconds) in [("4007", Some(0)), ("3003", None), ("4107", None)] {
        let server = Server::json(&format!("{{\"result\":{code}}}")).await;
        assert_eq!(server.client().duration(&meeting()).await.ok(), seconds, "{code}");
    }
}

#[tokio::test]
async fn check_asks_with_the_key_alone() {
    let server = Server::json(r#"{"result":0,"cdnStreams":[],"serverStreams":[]}"#).await;
    server.client().check().await.expect("fine");
    assert_eq!(server.only().pairs(), [("key", KEY)]);
    let error = Server::json(r#"{"result":"4102"}"#).await.client().check().await.expect_err("a wrong key");
    assert_eq!(error.refusal().kind, Kind::VendorCredential);
}

#[tokio::test]
async fn every_documented_code_becomes_its_refusal() {
    let answers = codes::CODES.iter().flat_map(|entry| {
        [format!("{{\"result\":{}}}", entry.code), format!("{{\"code\":\"{}\"}}", entry.code)]
    });
    let server = Server::start(answers.map(|body| json(&body)).collect()).await;
    let client = server.client();
    for entry in codes::CODES {
        for _ in 0..2 {
            let refusal = client.schedule(&draft(false, false)).await.expect_err(entry.code).refusal();
            assert_eq!(refusal.kind, entry.kind, "{}", entry.code);
            let told = refusal.vendor.expect("the vendor's answer");
            assert_eq!((told.vendor.as_str(), told.code.as_str()), ("webapi", entry.code));
            assert_eq!(told.meaning_zh, entry.meaning.zh);
            assert_eq!(refusal.fields.first().map(|field| field.field.as_str()), entry.field);
        }
    }
    assert_eq!(server.seen().len(), 2 * codes::CODES.len(), "no refusal is tried again");
}

#[tokio::test]
async fn what_the_vendor_cannot_do_is_said_without_a_call() {
    let server = Server::json(r#"{"result":0}"#).await;
    let client = server.client();
    let span = Span { from: START, to: START.plus_minutes(60) };
    let weekly =
        MeetingDraft { repeat: Some(Repeat { period: Period::Weekly, until: None }), ..draft(false, false) };
    let foreign = MeetingDraft { options: VendorOptions::Cloudroom(Box::default()), ..draft(false, false) };
    for error in [
        client.detail(&meeting()).await.expect_err("detail"),
        client.end(&meeting()).await.expect_err("end"),
        client.list(List::Current, span, 1).await.expect_err("list"),
        client.delete_recording(&portico_domain::ids::VendorRecordingId::new("2")).await.expect_err("delete"),
        client.schedule(&weekly).await.expect_err("a repetition"),
        client.change(&meeting(), &foreign).await.expect_err("another vendor's draft"),
    ] {
        assert_eq!(error.cause, Cause::Unsupported, "{error}");
        assert_eq!(error.refusal().kind, Kind::Unsupported);
    }
    for bad in ["", "1&key=2", "x", "../1"] {
        let id = VendorMeetingId::new(bad);
        assert_eq!(client.delete(&id).await.expect_err(bad).cause, Cause::ForeignId);
        assert_eq!(client.attendance(&id).await.expect_err(bad).refusal().kind, Kind::NotFound);
    }
    assert!(server.seen().is_empty());
    assert_eq!(client.capabilities(), &Capabilities::WEBAPI);
}

#[test]
fn the_facts_of_the_operations() {
    let facts = operations::FACTS;
    let names: std::collections::BTreeSet<_> = facts.iter().map(|facts| facts.name).collect();
    assert_eq!(names.len(), 10);
    assert_eq!(facts.iter().filter(|facts| facts.changes).count(), 5);
    for facts in facts {
        assert_ne!(facts.changes, facts.repeatable, "{}", facts.name);
    }
}
