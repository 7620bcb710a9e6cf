//! The WebAPI client against the sandbox, which reads the same document on its own.

#[path = "common/webapi_server.rs"]
mod webapi_server;

use futures::StreamExt;
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::MeetingDraft;
use portico_sandbox::{
    Credential, NoLeaveTime, NumberForm, Sandbox, SandboxConfig, TimeForm, WebapiVariants,
};
use portico_vendors::kit::{ExposeSecret, SecretString};
use portico_vendors::webapi::{FileNumber, Picture, TokenCredential, WebApi, WebApiConfig};
use portico_vendors::{Entry, Joiner, MeetingVendor};
use serde_json::Value;
use webapi_server::{client_of, draft};

fn config(sandbox: &Sandbox) -> WebApiConfig {
    let credentials = sandbox.credentials();
    let ours = credentials.iter().find(|one| one.vendor == "webapi").expect("a credential");
    let secret = |name| SecretString::from(Credential::value(ours, name).expect(name));
    WebApiConfig {
        base_url: sandbox.webapi_base(),
        enterprise_key: secret("key"),
        token: Some(TokenCredential::derive(&secret("passkey"), &secret("passphrase"))),
        ..webapi_server::config("")
    }
}

async fn start() -> (Sandbox, WebApi) {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.expect("a sandbox");
    let client = client_of(config(&sandbox));
    (sandbox, client)
}

/// An hour from now, for an hour.
fn soon(live: bool, permanent: bool) -> MeetingDraft {
    let now = portico_domain::time::Timestamp::from_millis(jiff::Timestamp::now().as_millisecond());
    MeetingDraft { start: now.plus_minutes(60), end: now.plus_minutes(120), ..draft(live, permanent) }
}

/// What the sandbox holds of a meeting.
fn held(sandbox: &Sandbox, id: &VendorMeetingId) -> Option<Value> {
    let state = sandbox.control().state();
    let meetings = state["webapi"]["meetings"].as_array().expect("meetings");
    meetings
        .iter()
        .find(|meeting| meeting["serial"].as_i64().map(|n| n.to_string()).as_deref() == Some(id.as_str()))
        .cloned()
}

#[tokio::test]
async fn schedule_change_and_delete() {
    let (sandbox, client) = start().await;
    client.check().await.expect("a good key");
    let plan = soon(true, false);
    let created = client.create(&plan).await.expect("created");
    assert!(created.push_url.is_some() && created.sig.is_some());
    let meeting = held(&sandbox, &created.serial).expect("held");
    assert_eq!(meeting["name"], plan.subject);
    assert_eq!((meeting["live"].clone(), meeting["chairmanpwd"].clone()), (true.into(), "canary-pw".into()));
    assert_eq!(
        (&meeting["start"], &meeting["end"]),
        (&plan.start.seconds().into(), &plan.end.seconds().into())
    );
    let later =
        MeetingDraft {
            subject: "改期 😀".into(), end: plan.end.plus_minutes(30), password: None, ..plan
        };
    client.change(&created.serial, &later).await.expect("changed");
    let meeting = held(&sandbox, &created.serial).expect("held");
    assert_eq!(meeting["name"], "改期 😀");
    assert_eq!(meeting["end"], later.end.seconds(), "a change does not make it permanent");
    assert_eq!(meeting["chairmanpwd"], "canary-pw", "the old password stays");
    client.delete(&created.serial).await.expect("deleted");
    assert!(held(&sandbox, &created.serial).is_none());
    client.delete(&created.serial).await.expect("gone is done");
    let open = client.schedule(&soon(false, true)).await.expect("created");
    assert_eq!(held(&sandbox, &open).expect("held")["end"], Value::Null);
}

#[tokio::test]
async fn refusals_come_with_their_fields() {
    let (sandbox, client) = start().await;
    let plan = soon(false, false);
    let blamed = async |draft: MeetingDraft| {
        let refusal = client.schedule(&draft).await.expect_err("refused").refusal();
        refusal.fields.first().map(|field| field.field.clone())
    };
    assert_eq!(
        blamed(MeetingDraft { subject: String::new(), ..plan.clone() }).await.as_deref(),
        Some("subject")
    );
    for bad in [None, Some("123".to_owned()), Some("1".repeat(21))] {
        assert_eq!(blamed(MeetingDraft { password: bad, ..plan.clone() }).await.as_deref(), Some("password"));
    }
    let backwards = MeetingDraft { end: plan.start.plus_minutes(-1), ..plan.clone() };
    assert_eq!(blamed(backwards).await.as_deref(), Some("start"));
    let stranger = WebApiConfig { enterprise_key: "nobody".into(), ..config(&sandbox) };
    let refusal = client_of(stranger).check().await.expect_err("a wrong key").refusal();
    assert_eq!(refusal.kind, portico_domain::refusals::Kind::VendorCredential);
}

async fn page_of(client: &WebApi, id: &VendorMeetingId, name: &str, role: JoinRole) -> (String, String) {
    let joiner = Joiner { name, role, password: None };
    let Entry::Url { url, user_id } = client.join(id, joiner).await.expect("a way in") else {
        panic!("not a page")
    };
    let answer = reqwest::get(url.expose_secret()).await.expect("an answer");
    assert_eq!(answer.status(), 200);
    (answer.text().await.expect("a page"), user_id)
}

