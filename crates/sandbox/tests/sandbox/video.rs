//! 查询录像, 删除录像.

use serde_json::json;

use crate::rig::{NOW, Rig};

#[tokio::test]
async fn a_recording_appears_a_few_seconds_after_the_meeting() {
    let rig = Rig::empty().await;
    let conf_id = rig.held().await;
    let path = format!("/video/{conf_id}");
    let none = json!({ "total": 0, "remaining": 0, "records": [] });
    assert_eq!(rig.get(&path).await.expect_ok(), none);
    rig.control().advance(4);
    assert_eq!(rig.get(&path).await.expect_ok(), none);
    rig.control().advance(1);
    let list = rig.get(&path).await.expect_ok();
    let file_id = list["records"][0]["fileId"].as_str().unwrap();
    assert_eq!(
        list,
        json!({ "total": 1, "remaining": 0, "records": [{
            "title": "held", "fileId": file_id, "confId": conf_id,
            "createTime": NOW + 605, "duration": 600,
            "size": include_bytes!("../../assets/recording.mp4").len(),
            "url": rig.origin(&format!("/lv//vod/{file_id}/f0.mp4?download")),
            "vodUrl": rig.origin(&format!("/vod/{file_id}")),
        }]})
    );
}

#[tokio::test]
async fn a_meeting_without_recordings_has_an_empty_list() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    let list = rig.get(&format!("/video/{conf_id}")).await.expect_ok();
    assert_eq!(list["total"], 0);
    rig.get("/video/12345678").await.expect_refusal(500, 22201, "会议不存在");
}

#[tokio::test]
async fn a_deleted_recording_is_gone_everywhere() {
    let rig = Rig::empty().await;
    let conf_id = rig.held().await;
    rig.control().advance(5);
    let path = format!("/video/{conf_id}");
    let list = rig.get(&path).await.expect_ok();
    let record = &list["records"][0];
    let file = format!("/video/{}", record["fileId"].as_str().unwrap());
    assert_eq!(rig.delete(&file).await.expect_ok(), json!({}));
    rig.delete(&file).await.expect_refusal(500, 21030, "录像不存在");
    assert_eq!(rig.get(&path).await.expect_ok()["total"], 0);
    for address in ["url", "vodUrl"] {
        let url = record[address].as_str().unwrap();
        assert_eq!(rig.http.get(url).send().await.unwrap().status(), 404);
    }
}

#[tokio::test]
async fn recordings_of_a_series_come_in_pages() {
    let rig = Rig::empty().await;
    let body = crate::rig::repeating(NOW, NOW + 60, 1, -1);
    let conf_id = rig.create(&body).await;
    for _ in 0..3 {
        rig.join(conf_id, "nickName=A&userType=1").await.expect_ok();
        rig.end(conf_id).await.expect_ok();
        rig.control().advance(crate::rig::DAY);
    }
    let page = rig.get(&format!("/video/{conf_id}?size=2")).await.expect_ok();
    assert_eq!((&page["total"], &page["remaining"]), (&json!(3), &json!(1)));
    let times: Vec<_> = page["records"].as_array().unwrap().iter().collect();
    assert!(times[0]["createTime"].as_i64() > times[1]["createTime"].as_i64());
    // Once deleted, the series still has what was recorded.
    rig.delete(&format!("/conference/{conf_id}")).await.expect_ok();
    let after = rig.get(&format!("/video/{conf_id}")).await.expect_ok();
    assert_eq!(after["total"], 3);
}
