//! 创建会议, 修改会议, 查询会议, 结束会议, 删除会议.

use serde_json::json;

use crate::rig::{CREATOR, DAY, FOREIGN, HOUR, NOW, Rig, WANG_LI, scheduled};

#[tokio::test]
async fn a_meeting_is_created_with_the_documents_defaults() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&json!({ "subject": "创建会议" })).await;
    assert!((10_000_000..100_000_000).contains(&conf_id));
    let mut detail = rig.detail(conf_id).await;
    for link in ["url", "publicUrl"] {
        assert!(detail[link].take().as_str().unwrap().starts_with(&rig.origin("/")));
    }
    assert_eq!(detail["pstnPwd"].take().as_str().unwrap().len(), 6);
    let expected = json!({
        "confId": conf_id, "subject": "创建会议", "url": null, "publicUrl": null,
        "hostId": CREATOR, "hostName": "云屋科技", "inviteeInfos": [], "assistantInfos": [],
        "status": 0, "pstnNum": "008600000000000", "pstnPwd": null,
        "emailNotice": 0, "smsNotice": 0,
        "attributes": {
            "autoOpenCamera": -1, "autoOpenMicrophone": -1, "canJoinAdv": 1, "loginIvr": 1,
            "waterMark": 0, "virtualMembers": 0, "vwallo": 2000, "waitHall": 0, "allowJoin": 0,
        },
        "permission": {
            "saveWB": 1, "publicIM": 1, "privateIM": 1, "allowPicture": 1, "allowUrl": 1,
            "recordConf": 0, "openMicrophone": 1, "openCamera": 1, "allowShare": 1,
            "allowModifyName": 1, "pstnCall": 1,
        },
    });
    assert_eq!(detail, expected);
}

#[tokio::test]
async fn everything_that_was_asked_for_comes_back() {
    let rig = Rig::empty().await;
    let conf_id = rig
        .create(&json!({
            "subject": "All of it",
            "hostId": WANG_LI, "inviteIds": [CREATOR, 1_000_141_571], "assistantInfos": [1_000_141_517],
            "password": "24680", "emailNotice": 1, "smsNotice": 1, "voteIds": ["v1"],
            "orderConfig": {
                "scheduleTime": NOW + HOUR, "scheduleEndTime": NOW + 2 * HOUR,
                "periodType": 3, "periodEndTime": NOW + 30 * DAY,
            },
            "attributes": { "autoOpenCamera": 1, "virtualMembers": 2000, "vwallo": 4, "allowJoin": 2 },
            "permission": { "recordConf": 1, "allowUrl": 0 },
        }))
        .await;
    let detail = rig.detail(conf_id).await;
    assert_eq!(detail["hostName"], "王丽");
    assert_eq!(detail["password"], "24680");
    assert_eq!((&detail["emailNotice"], &detail["smsNotice"]), (&json!(1), &json!(1)));
    assert_eq!(
        detail["inviteeInfos"],
        json!([
            { "inviteId": CREATOR, "inviteeName": "云屋科技", "inviteeType": 0 },
            { "inviteId": 1_000_141_571, "inviteeName": "Emma Thompson", "inviteeType": 0 },
        ])
    );
    assert_eq!(detail["assistantInfos"][0]["assistantName"], "张伟");
    assert_eq!(
        detail["orderConfig"],
        json!({
            "scheduleTime": "2026-04-01 10:00:00", "scheduleEndTime": "2026-04-01 11:00:00",
            "periodType": 3, "periodEndTime": "2026-05-01 09:00:00",
        })
    );
    assert_eq!(detail["attributes"]["vwallo"], 4);
    assert_eq!(detail["attributes"]["virtualMembers"], 2000);
    assert_eq!(detail["permission"]["allowUrl"], 0);
    assert_eq!(detail["permission"]["publicIM"], 1);
}

#[tokio::test]
async fn a_change_touches_what_it_names_and_nothing_else() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    let before = rig.detail(conf_id).await;
    let path = format!("/conference/{conf_id}");
    assert_eq!(rig.put(&path, &json!({})).await.expect_ok(), json!({}));
    assert_eq!(rig.detail(conf_id).await, before);

    let change = json!({
        "subject": "修改会议", "inviteeIds": [WANG_LI], "password": "1357",
        "attributes": { "waterMark": 1 }, "permission": { "pstnCall": 0 },
        "orderConfig": { "scheduleTime": NOW + DAY, "scheduleEndTime": NOW + DAY + HOUR },
    });
    assert_eq!(rig.put(&path, &change).await.expect_ok(), json!({}));
    let mut expected = before;
    expected["subject"] = json!("修改会议");
    expected["password"] = json!("1357");
    expected["inviteeInfos"] = json!([{ "inviteId": WANG_LI, "inviteeName": "王丽", "inviteeType": 0 }]);
    expected["attributes"]["waterMark"] = json!(1);
    expected["permission"]["pstnCall"] = json!(0);
    expected["orderConfig"]["scheduleTime"] = json!("2026-04-02 09:00:00");
    expected["orderConfig"]["scheduleEndTime"] = json!("2026-04-02 10:00:00");
    assert_eq!(rig.detail(conf_id).await, expected);
}

