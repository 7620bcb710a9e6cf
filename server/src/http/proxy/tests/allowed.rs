//! Each operation of the three documents, sent as the document says but to us, with a token in place of the
//! vendor's secret.

use crate::http::api::tests::rig::{Answer, Rig, rig};
use axum::body::Body;
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_sandbox::RoomPoke;
use serde_json::{Value, json};

/// As CloudRoom's own kit sends: its four headers, the token as `secretId`, a signature that is none.
async fn cloudroom(rig: &Rig, token: &str, method: Method, path: &str, body: Option<Value>) -> Answer {
    let id = &rig.connection(Vendor::Cloudroom).id;
    let request = Request::builder()
        .method(method)
        .uri(format!("/proxy/{id}/CLOUDROOM-SERVER/v2{path}"))
        .header("X-CR-SecretId", token)
        .header("X-CR-Timestamp", "1622098479")
        .header("X-CR-Signature", "edda74671f313bc7c081bf6e11c8da9ebe73224e4aadba96f6ae2c6ba4550f25")
        .header("X-CR-RequestId", "r-1")
        // The document names no type, and this is curl's own of any `-d`.
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Cookie", "a=b");
    let body = body.map(|body| Body::from(body.to_string())).unwrap_or_default();
    rig.ask(request.body(body).unwrap()).await
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[tokio::test]
async fn every_operation_of_cloudroom() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    rig.sandbox.control().clear_calls();
    let send = async |method: Method, path: &str, body: Option<Value>| {
        let answer = cloudroom(&rig, &token, method.clone(), path, body).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.json);
        answer.json
    };
    let (post, put, get, delete) = (Method::POST, Method::PUT, Method::GET, Method::DELETE);
    // The document's own sample.
    let sample = json!({ "subject": "创建会议", "order": 1, "orderConfig": { "periodType": 0,
        "scheduleTime": rig.services.now().seconds() + 60, "scheduleEndTime": rig.services.now().seconds() + 3600 },
        "attributes": { "waterMark": 1 } });
    let id = text(&send(post.clone(), "/conference", Some(sample.clone())).await["confId"]);
    let one = format!("/conference/{id}");
    send(put.clone(), &one, Some(json!({ "subject": "修改会议", "attributes": { "waterMark": 1 } }))).await;
    let detail = send(get.clone(), &one, None).await;
    assert_eq!(detail["confDetail"]["subject"], "修改会议");
    assert!(detail["confDetail"]["url"].is_string(), "the scope join shows it: {detail}");
    let joined = send(get.clone(), &format!("{one}/join?nickName=room%20%E4%BC%9A&userType=1"), None).await;
    assert!(text(&joined["crmt"]).starts_with("CRMT:"));
    rig.sandbox.control().start_meeting(id.parse().unwrap()).unwrap();
    send(post.clone(), &format!("{one}/end"), None).await;
    send(get.clone(), "/conference/list?current=1&size=20", None).await;
    let another = text(&send(post.clone(), "/conference", Some(sample.clone())).await["confId"]);
    let past = send(get.clone(), "/conference/history/list?current=1&size=100", None).await;
    send(delete.clone(), &format!("/conference/{another}"), None).await;
    let mut recorded = None;
    for row in past["records"].as_array().unwrap() {
        let videos =
            send(get.clone(), &format!("/video/{}?current=1&size=20", text(&row["confId"])), None).await;
        recorded = recorded.or(videos["records"].get(0).map(|row| text(&row["fileId"])));
    }
    send(delete.clone(), &format!("/video/{}", recorded.expect("a recording")), None).await;
    let company = json!({ "compGUID": "mytestGUID", "compName": "测试CompName",
        "admin": "mytest@cloudroom.com", "adminName": "测试01", "adminPwd": "123456" });
    send(post.clone(), "/company", Some(company)).await;
    send(put.clone(), "/company/mytestGUID", Some(json!({ "compName": "my测试CompName" }))).await;
    send(delete.clone(), "/company/mytestGUID", None).await;
    let department = send(post.clone(), "/department", Some(json!({ "name": "test3", "parentId": 1 }))).await;
    let department = format!("/department/{}", text(&department["departmentId"]));
    send(put.clone(), &department, Some(json!({ "name": "test4", "parentId": 1 }))).await;
    let user = json!({ "account": "test@cloudroom.com", "password": "123456", "name": "test",
        "mobile": "18927450001", "roleType": 2, "email": "test@163.com" });
    send(post, "/user", Some(user)).await;
    send(put, "/user/test@cloudroom.com", Some(json!({ "name": "test", "roleType": 2 }))).await;
    send(delete.clone(), "/user/test@cloudroom.com", None).await;
    send(delete, &department, None).await;
    let mut reached: Vec<String> =
        rig.sandbox.control().calls().into_iter().map(|call| call.operation).collect();
    reached.sort();
    reached.dedup();
    assert_eq!(reached.len(), 19, "{reached:?}");
    let calls = rig.sandbox.control().calls();
    assert!(calls.iter().all(|call| !call.headers.contains_key("cookie")));
    assert!(calls.iter().all(|call| call.secret_id.as_deref().is_some_and(|id| !id.contains("portico_"))));
}

