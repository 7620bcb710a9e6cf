//! Is the process alive, and can it serve?

use super::State;
use axum::extract::State as Extract;
use axum::http::StatusCode;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can serve: its database answers.
pub async fn ready(Extract(state): Extract<State>) -> (StatusCode, &'static str) {
    match state.services.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
