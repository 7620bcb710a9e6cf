//! One's own account: name, language, zone, password, sessions.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::AccountForm;
use portico_domain::people::Role;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    pub account: String,
    pub role: Role,
    /// They come in without one, through an identity provider.
    pub has_password: bool,
    pub form: AccountForm,
    /// IANA names to choose from.
    pub zones: Vec<String>,
    /// The zone that applies when none is chosen.
    pub default_zone: String,
    pub sessions: Vec<SessionLine>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: String,
    pub is_this: bool,
    /// "Chrome on Linux"
    pub browser: String,
    pub network: String,
    /// "today 14:00"
    pub since: String,
    /// "5 minutes ago"
    pub seen: String,
}

#[server(prefix = "/fn", endpoint = "account/view", output = Answer)]
pub async fn view_account() -> Result<AccountView, Refused> {
    super::words::account::view().await
}

#[server(prefix = "/fn", endpoint = "account/save", output = Answer)]
pub async fn save_account(form: AccountForm) -> Result<(), Refused> {
    super::words::account::save(form).await
}

/// Changes the password and ends every other session.
#[server(prefix = "/fn", endpoint = "account/change-password", output = Answer)]
pub async fn change_password(current: String, password: String, again: String) -> Result<(), Refused> {
    super::words::account::change_password(current, password, again).await
}

/// Ends every session but the one that asks.
#[server(prefix = "/fn", endpoint = "account/end-other-sessions", output = Answer)]
pub async fn end_other_sessions() -> Result<(), Refused> {
    super::words::account::end_other_sessions().await
}

#[server(prefix = "/fn", endpoint = "account/end-session", output = Answer)]
pub async fn end_session(id: String) -> Result<(), Refused> {
    super::words::account::end_session(id).await
}
