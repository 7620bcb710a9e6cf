//! Users, departments and companies of a CloudRoom account. The vendor has no way to ask for them, so what is read is
//! Portico's record.

mod companies;
mod departments;
mod users;

use super::naming;
use super::problem::Problem;
use crate::http::State;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::Kind;
use portico_service::{Administrator, DirectoryEntry, Integrator};
use utoipa_axum::router::OpenApiRouter;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().merge(users::router()).merge(departments::router()).merge(companies::router())
}

/// Who may do all of this, and at which connection.
async fn keeper(script: &Integrator, connection: &str) -> Result<(Administrator, ConnectionId), Problem> {
    let administrator = script.directory_keeper()?;
    let id = naming::connection(&administrator, connection).await?;
    Ok((administrator, id))
}

fn named<'a>(entries: &'a [DirectoryEntry], id: &str) -> Option<&'a DirectoryEntry> {
    entries.iter().find(|entry| entry.id == id)
}

/// What is asked for.
fn found<'a>(entries: &'a [DirectoryEntry], id: &str) -> Result<&'a DirectoryEntry, Problem> {
    named(entries, id).ok_or_else(|| Kind::NotFound.into())
}

/// What has just been made or changed.
fn recorded<'a>(entries: &'a [DirectoryEntry], id: &str) -> Result<&'a DirectoryEntry, Problem> {
    named(entries, id.trim()).ok_or_else(|| Kind::Internal.into())
}
