//! Is the process alive, and can it serve?

use super::State;
use axum::extract::State as Extract;
use axum::http::StatusCode;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can serve: its database answers, and it goes on serving.
pub async fn ready(Extract(state): Extract<State>) -> (StatusCode, &'static str) {
    if state.services.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.services.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
