//! People with an account here, for administrators. (Contacts at a vendor are in [`super::people`].)

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::InviteForm;
use portico_domain::people::Role;
use serde::{Deserialize, Serialize};

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    pub id: String,
    pub name: String,
    pub account: String,
    pub role: Role,
    pub disabled: bool,
    /// They have not chosen a password yet.
    pub waiting: bool,
    /// They come in through an identity provider.
    pub from_provider: bool,
    /// It is who looks at the page.
    pub is_self: bool,
    /// The only one who can administer: nothing may happen to them.
    pub is_last_administrator: bool,
    /// "today 14:00"
    pub since: String,
}

/// Somebody who can be chosen from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChoice {
    pub id: String,
    pub name: String,
    pub account: String,
}

/// One account, and who could take over its meetings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDetail {
    pub line: AccountLine,
    pub heirs: Vec<AccountChoice>,
}

/// A link to choose a password. It can be read only in this answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordLink {
    pub name: String,
    /// The whole address to pass on.
    pub address: String,
    /// In words, with the zone.
    pub expires: String,
}

#[server(prefix = "/fn", endpoint = "accounts/list", output = Answer)]
pub async fn list_accounts() -> Result<Vec<AccountLine>, Refused> {
    super::words::accounts::list().await
}

#[server(prefix = "/fn", endpoint = "accounts/view", output = Answer)]
pub async fn view_account_of(id: String) -> Result<AccountDetail, Refused> {
    super::words::accounts::view(id).await
}

/// Without script the server shows the page again with the link in it.
#[server(prefix = "/fn", endpoint = "accounts/invite", output = Answer)]
pub async fn invite_person(form: InviteForm) -> Result<PasswordLink, Refused> {
    super::words::accounts::invite(form).await
}

/// Without script the server shows the page again with the link in it.
#[server(prefix = "/fn", endpoint = "accounts/reset-password", output = Answer)]
pub async fn reset_password(id: String) -> Result<PasswordLink, Refused> {
    super::words::accounts::reset_password(id).await
}

/// `role` is a [`Role::name`].
#[server(prefix = "/fn", endpoint = "accounts/change-role", output = Answer)]
pub async fn change_role(id: String, role: String) -> Result<(), Refused> {
    super::words::accounts::change_role(id, role).await
}

/// `disabled` is `yes` or `no`.
#[server(prefix = "/fn", endpoint = "accounts/disable", output = Answer)]
pub async fn disable_account(id: String, disabled: String) -> Result<(), Refused> {
    super::words::accounts::disable(id, disabled == "yes").await
}

/// Deletes and goes to the list. Meetings and links become those of `heir`.
#[server(prefix = "/fn", endpoint = "accounts/delete", output = Answer)]
pub async fn delete_account(id: String, #[server(default)] heir: String) -> Result<(), Refused> {
    super::words::accounts::delete(id, heir).await
}
