//! What is not on the list, or beyond the token, never reaches the vendor; what it may not see, it does not get.

use crate::http::api::tests::rig::{Rig, rig};
use axum::body::Body;
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::{InviteForm, TokenForm};
use portico_domain::people::Role;
use portico_sandbox::{Action, Fault};
use portico_service::Visit;
use secrecy::ExposeSecret;
use serde_json::json;

/// A meeting in the sandbox, its number.
async fn conference(rig: &Rig, token: &str) -> String {
    let now = rig.services.now().seconds();
    let body = json!({ "subject": "x", "password": "135790",
        "orderConfig": { "scheduleTime": now + 60, "scheduleEndTime": now + 3600 } });
    let path = format!("/proxy/{}/conference", rig.connection(Vendor::Cloudroom).id);
    rig.post(token, &path, body).await.json["confId"].to_string()
}

#[tokio::test]
async fn what_is_not_on_the_list_never_arrives() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let id = |vendor| rig.connection(vendor).id.to_string();
    let (cloudroom, vmr, webapi) = (id(Vendor::Cloudroom), id(Vendor::Vmr), id(Vendor::Webapi));
    rig.sandbox.control().clear_calls();
    let calls = [
        (Method::GET, cloudroom.as_str(), "/conference"),
        (Method::PATCH, &cloudroom, "/conference/12345678"),
        (Method::GET, &cloudroom, "/conference/12345678/../list"),
        (Method::GET, &cloudroom, "/conference/..%2flist"),
        (Method::GET, &cloudroom, "/conference%2flist"),
        (Method::GET, &cloudroom, "/conference/list/"),
        (Method::GET, &cloudroom, "//conference/list"),
        (Method::GET, &cloudroom, "/conference/list;x=1"),
        (Method::GET, &cloudroom, "/conference/list%00"),
        (Method::GET, &cloudroom, "/conference/list%0d%0aX-Evil:1"),
        (Method::GET, &cloudroom, "/conference/%252e%252e"),
        (Method::GET, &cloudroom, "/CONFERENCE/list"),
        (Method::GET, &cloudroom, "/http://evil.example/conference/list"),
        (Method::GET, &cloudroom, "/conference/abc"),
        (Method::GET, &cloudroom, "/user/test@cloudroom.com"),
        (Method::GET, &vmr, "/meeting/openRecord"),
        (Method::POST, &vmr, "/meeting/openLive"),
        (Method::POST, &vmr, "/api/getmeetinginfo"),
        (Method::GET, &webapi, "/h5/index.html"),
        (Method::GET, &webapi, "/WebAPI/meetingcreate"),
        (Method::GET, &webapi, "/upload/a.mp4"),
        (Method::GET, "nobody", "/conference/list"),
    ];
    for (method, connection, path) in calls {
        let answer = rig.call(&token, &method, &format!("/proxy/{connection}{path}"), None).await;
        assert_eq!(answer.status, 404, "{method} {path}: {}", answer.json);
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    // On the list, with something else about them.
    let list = format!("/proxy/{cloudroom}/conference/list");
    for (method, path, body) in [
        (Method::GET, format!("{list}?nothing=1"), None),
        (Method::GET, format!("{list}?size=1&size=2"), None),
        (Method::GET, format!("{list}?size=%zz"), None),
        (Method::GET, format!("{list}?size=%0d%0a"), None),
        (Method::GET, format!("{list}?searchUserId={}", "1".repeat(21)), None),
        (Method::GET, list.clone(), Some(json!({ "size": 1 }))),
        (Method::POST, format!("/proxy/{cloudroom}/conference"), Some(json!({ "subject": "x", "evil": 1 }))),
        (Method::POST, format!("/proxy/{cloudroom}/conference"), Some(json!({ "subject": { "a": 1 } }))),
        (Method::POST, format!("/proxy/{cloudroom}/conference"), Some(json!(["x"]))),
        (Method::POST, format!("/proxy/{vmr}/meeting/openRecord"), Some(json!({ "conferenceKey": "\u{0}" }))),
    ] {
        let answer = rig.call(&token, &method, &path, body).await;
        assert_eq!(answer.status, 422, "{method} {path}: {}", answer.json);
    }
    assert_eq!(rig.reached(), [""; 0]);
}

#[tokio::test]
async fn what_is_beyond_the_token_never_arrives() {
    let rig = rig(false).await;
    let (cloudroom, vmr) = (&rig.connection(Vendor::Cloudroom).id, &rig.connection(Vendor::Vmr).id);
    let all = rig.token_for_all().await;
    let conf = conference(&rig, &all).await;
    let narrow = rig.token(&[&format!("proxy:{cloudroom}:conference.query")]).await;
    let wide = rig.token(&[&format!("proxy:{cloudroom}:*"), "meetings:read"]).await;
    rig.sandbox.control().clear_calls();
    let path = |path: &str| format!("/proxy/{cloudroom}{path}");
    for (token, method, path, missing) in [
        (&narrow, Method::GET, path("/conference/list"), format!("proxy:{cloudroom}:conference.list")),
        (
            &narrow,
            Method::DELETE,
            path(&format!("/conference/{conf}")),
            format!("proxy:{cloudroom}:conference.delete"),
        ),
        (
            &narrow,
            Method::GET,
            format!("/proxy/{vmr}/api/getmeetinginfo?addr=1"),
            format!("proxy:{vmr}:meeting.info"),
        ),
        // What stands above all companies must be named.
        (&wide, Method::DELETE, path("/company/mytestGUID"), format!("proxy:{cloudroom}:company.delete")),
        // A CRMT string lets in.
        (&wide, Method::GET, path(&format!("/conference/{conf}/join?nickName=x")), "join".to_owned()),
    ] {
        let answer = rig.call(token, &method, &path, None).await;
        assert_eq!((answer.status, &answer.json["missing_scope"]), (403, &json!(missing)), "{path}");
    }
    assert_eq!(rig.get("portico_nothing", &path("/conference/list")).await.status, 401);
    let nobody = Request::get(path("/conference/list")).body(Body::empty()).unwrap();
    assert_eq!(rig.ask(nobody).await.status, 401);
    assert_eq!(rig.reached(), [""; 0]);

    let seen = rig.get(&narrow, &path(&format!("/conference/{conf}"))).await;
    let detail = &seen.json["confDetail"];
    assert_eq!((seen.status, &detail["subject"]), (200, &json!("x")));
    for secret in ["url", "password", "pstnPwd"] {
        assert!(detail.get(secret).is_none(), "{secret}: {detail}");
    }
    assert!(!String::from_utf8_lossy(&seen.bytes).contains("135790"));
}