#[tokio::test]
async fn a_refused_change_changes_nothing() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    let before = rig.detail(conf_id).await;
    let path = format!("/conference/{conf_id}");
    let change = json!({ "subject": "new", "attributes": { "waterMark": 1, "allowJoin": 2 } });
    rig.put(&path, &change).await.expect_refusal(500, 22229, "邀请人不能为空");
    assert_eq!(rig.detail(conf_id).await, before);
}

#[tokio::test]
async fn the_two_tables_spell_the_invitees_differently() {
    let rig = Rig::empty().await;
    let wrong_on_create = json!({ "subject": "a", "inviteeIds": [WANG_LI], "order": 1,
        "attributes": { "vwalldo": 0 }, "permission": { "createWB": 1 } });
    let conf_id = rig.create(&wrong_on_create).await;
    let wrong_on_change = json!({ "inviteIds": [WANG_LI], "emailNotice": 1 });
    let path = format!("/conference/{conf_id}");
    rig.put(&path, &wrong_on_change).await.expect_ok();
    let detail = rig.detail(conf_id).await;
    assert_eq!(detail["inviteeInfos"], json!([]));
    assert_eq!(detail["emailNotice"], 0);
    assert_eq!(detail["attributes"]["vwallo"], 2000);

    let unknown = |operation: &str| {
        let mut names = rig.control().calls_of(operation)[0].unknown_fields.clone();
        names.sort();
        names
    };
    assert_eq!(
        unknown("createMeeting"),
        ["attributes.vwalldo", "inviteeIds", "order", "permission.createWB"]
    );
    assert_eq!(unknown("updateMeeting"), ["emailNotice", "inviteIds"]);
}

#[tokio::test]
async fn started_and_ended_meetings_can_be_neither_changed_nor_deleted() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&json!({ "subject": "now" })).await;
    let path = format!("/conference/{conf_id}");
    let expect_closed = async || {
        let refused = (22227, "会议已开始或已结束");
        let changed = rig.put(&path, &json!({ "subject": "x" })).await;
        changed.expect_refusal(500, refused.0, refused.1);
        rig.delete(&path).await.expect_refusal(500, refused.0, refused.1);
    };
    rig.join(conf_id, "nickName=A").await.expect_ok();
    assert_eq!(rig.detail(conf_id).await["status"], 1);
    expect_closed().await;
    assert_eq!(rig.end(conf_id).await.expect_ok(), json!({}));
    assert_eq!(rig.detail(conf_id).await["status"], 2);
    expect_closed().await;
}

#[tokio::test]
async fn only_a_running_meeting_can_be_ended() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    rig.end(conf_id).await.expect_refusal(500, 22203, "会议未开始");
    rig.control().start_meeting(conf_id).unwrap();
    rig.end(conf_id).await.expect_ok();
    rig.end(conf_id).await.expect_refusal(500, 22204, "会议已结束");
}

#[tokio::test]
async fn a_deleted_meeting_is_gone() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    let path = format!("/conference/{conf_id}");
    assert_eq!(rig.delete(&path).await.expect_ok(), json!({}));
    rig.get(&path).await.expect_refusal(500, 22201, "会议不存在");
    assert_eq!(rig.delete(&path).await.code(), 22201);
    assert_eq!(rig.put(&path, &json!({})).await.code(), 22201);
    assert_eq!(rig.end(conf_id).await.code(), 22201);
    assert_eq!(rig.join(conf_id, "nickName=A").await.code(), 22201);
    let list = rig.get("/conference/list").await.expect_ok();
    assert_eq!(list["total"], 0);
}

#[tokio::test]
async fn another_companys_meeting_is_out_of_reach() {
    let rig = Rig::empty().await;
    let path = format!("/conference/{FOREIGN}");
    rig.get(&path).await.expect_refusal(500, 22224, "权限不足");
    assert_eq!(rig.put(&path, &json!({ "subject": "x" })).await.code(), 22224);
    assert_eq!(rig.delete(&path).await.code(), 22224);
    assert_eq!(rig.end(FOREIGN).await.code(), 22224);
    assert_eq!(rig.join(FOREIGN, "nickName=A").await.code(), 22224);
    assert_eq!(rig.get(&format!("/video/{FOREIGN}")).await.code(), 22224);
}

#[tokio::test]
async fn a_body_must_be_declared_and_be_a_json_object() {
    let rig = Rig::empty().await;
    let body = scheduled(NOW + HOUR, NOW + 2 * HOUR).to_string();
    let bad = [
        ("text/plain", body.as_str()),
        ("application/x-www-form-urlencoded", "subject=a"),
        ("application/json", ""),
        ("application/json", "{\"subject\":"),
        ("application/json", "[]"),
        ("application/json", "\"subject\""),
    ];
    for (kind, body) in bad {
        let request = rig.request(reqwest::Method::POST, "/conference");
        let request = request.header("Content-Type", kind).body(body.to_owned());
        let answer = crate::rig::answer(request.send().await.unwrap()).await;
        assert_eq!((answer.status, answer.code()), (500, 400), "{kind} {body}");
    }
    let request = rig.request(reqwest::Method::POST, "/conference");
    let request = request.header("Content-Type", "application/json;charset=UTF-8");
    assert_eq!(request.body(body).send().await.unwrap().status(), 200);
}
