//! 查询会议列表, 查询历史会议列表.

use serde_json::{Value, json};

use crate::rig::{CREATOR, DAY, HOUR, NOW, Rig, WANG_LI, scheduled};

fn ids(list: &Value) -> Vec<i64> {
    let records = list["records"].as_array().unwrap();
    records.iter().map(|it| it["confId"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_row_of_the_current_list_holds_the_tables_members() {
    let rig = Rig::empty().await;
    let mut body = scheduled(NOW + HOUR, NOW + 2 * HOUR);
    body["password"] = json!("1234");
    body["hostId"] = json!(WANG_LI);
    let conf_id = rig.create(&body).await;
    let list = rig.get("/conference/list").await.expect_ok();
    let code = list["records"][0]["confCode"].clone();
    assert_eq!(
        list,
        json!({ "total": 1, "remaining": 0, "records": [{
            "confId": conf_id, "subject": "计划会议", "confType": 1,
            "scheduleTime": NOW + HOUR, "scheduleEndTime": NOW + 2 * HOUR,
            "startTime": 0, "endTime": 0, "confCode": code,
            "hostName": "王丽", "members": 0, "periodType": 0,
            "status": 0, "password": "1234", "ownerId": WANG_LI,
        }]})
    );
}

#[tokio::test]
async fn a_row_of_the_history_holds_the_tables_members() {
    let rig = Rig::empty().await;
    let conf_id = rig.held().await;
    let list = rig.get("/conference/history/list").await.expect_ok();
    let code = list["records"][0]["confCode"].clone();
    assert_eq!(
        list,
        json!({ "total": 1, "remaining": 0, "records": [{
            "confId": conf_id, "subject": "held", "confType": 0,
            "scheduleTime": NOW, "scheduleEndTime": 0, "startTime": NOW, "endTime": NOW + 600,
            "confCode": code, "hostName": "云屋科技", "members": 1, "periodType": 0,
        }]})
    );
    let current = rig.get("/conference/list").await.expect_ok();
    assert_eq!(current["total"], 0, "an ended meeting has left the current list");
}

#[tokio::test]
async fn pages_cover_everything_once() {
    let rig = Rig::empty().await;
    let mut created = Vec::new();
    for place in 0..45 {
        let start = NOW + HOUR + place * 60;
        created.push(rig.create(&scheduled(start, start + 60)).await);
    }
    let mut seen = Vec::new();
    for current in 1..=3 {
        let list = rig.get(&format!("/conference/list?current={current}")).await;
        let list = list.expect_ok();
        assert_eq!(list["total"], 45);
        assert_eq!(list["remaining"], i64::from(current < 3));
        seen.extend(ids(&list));
    }
    assert_eq!(seen, created, "by start, twenty to a page");
    let last = rig.get("/conference/list?current=5&size=10").await.expect_ok();
    assert_eq!(ids(&last), created[40..]);
}

#[tokio::test]
async fn paging_out_of_range_falls_back_to_the_defaults() {
    let rig = Rig::empty().await;
    for place in 0..25 {
        rig.create(&scheduled(NOW + HOUR + place, NOW + 2 * HOUR)).await;
    }
    let plain = rig.get("/conference/list").await.expect_ok();
    assert_eq!(ids(&plain).len(), 20);
    for query in ["size=0", "size=101", "size=-1", "current=0", "current=-3", "current=3", "size="] {
        let list = rig.get(&format!("/conference/list?{query}")).await.expect_ok();
        assert_eq!(list, plain, "{query}");
    }
    let hundred = rig.get("/conference/list?size=100").await.expect_ok();
    assert_eq!(ids(&hundred).len(), 25);
    for query in ["size=ten", "current=1.5", "startTime=today", "searchUserId=me"] {
        let answer = rig.get(&format!("/conference/list?{query}")).await;
        assert_eq!((answer.status, answer.code()), (500, 400), "{query}");
    }
}

#[tokio::test]
async fn lists_are_filtered_by_start_and_user() {
    let rig = Rig::empty().await;
    let near = rig.create(&scheduled(NOW + HOUR, NOW + 2 * HOUR)).await;
    let mut body = scheduled(NOW + DAY, NOW + DAY + HOUR);
    body["inviteIds"] = json!([WANG_LI]);
    let far = rig.create(&body).await;
    let find = async |query: String| {
        let list = rig.get(&format!("/conference/list?{query}")).await;
        ids(&list.expect_ok())
    };
    assert_eq!(find(format!("startTime={}", NOW + HOUR)).await, [near, far]);
    assert_eq!(find(format!("startTime={}", NOW + HOUR + 1)).await, [far]);
    assert_eq!(find(format!("endTime={}", NOW + DAY - 1)).await, [near]);
    assert_eq!(find(format!("startTime={}&endTime={}", NOW, NOW + 60)).await, [0; 0]);
    assert_eq!(find(format!("searchUserId={WANG_LI}")).await, [far]);
    assert_eq!(find(format!("searchUserId={CREATOR}")).await, [near, far]);
    assert_eq!(find("searchUserId=5".to_owned()).await, [0; 0]);
}

#[tokio::test]
async fn a_search_may_span_one_year() {
    let rig = Rig::empty().await;
    for path in ["/conference/list", "/conference/history/list"] {
        let year = format!("{path}?startTime={NOW}&endTime={}", NOW + 365 * DAY);
        rig.get(&year).await.expect_ok();
        let more = format!("{path}?startTime={NOW}&endTime={}", NOW + 365 * DAY + 1);
        rig.get(&more).await.expect_refusal(500, 22236, "查询时间间隔不能超过一年");
        let backwards = format!("{path}?startTime={NOW}&endTime={}", NOW - 1);
        assert_eq!(rig.get(&backwards).await.code(), 400);
    }
}

#[tokio::test]
async fn the_history_shows_the_latest_first() {
    let rig = Rig::empty().await;
    let first = rig.held().await;
    let second = rig.held().await;
    let list = rig.get("/conference/history/list").await.expect_ok();
    assert_eq!(ids(&list), [second, first]);
    let early = format!("/conference/history/list?endTime={NOW}");
    assert_eq!(ids(&rig.get(&early).await.expect_ok()), [first]);
}
