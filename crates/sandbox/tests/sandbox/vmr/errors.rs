//! Auth, methods, bodies, unknown and foreign numbers, the call log.

use reqwest::Method;
use serde_json::{Value, json};

use super::{ACCOUNT, AUTH, FOREIGN, NUMBER, expect_refusal};
use crate::rig::Rig;

const POSTS: [&str; 7] = [
    "/meeting/openRecord",
    "/meeting/closeRecord",
    "/meeting/getRecords",
    "/meeting/delRecordFile",
    "/meeting/getLiveRecStatus",
    "/subscribe/createmeet",
    "/subscribe/cancelmeet",
];
const GETS: [&str; 3] = ["/subscribe/getmeeting", "/subscribe/getcontacts", "/subscribe/getsubmeetings"];

fn all() -> impl Iterator<Item = (Method, &'static str)> {
    let posts = POSTS.into_iter().map(|path| (Method::POST, path));
    posts.chain(GETS.into_iter().map(|path| (Method::GET, path)))
}

#[tokio::test]
async fn every_operation_checks_auth() {
    let rig = Rig::empty().await;
    for (method, path) in all() {
        for auth in [None, Some("wrong"), Some("800"), Some("sandbox-api-key-not-for-production")] {
            let mut request = rig.http.request(method.clone(), rig.vmr(path)).json(&json!({}));
            if let Some(auth) = auth {
                request = request.header("auth", auth);
            }
            let answer: Value = request.send().await.unwrap().json().await.unwrap();
            expect_refusal(&answer, "200001", "会议号和当前的认证的auth不匹配");
        }
    }
}

#[tokio::test]
async fn numbers_that_are_unknown_or_foreign() {
    let rig = Rig::empty().await;
    for path in ["/meeting/openRecord", "/meeting/closeRecord", "/meeting/getLiveRecStatus"] {
        let ask = async |number: Value| rig.vpost(path, json!({ "conferenceKey": number })).await;
        expect_refusal(&ask(json!("999")).await, "200008", "该会议不存在");
        expect_refusal(&ask(json!(FOREIGN)).await, "200001", "会议号和当前的认证的auth不匹配");
        for wrong in [json!(2516), json!(""), json!(null), json!("1".repeat(51))] {
            expect_refusal(&ask(wrong).await, "400", "请求参数错误");
        }
    }
    for body in [json!({}), json!({ "recordId": "" }), json!({ "recordId": "a", "origin": "h".repeat(129) })]
    {
        expect_refusal(&rig.vpost("/meeting/getRecords", body).await, "400", "请求参数错误");
    }
    assert_eq!(rig.vpost("/meeting/getRecords", json!({ "recordId": 17 })).await["data"], json!([]));
    let info = async |number: &str| rig.info(number).await;
    assert_eq!(info("999").await, json!({ "code": 200008, "msg": "该会议不存在" }));
    assert_eq!(info("").await, json!({ "code": 400, "msg": "请求参数错误" }));
    assert_eq!(info(FOREIGN).await["code"], 200, "it wants no auth, so it knows no tenant");
}

#[tokio::test]
async fn another_tenant_sees_only_its_own() {
    let rig = Rig::empty().await;
    let made = rig.book("2026-04-01 10:00", "2026-04-01 11:00", json!({})).await;
    let ask = async |path: &str, body: Value| {
        let request = rig.http.post(rig.vmr(path)).header("auth", "sandbox-800").json(&body);
        request.send().await.unwrap().json::<Value>().await.unwrap()
    };
    let cancel = ask("/subscribe/cancelmeet", json!({ "st_id": made["data"]["id"] })).await;
    expect_refusal(&cancel, "200001", "会议号和当前的认证的auth不匹配");
    let open = ask("/meeting/openRecord", json!({ "conferenceKey": NUMBER })).await;
    expect_refusal(&open, "200001", "会议号和当前的认证的auth不匹配");
    let open = ask("/meeting/openRecord", json!({ "conferenceKey": FOREIGN })).await;
    expect_refusal(&open, "200006", "该会议还未开启");
}

#[tokio::test]
async fn methods_media_types_and_addresses() {
    let rig = Rig::empty().await;
    for (method, path) in all() {
        let other = if method == Method::GET { Method::POST } else { Method::GET };
        let answer = rig.answered(rig.http.request(other, rig.vmr(path)).json(&json!({}))).await;
        expect_refusal(&answer, "405", "请求方式错误");
    }
    for path in POSTS {
        for request in [
            rig.http.post(rig.vmr(path)).form(&[("conferenceKey", NUMBER)]),
            rig.http.post(rig.vmr(path)).header("Content-Type", "application/json").body("{"),
            rig.http.post(rig.vmr(path)).json(&json!([])),
        ] {
            expect_refusal(&rig.answered(request).await, "400", "请求参数错误");
        }
    }
    for path in ["/meeting/nothing", "/subscribe", "/api/getmeeting", "/meeting/openRecord/"] {
        let request = rig.http.get(rig.vmr(path)).header("auth", AUTH);
        assert_eq!(request.send().await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_call_log_names_the_operation_and_hides_auth() {
    let rig = Rig::empty().await;
    rig.vpost("/meeting/openRecord", json!({ "conferenceKey": NUMBER, "colour": 1 })).await;
    rig.vget("/subscribe/getsubmeetings", &[("account", ACCOUNT), ("page", "1")]).await;
    rig.info("999").await;
    let calls = rig.control().calls();
    let names: Vec<&str> = calls.iter().map(|it| it.operation.as_str()).collect();
    assert_eq!(names, ["openRecord", "getsubmeetings", "getmeetinginfo"]);
    assert!(calls.iter().all(|it| it.vendor == "vmr"));
    assert_eq!((calls[0].code, calls[2].code), (Some(200_006), Some(200_008)));
    assert_eq!(
        (&calls[0].unknown_fields[0], &calls[1].unknown_fields[0]),
        (&"colour".into(), &"page".into())
    );
    assert!(!serde_json::to_string(&calls).unwrap().contains(AUTH));
}

#[tokio::test]
async fn faults_meet_this_vendor_too() {
    use portico_sandbox::{Action, Fault};
    let rig = Rig::empty().await;
    rig.control().add_fault(Fault::on("createmeet", 1, Action::WrongTypes));
    let spoilt = rig.book("2026-04-01 10:00", "2026-04-01 11:00", json!({})).await;
    assert_eq!(spoilt["code"], json!({ "text": "200" }));
    let again = rig.book("2026-04-01 10:00", "2026-04-01 11:00", json!({})).await;
    assert_eq!(again["code"], "200009", "the first was made all the same");
}
