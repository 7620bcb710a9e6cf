//! Everybody's API tokens, for administrators. (One's own are in [`super::tokens`].)

use super::tokens::TokenLine;
use super::{Answer, Refused};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which tokens. All fields as they stand in the address's query, empty = any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IssuedQuery {
    /// The id of whoever made them.
    pub person: String,
    /// A `TokenState` name.
    pub state: String,
    /// Where the page before ended.
    pub after: String,
}

/// A token and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLine {
    pub token: TokenLine,
    /// "today 14:00"
    pub created: String,
    pub owner_id: String,
    pub owner: String,
    pub account: String,
    /// It has leave for the proxy, which sleeps as long as its owner is no administrator.
    pub proxies_sleep: bool,
}

/// A page of tokens, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedView {
    pub rows: Vec<IssuedLine>,
    /// For [`IssuedQuery::after`] of the next page.
    pub next: Option<String>,
    /// Whose can be asked for: id and name.
    pub people: Vec<(String, String)>,
}

#[server(prefix = "/fn", endpoint = "issued-tokens/list", output = Answer)]
pub async fn list_issued_tokens(query: IssuedQuery) -> Result<IssuedView, Refused> {
    super::words::issued_tokens::list(query).await
}

#[server(prefix = "/fn", endpoint = "issued-tokens/revoke", output = Answer)]
pub async fn revoke_issued_token(id: String) -> Result<(), Refused> {
    super::words::issued_tokens::revoke(id).await
}