#[tokio::test]
async fn a_token_is_no_more_than_its_person_and_dies_with_it() {
    let rig = rig(false).await;
    let cloudroom = &rig.connection(Vendor::Cloudroom).id;
    let form =
        InviteForm { account: "bob".into(), name: "Bob".into(), role: Role::Administrator.name().into() };
    let invited = rig.administrator.invite(&form).await.unwrap();
    let (key, password) = (invited.token.expose_secret(), "columns hold the lintel".into());
    let session = rig.services.accept_invitation(key, &password, &password, &Visit::default()).await.unwrap();
    let bob = rig.services.member(&rig.services.caller(&session).await.unwrap()).unwrap();
    let scopes = [format!("proxy:{cloudroom}:*"), "meetings:read".to_owned()];
    let scopes = scopes.into_iter().map(|scope| (scope, "on".to_owned())).collect();
    let form = TokenForm { name: "x".into(), days: String::new(), scopes };
    let token = bob.create_token(&form).await.unwrap().token.expose_secret().to_owned();
    let list = format!("/proxy/{cloudroom}/conference/list");
    assert_eq!(rig.get(&token, &list).await.status, 200);

    rig.administrator.change_role(&invited.person.id, Role::Organizer).await.unwrap();
    rig.sandbox.control().clear_calls();
    assert_eq!(rig.get(&token, &list).await.status, 403, "who is no administrator reaches no whole account");
    assert_eq!(rig.get(&token, "/api/v1/meetings").await.status, 200);
    let session = rig.services.sign_in("bob", &password, &Visit::default()).await.unwrap();
    let bob = rig.services.member(&rig.services.caller(&session).await.unwrap()).unwrap();
    assert!(bob.create_token(&form).await.is_err(), "nor may they give such leave");

    rig.administrator.disable_account(&invited.person.id, true).await.unwrap();
    assert_eq!(rig.get(&token, "/api/v1/meetings").await.status, 401);
    assert_eq!(rig.reached(), [""; 0]);
}

#[tokio::test]
async fn changes_are_in_the_audit_log_before_and_after() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let conf = conference(&rig, &token).await;
    let path = format!("/proxy/{}/conference/{conf}", rig.connection(Vendor::Cloudroom).id);
    for _ in 0..5 {
        rig.get(&token, &path).await;
    }
    rig.call(&token, &Method::DELETE, &path, None).await;
    rig.call(&token, &Method::DELETE, &path, None).await;
    let lines = rig.administrator.audit(None, 100).await.unwrap();
    let of = |action: &str| -> Vec<String> {
        let lines = lines.iter().rev().filter(|line| line.line.action == action);
        lines.map(|line| line.line.outcome.clone()).collect()
    };
    assert_eq!(of("proxy.conference.create"), ["begun", "done"]);
    assert_eq!(of("proxy.conference.query"), ["begun"], "reads are noted once a minute");
    assert_eq!(of("proxy.conference.delete"), ["begun", "done", "begun", "refused"]);
    assert!(lines.iter().all(|line| !line.line.detail.contains("portico_")));
}

#[tokio::test]
async fn nothing_but_the_vendors_json_comes_back() {
    let rig = rig(false).await;
    let token = rig.token_for_all().await;
    let list = format!("/proxy/{}/conference/list", rig.connection(Vendor::Cloudroom).id);
    let refuse = |status, body: &str, content_type: &str, retry_after| Action::Refuse {
        status,
        body: body.to_owned(),
        content_type: content_type.to_owned(),
        retry_after,
    };
    let redirect = Action::Redirect { status: 302, location: "https://evil.example/".to_owned() };
    for (action, status) in [
        (redirect, 502),
        (Action::Html502, 504),
        (Action::Garbage, 502),
        (Action::Truncate, 504),
        (Action::DropBefore, 504),
        (Action::Huge { bytes: 3_000_000 }, 502),
        (refuse(404, "<html>no</html>", "text/html", None), 502),
    ] {
        rig.sandbox.control().add_fault(Fault::on("queryMeetingList", 1, action.clone()));
        let answer = rig.get(&token, &list).await;
        assert_eq!((answer.status, &answer.json["status"]), (status, &json!(status)), "{action:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert!(!answer.headers.contains_key("location") && !answer.headers.contains_key("set-cookie"));
    }
    let busy = json!({ "code": 22008, "msg": "接口超出频率" }).to_string();
    let busy = refuse(429, &busy, "application/json", Some(7));
    rig.sandbox.control().add_fault(Fault::on("queryMeetingList", 1, busy));
    let answer = rig.get(&token, &list).await;
    assert_eq!((answer.status, &answer.json["code"]), (429, &json!(22008)), "the vendor's own words");
    assert_eq!(answer.headers["retry-after"], "7");
    assert!(answer.headers.contains_key("ratelimit-remaining"));
}
