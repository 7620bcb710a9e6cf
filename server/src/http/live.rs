//! `/meetings/{id}/events`: a nudge for every page that shows a meeting as it is now, as server-sent events.
//! Like the one for [guests](super::guests::events) it says only that something changed.

use super::State;
use super::guests::events::{ALIVE_EVERY, tell};
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Refusal;
use portico_service::Caller;
use tokio::sync::watch::Receiver;

pub fn router() -> Router<State> {
    Router::new().route("/meetings/{id}/events", get(stream))
}

async fn stream(
    Extract(state): Extract<State>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Response {
    match watch(&state, &caller, &MeetingId::new(id)).await {
        Ok(door) => tell(door, ALIVE_EVERY),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.kind.status());
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
        }
    }
}

async fn watch(state: &State, caller: &Caller, id: &MeetingId) -> Result<Receiver<u64>, Refusal> {
    state.services.member(caller)?.watch_meeting(id).await
}
