//! The believable data of a first trial.

use std::collections::BTreeSet;

use portico_sandbox::{Clock, Sandbox, SandboxConfig};
use serde_json::Value;

use crate::rig::{DAY, NOW, Rig};

async fn all(rig: &Rig, path: &str) -> Vec<Value> {
    let list = rig.get(&format!("{path}?size=100")).await.expect_ok();
    assert_eq!(list["remaining"], 0);
    list["records"].as_array().unwrap().clone()
}

fn number(row: &Value, name: &str) -> i64 {
    row[name].as_i64().unwrap()
}

#[tokio::test]
async fn one_meeting_runs_and_the_rest_is_to_come() {
    let rig = Rig::seeded().await;
    let rows = all(&rig, "/conference/list").await;
    assert_eq!(rows.len(), 25);
    let running: Vec<_> = rows.iter().filter(|it| number(it, "status") == 1).collect();
    assert_eq!(running.len(), 1);
    assert!(number(running[0], "members") > 3);
    let periods: BTreeSet<i64> = rows.iter().map(|it| number(it, "periodType")).collect();
    assert_eq!(periods, (0..=5).collect());
    assert!(rows.iter().any(|it| it["subject"].as_str().unwrap().contains("<b>")));
    for row in &rows {
        assert!(row["subject"].as_str().unwrap().chars().count() <= 50, "{row}");
        let length = number(row, "scheduleEndTime") - number(row, "scheduleTime");
        assert!((1..=DAY).contains(&length), "{row}");
        assert_ne!(row["hostName"], "");
    }
}

#[tokio::test]
async fn three_months_of_history_and_fifteen_recordings() {
    let rig = Rig::seeded().await;
    let rows = all(&rig, "/conference/history/list").await;
    assert_eq!(rows.len(), 60);
    let mut recordings = 0;
    for row in &rows {
        let (start, end) = (number(row, "startTime"), number(row, "endTime"));
        assert!(start < end && end < NOW && start > NOW - 92 * DAY, "{row}");
        let conf_id = number(row, "confId");
        assert_eq!(rig.detail(conf_id).await["status"], 2);
        recordings += all(&rig, &format!("/video/{conf_id}")).await.len();
    }
    assert_eq!(recordings, 15);
}

#[tokio::test]
async fn two_sandboxes_of_one_moment_are_alike() {
    let rows = async || all(&Rig::seeded().await, "/conference/list").await;
    assert_eq!(rows().await, rows().await);
}

#[tokio::test]
async fn whatever_the_hour_the_data_makes_sense() {
    for hours in 0..24 * 7 {
        let now = NOW + hours * 3600 + 411;
        let config = SandboxConfig { clock: Clock::frozen_at(now), ..SandboxConfig::default() };
        let sandbox = Sandbox::start(config).await.unwrap();
        let state = sandbox.control().state();
        let meetings = state["cloudroom"]["meetings"].as_array().unwrap();
        let running = meetings.iter().filter(|it| it["status"] == 1).count();
        assert_eq!(running, 1, "at {now}");
        for series in meetings.iter().filter(|it| it["periodType"] == 2) {
            // Days since 1970, which began on a Thursday; in Shanghai's days.
            let weekday = (number(series, "scheduleTime") + 8 * 3600).div_euclid(DAY) % 7;
            assert!(![2, 3].contains(&weekday), "a working day: {series}");
        }
    }
}

#[tokio::test]
async fn seeded_people_turn_up_by_themselves() {
    let rig = Rig::seeded().await;
    rig.control().advance(DAY);
    let history = all(&rig, "/conference/history/list").await;
    // The one that ran from the start, today's others and tomorrow's until nine.
    let titles: Vec<_> = history.iter().map(|it| it["subject"].as_str()).collect();
    for title in ["客户演示：智能会议室方案", "1:1 James / 王丽", "值班交接"] {
        let place = titles.iter().position(|it| *it == Some(title)).unwrap();
        let conf_id = number(&history[place], "confId");
        assert!(number(&history[place], "members") > 1);
        let recordings = all(&rig, &format!("/video/{conf_id}")).await;
        assert_eq!(recordings.len(), 1, "{title}");
    }
}
