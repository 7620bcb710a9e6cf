//! `/api/v1/meetings/{id}/recording`: starting and stopping a recording while the meeting runs.

use super::Errors;
use super::problem::Problem;
use super::receive::{Named, Once, Script};
use crate::http::State;
use axum::http::StatusCode;
use portico_domain::ids::MeetingId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(start)).routes(routes!(stop))
}

/// Start recording
///
/// Where the vendor can be told to (`vmr`), from ten minutes before the start until the end; at other times the room
/// may be somebody else's (409). The live state says who records.
#[utoipa::path(post, operation_id = "startRecording", path = "/meetings/{id}/recording/start", tag = "meetings",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn start(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    script.scheduler()?.start_recording(&MeetingId::new(id), &key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stop recording
///
/// Whoever started it.
#[utoipa::path(post, operation_id = "stopRecording", path = "/meetings/{id}/recording/stop", tag = "meetings",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,64}$")),
    security(("token" = ["meetings:write"])), responses((status = 204), Errors))]
async fn stop(
    Script(script): Script,
    Named(id): Named<String>,
    Once(key): Once,
) -> Result<StatusCode, Problem> {
    script.scheduler()?.stop_recording(&MeetingId::new(id), &key).await?;
    Ok(StatusCode::NO_CONTENT)
}
