//! Companies, users and departments over HTTP: whose secret signs what.

mod common;
#[path = "common/recorder.rs"]
mod recorder;

use common::{SECRET_ID, SECRET_KEY, client, no_canary};
use portico_domain::refusals::Kind;
use portico_vendors::cloudroom::operations::company::NewCompany;
use portico_vendors::cloudroom::operations::department::DepartmentDraft;
use portico_vendors::cloudroom::operations::user::{NewUser, UserChange, UserFacts};
use portico_vendors::cloudroom::{Account, CloudRoom, CompGuid, DepartmentId, DirectorySecret, signature};
use portico_vendors::kit::{Cause, Certainty, Deadlines, SecretString, VendorError};
use recorder::{Received, Recorder, answer, json_answer};
use serde_json::json;
use std::time::Duration;

const PLATFORM_ID: &str = "platform-id";
const PLATFORM_KEY: &str = "canary-platform-key";
const BASE: &str = "/CLOUDROOM-SERVER/v2";

/// Name, method, path below the base.
const OPERATIONS: [(&str, &str, &str); 9] = [
    ("create_company", "POST", "/company"),
    ("change_company", "PUT", "/company/mytestGUID"),
    ("delete_company", "DELETE", "/company/mytestGUID"),
    ("create_user", "POST", "/user"),
    ("change_user", "PUT", "/user/test@cloudroom.com"),
    ("delete_user", "DELETE", "/user/test@cloudroom.com"),
    ("create_department", "POST", "/department"),
    ("change_department", "PUT", "/department/2562"),
    ("delete_department", "DELETE", "/department/2562"),
];

fn room(server: &Recorder) -> CloudRoom {
    client(format!("{}{BASE}", server.base), Deadlines::all(Duration::from_secs(20)))
}

fn with_platform(server: &Recorder) -> CloudRoom {
    room(server).with_platform(PLATFORM_ID.into(), PLATFORM_KEY.into()).expect("a credential")
}

async fn call(room: &CloudRoom, operation: &str) -> Result<(), VendorError> {
    let guid = CompGuid::read("mytestGUID").expect("an id");
    let account = Account::read("test@cloudroom.com").expect("an account");
    let draft = DepartmentDraft { name: "test3".into(), parent: DepartmentId::ROOT };
    let (admin, password) = ("mytest@cloudroom.com".to_owned(), SecretString::from("987654"));
    match operation {
        "create_company" => {
            let new = NewCompany {
                guid,
                name: "测试".into(),
                admin,
                admin_name: "01".into(),
                admin_password: password,
            };
            room.create_company(&new).await.map(drop)
        }
        "change_company" => room.change_company(&guid, "测试").await,
        "delete_company" => room.delete_company(&guid).await,
        "create_user" => {
            let new = NewUser { account, password, name: "test".into(), facts: UserFacts::default() };
            room.create_user(&new).await.map(drop)
        }
        "change_user" => {
            let change = UserChange { password: Some(password), ..UserChange::default() };
            room.change_user(&account, &change).await
        }
        "delete_user" => room.delete_user(&account).await,
        "create_department" => room.create_department(&draft).await.map(drop),
        "change_department" => room.change_department(DepartmentId(2562), &draft).await.map(drop),
        "delete_department" => room.delete_department(DepartmentId(2562)).await,
        other => panic!("no operation {other}"),
    }
}

fn fine(_: &Received) -> Vec<u8> {
    json_answer(&json!({"departmentId": 2562}))
}

/// The id that a request was signed for, after checking the signature against that id's key.
fn signer(request: &Received) -> String {
    let id = request.header("x-cr-secretid").expect("an id");
    let key = if id == PLATFORM_ID { PLATFORM_KEY } else { SECRET_KEY };
    let time = request.header("x-cr-timestamp").and_then(|time| time.parse().ok()).expect("seconds");
    assert_eq!(request.header("x-cr-signature"), Some(signature(id, time, &key.into()).as_str()));
    id.to_owned()
}

#[tokio::test]
async fn companies_are_signed_by_the_platform_and_the_rest_by_choice() {
    let server = Recorder::start(fine).await;
    for (choice, others) in [(DirectorySecret::Company, SECRET_ID), (DirectorySecret::Platform, PLATFORM_ID)]
    {
        let room = with_platform(&server).with_directory_secret(choice);
        for (operation, method, path) in OPERATIONS {
            call(&room, operation).await.expect(operation);
            let request = server.received().pop().expect("a request");
            assert_eq!(
                (request.method.as_str(), request.target.as_str()),
                (method, format!("{BASE}{path}").as_str())
            );
            let by = if operation.ends_with("company") { PLATFORM_ID } else { others };
            assert_eq!(signer(&request), by, "{operation}");
            assert_eq!(request.body.is_empty(), method == "DELETE", "{operation}");
        }
    }
}

