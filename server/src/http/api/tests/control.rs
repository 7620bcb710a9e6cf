//! Recording on demand, as a script orders it.

use super::meeting::{code, is_unsupported, lacks, meeting, once};
use super::rig::{Rig, rig};
use axum::http::Method;
use portico_domain::capabilities::Vendor;
use portico_sandbox::RoomPoke;
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than an answer of the vendor's serves those who ask after it.
const FRESH: Duration = Duration::from_millis(1100);

/// The number to dial of a booking.
fn room_of(rig: &Rig, booking: i64) -> String {
    let state = rig.sandbox.control().state();
    let find = |list: &str, name: &str, value: &Value| {
        let rows = state["vmr"][list].as_array().unwrap();
        rows.iter().find(|row| row[name] == *value).unwrap().clone()
    };
    let booking = find("bookings", "id", &json!(booking));
    find("rooms", "pid", &booking["pid"])["sipkey"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_recording_is_started_once_seen_and_stopped() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write", "join"]).await;
    let meeting = meeting(&rig, &token, Vendor::Vmr, 5, json!({})).await;
    let room = room_of(&rig, meeting.number);
    let control = rig.sandbox.control();
    control.vmr_poke(&room, RoomPoke::Start).unwrap();
    control.vmr_poke(&room, RoomPoke::Live { live: true }).unwrap();
    tokio::time::sleep(FRESH).await;
    let (start, stop) =
        (format!("{}/recording/start", meeting.path), format!("{}/recording/stop", meeting.path));
    let live = format!("{}/live", meeting.path);
    let before = rig.get(&token, &live).await.json["room"].clone();
    assert_eq!((&before["recording"], &before["recorder"]), (&json!(false), &json!("nobody")), "{before}");
    assert!(before["stream"].as_str().unwrap().starts_with("rtmp://"), "{before}");
    let reader = rig.token(&["meetings:read"]).await;
    let seen = rig.get(&reader, &live).await.json["room"].clone();
    assert_eq!((&seen["live"], seen.get("stream")), (&json!(true), None), "it wants the scope join");

    for _ in 0..2 {
        let started = once(&rig, &token, Method::POST, &start, "one", json!({})).await;
        assert_eq!(started.status, 204, "{}", started.json);
    }
    assert_eq!(control.calls_of("openRecord").len(), 1, "the same key starts nothing more");
    let during = rig.get(&token, &live).await.json["room"].clone();
    assert_eq!((&during["recording"], &during["recorder"]), (&json!(true), &json!("portico")), "{during}");
    let twice = rig.post(&token, &start, json!({})).await;
    assert_eq!((twice.status, code(&twice)), (409, "200003"), "{}", twice.json);
    assert_eq!(rig.post(&token, &stop, json!({})).await.status, 204);
    assert_eq!(rig.get(&token, &live).await.json["room"]["recorder"], "nobody");
    assert_eq!(code(&rig.post(&token, &stop, json!({})).await), "200007");
}

#[tokio::test]
async fn a_room_is_recorded_in_its_meetings_time_where_the_vendor_can_and_the_token_may() {
    let rig = rig(false).await;
    let token = rig.token(&["meetings:read", "meetings:write"]).await;
    let later = meeting(&rig, &token, Vendor::Vmr, 60, json!({})).await;
    let elsewhere = meeting(&rig, &token, Vendor::Cloudroom, 60, json!({})).await;
    let reader = rig.token(&["meetings:read", "join", "recordings"]).await;
    for order in ["start", "stop"] {
        let path = format!("{}/recording/{order}", later.path);
        let early = rig.post(&token, &path, json!({})).await;
        assert_eq!((early.status, &early.json["kind"]), (409, &json!("conflict")), "{order}");
        assert!(lacks(&rig.post(&reader, &path, json!({})).await, "meetings:write"), "{order}");
        let path = format!("{}/recording/{order}", elsewhere.path);
        assert!(is_unsupported(&rig.post(&token, &path, json!({})).await), "{order}");
    }
    assert!(rig.sandbox.control().calls_of("openRecord").is_empty());
}
