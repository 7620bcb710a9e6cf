//! Who came and left, class time, and what is recorded of it.

use serde_json::json;

use super::mint::own_token;
use crate::rig::{HOUR, Rig};

async fn enter(rig: &Rig, serial: &str, userid: &str) -> String {
    let claims = [("serial", serial), ("userid", userid), ("username", "N"), ("joinRole", "presenter")];
    let url = rig.at_webapi(&format!("/h5/index.html?token={}", own_token(rig, &claims)));
    let page = rig.http.get(url).send().await.unwrap().text().await.unwrap();
    let (_, rest) = page.split_once("value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

async fn leave(rig: &Rig, session: &str) {
    let request = rig.http.post(rig.at_webapi("/h5/leave")).form(&[("session", session)]);
    assert_eq!(request.send().await.unwrap().status(), 200);
}

async fn duration(rig: &Rig, serial: &str) -> i64 {
    let answer = rig.wget("getClassBeginTime", &[("serial", serial)]).await;
    assert_eq!((&answer["result"], answer["serial"].to_string().as_str()), (&json!(0), serial));
    answer["duration"].as_i64().unwrap()
}

#[tokio::test]
async fn attendance_grows_as_people_come_and_go() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    assert_eq!(duration(&rig, &serial).await, 0);
    let first = enter(&rig, &serial, "a").await;
    rig.control().advance(60);
    let second = enter(&rig, &serial, "b").await;
    rig.control().advance(60);
    assert_eq!(duration(&rig, &serial).await, 120);
    leave(&rig, &first).await;
    let rows = rig.wpost("getlogininfo", &[("serial", &serial)]).await;
    assert_eq!(
        rows,
        json!({ "result": 0, "logininfo": [
            { "userid": "a", "entertime": "2026-04-01 09:00:00", "serial": serial,
                "leavetime": "2026-04-01 09:02:00" },
            { "userid": "b", "entertime": "2026-04-01 09:01:00", "serial": serial, "leavetime": "" },
        ] })
    );
    rig.control().advance(60);
    leave(&rig, &second).await;
    rig.control().advance(600);
    assert_eq!(duration(&rig, &serial).await, 180, "nobody is in any more");
    // Coming back under the same userid ends the earlier stay.
    enter(&rig, &serial, "c").await;
    rig.control().advance(5);
    enter(&rig, &serial, "c").await;
    let rows = rig.wpost("getlogininfo", &[("serial", &serial)]).await;
    let rows = rows["logininfo"].as_array().unwrap().clone();
    assert_eq!(rows.len(), 4);
    assert_ne!(rows[2]["leavetime"], "");
    assert_eq!(rows[3]["leavetime"], "");
}

#[tokio::test]
async fn looking_at_a_link_counts_nobody() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    let claims = [("serial", serial.as_str()), ("userid", "a"), ("username", "N"), ("joinRole", "presenter")];
    let url = rig.at_webapi(&format!("/h5/index.html?token={}", own_token(&rig, &claims)));
    assert_eq!(rig.http.head(url).send().await.unwrap().status(), 200);
    assert_eq!(rig.wpost("getlogininfo", &[("serial", &serial)]).await["logininfo"], json!([]));
}

#[tokio::test]
async fn the_end_sends_everybody_home_and_leaves_a_recording_that_plays() {
    let rig = Rig::empty().await;
    let serial = rig.wmeeting(&[]).await;
    enter(&rig, &serial, "a").await;
    rig.control().advance(2 * HOUR);
    assert_eq!(duration(&rig, &serial).await, HOUR);
    let rows = rig.wpost("getlogininfo", &[("serial", &serial)]).await;
    assert_eq!(rows["logininfo"][0]["leavetime"], "2026-04-01 10:00:00");
    let answer = rig.wpost("getRoomRecord", &[("serial", &serial)]).await;
    assert_eq!(answer["code"], 0);
    let record = &answer["records"][0];
    assert_eq!((&record["id"], &record["serial"]), (&json!("1"), &json!(serial)));
    assert_eq!((&record["duration"], &record["createtime"]), (&json!(HOUR), &json!("2026-04-01 10:00:00")));
    let url = rig.at_webapi(record["filepath"].as_str().unwrap());
    let part = rig.http.get(&url).header("Range", "bytes=4-7").send().await.unwrap();
    assert_eq!(part.status(), 206);
    assert_eq!(part.headers()["content-type"], "video/mp4");
    assert_eq!(part.bytes().await.unwrap(), "ftyp");
    let short = rig.at_webapi(&format!("/upload/{serial}.mp4"));
    assert_eq!(rig.http.get(short).send().await.unwrap().status(), 200);
    let nothing = rig.http.get(rig.at_webapi("/upload/nothing.mp4")).send().await.unwrap();
    assert_eq!(nothing.status(), 404);
}

#[tokio::test]
async fn recordings_are_found_by_meeting_by_user_and_all_together() {
    let rig = Rig::empty().await;
    let (one, two) = (rig.wmeeting(&[]).await, rig.wmeeting(&[]).await);
    rig.control().webapi_enter(one.parse().unwrap(), "a", "A").unwrap();
    rig.control().webapi_enter(two.parse().unwrap(), "b", "B").unwrap();
    rig.control().advance(10);
    rig.control().webapi_leave(one.parse().unwrap(), "a").unwrap();
    rig.control().webapi_end(two.parse().unwrap()).unwrap();
    let count = async |fields: &[(&str, &str)]| {
        rig.wpost("getRoomRecord", fields).await["records"].as_array().unwrap().len()
    };
    assert_eq!(count(&[]).await, 2);
    assert_eq!(count(&[("serial", &one)]).await, 1);
    assert_eq!(count(&[("userid", "b")]).await, 1);
    assert_eq!(count(&[("serial", &one), ("userid", "b")]).await, 0);
    // What was recorded outlives its meeting.
    assert_eq!(rig.wpost("meetingdelete", &[("serial", &one)]).await["result"], 0);
    assert_eq!(count(&[("serial", &one)]).await, 1);
}
