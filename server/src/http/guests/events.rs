//! `/j/{slug}/events`: a nudge for every page that waits at a door, as server-sent events. The page then
//! looks for itself, so that the stream carries nothing and a proxy that swallows it costs only time.

use super::normal;
use crate::http::State;
use crate::metrics;
use axum::extract::{Path, State as Extract};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use portico_domain::refusals::Kind;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// Below the minute after which proxies close a silent connection. The page gives up a stream that says nothing
/// for twice as long.
pub(in crate::http) const ALIVE_EVERY: Duration = Duration::from_secs(20);
/// How long a browser waits before it comes back, in milliseconds; later ones wait longer.
const COME_BACK: Duration = Duration::from_secs(3);

pub async fn stream(Extract(state): Extract<State>, Path(slug): Path<String>) -> Response {
    match state.services.watch_door(&normal(&slug)).await {
        Ok(door) => tell(door, ALIVE_EVERY),
        // An event source that gets this does not come back.
        Err(refusal) if refusal.kind == Kind::NotFound => StatusCode::NO_CONTENT.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The stream of those who wait at a door or look at a meeting.
pub(in crate::http) fn tell(door: Receiver<u64>, alive_every: Duration) -> Response {
    let alive = KeepAlive::new().interval(alive_every).event(waiting());
    let passed_on = [(HeaderName::from_static("x-accel-buffering"), "no"), (CACHE_CONTROL, "no-store")];
    (passed_on, Sse::new(nudges(door)).keep_alive(alive)).into_response()
}

/// Says that the stream lives. An event, because a comment would be hidden from the page.
fn waiting() -> Event {
    Event::default().event("waiting").data("-")
}

fn nudges(door: Receiver<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((door, metrics::Stream::open(), true), |(mut door, open, first)| async move {
        if first {
            return Some((Ok(waiting().retry(COME_BACK)), (door, open, false)));
        }
        door.changed().await.ok()?;
        Some((Ok(Event::default().event("changed").data("-")), (door, open, false)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;

    #[tokio::test]
    async fn a_stream_says_at_once_and_ever_again_that_it_lives_and_when_the_door_changed() {
        let (door, receiver) = tokio::sync::watch::channel(0);
        let mut said = tell(receiver, Duration::from_millis(10)).into_body().into_data_stream();
        let mut next = async || {
            let bytes = said.next().await.expect("the stream goes on").expect("bytes");
            String::from_utf8_lossy(&bytes).into_owned()
        };
        assert_eq!(next().await, "event: waiting\ndata: -\nretry: 3000\n\n");
        assert_eq!(next().await, "event: waiting\ndata: -\n\n");
        door.send_replace(1);
        let mut text = next().await;
        while text.contains("waiting") {
            text = next().await;
        }
        assert_eq!(text, "event: changed\ndata: -\n\n");
    }
}
