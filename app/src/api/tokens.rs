//! One's own API tokens.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::TokenForm;
use portico_domain::tokens::Scope;
use serde::{Deserialize, Serialize};

/// A token as its person sees it afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLine {
    pub id: String,
    pub name: String,
    /// Its first characters.
    pub hint: String,
    pub scopes: Vec<Scope>,
    pub proxies: Vec<ProxyLine>,
    /// "5 minutes ago"
    pub used: Option<String>,
    /// "today 14:00"
    pub expires: Option<String>,
    pub expired: bool,
}

/// Leave to send one operation of a connection's vendor, or all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyLine {
    /// Absent if the connection is gone.
    pub connection: Option<String>,
    pub operation: Option<String>,
}

/// A connection whose vendor's own API can be spoken through Portico.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyConnection {
    pub id: String,
    pub name: String,
    /// What stands in the place of the vendor's base address.
    pub address: String,
    pub operations: Vec<ProxyOperation>,
}

/// One operation of a vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProxyOperation {
    /// Such as `conference.query`.
    pub name: String,
    /// The section of the vendor's document.
    pub section: String,
    pub only_by_name: bool,
}

/// The whole page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokensView {
    pub lines: Vec<TokenLine>,
    /// Empty for who may not.
    pub connections: Vec<ProxyConnection>,
}

/// A token that was just made. It can be read only in this answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeToken {
    pub name: String,
    pub token: String,
}

#[server(prefix = "/fn", endpoint = "tokens/view", output = Answer)]
pub async fn view_tokens() -> Result<TokensView, Refused> {
    super::words::tokens::view().await
}

/// Without script the server shows the page again with the token in it.
#[server(prefix = "/fn", endpoint = "tokens/create", output = Answer)]
pub async fn create_token(form: TokenForm) -> Result<MadeToken, Refused> {
    super::words::tokens::create(form).await
}

#[server(prefix = "/fn", endpoint = "tokens/revoke", output = Answer)]
pub async fn revoke_token(id: String) -> Result<(), Refused> {
    super::words::tokens::revoke(id).await
}
