//! Every documented refusal of a body, one line each.

use serde_json::{Value, json};

use crate::rig::{DAY, HOUR, NOW, Rig, WANG_LI};

/// A good body with some members replaced; null takes one out.
fn body(changes: Value) -> Value {
    let mut body = json!({
        "subject": "ok",
        "orderConfig": { "scheduleTime": NOW + HOUR, "scheduleEndTime": NOW + 2 * HOUR },
    });
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            body.as_object_mut().unwrap().remove(name);
        } else {
            body[name] = value.clone();
        }
    }
    body
}

fn order(start: Value, end: Value, rest: Value) -> Value {
    let mut order = json!({});
    for (name, value) in [("scheduleTime", start), ("scheduleEndTime", end)] {
        if !value.is_null() {
            order[name] = value;
        }
    }
    for (name, value) in rest.as_object().unwrap() {
        order[name] = value.clone();
    }
    body(json!({ "orderConfig": order }))
}

fn series(rest: Value) -> Value {
    order(json!(NOW + HOUR), json!(NOW + 2 * HOUR), rest)
}

#[rustfmt::skip] // A table reads better unbroken.
fn refused() -> Vec<(Value, i64, &'static str)> {
    let many = "会".repeat(51);
    vec![
        (body(json!({ "subject": null })), 22209, "会议主题不能为空"),
        (body(json!({ "subject": "" })), 22209, "会议主题不能为空"),
        (body(json!({ "subject": "  " })), 22209, "会议主题不能为空"),
        (body(json!({ "subject": many })), 22212, "会议主题不能超过50个字符"),
        (body(json!({ "password": "123" })), 22210, "会议密码为4-6位数字"),
        (body(json!({ "password": "1234567" })), 22210, "会议密码为4-6位数字"),
        (body(json!({ "password": "12a4" })), 22210, "会议密码为4-6位数字"),
        (body(json!({ "password": "１２３４" })), 22210, "会议密码为4-6位数字"),
        (body(json!({ "password": "" })), 22210, "会议密码为4-6位数字"),
        (body(json!({ "hostId": 7 })), 22223, "主持人不存在"),
        (body(json!({ "inviteIds": [WANG_LI, 7] })), 22228, "邀请人不存在"),
        (body(json!({ "assistantInfos": [7] })), 22235, "联席主持人不存在"),
        (body(json!({ "assistantInfos": [WANG_LI, 7, 8, 9, 10] })), 22234, "联席主持人个数不能超过四个"),
        (body(json!({ "attributes": { "allowJoin": 2 } })), 22229, "邀请人不能为空"),
        (body(json!({ "attributes": { "vwallo": 26 } })), 22225, "会议分屏数错误"),
        (body(json!({ "attributes": { "vwallo": -1 } })), 22225, "会议分屏数错误"),
        (body(json!({ "attributes": { "virtualMembers": 2001 } })), 22226, "虚拟人数应在0-2000之间"),
        (body(json!({ "attributes": { "virtualMembers": -1 } })), 22226, "虚拟人数应在0-2000之间"),
        (body(json!({ "orderConfig": { "periodType": 0 } })), 22214, "预约开始时间不能为空"),
        (order(json!("2026-04-02 10:00:00"), json!(NOW + DAY), json!({})), 22216, "预约开始时间格式错误"),
        (order(json!(-1), json!(NOW + DAY), json!({})), 22216, "预约开始时间格式错误"),
        (order(json!(i64::MAX), json!(i64::MAX), json!({})), 22216, "预约开始时间格式错误"),
        (order(json!(NOW - 1), json!(NOW + HOUR), json!({})), 22215, "预约开始时间不能小于当前时间"),
        (order(json!(NOW + HOUR), Value::Null, json!({})), 22217, "预约结束时间不能为空"),
        (order(json!(NOW + HOUR), json!("later"), json!({})), 22219, "预约结束时间格式错误"),
        (order(json!(NOW + HOUR), json!(NOW), json!({})), 22218, "预约结束时间不能小于开始时间"),
        (order(json!(NOW + HOUR), json!(NOW + HOUR + DAY + 1), json!({})), 22222, "预约时间不能超过24小时"),
        (series(json!({ "periodType": 6 })), 22220, "非法的周期会议类型"),
        (series(json!({ "periodType": -1 })), 22220, "非法的周期会议类型"),
        (series(json!({ "periodType": "1" })), 22220, "非法的周期会议类型"),
        (series(json!({ "periodType": 1 })), 22211, "周期会议结束时间不能为空"),
        (series(json!({ "periodType": 1, "periodEndTime": "" })), 22213, "周期会议结束时间格式错误"),
        (series(json!({ "periodType": 1, "periodEndTime": -2 })), 22213, "周期会议结束时间格式错误"),
        (series(json!({ "periodType": 1, "periodEndTime": NOW })), 22221, "周期会议结束时间不能小于开始时间"),
    ]
}

