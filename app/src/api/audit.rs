//! The audit log: looking through it, and whether it is whole.

use super::{Answer, Refused};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Which lines. All fields as they stand in the address's query, empty = any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditQuery {
    pub text: String,
    /// The id of a person, or `nobody` for guests and Portico itself.
    pub person: String,
    /// Such as `meeting.schedule`.
    pub action: String,
    /// Days of the viewer's zone, `2026-03-01`, both included.
    pub from: String,
    pub until: String,
    /// Where the page begins: opaque, from `AuditView::next`.
    pub after: String,
}

/// A line of the log in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub number: i64,
    /// "today 14:00"
    pub at: String,
    /// RFC 3339, for `<time datetime>`.
    pub machine: String,
    /// Who did it: a name, or words for somebody without one.
    pub person: String,
    /// What was done.
    pub action: String,
    /// What it was done to, where it has a name.
    pub about: Option<String>,
    /// What came of it, in words, and whether it was done.
    pub outcome: String,
    pub done: bool,
    pub detail: String,
}

/// Whether the log is as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainLine {
    pub whole: bool,
    /// What was found, as a sentence.
    pub text: String,
    /// "today 14:00"
    pub at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    pub rows: Vec<AuditEntry>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    pub zone: String,
    /// Who can be asked for: id and name.
    pub people: Vec<(String, String)>,
    /// What can be asked for: action and words.
    pub actions: Vec<(String, String)>,
    /// What the last check found; absent before the first.
    pub chain: Option<ChainLine>,
}

#[server(prefix = "/fn", endpoint = "audit/search", output = Answer)]
pub async fn search_audit(query: AuditQuery) -> Result<AuditView, Refused> {
    super::words::audit::search(query).await
}

/// Walks along the whole chain. Without script the server shows the page again with what was found.
#[server(prefix = "/fn", endpoint = "audit/check", output = Answer)]
pub async fn check_audit() -> Result<ChainLine, Refused> {
    super::words::audit::check().await
}
