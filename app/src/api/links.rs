//! Join links of a meeting.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::LinkForm;
use portico_domain::links::JoinRole;
use serde::{Deserialize, Serialize};

/// A join link as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    pub id: String,
    pub role: JoinRole,
    pub label: String,
    /// The whole address to share; absent once revoked, or if the viewer did not make it.
    pub address: Option<String>,
    pub has_passcode: bool,
    /// Minutes before the start from which it lets people in.
    pub early_minutes: i64,
    /// In words, if it expires.
    pub expires: Option<String>,
    pub most_uses: Option<i64>,
    pub uses: i64,
    pub revoked: bool,
    pub expired: bool,
}

#[server(prefix = "/fn", endpoint = "links/create", output = Answer)]
pub async fn create_link(meeting: String, form: LinkForm) -> Result<(), Refused> {
    super::words::links::create(meeting, form).await
}

#[server(prefix = "/fn", endpoint = "links/revoke", output = Answer)]
pub async fn revoke_link(meeting: String, link: String) -> Result<(), Refused> {
    super::words::links::revoke(meeting, link).await
}
