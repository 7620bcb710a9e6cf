//! The document's contradictions as switches.

use std::collections::BTreeSet;

use portico_sandbox::{DetailTimes, LayoutName, NoPeriodEnd, Variants};
use serde_json::json;

use crate::rig::{HOUR, NOW, Rig, WANG_LI, repeating};

async fn with(change: impl FnOnce(&mut Variants)) -> Rig {
    let rig = Rig::empty().await;
    let mut variants = rig.control().variants();
    change(&mut variants);
    rig.control().set_variants(variants);
    rig
}

#[tokio::test]
async fn times_as_seconds_and_no_end_as_minus_one() {
    let rig = with(|it| it.detail_times = DetailTimes::Seconds).await;
    let conf_id = rig.create(&repeating(NOW + HOUR, NOW + 2 * HOUR, 1, -1)).await;
    let order = |until| {
        json!({ "scheduleTime": NOW + HOUR, "scheduleEndTime": NOW + 2 * HOUR,
            "periodType": 1, "periodEndTime": until })
    };
    assert_eq!(rig.detail(conf_id).await["orderConfig"], order(json!("")));
    let mut variants = rig.control().variants();
    variants.no_period_end = NoPeriodEnd::MinusOne;
    rig.control().set_variants(variants);
    assert_eq!(rig.detail(conf_id).await["orderConfig"], order(json!(-1)));
}

#[tokio::test]
async fn the_samples_names_of_attributes_and_permissions() {
    let rig = with(|it| {
        it.layout_name = LayoutName::Vwalldo;
        it.old_permissions = true;
        it.old_attributes = true;
    })
    .await;
    let conf_id = rig
        .create(&json!({
            "subject": "old", "inviteIds": [WANG_LI],
            "attributes": { "allowJoin": 2, "autoOpenCamera": 1, "vwallo": 4 },
            "permission": { "allowPicture": 0, "saveWB": 0 },
        }))
        .await;
    let detail = rig.detail(conf_id).await;
    assert_eq!(
        detail["attributes"],
        json!({
            "autoOpenCamera": 1, "autoOpenMicrophone": 0, "micUseLocal": 1, "cameraUseLocal": 0,
            "loginIvr": 1, "onlyInvitee": 1, "onlyComp": 0, "canJoinAdv": 1,
            "virtualMembers": 0, "waterMark": 0, "vwalldo": 4,
        })
    );
    assert_eq!(
        detail["permission"],
        json!({
            "createWB": 0, "saveWB": 0, "publicIM": 1, "privateIM": 1, "recordConf": 0,
            "uploadDoc": 1, "openMicrophone": 1, "openCamera": 1, "shareOrUpload": 1,
            "srvRecord": 0, "pstnCall": 1, "allowModifyName": 1, "imForbidPic": 1,
            "imForbidUrl": 0, "allowShare": 1,
        })
    );
}

#[tokio::test]
async fn details_without_the_fields_that_the_sample_lacks() {
    let rig = with(|it| {
        it.details_lack_fields = true;
        it.layout_name = LayoutName::Vwalldo;
        it.old_permissions = true;
        it.old_attributes = true;
    })
    .await;
    let asked = json!({ "subject": "bare", "inviteIds": [WANG_LI], "assistantInfos": [WANG_LI],
        "password": "1234", "emailNotice": 1, "attributes": { "waitHall": 1 },
        "orderConfig": { "scheduleTime": NOW + HOUR, "scheduleEndTime": NOW + 2 * HOUR } });
    let conf_id = rig.create(&asked).await;
    let detail = rig.detail(conf_id).await;
    let names: BTreeSet<&str> = detail.as_object().unwrap().keys().map(String::as_str).collect();
    let sample = [
        "confId",
        "subject",
        "url",
        "publicUrl",
        "hostId",
        "hostName",
        "status",
        "pstnPwd",
        "pstnNum",
        "orderConfig",
        "attributes",
        "permission",
    ];
    assert_eq!(names, BTreeSet::from(sample));
    assert_eq!(detail["attributes"].get("waitHall"), None);
    let state = rig.control().state();
    // Beside it there is a neighbour's, and the numbers they got decide which comes first.
    let meetings = state["cloudroom"]["meetings"].as_array().unwrap();
    let held = meetings.iter().find(|it| it["confId"] == conf_id).unwrap();
    assert_eq!((&held["inviteeIds"], &held["assistantIds"]), (&json!([WANG_LI]), &json!([WANG_LI])));
    assert_eq!(held["attributes"]["waitHall"], 1);
}

#[tokio::test]
async fn lists_without_the_fields_that_the_samples_lack() {
    let rig = with(|it| it.lists_lack_fields = true).await;
    rig.soon().await;
    let list = rig.get("/conference/list").await.expect_ok();
    assert_eq!(list.get("remaining"), None);
    assert_eq!(list["total"], 1);
    for name in ["status", "password", "ownerId"] {
        assert_eq!(list["records"][0].get(name), None, "{name}");
    }
}

#[tokio::test]
async fn numbers_as_strings() {
    let rig = with(|it| it.numbers_as_text = true).await;
    let created = rig.post("/conference", &json!({ "subject": "a" })).await.expect_ok();
    let conf_id = created["confId"].as_str().unwrap();
    let body = rig.get(&format!("/conference/{conf_id}")).await.expect_ok();
    assert_eq!(body["confDetail"]["status"], "0");
    assert_eq!(body["confDetail"]["attributes"]["autoOpenCamera"], "-1");
    let refused = rig.get("/conference/1").await;
    assert_eq!((refused.status, &refused.body["code"]), (500, &json!("22201")));
}

#[tokio::test]
async fn an_empty_history_may_be_refused() {
    let rig = with(|it| it.empty_history_refused = true).await;
    let path = "/conference/history/list";
    rig.get(path).await.expect_refusal(500, 22233, "会议记录为空");
    rig.held().await;
    rig.get(path).await.expect_ok();
}

#[tokio::test]
async fn the_lead_before_a_meeting() {
    let rig = with(|it| it.join_lead_seconds = 0).await;
    let conf_id = rig.soon().await;
    rig.control().advance(HOUR - 1);
    assert_eq!(rig.join(conf_id, "nickName=A").await.code(), 22203);
    rig.control().advance(1);
    rig.join(conf_id, "nickName=A").await.expect_ok();
}
