//! Webhooks, for administrators.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::WebhookForm;
use portico_domain::webhooks::{DeliveryState, EventKind, Failing, StopReason};
use serde::{Deserialize, Serialize};

/// An address that events are sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookLine {
    pub id: String,
    pub name: String,
    pub url: String,
    pub events: Vec<EventKind>,
    pub private_network: bool,
    pub paused: bool,
    /// Since when nothing has arrived: "today 14:00".
    pub failing: Option<String>,
    /// Since when it is no longer written to, and why.
    pub stopped: Option<(String, StopReason)>,
    /// Events that wait for it.
    pub waiting: i64,
    /// Until when the former secret signs, too.
    pub overlap: Option<String>,
}

/// One address, and its form as it is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    pub line: WebhookLine,
    pub form: WebhookForm,
}

/// Which part of the log. All fields as they stand in the address's query, empty = any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogQuery {
    /// A [`DeliveryState::name`].
    pub state: String,
    /// Where the page before ended.
    pub after: String,
}

/// One event on its way to an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryLine {
    pub id: String,
    pub kind: EventKind,
    /// The meeting it is about.
    pub meeting: Option<String>,
    /// "today 14:00"
    pub at: String,
    /// The same as machines read it.
    pub machine: String,
    pub state: DeliveryState,
    pub attempts: i64,
    /// While it waits: "in 5 minutes".
    pub next: Option<String>,
    pub status: Option<u16>,
    /// Milliseconds.
    pub took: Option<i64>,
    pub failing: Option<Failing>,
    pub replay: bool,
}

/// A page of the log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogView {
    pub rows: Vec<DeliveryLine>,
    /// For [`LogQuery::after`] of the next page.
    pub next: Option<String>,
}

/// A secret that was just made. It can be read only in this answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeSecret {
    pub id: String,
    pub name: String,
    pub secret: String,
}

#[server(prefix = "/fn", endpoint = "webhooks/list", output = Answer)]
pub async fn list_webhooks() -> Result<Vec<WebhookLine>, Refused> {
    super::words::webhooks::list().await
}

#[server(prefix = "/fn", endpoint = "webhooks/view", output = Answer)]
pub async fn view_webhook(id: String) -> Result<WebhookView, Refused> {
    super::words::webhooks::view(id).await
}

#[server(prefix = "/fn", endpoint = "webhooks/log", output = Answer)]
pub async fn read_log(id: String, query: LogQuery) -> Result<LogView, Refused> {
    super::words::webhooks::log(id, query).await
}

/// Without script the server shows the page again with the secret in it.
#[server(prefix = "/fn", endpoint = "webhooks/add", output = Answer)]
pub async fn add_webhook(form: WebhookForm) -> Result<MadeSecret, Refused> {
    super::words::webhooks::add(form).await
}

#[server(prefix = "/fn", endpoint = "webhooks/change", output = Answer)]
pub async fn change_webhook(id: String, form: WebhookForm) -> Result<(), Refused> {
    super::words::webhooks::change(id, form).await
}

/// `paused` is `yes` or `no`.
#[server(prefix = "/fn", endpoint = "webhooks/pause", output = Answer)]
pub async fn pause_webhook(id: String, paused: String) -> Result<(), Refused> {
    super::words::webhooks::pause(id, paused == "yes").await
}

/// Without script the server shows the page again with the secret in it.
#[server(prefix = "/fn", endpoint = "webhooks/rotate", output = Answer)]
pub async fn rotate_webhook(id: String) -> Result<MadeSecret, Refused> {
    super::words::webhooks::rotate(id).await
}

/// Removes it and goes to the list.
#[server(prefix = "/fn", endpoint = "webhooks/remove", output = Answer)]
pub async fn remove_webhook(id: String) -> Result<(), Refused> {
    super::words::webhooks::remove(id).await
}

/// Sends a test event, and says what came of it.
#[server(prefix = "/fn", endpoint = "webhooks/test", output = Answer)]
pub async fn test_webhook(id: String) -> Result<DeliveryLine, Refused> {
    super::words::webhooks::test(id).await
}

/// Sends an event again, and says what came of it.
#[server(prefix = "/fn", endpoint = "webhooks/replay", output = Answer)]
pub async fn replay_delivery(id: String, delivery: String) -> Result<DeliveryLine, Refused> {
    super::words::webhooks::replay(id, delivery).await
}