#[tokio::test]
async fn without_the_platforms_secret_nothing_is_sent() {
    let server = Recorder::start(fine).await;
    let plain = room(&server);
    assert!(!plain.has_platform() && with_platform(&server).has_platform());
    for (operation, ..) in OPERATIONS.iter().filter(|(operation, ..)| operation.ends_with("company")) {
        let error = call(&plain, operation).await.expect_err(operation);
        assert_eq!((error.cause.clone(), error.kind()), (Cause::NoCredential, Kind::VendorCredential));
        assert_eq!(error.certainty(), Certainty::NotDone);
    }
    let both = room(&server).with_directory_secret(DirectorySecret::Platform);
    assert_eq!(call(&both, "delete_user").await.expect_err("no secret").cause, Cause::NoCredential);
    assert!(server.received().is_empty(), "never the company's secret in place of the platform's");
    call(&plain, "delete_user").await.expect("the company's own is enough");
}

#[tokio::test]
async fn bodies_are_those_of_the_tables() {
    let server = Recorder::start(fine).await;
    let room = with_platform(&server);
    for (operation, ..) in OPERATIONS {
        call(&room, operation).await.expect(operation);
    }
    let body = |path: &str| server.to(&format!("{BASE}{path}"))[0].json();
    assert_eq!(
        body("/company"),
        json!({"compGUID": "mytestGUID", "compName": "测试", "admin": "mytest@cloudroom.com", "adminName": "01", "adminPwd": "987654"})
    );
    assert_eq!(body("/company/mytestGUID"), json!({"compName": "测试"}));
    assert_eq!(body("/user"), json!({"account": "test@cloudroom.com", "password": "987654", "name": "test"}));
    assert_eq!(body("/user/test@cloudroom.com"), json!({"password": "987654"}));
    assert_eq!(body("/department"), json!({"name": "test3", "parentId": 1}));
    assert_eq!(body("/department/2562"), json!({"name": "test3", "parentId": 1}));
}

#[tokio::test]
async fn refusals_and_silence() {
    let code = |status: &'static str, body: &'static str| {
        Recorder::start(move |_: &Received| answer(status, "application/json", body.as_bytes()))
    };
    for (operation, ..) in OPERATIONS {
        let server =
            code("500 Internal Server Error", "{\"code\":22224,\"msg\":\"canary-platform-key\"}").await;
        let error = call(&with_platform(&server), operation).await.expect_err(operation);
        assert_eq!((error.code(), error.certainty()), (Some("22224"), Certainty::NotDone), "{error:?}");
        assert_eq!(server.received().len(), 1, "{operation}: a code is an answer");
        let silent = code("503 Service Unavailable", "no").await;
        let lost = call(&with_platform(&silent), operation).await.expect_err(operation);
        assert_eq!(
            (lost.kind(), silent.received().len()),
            (Kind::Unconfirmed, 1),
            "{operation}: never sent twice"
        );
        let shown = format!("{error} {error:?} {lost:?}");
        no_canary(&shown);
        assert!(!shown.contains(PLATFORM_KEY) && !shown.contains(PLATFORM_ID), "{shown}");
    }
}

#[tokio::test]
async fn a_platform_id_that_is_no_header_is_told_at_its_field() {
    let server = Recorder::start(fine).await;
    let refusal = room(&server).with_platform("a\r\nb".into(), PLATFORM_KEY.into()).expect_err("no header");
    assert_eq!(refusal.fields[0].field, "platform_id");
    assert!(!format!("{:?}", with_platform(&server)).contains("platform"));
}

#[tokio::test]
async fn a_name_is_one_segment_whatever_it_holds() {
    let server = Recorder::start(fine).await;
    let room = with_platform(&server);
    for (name, segment) in [
        ("a.b+c@x-y_z.cn", "a.b+c@x-y_z.cn"),
        ("王", "%E7%8E%8B"),
        ("a b", "a%20b"),
        ("%2e%2e", "%252e%252e"),
        ("a%2fb?c#d;e", "a%252fb%3Fc%23d%3Be"),
    ] {
        room.delete_user(&Account::read(name).expect(name)).await.expect(name);
        room.delete_company(&CompGuid::read(name).expect(name)).await.expect(name);
        let targets: Vec<String> =
            server.received().iter().rev().take(2).map(|it| it.target.clone()).collect();
        assert!(targets[0].ends_with(&format!("/company/{segment}")), "{targets:?}");
        assert!(targets[1].ends_with(&format!("/user/{segment}")), "{targets:?}");
    }
}
