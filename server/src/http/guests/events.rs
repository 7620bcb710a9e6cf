//! `/j/{slug}/events`: a nudge for every page that waits at a door, as server-sent events. The page then
//! looks for itself, so that the stream carries nothing and a proxy that swallows it costs only time.

use super::normal;
use crate::http::State;
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, Stream};
use portico_domain::refusals::Kind;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch::Receiver;

/// Below the minute after which proxies close a silent connection.
const ALIVE_EVERY: Duration = Duration::from_secs(20);
/// How long a browser waits before it comes back, in milliseconds; later ones wait longer.
const COME_BACK: Duration = Duration::from_secs(3);

pub async fn stream(Extract(state): Extract<State>, Path(slug): Path<String>) -> Response {
    match state.services.watch_door(&normal(&slug)).await {
        Ok(door) => {
            let alive = KeepAlive::new().interval(ALIVE_EVERY);
            let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
            (unbuffered, Sse::new(nudges(door)).keep_alive(alive)).into_response()
        }
        // An event source that gets this does not come back.
        Err(refusal) if refusal.kind == Kind::NotFound => StatusCode::NO_CONTENT.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn nudges(door: Receiver<u64>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold((door, true), |(mut door, first)| async move {
        if first {
            return Some((Ok(Event::default().retry(COME_BACK).event("waiting").data("-")), (door, false)));
        }
        door.changed().await.ok()?;
        Some((Ok(Event::default().event("changed").data("-")), (door, false)))
    })
}
