//! Connections to vendors, for administrators. Secrets go in and never come out.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::ConnectionForm;
use serde::{Deserialize, Serialize};

/// A connection in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionLine {
    pub id: String,
    pub name: String,
    pub vendor: Vendor,
    pub base_url: String,
    pub public_id: String,
    pub zone: String,
    pub paused: bool,
    pub failing: bool,
    /// A `refusals::Kind` name, while failing.
    pub failure: Option<String>,
    /// That failure in words, with the vendor's code.
    pub why: Option<String>,
    /// "12 seconds ago"; `None` = never.
    pub answered: Option<String>,
    pub synchronised: Option<String>,
    /// The vendor's clock minus ours.
    pub skew_seconds: Option<i64>,
    pub meetings: i64,
}

/// One connection with its form filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    pub line: ConnectionLine,
    pub form: ConnectionForm,
}

/// Secrets as they are typed; empty = not typed. Never sent to a browser.
pub struct SecretFields {
    /// CloudRoom: `secretKey`; VMR: the whole `auth`, or API KEY; WebAPI: the enterprise's `key`.
    pub secret: String,
    /// CloudRoom: the platform's own `secretKey`.
    pub platform_key: String,
    /// WebAPI: the token credential in hexadecimal digits …
    pub token_key: String,
    pub token_iv: String,
    /// … or as what it is derived from.
    pub passkey: String,
    pub passphrase: String,
}

/// What a test showed, when it succeeded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestResult {
    /// Milliseconds.
    pub took: i64,
    /// The vendor's clock minus ours, in seconds.
    pub skew_seconds: Option<i64>,
}

#[server(prefix = "/fn", endpoint = "connections/list", output = Answer)]
pub async fn list_connections() -> Result<Vec<ConnectionLine>, Refused> {
    super::words::connections::list().await
}

#[server(prefix = "/fn", endpoint = "connections/view", output = Answer)]
pub async fn view_connection(id: String) -> Result<ConnectionView, Refused> {
    super::words::connections::view(id).await
}

/// Adds, tests, and goes to the connection's page.
#[server(prefix = "/fn", endpoint = "connections/add", output = Answer)]
pub async fn add_connection(
    form: ConnectionForm,
    #[server(default)] secret: String,
    #[server(default)] platform_key: String,
    #[server(default)] token_key: String,
    #[server(default)] token_iv: String,
    #[server(default)] passkey: String,
    #[server(default)] passphrase: String,
) -> Result<(), Refused> {
    let typed = SecretFields { secret, platform_key, token_key, token_iv, passkey, passphrase };
    super::words::connections::add(form, typed).await
}

#[server(prefix = "/fn", endpoint = "connections/change", output = Answer)]
pub async fn change_connection(
    id: String,
    form: ConnectionForm,
    #[server(default)] secret_again: String,
) -> Result<(), Refused> {
    super::words::connections::change(id, form, secret_again).await
}

#[server(prefix = "/fn", endpoint = "connections/change-secret", output = Answer)]
pub async fn change_secret(
    id: String,
    #[server(default)] secret: String,
    #[server(default)] platform_key: String,
    #[server(default)] token_key: String,
    #[server(default)] token_iv: String,
    #[server(default)] passkey: String,
    #[server(default)] passphrase: String,
) -> Result<(), Refused> {
    let typed = SecretFields { secret, platform_key, token_key, token_iv, passkey, passphrase };
    super::words::connections::change_secret(id, typed).await
}

/// Makes one harmless call at the vendor. Without script the page itself then shows the outcome.
#[server(prefix = "/fn", endpoint = "connections/test", output = Answer)]
pub async fn test_connection(id: String) -> Result<TestResult, Refused> {
    super::words::connections::test(id).await
}

/// `paused` is `yes` or `no`.
#[server(prefix = "/fn", endpoint = "connections/pause", output = Answer)]
pub async fn pause_connection(id: String, paused: String) -> Result<(), Refused> {
    super::words::connections::pause(id, paused == "yes").await
}

/// Removes and goes to the list. Its meetings leave the lists; nothing is deleted at the vendor.
#[server(prefix = "/fn", endpoint = "connections/remove", output = Answer)]
pub async fn remove_connection(id: String) -> Result<(), Refused> {
    super::words::connections::remove(id).await
}
