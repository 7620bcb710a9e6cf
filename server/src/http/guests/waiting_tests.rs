//! Before the meeting, and when its client does not open: what a visitor is given, with script and without.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::tests::{header, portico, text};
use crate::commands::trial;
use axum::http::HeaderName;
use axum::http::header::CACHE_CONTROL;
use portico_domain::capabilities::Vendor;
use std::time::Duration;

fn permissions() -> HeaderName {
    HeaderName::from_static("permissions-policy")
}

#[tokio::test]
async fn only_the_check_of_a_device_may_use_camera_and_microphone() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Cloudroom, 600).await;
    let join = portico.link_to(&meeting, "attendee").await;
    let page = portico.get(&join).await;
    assert_eq!(header(&page, permissions()), "camera=(), microphone=(), geolocation=()");
    let check = format!("{join}/check");
    assert!(text(page).await.contains(&format!("href=\"{check}\"")));
    for path in [check.as_str(), "/check", "/j/nothing/check"] {
        let page = portico.get(path).await;
        assert_eq!(page.status(), 200, "{path}");
        assert_eq!(header(&page, permissions()), "camera=(self), microphone=(self), geolocation=()");
        assert!(text(page).await.contains("data-check=\"\""), "{path}");
    }
    let answer = portico.get("/check/answer").await;
    assert_eq!((answer.status().as_u16(), text(answer).await), (204, String::new()));
}

#[tokio::test]
async fn whoever_comes_too_early_without_script_waits_with_their_name_kept() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Cloudroom, 600).await;
    let join = portico.link_to(&meeting, "attendee").await;
    let before = text(portico.get(&join).await).await;
    assert!(before.contains("data-wish=\"\"") && before.contains("http-equiv=\"refresh\""), "{before}");
    let answer = portico.enter(&join, "name=Eve").await;
    assert_eq!(answer.status(), 200);
    let page = text(answer).await;
    assert!(page.contains("data-state=\"too-early\"") && page.contains("value=\"Eve\""), "{page}");
    assert!(page.contains(&format!("<a href=\"{join}\">")), "a way to look again: {page}");
    assert!(!page.contains("http-equiv=\"refresh\""), "nothing typed is lost: {page}");
}

#[tokio::test]
async fn whoever_waits_for_the_host_without_script_gets_in_with_the_same_form() {
    let portico = portico().await;
    let meeting = portico.meeting_with(Vendor::Cloudroom, 3, |form| form.join_before_host.clear()).await;
    let join = portico.link_to(&meeting, "attendee").await;
    let page = text(portico.get(&join).await).await;
    for part in
        ["data-state=\"not-begun\"", "Waiting for the host", "data-wish=\"\"", "http-equiv=\"refresh\""]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let answer = portico.enter(&join, "name=Eve").await;
    assert_eq!((answer.status().as_u16(), header(&answer, CACHE_CONTROL)), (200, "no-store".to_owned()));
    let page = text(answer).await;
    assert!(page.contains("data-state=\"not-begun\"") && page.contains("value=\"Eve\""), "{page}");
    let (_, ticket) = page.split_once("name=\"ticket\" value=\"").expect("a ticket");
    let ticket = ticket.split('"').next().unwrap();
    assert!(!page.contains("http-equiv=\"refresh\""), "nothing typed is lost: {page}");
    assert_eq!(portico.sandbox.control().calls_of("joinMeeting").len(), 0, "nobody asked in vain");

    let host = portico.link_to(&meeting, "host").await;
    assert!(text(portico.enter(&host, "name=Ada").await).await.contains("href=\"CRMT:"));
    // The vendor is asked how the meeting stands once a second at most.
    let mut page = String::new();
    for _ in 0..50 {
        page = text(portico.enter(&join, &format!("name=Eve&ticket={ticket}")).await).await;
        if page.contains("href=\"CRMT:") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the host is there: {page}");
}

#[tokio::test]
async fn the_join_page_offers_calendars_with_its_own_address() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Cloudroom, 600).await;
    let join = portico.link_to(&meeting, "attendee").await;
    let page = text(portico.get(&join).await).await;
    let own = join.replace('/', "%2F");
    for place in ["calendar.google.com", "outlook.live.com", "outlook.office.com"] {
        let found = page.split('"').find(|part| part.starts_with(&format!("https://{place}/")));
        assert!(found.is_some_and(|href| href.contains(&own)), "{place}: {page}");
    }
    assert!(page.contains(&format!("href=\"{join}/meeting.ics\"")), "{page}");
}

#[tokio::test]
async fn whoever_has_no_client_is_offered_what_the_connection_says() {
    let portico = portico().await;
    let meeting = portico.meeting(Vendor::Cloudroom, 3).await;
    let join = portico.link_to(&meeting, "attendee").await;
    let without = text(portico.enter(&join, "name=Eve").await).await;
    // The vendor's own number, as there is one with each meeting.
    assert_eq!(without.matches("href=\"tel:").count(), 1, "{without}");
    assert!(!without.contains("https://get.example"), "{without}");
    for mut connection in trial::connections(&portico.sandbox).unwrap() {
        connection.settings.client_address = "https://get.example/client".into();
        connection.settings.dial_in = "+86 10 5555 0100, 400 810 0000".into();
        portico.services.ensure_sandbox(connection).await.unwrap();
    }
    let with = text(portico.enter(&join, "name=Eve").await).await;
    for part in
        ["href=\"https://get.example/client\"", "href=\"tel:+861055550100\"", "href=\"tel:4008100000\""]
    {
        assert!(with.contains(part), "{part}: {with}");
    }
}
