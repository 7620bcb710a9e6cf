//! CloudRoom's companies, users and departments.

use portico_sandbox::Variants;
use reqwest::Method;
use serde_json::{Value, json};

use crate::rig::{Answer, Rig, answer};

const BAD: (u16, i64, &str) = (500, 400, "请求地址或参数错误");
const DENIED: (u16, i64, &str) = (500, 22224, "权限不足");

#[track_caller]
fn refused(answer: &Answer, (status, code, msg): (u16, i64, &str)) {
    answer.expect_refusal(status, code, msg);
}

/// A call with the platform's own secret.
async fn platform(rig: &Rig, method: Method, path: &str, body: Option<Value>) -> Answer {
    let url = format!("{}{path}", rig.sandbox.cloudroom_base());
    let key = "sandbox-platform-key-not-for-production";
    let request = rig.sign(rig.http.request(method, url), "sandbox-platform", key);
    let request = match body {
        Some(body) => request.json(&body),
        None => request,
    };
    answer(request.send().await.unwrap()).await
}

fn company() -> Value {
    json!({ "compGUID": "mytest/GUID", "compName": "测试CompName", "admin": "mytest@cloudroom.com",
        "adminName": "测试01", "adminPwd": "123456" })
}

fn user() -> Value {
    json!({ "account": "test@cloudroom.com", "password": "123456", "name": "test" })
}

async fn department(rig: &Rig, name: &str, parent: i64) -> i64 {
    let made = rig.post("/department", &json!({ "name": name, "parentId": parent })).await.expect_ok();
    made["departmentId"].as_i64().unwrap()
}

fn held(rig: &Rig, account: &str) -> Value {
    rig.control().state()["cloudroom"]["users"][account].clone()
}

#[tokio::test]
async fn companies_come_change_and_go() {
    let rig = Rig::empty().await;
    let made = platform(&rig, Method::POST, "/company", Some(company())).await.expect_ok();
    assert_eq!(
        made,
        json!({ "compGUID": "mytest/GUID", "compName": "测试CompName", "admin": "mytest@cloudroom.com",
            "adminName": "测试01" })
    );
    refused(&platform(&rig, Method::POST, "/company", Some(company())).await, BAD);
    let path = "/company/mytest%2FGUID";
    let change = || Some(json!({ "compName": "my测试CompName" }));
    assert_eq!(platform(&rig, Method::PUT, path, change()).await.expect_ok(), json!({}));
    let state = rig.control().state();
    assert_eq!(state["cloudroom"]["companies"]["mytest/GUID"]["compName"], "my测试CompName");
    refused(&platform(&rig, Method::PUT, path, Some(json!({}))).await, BAD);
    refused(&platform(&rig, Method::PUT, "/company/x", change()).await, BAD);
    assert_eq!(platform(&rig, Method::DELETE, path, None).await.expect_ok(), json!({}));
    refused(&platform(&rig, Method::DELETE, path, None).await, BAD);
    refused(&platform(&rig, Method::DELETE, "/company/sandbox-company-guid", None).await, DENIED);
    for name in ["compGUID", "compName", "admin", "adminName", "adminPwd"] {
        for wrong in [json!(""), json!(5), Value::Null] {
            let mut body = company();
            body[name] = wrong;
            refused(&platform(&rig, Method::POST, "/company", Some(body)).await, BAD);
        }
    }
}

#[tokio::test]
async fn each_secret_opens_its_own_operations() {
    let rig = Rig::empty().await;
    refused(&rig.post("/company", &company()).await, DENIED);
    refused(&rig.put("/company/a", &json!({ "compName": "b" })).await, DENIED);
    refused(&rig.delete("/company/a").await, DENIED);
    let directory = [
        (Method::POST, "/user"),
        (Method::PUT, "/user/a"),
        (Method::DELETE, "/user/a"),
        (Method::POST, "/department"),
        (Method::PUT, "/department/102"),
        (Method::DELETE, "/department/102"),
    ];
    for (method, path) in directory.clone() {
        refused(&platform(&rig, method, path, Some(user())).await, DENIED);
    }
    rig.control().set_variants(Variants { directory_wants_platform: true, ..Variants::default() });
    for (method, path) in directory {
        refused(&rig.send(method, path, Some(&user())).await, DENIED);
    }
    platform(&rig, Method::POST, "/user", Some(user())).await.expect_ok();
}

