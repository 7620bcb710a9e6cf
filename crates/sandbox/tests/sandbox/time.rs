//! Meetings that start, end and come again as the clock goes.

use serde_json::{Value, json};

use crate::rig::{DAY, HOUR, NOW, Rig, repeating, scheduled};

async fn only_row(rig: &Rig, path: &str) -> Value {
    let mut list = rig.get(path).await.expect_ok();
    assert_eq!(list["total"], 1, "{list}");
    list["records"][0].take()
}

#[tokio::test]
async fn a_meeting_ends_at_its_scheduled_end() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    rig.control().advance(HOUR - 600);
    rig.join(conf_id, "nickName=A").await.expect_ok();
    assert_eq!(only_row(&rig, "/conference/list").await["startTime"], NOW + HOUR - 600);
    rig.control().advance(600 + HOUR - 1);
    assert_eq!(rig.detail(conf_id).await["status"], 1);
    rig.control().advance(1);
    assert_eq!(rig.detail(conf_id).await["status"], 2);
    let row = only_row(&rig, "/conference/history/list").await;
    assert_eq!(row["startTime"], NOW + HOUR - 600);
    assert_eq!(row["endTime"], NOW + 2 * HOUR);
    // However late one looks, everything bears the time at which it happened.
    rig.control().advance(10 * DAY);
    let video = only_row(&rig, &format!("/video/{conf_id}")).await;
    assert_eq!(video["createTime"], NOW + 2 * HOUR + 5);
    assert_eq!(video["duration"], HOUR + 600);
}

#[tokio::test]
async fn a_meeting_to_which_nobody_comes_passes_without_a_trace() {
    let rig = Rig::empty().await;
    let conf_id = rig.soon().await;
    rig.control().advance(HOUR + 60);
    assert_eq!(rig.detail(conf_id).await["status"], 0, "nobody is in");
    rig.control().advance(HOUR);
    assert_eq!(rig.detail(conf_id).await["status"], 2);
    let history = rig.get("/conference/history/list").await.expect_ok();
    assert_eq!(history["total"], 0);
    let videos = rig.get(&format!("/video/{conf_id}")).await.expect_ok();
    assert_eq!(videos["total"], 0);
}

#[tokio::test]
async fn a_meeting_without_appointment_is_closed_after_a_day() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&json!({ "subject": "now" })).await;
    rig.control().advance(5 * DAY);
    assert_eq!(rig.detail(conf_id).await["status"], 0, "it waits for the first to come");
    rig.join(conf_id, "nickName=A").await.expect_ok();
    rig.control().advance(DAY - 1);
    assert_eq!(rig.detail(conf_id).await["status"], 1);
    rig.control().advance(1);
    assert_eq!(rig.detail(conf_id).await["status"], 2);
}

#[tokio::test]
async fn a_series_comes_again() {
    let rig = Rig::empty().await;
    // Wednesday; working days until Friday.
    let body = repeating(NOW + HOUR, NOW + 2 * HOUR, 2, NOW + HOUR + 2 * DAY);
    let conf_id = rig.create(&body).await;
    let mut held = Vec::new();
    for day in 0..3 {
        let row = only_row(&rig, "/conference/list").await;
        assert_eq!(row["scheduleTime"], NOW + HOUR + day * DAY);
        assert_eq!((&row["status"], &row["periodType"]), (&json!(0), &json!(2)));
        rig.join(conf_id, "nickName=A&userType=1").await.expect_ok();
        rig.control().advance(60);
        rig.end(conf_id).await.expect_ok();
        held.push(NOW + day * DAY);
        rig.control().advance(DAY - 60);
    }
    assert_eq!(rig.detail(conf_id).await["status"], 2, "the series is over");
    let history = rig.get("/conference/history/list").await.expect_ok();
    let starts: Vec<i64> = history["records"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|it| it["startTime"].as_i64().unwrap())
        .collect();
    assert_eq!(starts, held);
}

#[tokio::test]
async fn missed_occurrences_are_skipped() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&repeating(NOW + HOUR, NOW + 2 * HOUR, 3, -1)).await;
    rig.control().advance(20 * DAY);
    let detail = rig.detail(conf_id).await;
    assert_eq!(detail["status"], 0);
    assert_eq!(detail["orderConfig"]["scheduleTime"], "2026-04-22 10:00:00");
}

#[tokio::test]
async fn the_date_header_follows_the_clock() {
    let rig = Rig::empty().await;
    rig.control().clock().set(784_111_777);
    let request = rig.request(reqwest::Method::GET, "/conference/list");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["date"], "Sun, 06 Nov 1994 08:49:37 GMT");
}

#[tokio::test]
async fn a_zero_length_meeting_is_over_at_once() {
    let rig = Rig::empty().await;
    let conf_id = rig.create(&scheduled(NOW, NOW)).await;
    assert_eq!(rig.detail(conf_id).await["status"], 2);
}
