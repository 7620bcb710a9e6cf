//! Users, departments and companies of a CloudRoom account. The vendor has no way to ask for them, so what is read is
//! Portico's record.

mod companies;
mod departments;
mod users;

use super::problem::Problem;
use crate::http::State;
use portico_domain::refusals::Kind;
use portico_service::DirectoryEntry;
use utoipa_axum::router::OpenApiRouter;

pub fn router() -> OpenApiRouter<State> {
    OpenApiRouter::new().merge(users::router()).merge(departments::router()).merge(companies::router())
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