#[tokio::test]
async fn every_operation_of_vmr() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    let connection = rig.connection(Vendor::Vmr);
    let account = connection.settings.account.clone();
    rig.sandbox.control().clear_calls();
    // As the document's curl would: the token is the whole `auth`.
    let send = async |method: Method, path: &str, body: Option<Value>| {
        // By its name this time.
        let name = connection.name.replace(' ', "%20");
        let request = Request::builder()
            .method(&method)
            .uri(format!("/proxy/{name}{path}"))
            .header("auth", &token)
            .header("Content-Type", "application/json");
        let body = body.map(|body| Body::from(body.to_string())).unwrap_or_default();
        let answer = rig.ask(request.body(body).unwrap()).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.json);
        let good = answer.json["state"] == 1 || answer.json["code"] == 200;
        assert!(good, "{method} {path}: {}", answer.json);
        answer.json
    };
    let (post, get) = (Method::POST, Method::GET);
    let rooms = send(get.clone(), &format!("/subscribe/getmeeting?account={account}"), None).await;
    let number = text(&rooms["data"][0]["sipkey"]);
    assert!(rooms["data"][0].get("hostPin").is_some(), "the scope join shows it: {rooms}");
    send(get.clone(), &format!("/api/getmeetinginfo?addr={number}"), None).await;
    let contacts = "/subscribe/getcontacts?pageSize=10&pageIndex=1&isAll=yes";
    send(get.clone(), &format!("{contacts}&account={account}"), None).await;
    let booking = json!({ "account": account, "theme": "会议主题", "introduction": "接口会议", "visitor_ids": "",
        "startDate": "2030-01-30 09:00", "endDate": "2030-01-30 13:00", "isAutoOpen": "yes", "pid": "",
        "shostPwd": "99999", "svisitorPwd": "888888" });
    let booked = send(post.clone(), "/subscribe/createmeet", Some(booking)).await;
    let booked = booked["data"].get(0).unwrap_or(&booked["data"]);
    send(get, &format!("/subscribe/getsubmeetings?account={account}"), None).await;
    send(post.clone(), "/subscribe/cancelmeet", Some(json!({ "st_id": text(&booked["id"]) }))).await;
    let key = json!({ "conferenceKey": number });
    rig.sandbox.control().vmr_poke(&number, RoomPoke::Start).unwrap();
    let opened = send(post.clone(), "/meeting/openRecord", Some(key.clone())).await;
    send(post.clone(), "/meeting/getLiveRecStatus", Some(key.clone())).await;
    rig.sandbox.control().advance(14);
    send(post.clone(), "/meeting/closeRecord", Some(key)).await;
    let record = json!({ "recordId": opened["data"]["recordId"] });
    let files = send(post.clone(), "/meeting/getRecords", Some(record.clone())).await;
    assert!(files["data"][0]["downUrl"].is_string(), "the scope recordings shows it: {files}");
    send(post, "/meeting/delRecordFile", Some(record)).await;
    let mut reached: Vec<String> =
        rig.sandbox.control().calls().into_iter().map(|call| call.operation).collect();
    reached.sort();
    reached.dedup();
    assert_eq!(reached.len(), 11, "{reached:?}");
}