#[tokio::test]
async fn the_page_knows_who_joined_and_attendance_lists_them() {
    let (sandbox, client) = start().await;
    let now = MeetingDraft { start: soon(false, false).start.plus_minutes(-61), ..soon(false, false) };
    let id = client.schedule(&now).await.expect("created");
    let mut ids = Vec::new();
    for (role, told) in [
        (JoinRole::Attendee, "presenter"),
        (JoinRole::Host, "chairman"),
        (JoinRole::Speaker, "speaker"),
        (JoinRole::Invisible, "presenter"),
    ] {
        let (page, user_id) = page_of(&client, &id, "李雷 😀 O'Neill a/b \\u6211", role).await;
        let shown = page.replace("&#39;", "'").replace("&#x27;", "'").replace("&apos;", "'");
        assert!(shown.contains("李雷 😀 O'Neill a/b \\u6211"), "{page}");
        assert!(page.contains(told) && page.contains(&user_id), "{page}");
        ids.push(user_id);
    }
    let visits = client.attendance(&id).await.expect("attendance");
    let present: Vec<_> = visits.iter().map(|visit| visit.user_id.clone()).collect();
    for user_id in &ids {
        assert!(present.contains(user_id), "{present:?}");
    }
    let serial = id.as_str().parse().expect("a number");
    sandbox.control().webapi_leave(serial, &ids[0]).expect("left");
    let visits = client.attendance(&id).await.expect("attendance");
    let left =
        |user_id: &String| visits.iter().any(|visit| visit.user_id == *user_id && visit.left.is_some());
    assert!(left(&ids[0]) && !left(&ids[1]));
}

#[tokio::test]
async fn documents_pictures_streams_and_recordings() {
    let (sandbox, client) = start().await;
    let id = client.schedule(&soon(true, false)).await.expect("created");
    client.bind_documents(&id, &[FileNumber::read("494").expect("a number")]).await.expect("bound");
    let documents = client.documents(&id).await.expect("documents");
    assert_eq!((documents.len(), documents[0].id.as_str()), (1, "494"));
    let opened = client.open_document(&client.document_address(&documents[0]), None).await.expect("opened");
    assert_eq!(opened.content_type.as_deref(), Some("image/png"));
    let picture = opened.bytes.map(|piece| piece.expect("a piece").to_vec()).concat().await;
    let picture = Picture::read(picture.into()).expect("the sandbox's picture is one");
    let address = client.upload_picture(&id, &picture).await.expect("uploaded").expect("an address");
    assert_eq!(client.open_document(&address, None).await.expect("opened").status, 200);

    let state = sandbox.control().state();
    let meetings = state["webapi"]["meetings"].as_array().expect("meetings").clone();
    let ids: Vec<_> = meetings.iter().map(|one| VendorMeetingId::new(one["serial"].to_string())).collect();
    assert!(!client.all_live_streams().await.expect("streams").cdn.is_empty());
    let recorded = client.records(None, None).await.expect("records").rows;
    assert!(!recorded.is_empty());
    let first = ids.iter().find(|id| recorded.iter().any(|record| record.serial == **id)).expect("recorded");
    let rows = client.recordings(first, 1).await.expect("recordings").rows;
    assert!(rows.iter().all(|row| row.vendor_meeting == *first) && !rows.is_empty());
    let stream = client.open_recording(&rows[0], Some("bytes=0-99")).await.expect("a stream");
    assert_eq!((stream.status, stream.content_length), (206, Some(100)));
    assert!(client.duration(&ids[0]).await.expect("a duration") >= 0);
}

#[tokio::test]
async fn every_way_of_writing_is_read_the_same() {
    let (sandbox, client) = start().await;
    let state = sandbox.control().state();
    let id = VendorMeetingId::new(state["webapi"]["meetings"][0]["serial"].to_string());
    let told = async || {
        let visits = client.attendance(&id).await.expect("attendance");
        let records = client.records(None, None).await.expect("records").rows;
        (visits, records, client.documents(&id).await.expect("documents").len())
    };
    let usual = told().await;
    assert!(!usual.0.is_empty() && !usual.1.is_empty() && usual.2 > 0);
    let plain = WebapiVariants::default;
    for variants in [
        WebapiVariants { result_as_text: !plain().result_as_text, ..plain() },
        WebapiVariants { serials: NumberForm::Text, ..plain() },
        WebapiVariants { serials: NumberForm::Number, ..plain() },
        WebapiVariants { durations_as_text: !plain().durations_as_text, ..plain() },
        WebapiVariants { times: TimeForm::Seconds, no_leave_time: NoLeaveTime::Null, ..plain() },
        WebapiVariants { no_leave_time: NoLeaveTime::Absent, extra_fields: true, ..plain() },
        WebapiVariants { stream_scheme: true, html_content_type: true, empty_refused: true, ..plain() },
    ] {
        let shown = format!("{variants:?}");
        sandbox.control().set_webapi_variants(variants);
        assert!(told().await == usual, "{shown}");
        client.schedule(&soon(true, false)).await.expect(&shown);
        client.live_streams(&id).await.expect(&shown);
    }
}
