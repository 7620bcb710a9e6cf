//! shortAddress: the page that asks for a PIN.

use serde_json::json;

use super::{NUMBER, data};
use crate::rig::{HOUR, Rig};

async fn booked(rig: &Rig, visitor: &str) -> String {
    let change = json!({ "theme": "<b>\"主题\"</b>", "svisitorPwd": visitor });
    let made = data(rig.book("2026-04-01 09:00", "2026-04-01 10:00", change).await);
    made["shortAddress"].as_str().unwrap().to_owned()
}

async fn enter(rig: &Rig, url: &str, pin: &str) -> String {
    let response = rig.http.post(url).form(&[("pin", pin)]).send().await.unwrap();
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

#[tokio::test]
async fn the_page_shows_the_number_and_asks_for_the_pin() {
    let rig = Rig::empty().await;
    let url = booked(&rig, "888888").await;
    let page = rig.http.get(&url).send().await.unwrap().text().await.unwrap();
    assert!(page.contains(&format!("<strong data-number>{NUMBER}</strong>")), "{page}");
    assert!(page.contains("name=\"pin\"") && page.contains("&lt;b&gt;&quot;主题&quot;&lt;/b&gt;"));
    assert!(!page.contains("99999") && !page.contains("888888"));
    assert!(enter(&rig, &url, "1").await.contains("Wrong PIN"));
    assert!(enter(&rig, &url, "888888").await.contains("not started yet"));
    assert_eq!(rig.info(NUMBER).await["started"], false);
    assert!(enter(&rig, &url, "99999").await.contains("主持人 · Host"));
    assert!(enter(&rig, &url, "888888").await.contains("访客 · Visitor"));
    let info = rig.info(NUMBER).await;
    assert_eq!((&info["started"], &info["participants"]), (&json!(true), &json!(2)));
}

#[tokio::test]
async fn visitors_without_a_password_just_come_in() {
    let rig = Rig::empty().await;
    let url = booked(&rig, "").await;
    enter(&rig, &url, "99999").await;
    assert!(enter(&rig, &url, "").await.contains("访客 · Visitor"));
}

#[tokio::test]
async fn over_and_cancelled_meetings_say_so() {
    let rig = Rig::empty().await;
    let url = booked(&rig, "").await;
    data(rig.vpost("/subscribe/cancelmeet", json!({ "st_id": 1429 })).await);
    assert!(enter(&rig, &url, "99999").await.contains("was cancelled"));
    let url = booked(&rig, "").await;
    rig.control().advance(HOUR);
    assert!(enter(&rig, &url, "99999").await.contains("is over"));
    let nothing = rig.http.get(rig.vmr("/meet/share/nothing")).send().await.unwrap();
    assert_eq!(nothing.status(), 404);
}
