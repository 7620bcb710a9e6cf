//! Users, departments and companies, as a script keeps them.

use super::meeting::{is_unsupported, lacks, once};
use super::rig::{Rig, rig};
use axum::http::Method;
use portico_domain::capabilities::Vendor;
use serde_json::{Value, json};

fn path(rig: &Rig, vendor: Vendor, kind: &str) -> String {
    format!("/api/v1/connections/{}/{kind}", rig.connection(vendor).id)
}

/// What the vendor holds: `companies`, `users` or `departments`, by id.
fn held(rig: &Rig, what: &str, id: &str) -> Option<Value> {
    rig.sandbox.control().state()["cloudroom"][what].get(id).cloned()
}

fn li_lei() -> Value {
    json!({ "account": "lilei@example.cn", "name": "李雷", "user_password": "canary-2468",
        "mobile": "18927450001", "email": "lilei@example.cn", "role": 3 })
}

#[tokio::test]
async fn a_user_is_made_once_changed_and_removed() {
    let rig = rig(false).await;
    let token = rig.token(&["directory"]).await;
    let users = path(&rig, Vendor::Cloudroom, "users");
    for _ in 0..2 {
        let made = once(&rig, &token, Method::POST, &users, "one", li_lei()).await;
        assert_eq!((made.status, &made.json["name"]), (201, &json!("李雷")), "{}", made.json);
        assert!(!String::from_utf8_lossy(&made.bytes).contains("canary"));
    }
    assert_eq!(rig.sandbox.control().calls_of("createUser").len(), 1);
    let one = format!("{users}/lilei@example.cn");
    let change = json!({ "name": "Li Lei", "mobile": "" });
    let changed = rig.call(&token, &Method::PATCH, &one, Some(change)).await;
    assert_eq!(changed.status, 200, "{}", changed.json);
    let said = |name: &str| changed.json[name].clone();
    assert_eq!((said("name"), said("mobile")), (json!("Li Lei"), Value::Null));
    assert_eq!(
        (said("email"), said("role")),
        (json!("lilei@example.cn"), json!(3)),
        "what is left out stays"
    );
    assert_eq!(rig.get(&token, &one).await.json, changed.json);
    assert_eq!(rig.get(&token, &users).await.json["items"], json!([changed.json]));
    assert_eq!(held(&rig, "users", "lilei@example.cn").unwrap()["email"], "lilei@example.cn");
    assert_eq!(rig.call(&token, &Method::DELETE, &one, None).await.status, 204);
    assert_eq!(held(&rig, "users", "lilei@example.cn"), None);
    assert_eq!(rig.get(&token, &one).await.status, 404);
}

#[tokio::test]
async fn a_department_is_made_renamed_and_moved_only_where_it_is_said() {
    let rig = rig(false).await;
    let token = rig.token(&["directory"]).await;
    let departments = path(&rig, Vendor::Cloudroom, "departments");
    let made = async |body: Value| {
        let made = rig.post(&token, &departments, body).await;
        assert_eq!(made.status, 201, "{}", made.json);
        made.json["number"].as_str().unwrap().to_owned()
    };
    let product = made(json!({ "name": "产品部" })).await;
    let web = made(json!({ "name": "web", "parent": product })).await;
    let again = made(json!({ "name": "web", "parent": product })).await;
    assert_ne!(web, again, "the vendor takes two, and each has its own number");
    let one = format!("{departments}/{web}");
    let renamed = rig.call(&token, &Method::PATCH, &one, Some(json!({ "name": "Web" }))).await;
    assert_eq!(renamed.json["parent"], json!(product), "{}", renamed.json);
    let moved = rig.call(&token, &Method::PATCH, &one, Some(json!({ "parent": "1" }))).await;
    assert_eq!((&moved.json["name"], &moved.json["parent"]), (&json!("Web"), &Value::Null), "{}", moved.json);
    assert_eq!(held(&rig, "departments", &web).unwrap()["parentId"], 1);
    // Where it stands is not known, so nothing is guessed.
    let unknown = format!("{departments}/987654");
    let refused = rig.call(&token, &Method::PATCH, &unknown, Some(json!({ "name": "x" }))).await;
    assert_eq!((refused.status, &refused.json["fields"][0]["field"]), (422, &json!("parent")));
    assert_eq!(rig.call(&token, &Method::DELETE, &one, None).await.status, 204);
    assert_eq!(rig.get(&token, &departments).await.json["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_company_is_made_renamed_and_removed() {
    let rig = rig(false).await;
    let token = rig.token(&["directory"]).await;
    let companies = path(&rig, Vendor::Cloudroom, "companies");
    let wanted = json!({ "guid": "mytestGUID", "name": "测试CompName", "admin": "mytest@cloudroom.com",
        "admin_name": "测试01", "admin_password": "canary-2468" });
    let made = rig.post(&token, &companies, wanted).await;
    assert_eq!((made.status, &made.json["admin"]), (201, &json!("mytest@cloudroom.com")), "{}", made.json);
    let one = format!("{companies}/mytestGUID");
    let renamed = rig.call(&token, &Method::PATCH, &one, Some(json!({ "name": "Another" }))).await;
    assert_eq!((renamed.status, &renamed.json["name"]), (200, &json!("Another")), "{}", renamed.json);
    assert_eq!(rig.get(&token, &companies).await.json["items"], json!([renamed.json]));
    assert_eq!(rig.call(&token, &Method::DELETE, &one, None).await.status, 204);
    assert_eq!(held(&rig, "companies", "mytestGUID"), None);
}

#[tokio::test]
async fn what_is_wrong_is_said_by_field_and_others_have_no_such_directory() {
    let rig = rig(false).await;
    let token = rig.token(&["directory"]).await;
    let others = rig.token(&["meetings:read", "meetings:write", "join", "recordings", "webhooks"]).await;
    let department = json!({ "name": "web" });
    let company = json!({ "guid": "g", "name": "n", "admin": "a", "admin_name": "n", "admin_password": "p" });
    for (kind, body, first) in
        [("users", li_lei(), "account"), ("departments", department, "name"), ("companies", company, "guid")]
    {
        let here = path(&rig, Vendor::Cloudroom, kind);
        let wrong = rig.post(&token, &here, json!({})).await;
        assert_eq!((wrong.status, &wrong.json["fields"][0]["field"]), (422, &json!(first)), "{}", wrong.json);
        assert_eq!(rig.post(&token, &here, json!({ "nothing": 1 })).await.status, 400);
        assert!(lacks(&rig.get(&others, &here).await, "directory"), "{kind}");
        assert!(lacks(&rig.post(&others, &here, body.clone()).await, "directory"), "{kind}");
        for vendor in [Vendor::Vmr, Vendor::Webapi] {
            let there = path(&rig, vendor, kind);
            assert!(is_unsupported(&rig.get(&token, &there).await), "{vendor:?} {kind}");
            assert!(is_unsupported(&rig.post(&token, &there, body.clone()).await), "{vendor:?} {kind}");
            let one = format!("{there}/7");
            assert!(
                is_unsupported(&rig.call(&token, &Method::DELETE, &one, None).await),
                "{vendor:?} {kind}"
            );
        }
    }
}
