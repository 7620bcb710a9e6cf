//! `/api/v1/meetings/{id}/entries`

use super::Errors;
use super::problem::Problem;
use super::receive::{Body, Named, Script};
use super::words::ways_in::{EntryWords, NewEntry};
use crate::http::State;
use axum::Json;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use portico_domain::ids::MeetingId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(enter))
}

/// Let somebody in
///
/// What one person opens or dials to enter at once, without a join link: made at this moment, kept nowhere, and good
/// for whoever has it, so it goes to that person alone. When people get in is the vendor's to say. To be shared, a join
/// link is the better thing: it waits, counts, expires and can be revoked.
#[utoipa::path(post, operation_id = "enterMeeting", path = "/meetings/{id}/entries", tag = "join links",
    params(("id" = String, Path)), request_body = NewEntry, security(("token" = ["join"])),
    responses((status = 200, body = EntryWords), Errors))]
async fn enter(
    Script(script): Script,
    Named(id): Named<String>,
    Body(wanted): Body<NewEntry>,
) -> Result<impl IntoResponse, Problem> {
    let organizer = script.inviter()?;
    let name = wanted.name.as_deref().unwrap_or_default();
    let way = organizer.enter(&MeetingId::new(id), wanted.role()?, name).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(EntryWords::of(&way))))
}
