//! `/api/v1/meetings/{id}/links`

use super::Errors;
use super::problem::Problem;
use super::receive::{Body, Named, Script};
use super::words::links::{self as words, LinkWords, LinksWords, NewLink};
use crate::http::State;
use axum::Json;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use portico_domain::ids::{LinkId, MeetingId};
use portico_domain::refusals::Kind;
use portico_service::when::Zone;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// List join links
///
/// Only who may edit the meeting sees them. A link to one meeting of a series is a link to all of them.
#[utoipa::path(get, operation_id = "listJoinLinks", path = "/meetings/{id}/links", tag = "join links", params(("id" = String, Path)),
    security(("token" = ["join"])), responses((status = 200, body = LinksWords), Errors))]
async fn list(
    Extract(state): Extract<State>,
    Script(script): Script,
    Named(id): Named<String>,
) -> Result<Json<LinksWords>, Problem> {
    let whole = script.inviter()?.meeting(&MeetingId::new(id)).await?;
    if !whole.may_edit {
        return Err(Kind::NotAllowed.into());
    }
    let items = whole.links.iter().map(|own| words::link(own, |path| state.settings.link(path)));
    Ok(Json(LinksWords { items: items.collect() }))
}

/// Make a join link
#[utoipa::path(post, operation_id = "createJoinLink", path = "/meetings/{id}/links", tag = "join links", params(("id" = String, Path)),
    request_body = NewLink, security(("token" = ["join"])),
    responses((status = 201, body = LinkWords), Errors))]
async fn create(
    Extract(state): Extract<State>,
    Script(script): Script,
    Named(id): Named<String>,
    Body(wanted): Body<NewLink>,
) -> Result<(StatusCode, Json<LinkWords>), Problem> {
    let organizer = script.inviter()?;
    let meeting = MeetingId::new(id);
    let made = organizer.create_link(&meeting, &words::form(wanted)?, &Zone::utc()).await?;
    let whole = organizer.meeting(&meeting).await?;
    let own = whole.links.iter().find(|own| own.link.id == made);
    let own = own.ok_or(Problem::from(Kind::Internal))?;
    Ok((StatusCode::CREATED, Json(words::link(own, |path| state.settings.link(path)))))
}

/// Revoke a join link
///
/// For good. Revoking again is fine.
#[utoipa::path(delete, operation_id = "revokeJoinLink", path = "/meetings/{id}/links/{link}", tag = "join links",
    params(("id" = String, Path), ("link" = String, Path)),
    security(("token" = ["join"])), responses((status = 204), Errors))]
async fn revoke(
    Script(script): Script,
    Named((meeting, link)): Named<(String, String)>,
) -> Result<StatusCode, Problem> {
    script.inviter()?.revoke_link(&MeetingId::new(meeting), &LinkId::new(link)).await?;
    Ok(StatusCode::NO_CONTENT)
}
