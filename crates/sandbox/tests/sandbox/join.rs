//! 加入会议, and the pages behind the join links.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::rig::{FOREIGN, HOUR, NOW, Rig, WANG_LI, scheduled};

async fn crmt(rig: &Rig, conf_id: i64, query: &str) -> String {
    let body = rig.join(conf_id, query).await.expect_ok();
    body["crmt"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_crmt_string_is_made_afresh_at_each_call() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&json!({ "subject": "now" })).await;
    let first = crmt(&rig, conf_id, "nickName=Anna").await;
    let second = crmt(&rig, conf_id, "nickName=Anna&userType=1").await;
    assert_ne!(first, second);
    let text = STANDARD.decode(first.strip_prefix("CRMT:").unwrap()).unwrap();
    let text = String::from_utf8(text).unwrap();
    assert!(text.starts_with("-MEETTYPE=MEETMGR\n-MGRACNT="), "{text}");
    assert!(text.contains(&format!("-MGRCONF={conf_id}\n-MGRTYPE=4\n")), "{text}");
    let list = rig.get("/conference/list").await.expect_ok();
    assert_eq!(list["records"][0]["members"], 2);
    assert_eq!(list["records"][0]["status"], 1);
}

#[tokio::test]
async fn each_bad_parameter_has_its_code() {
    let rig = Rig::empty().await;
    let body = json!({ "subject": "locked", "password": "2468" });
    let conf_id = rig.create(&body).await;
    let long = format!("nickName={}&password=2468", "a".repeat(31));
    let cases = [
        ("password=2468", 22230, "昵称不能为空"),
        ("nickName=%20&password=2468", 22230, "昵称不能为空"),
        (long.as_str(), 22232, "昵称不能大于30个字符"),
        ("nickName=A&userType=2&password=2468", 22231, "参会者类型错误"),
        ("nickName=A&userType=host&password=2468", 22231, "参会者类型错误"),
        ("nickName=A", 22202, "会议密码错误"),
        ("nickName=A&password=1357", 22202, "会议密码错误"),
        ("nickName=A&userType=1&password=1357", 22202, "会议密码错误"),
    ];
    for (query, code, msg) in cases {
        let answer = rig.join(conf_id, query).await;
        assert_eq!(answer.code(), code, "{query}");
        answer.expect_refusal(500, code, msg);
    }
    assert_eq!(rig.detail(conf_id).await["status"], 0, "nobody came in");
    let thirty = format!("nickName={}&password=2468", "%E4%BA%91".repeat(30));
    rig.join(conf_id, &thirty).await.expect_ok();
}

#[tokio::test]
async fn participants_come_half_an_hour_early_and_the_host_when_they_like() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    rig.join(conf_id, "nickName=A").await.expect_refusal(500, 22203, "会议未开始");
    rig.control().advance(HOUR / 2 - 1);
    assert_eq!(rig.join(conf_id, "nickName=A").await.code(), 22203);
    rig.control().advance(1);
    rig.join(conf_id, "nickName=A").await.expect_ok();

    let other = rig.soon().await;
    rig.join(other, "nickName=H&userType=1").await.expect_ok();
    rig.join(other, "nickName=A").await.expect_ok();
}

#[tokio::test]
async fn with_can_join_adv_off_participants_wait_for_the_host() {
    let rig = Rig::empty().await;
    let mut body = scheduled(NOW, NOW + HOUR);
    body["attributes"] = json!({ "canJoinAdv": 0 });
    let conf_id = rig.create(&body).await;
    assert_eq!(rig.join(conf_id, "nickName=A").await.code(), 22203);
    rig.join(conf_id, "nickName=H&userType=1").await.expect_ok();
    rig.join(conf_id, "nickName=A").await.expect_ok();
}

#[tokio::test]
async fn an_ended_meeting_lets_nobody_in() {
    let rig = Rig::empty().await;
    let conf_id = rig.held().await;
    rig.join(conf_id, "nickName=A&userType=1").await.expect_refusal(500, 22204, "会议已结束");
}

#[tokio::test]
async fn allow_join_admits_the_company_or_the_invited() {
    let rig = Rig::empty().await;
    let company = json!({ "subject": "company", "attributes": { "allowJoin": 1 } });
    let company = rig.create(&company).await;
    rig.join(company, "nickName=Stranger").await.expect_refusal(500, 22206, "仅企业内用户可加入会议");
    rig.join(company, "nickName=Priya%20Raman").await.expect_ok();

    let invited = json!({ "subject": "few", "inviteIds": [WANG_LI], "attributes": { "allowJoin": 2 } });
    let invited = rig.create(&invited).await;
    rig.join(invited, "nickName=Priya%20Raman").await.expect_refusal(500, 22205, "仅邀请对象可加入会议");
    rig.join(invited, "nickName=%E7%8E%8B%E4%B8%BD").await.expect_ok();
    rig.join(invited, "nickName=Anybody&userType=1").await.expect_ok();
    assert_eq!(rig.join(FOREIGN, "nickName=A").await.code(), 22224);
}

async fn page(rig: &Rig, url: &str) -> (u16, String) {
    let response = rig.http.get(url).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn a_join_link_leads_into_the_meeting() {
    let rig = Rig::empty().await;
    let body = json!({ "subject": "<b>\"A&B\"</b>", "password": "2468" });
    let conf_id = rig.create(&body).await;
    let detail = rig.detail(conf_id).await;
    let public = detail["publicUrl"].as_str().unwrap();

    let (status, text) = page(&rig, public).await;
    assert_eq!(status, 200);
    assert!(text.contains("&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt;"), "{text}");
    assert!(!text.contains("<b>") && !text.contains("arrived"));
    assert!(page(&rig, &format!("{public}?password=1")).await.1.contains("会议密码错误"));
    assert_eq!(rig.detail(conf_id).await["status"], 0);

    let (_, text) = page(&rig, &format!("{public}?password=2468")).await;
    assert!(text.contains("You have arrived") && text.contains("Participant"));
    assert_eq!(rig.detail(conf_id).await["status"], 1);

    let (_, text) = page(&rig, detail["url"].as_str().unwrap()).await;
    assert!(text.contains("You have arrived") && text.contains("Host"));
    rig.end(conf_id).await.expect_ok();
    assert!(page(&rig, public).await.1.contains("has ended"));
    assert_eq!(page(&rig, &rig.origin("/nosuchcode")).await.0, 404);
}

#[tokio::test]
async fn a_look_at_a_link_without_opening_it_joins_nobody() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&json!({ "subject": "now" })).await;
    let url = rig.detail(conf_id).await["publicUrl"].as_str().unwrap().to_owned();
    assert_eq!(rig.http.head(&url).send().await.unwrap().status(), 200);
    assert_eq!(rig.detail(conf_id).await["status"], 0);

    let later = rig.soon().await;
    let url = rig.detail(later).await["publicUrl"].as_str().unwrap().to_owned();
    assert!(page(&rig, &url).await.1.contains("not started"));
    assert_eq!(rig.detail(later).await["status"], 0);
}