/// As `curl -F` writes it.
fn multipart(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some(file) = file {
        let head = "--XX\r\nContent-Disposition: form-data; name=\"filedata\"; filename=\"a.png\"\r\n\
            Content-Type: image/png\r\n\r\n";
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--XX--\r\n");
    body
}

#[tokio::test]
async fn every_operation_of_webapi() {
    let rig = rig(true).await;
    let token = rig.token_for_all().await;
    let base = format!("/proxy/{}/WebAPI", rig.connection(Vendor::Webapi).id);
    rig.sandbox.control().clear_calls();
    let good = |path: &str, answer: Answer| {
        let code = answer.json.get("result").or(answer.json.get("code"));
        let is_zero = code.is_some_and(|code| text(code) == "0");
        assert!(answer.status == 200 && is_zero, "{path}: {} {}", answer.status, answer.json);
        answer.json
    };
    // As the document's curl would: the token is the `key`.
    let post = async |path: &str, fields: &[(&str, &str)], file: Option<&[u8]>| {
        let fields = [&[("key", token.as_str())], fields].concat();
        let request = Request::post(format!("{base}/{path}"))
            .header("Content-Type", "multipart/form-data; boundary=XX")
            .body(Body::from(multipart(&fields, file)));
        good(path, rig.ask(request.unwrap()).await)
    };
    let get = async |path: &str, serial: &str| {
        let request = Request::get(format!("{base}/{path}?key={token}&serial={serial}"));
        good(path, rig.ask(request.body(Body::empty()).unwrap()).await)
    };
    let now = rig.services.now().seconds();
    let (start, end) = (now.to_string(), (now + 3600).to_string());
    let fields = [("meetingname", "会议"), ("starttime", start.as_str()), ("endtime", &end)];
    let create = [&fields[..], &[("chairmanpwd", "1234"), ("islive", "1")]].concat();
    let made = post("meetingcreate", &create, None).await;
    assert!(made["pushurl"].is_string(), "the scope join shows it: {made}");
    let serial = text(&made["serial"]);
    post("meetingmodify", &[&fields[..], &[("serial", serial.as_str())]].concat(), None).await;
    get("getClassBeginTime", &serial).await;
    let files = [("serial", serial.as_str()), ("fileidarr[]", "494"), ("fileidarr[]", "495")];
    post("meetingbindfile", &files, None).await;
    let bound = get("getmeetingfile", &serial).await;
    assert_eq!(bound["meetingfile"].as_array().unwrap().len(), 2, "both arrived");
    let mut picture = b"\x89PNG\r\n\x1a\nand the rest".to_vec();
    picture.resize(3 * 1024 * 1024, 7);
    post("uploadRoomPic", &[("serial", &serial)], Some(&picture)).await;
    get("getLiveStream", &serial).await;
    rig.sandbox.control().webapi_enter(serial.parse().unwrap(), "u1", "Ada").unwrap();
    post("getlogininfo", &[("serial", &serial)], None).await;
    post("getRoomRecord", &[], None).await;
    post("meetingdelete", &[("serial", &serial)], None).await;
    let calls = rig.sandbox.control().calls();
    let mut reached: Vec<String> = calls.iter().map(|call| call.operation.clone()).collect();
    reached.sort();
    reached.dedup();
    assert_eq!(reached.len(), 10, "{reached:?}");
    assert!(calls.iter().all(|call| !call.path.contains("portico_") && !call.body.contains("portico_")));
}