#[tokio::test]
async fn each_bad_body_has_its_code_on_create() {
    let rig = Rig::empty().await;
    for (body, code, msg) in refused() {
        let answer = rig.post("/conference", &body).await;
        assert_eq!(answer.code(), code, "{body}");
        answer.expect_refusal(500, code, msg);
    }
    let list = rig.get("/conference/list").await.expect_ok();
    assert_eq!(list["total"], 0, "a refused meeting must not exist");
}

#[tokio::test]
async fn each_bad_body_has_its_code_on_change() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    for (mut body, code, msg) in refused() {
        let map = body.as_object_mut().unwrap();
        if !map.contains_key("subject") {
            continue; // Optional here.
        }
        if let Some(invitees) = map.remove("inviteIds") {
            map.insert("inviteeIds".to_owned(), invitees);
        }
        let answer = rig.put(&format!("/conference/{conf_id}"), &body).await;
        assert_eq!(answer.code(), code, "{body}");
        answer.expect_refusal(500, code, msg);
    }
}

#[tokio::test]
async fn types_are_those_of_the_tables() {
    let rig = Rig::empty().await;
    let wrong = [
        json!({ "subject": 5 }),
        json!({ "hostId": WANG_LI.to_string() }),
        json!({ "hostId": 1.5 }),
        json!({ "inviteIds": WANG_LI }),
        json!({ "inviteIds": [WANG_LI.to_string()] }),
        json!({ "assistantInfos": { "id": WANG_LI } }),
        json!({ "password": 1234 }),
        json!({ "emailNotice": "1" }),
        json!({ "emailNotice": true }),
        json!({ "smsNotice": 2 }),
        json!({ "voteIds": [1] }),
        json!({ "orderConfig": [] }),
        json!({ "attributes": { "waterMark": 2 } }),
        json!({ "attributes": { "waterMark": "1" } }),
        json!({ "attributes": { "waterMark": null } }),
        json!({ "attributes": { "autoOpenCamera": -2 } }),
        json!({ "attributes": { "canJoinAdv": -1 } }),
        json!({ "attributes": { "allowJoin": 3 } }),
        json!({ "attributes": { "vwallo": "2000" } }),
        json!({ "permission": { "publicIM": 2 } }),
        json!({ "permission": "all" }),
    ];
    for changes in wrong {
        let answer = rig.post("/conference", &body(changes.clone())).await;
        assert_eq!((answer.status, answer.code()), (500, 400), "{changes}");
    }
    let null = rig.post("/conference", &json!({ "subject": "a", "hostId": null })).await;
    assert_eq!(null.code(), 400, "null is not absent");
}

#[tokio::test]
async fn the_edges_of_every_range_are_accepted() {
    let rig = Rig::empty().await;
    let good = [
        body(json!({ "subject": "会".repeat(50) })),
        body(json!({ "subject": "🎉".repeat(50) })),
        body(json!({ "password": "0000" })),
        body(json!({ "password": "999999" })),
        body(json!({ "assistantInfos": [WANG_LI, WANG_LI, WANG_LI, WANG_LI] })),
        body(json!({ "inviteIds": [] })),
        body(json!({ "attributes": { "vwallo": 0, "virtualMembers": 0, "autoOpenCamera": -1 } })),
        body(json!({ "attributes": { "vwallo": 25, "virtualMembers": 2000 } })),
        body(json!({ "attributes": { "allowJoin": 2 }, "inviteIds": [WANG_LI] })),
        order(json!(NOW), json!(NOW), json!({})),
        order(json!(NOW + 1), json!(NOW + 1 + DAY), json!({})),
        series(json!({ "periodType": 5, "periodEndTime": NOW + HOUR })),
        series(json!({ "periodType": 2, "periodEndTime": -1 })),
    ];
    for body in good {
        let answer = rig.post("/conference", &body).await;
        assert_eq!(answer.status, 200, "{body} {}", answer.body);
    }
}
