//! The queue as a browser sees it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use super::tests::{Portico, portico, text};
use crate::commands::trial;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY};
use portico_domain::capabilities::Vendor;
use std::time::Duration;

/// A link to a meeting whose vendor is asked so many times a minute at most.
async fn crowded(portico: &Portico, joins: u32) -> String {
    for mut connection in trial::connections(&portico.sandbox).unwrap() {
        connection.settings.joins_a_minute = Some(joins);
        portico.services.ensure_sandbox(connection).await.unwrap();
    }
    let meeting = portico.meeting(Vendor::Cloudroom, 3).await;
    portico.link_to(&meeting, "attendee").await
}

/// The value of the first such attribute.
fn attribute<'p>(page: &'p str, name: &str) -> &'p str {
    let value = page.split(&format!("{name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_else(|| panic!("no {name}: {page}"))
}

#[tokio::test]
async fn who_has_to_wait_gets_a_page_with_a_ticket_and_goes_in_with_it() {
    let portico = portico().await;
    // About four seconds apart: more than is waited out without a word.
    let path = crowded(&portico, 16).await;
    assert!(text(portico.enter(&path, "name=First").await).await.contains("href=\"CRMT:"));
    let answer = portico.enter(&path, "name=%E5%BC%A0%E4%BC%9F+").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()[CACHE_CONTROL], "no-store");
    // A form on a page that hides where it is from would be taken for one of another site.
    assert_eq!(answer.headers().get(REFERRER_POLICY).map(|it| it.to_str().unwrap()), Some("same-origin"));
    let page = text(answer).await;
    assert_eq!(attribute(&page, "data-state"), "queued");
    assert_eq!(attribute(&page, "data-place"), "0");
    let wait: u64 = attribute(&page, "data-wait").parse().unwrap();
    assert!((3..=5).contains(&wait), "{wait}");
    assert_eq!(attribute(&page, "action"), path);
    assert_eq!(attribute(&page, "name=\"name\" value"), "张伟");
    assert!(!page.contains("CRMT:"), "{page}");
    let ticket = attribute(&page, "name=\"ticket\" value");
    assert!(ticket.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'), "{ticket}");

    let typed = format!("name=%E5%BC%A0%E4%BC%9F&ticket={ticket}");
    tokio::time::sleep(Duration::from_secs(wait - 1)).await;
    let answer = portico.enter(&path, &typed).await;
    assert_eq!(answer.headers()[REFERRER_POLICY], "no-referrer");
    let page = text(answer).await;
    assert!(page.contains("href=\"CRMT:") && page.contains("张伟"), "{page}");
    assert_eq!(portico.sandbox.control().calls_of("joinMeeting").len(), 2);
}
