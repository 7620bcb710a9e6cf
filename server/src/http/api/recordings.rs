//! `/api/v1/recordings`

use super::Errors;
use super::meetings::{order, rows};
use super::naming;
use super::problem::Problem;
use super::receive::{Asked, Body, Named, Script};
use super::words::instant;
use super::words::recordings::{self as words, ChangedRecording, RecordingPageWords, RecordingWords};
use crate::http::{State, media};
use axum::Json;
use axum::http::header::RANGE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use portico_domain::ids::RecordingId;
use portico_domain::refusals::Rule;
use portico_service::{Order, RecordingFilter, RecordingSort};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(view, change, delete)).routes(routes!(file))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RecordingQuery {
    /// A connection's id or name.
    connection: Option<String>,
    /// Whose meetings' recordings: `mine`, `others` (all that are not one's own), `none` (of meetings made
    /// elsewhere). For administrators also somebody's account or id.
    owner: Option<String>,
    /// Words of the title, or of the meeting's subject, host or number, all of which must occur.
    q: Option<String>,
    /// `created` (unless it is said), `size`, `duration` or `title`.
    #[param(pattern = "^(created|size|duration|title)$")]
    sort: Option<String>,
    /// `descending` (unless it is said) or `ascending`.
    #[param(pattern = "^(ascending|descending)$")]
    order: Option<String>,
    /// As `next` of an earlier page said.
    cursor: Option<String>,
    /// Rows of the page; 50 unless it is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List recordings
///
/// Those of meetings that the token's person sees.
#[utoipa::path(get, operation_id = "listRecordings", path = "/recordings", tag = "recordings", params(RecordingQuery),
    security(("token" = ["recordings"])), responses((status = 200, body = RecordingPageWords), Errors))]
async fn list(
    Script(script): Script,
    Asked(query): Asked<RecordingQuery>,
) -> Result<Json<RecordingPageWords>, Problem> {
    let member = script.viewer()?;
    let sort = match query.sort.as_deref() {
        None | Some("created") => RecordingSort::Created,
        Some("size") => RecordingSort::Size,
        Some("duration") => RecordingSort::Duration,
        Some("title") => RecordingSort::Title,
        Some(_) => return Err(Problem::field("sort", Rule::NotAChoice)),
    };
    let order = order(query.order.as_deref(), Order::Descending)?;
    let filter = RecordingFilter {
        text: query.q.unwrap_or_default(),
        connection: naming::narrowed_to(&member, query.connection.as_deref()).await?,
        owner: naming::owned_by(&member, query.owner.as_deref()).await?,
        ..RecordingFilter::default()
    };
    let after = query.cursor.unwrap_or_default();
    let (rows, next) = member.recordings(&filter, sort, order, &after, rows(query.limit)?).await?;
    Ok(Json(RecordingPageWords { items: rows.iter().map(words::recording).collect(), next }))
}

/// Look at a recording
#[utoipa::path(get, operation_id = "getRecording", path = "/recordings/{id}", tag = "recordings", params(("id" = String, Path)),
    security(("token" = ["recordings"])), responses((status = 200, body = RecordingWords), Errors))]
async fn view(Script(script): Script, Named(id): Named<String>) -> Result<Json<RecordingWords>, Problem> {
    let row = script.viewer()?.recording(&RecordingId::new(id)).await?;
    Ok(Json(words::recording(&row)))
}

/// Say when a recording is deleted
///
/// At `delete_at` Portico deletes it at its vendor, and tries again until the vendor has said that it is gone; `null`
/// keeps it. What is not said stays. Files that their vendor deletes only together (VMR) share the time.
#[utoipa::path(patch, operation_id = "changeRecording", path = "/recordings/{id}", tag = "recordings",
    params(("id" = String, Path)), request_body = ChangedRecording, security(("token" = ["recordings"])),
    responses((status = 200, body = RecordingWords), Errors))]
async fn change(
    Script(script): Script,
    Named(id): Named<String>,
    Body(wanted): Body<ChangedRecording>,
) -> Result<Json<RecordingWords>, Problem> {
    let (organizer, id) = (script.archivist()?, RecordingId::new(id));
    let known = organizer.own_recording(&id).await?;
    let Some(wanted) = wanted.delete_at else { return Ok(Json(words::recording(&known))) };
    let at = wanted.map(|at| instant("delete_at", &at)).transpose()?;
    organizer.retain_recording(&id, at).await?;
    Ok(Json(words::recording(&organizer.recording(&id).await?)))
}

/// Delete a recording
///
/// At its vendor, for good. Deleting a deleted one is fine.
#[utoipa::path(delete, operation_id = "deleteRecording", path = "/recordings/{id}", tag = "recordings", params(("id" = String, Path)),
    security(("token" = ["recordings"])), responses((status = 204), Errors))]
async fn delete(Script(script): Script, Named(id): Named<String>) -> Result<StatusCode, Problem> {
    script.archivist()?.delete_recording(&RecordingId::new(id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Download a recording
///
/// Streamed from its vendor; one range may be asked for.
#[utoipa::path(get, operation_id = "downloadRecording", path = "/recordings/{id}/file", tag = "recordings",
    params(("id" = String, Path), ("Range" = Option<String>, Header)),
    security(("token" = ["recordings"])),
    responses((status = 200, description = "The file", content_type = "video/mp4"),
        (status = 206, description = "A part of it", content_type = "video/mp4"),
        (status = 416, description = "No such part"), Errors))]
async fn file(
    Script(script): Script,
    Named(id): Named<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let (recording, stream) = script.viewer()?.open_recording(&RecordingId::new(id), range).await?;
    Ok(media::answer(&recording.title, stream, true))
}
