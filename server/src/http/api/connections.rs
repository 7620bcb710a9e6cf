//! `/api/v1/connections`, and what their vendors' directories say.

use super::Errors;
use super::naming;
use super::problem::Problem;
use super::receive::{Asked, Named, Script};
use super::words::connections::{self as words, ConnectionWords, ConnectionsWords};
use super::words::directory::{self, ContactPageWords, RoomsWords};
use crate::http::State;
use axum::Json;
use portico_domain::refusals::Rule;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(view))
        .routes(routes!(rooms))
        .routes(routes!(contacts))
}

/// List connections
///
/// How each stands with its vendor; never what it signs with.
#[utoipa::path(get, operation_id = "listConnections", path = "/connections", tag = "connections", security(("token" = ["meetings:read"])),
    responses((status = 200, body = ConnectionsWords), Errors))]
async fn list(Script(script): Script) -> Result<Json<ConnectionsWords>, Problem> {
    let found = script.reader()?.connections().await?;
    Ok(Json(ConnectionsWords { items: found.iter().map(words::connection).collect() }))
}

/// Look at a connection
#[utoipa::path(get, operation_id = "getConnection", path = "/connections/{id}", tag = "connections", params(("id" = String, Path, description = "A connection's id or name")),
    security(("token" = ["meetings:read"])), responses((status = 200, body = ConnectionWords), Errors))]
async fn view(Script(script): Script, Named(id): Named<String>) -> Result<Json<ConnectionWords>, Problem> {
    let found = script.reader()?.connection_named(&id).await?;
    Ok(Json(words::connection(&found)))
}

/// List bookable rooms
///
/// Where the vendor has such (`vmr`).
#[utoipa::path(get, operation_id = "listRooms", path = "/connections/{id}/rooms", tag = "directory", params(("id" = String, Path, description = "A connection's id or name")),
    security(("token" = ["directory"])), responses((status = 200, body = RoomsWords), Errors))]
async fn rooms(Script(script): Script, Named(id): Named<String>) -> Result<Json<RoomsWords>, Problem> {
    let organizer = script.directory()?;
    let rooms = organizer.rooms(&naming::connection(&organizer, &id).await?).await?;
    Ok(Json(RoomsWords { items: rooms.into_iter().map(directory::room).collect() }))
}

/// No address book has more.
const MOST_PAGES: u32 = 1_000_000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ContactQuery {
    /// A part of the name, or a whole id.
    q: Option<String>,
    /// Counts from 1.
    #[param(minimum = 1, maximum = 1_000_000)]
    page: Option<u32>,
}

/// List contacts
///
/// Where the vendor has an address book (`vmr`).
#[utoipa::path(get, operation_id = "listContacts", path = "/connections/{id}/contacts", tag = "directory",
    params(("id" = String, Path, description = "A connection's id or name"), ContactQuery), security(("token" = ["directory"])),
    responses((status = 200, body = ContactPageWords), Errors))]
async fn contacts(
    Script(script): Script,
    Named(id): Named<String>,
    Asked(query): Asked<ContactQuery>,
) -> Result<Json<ContactPageWords>, Problem> {
    let organizer = script.directory()?;
    let search = query.q.unwrap_or_default();
    let page = query.page.unwrap_or(1);
    if !(1..=MOST_PAGES).contains(&page) {
        let rule = Rule::OutOfRange { least: 1, most: i64::from(MOST_PAGES) };
        return Err(Problem::field("page", rule));
    }
    let id = naming::connection(&organizer, &id).await?;
    let found = organizer.contacts(&id, &search, page).await?;
    Ok(Json(directory::contacts(found)))
}
