//! Contacts at a vendor, for inviting them.

use super::{Answer, Refused};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody who can be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChoice {
    pub id: String,
    pub name: String,
}

/// A page of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFound {
    pub rows: Vec<PersonChoice>,
    /// Counts from 1.
    pub page: u32,
    pub more: bool,
}

/// Contacts of a connection's account; an empty `search` finds everybody.
#[server(prefix = "/fn", endpoint = "people/find", output = Answer)]
pub async fn find_people(
    connection: String,
    #[server(default)] search: String,
    #[server(default)] page: u32,
) -> Result<PeopleFound, Refused> {
    super::words::people::find(connection, search, page).await
}
