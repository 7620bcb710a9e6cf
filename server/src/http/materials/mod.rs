//! What belongs to a meeting as files: its attendance, its documents, the picture behind it. Everything
//! comes through us, so that no vendor address reaches a browser.

mod attendance;
mod file_name;
mod files;
#[cfg(test)]
mod tests;
mod upload;

use super::State;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::get;
use portico_service::MOST_PICTURE_BYTES;
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;

/// The picture, and the form around it.
const LARGEST_UPLOAD: usize = MOST_PICTURE_BYTES + 64 * 1024;
/// Longer than a poor line needs for a picture, and no longer.
const LONGEST_UPLOAD: Duration = Duration::from_secs(120);

pub fn router() -> Router<State> {
    let timeout = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, LONGEST_UPLOAD);
    let background = Router::new()
        .route("/meetings/{id}/background", get(files::background).post(upload::set_background))
        .layer(DefaultBodyLimit::max(LARGEST_UPLOAD))
        .layer(timeout);
    Router::new()
        .route("/meetings/{id}/attendance.csv", get(attendance::as_csv))
        .route("/meetings/{id}/documents/{file}", get(files::document))
        .merge(background)
}