#[tokio::test]
async fn users_come_change_and_go() {
    let rig = Rig::empty().await;
    let web = department(&rig, "web", 1).await;
    let made = rig.post("/user", &user()).await.expect_ok();
    assert_eq!(
        made,
        json!({ "account": "test@cloudroom.com", "name": "test", "mobile": "", "departmentId": 1,
            "roleType": 2, "email": "" })
    );
    refused(&rig.post("/user", &user()).await, BAD);
    let path = "/user/test%40cloudroom.com";
    let change = json!({ "name": "新", "departmentId": web, "roleType": 5, "mobile": "1", "email": "e", "password": "p" });
    assert_eq!(rig.put(path, &change).await.expect_ok(), json!({}));
    assert_eq!(
        held(&rig, "test@cloudroom.com"),
        json!({ "name": "新", "mobile": "1", "departmentId": web, "roleType": 5, "email": "e" })
    );
    // By the letter of the table: what is not given of these two is reset.
    rig.put(path, &json!({ "email": "f" })).await.expect_ok();
    let now = held(&rig, "test@cloudroom.com");
    assert_eq!((&now["departmentId"], &now["roleType"], &now["mobile"]), (&json!(1), &json!(2), &json!("1")));
    rig.control().set_variants(Variants { user_change_keeps: true, ..Variants::default() });
    rig.put(path, &json!({ "departmentId": web, "roleType": 4 })).await.expect_ok();
    rig.put(path, &json!({ "name": "n" })).await.expect_ok();
    assert_eq!(held(&rig, "test@cloudroom.com")["departmentId"], web);
    for wrong in [
        json!({ "roleType": 0 }),
        json!({ "roleType": 6 }),
        json!({ "roleType": "2" }),
        json!({ "departmentId": 999 }),
        json!({ "name": "" }),
        json!({ "password": "" }),
    ] {
        refused(&rig.put(path, &wrong).await, BAD);
        let mut body = user();
        body["account"] = json!("other");
        body.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        refused(&rig.post("/user", &body).await, BAD);
    }
    refused(&rig.put("/user/nobody", &json!({})).await, BAD);
    assert_eq!(rig.delete(path).await.expect_ok(), json!({}));
    refused(&rig.delete(path).await, BAD);
}

#[tokio::test]
async fn departments_form_a_tree() {
    let rig = Rig::empty().await;
    let web = department(&rig, "web", 1).await;
    let made = rig.post("/department", &json!({ "name": "test3", "parentId": web })).await.expect_ok();
    let id = made["departmentId"].as_i64().unwrap();
    assert_eq!(
        made,
        json!({ "departmentId": id, "name": "test3", "parentId": web, "fullPath": "公司 > web > test3" })
    );
    let path = format!("/department/{id}");
    let moved = rig.put(&path, &json!({ "name": "研发", "parentId": 1 })).await.expect_ok();
    assert_eq!(
        moved,
        json!({ "departmentId": id, "name": "研发", "parentId": 1, "fullPath": "公司 > 研发" })
    );
    rig.put(&path, &json!({ "name": "研发", "parentId": web })).await.expect_ok();
    let above = format!("/department/{web}");
    for below in [web, id] {
        refused(&rig.put(&above, &json!({ "name": "web", "parentId": below })).await, BAD);
    }
    for wrong in [
        json!({ "name": "a" }),
        json!({ "parentId": 1 }),
        json!({ "name": "", "parentId": 1 }),
        json!({ "name": "a", "parentId": "1" }),
        json!({ "name": "a", "parentId": 999 }),
    ] {
        refused(&rig.post("/department", &wrong).await, BAD);
        refused(&rig.put(&path, &wrong).await, BAD);
    }
    let good = json!({ "name": "a", "parentId": 1 });
    for path in ["/department/1", "/department/999", "/department/x"] {
        refused(&rig.put(path, &good).await, BAD);
        refused(&rig.delete(path).await, BAD);
    }
}

#[tokio::test]
async fn a_deleted_department_leaves_its_members_to_the_root_as_ordinary_users() {
    let rig = Rig::empty().await;
    let web = department(&rig, "web", 1).await;
    let inner = department(&rig, "inner", web).await;
    let other = department(&rig, "other", 1).await;
    for (account, place) in [("a", web), ("b", inner), ("c", other)] {
        let body = json!({ "account": account, "password": "p", "name": account, "departmentId": place, "roleType": 4 });
        rig.post("/user", &body).await.expect_ok();
    }
    assert_eq!(rig.delete(&format!("/department/{web}")).await.expect_ok(), json!({}));
    let place = |account: &str| {
        let user = held(&rig, account);
        (user["departmentId"].as_i64().unwrap(), user["roleType"].as_i64().unwrap())
    };
    assert_eq!((place("a"), place("b"), place("c")), ((1, 3), (1, 3), (other, 4)));
    refused(&rig.delete(&format!("/department/{inner}")).await, BAD);
}

#[tokio::test]
async fn the_seeds_have_people_in_a_tree() {
    let rig = Rig::seeded().await;
    let state = rig.control().state()["cloudroom"].clone();
    assert_eq!(state["users"].as_object().unwrap().len(), 8);
    assert_eq!(state["departments"].as_object().unwrap().len(), 5);
    let calls = rig.control().calls_of("updateDepartment");
    assert!(calls.is_empty());
    let moved = rig.put("/department/106", &json!({ "name": "EMEA", "parentId": 105 })).await.expect_ok();
    assert_eq!(moved["fullPath"], "公司 > Sales & Marketing > EMEA");
    assert_eq!(rig.control().calls_of("updateDepartment").len(), 1);
}
