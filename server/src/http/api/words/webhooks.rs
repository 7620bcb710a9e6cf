//! Webhooks in JSON.

use super::time;
use portico_domain::forms::WebhookForm;
use portico_domain::webhooks::{Delivery, DeliveryState, Webhook};
use portico_service::{NewSecret, WebhookRow};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address that events are sent to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhook)]
pub struct WebhookWords {
    pub id: String,
    pub name: String,
    pub url: String,
    /// Such as `meeting.started`.
    pub events: Vec<String>,
    /// It may be at a private address, and speak `http:`.
    pub private_network: bool,
    pub paused: bool,
    #[schema(format = DateTime)]
    pub created: String,
    /// Since when nothing has arrived.
    #[schema(format = DateTime)]
    pub failing_since: Option<String>,
    /// Since when nothing is sent there any more.
    #[schema(format = DateTime)]
    pub stopped: Option<String>,
    /// `gone` (it answered 410) or `failing` (for three days nothing had arrived).
    pub stopped_because: Option<String>,
    /// Until when the former secret signs, too.
    #[schema(format = DateTime)]
    pub former_secret_until: Option<String>,
    /// Events that wait for it.
    pub waiting: i64,
}

/// Every webhook.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Webhooks)]
pub struct WebhooksWords {
    pub items: Vec<WebhookWords>,
}

/// A signing secret, shown once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookSecret)]
pub struct SecretWords {
    /// The webhook's.
    pub id: String,
    /// `whsec_` and base64, as Standard Webhooks says.
    pub secret: String,
}

/// A webhook to be added.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewWebhook)]
#[serde(deny_unknown_fields, default)]
pub struct NewWebhook {
    pub name: String,
    /// `https:`, or `http:` inside a private network.
    pub url: String,
    /// Such as `meeting.started`.
    pub events: Vec<String>,
    /// It may be at a private address, and speak `http:`.
    pub private_network: bool,
}

/// What shall be another.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = ChangedWebhook)]
#[serde(deny_unknown_fields, default)]
pub struct ChangedWebhook {
    pub name: Option<String>,
    pub url: Option<String>,
    pub events: Option<Vec<String>>,
    pub private_network: Option<bool>,
    pub paused: Option<bool>,
}

/// One event on its way to one address.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub struct DeliveryWords {
    pub id: String,
    /// What `webhook-id` says.
    pub event: String,
    /// Such as `meeting.started`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The meeting that it is about.
    pub meeting: Option<String>,
    /// When it happened.
    #[schema(format = DateTime)]
    pub at: String,
    /// `waiting`, `delivered` or `failed`.
    pub state: String,
    pub attempts: i64,
    /// While it waits: not before.
    #[schema(format = DateTime)]
    pub next: Option<String>,
    /// When the last try began.
    #[schema(format = DateTime)]
    pub tried: Option<String>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Milliseconds that the last try took.
    pub took: Option<i64>,
    /// `status`, `late`, `cut`, `no-such-name`, `not-allowed`, `tls`, `no-connection` or `stopped`.
    pub failing: Option<String>,
    /// Sent again by hand.
    pub replay: bool,
}

/// A page of deliveries.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeliveryPage)]
pub struct DeliveryPageWords {
    pub items: Vec<DeliveryWords>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

pub fn webhook(row: &WebhookRow) -> WebhookWords {
    let webhook = &row.webhook;
    let (stopped, because) = webhook.stopped.unzip();
    WebhookWords {
        id: webhook.id.0.clone(),
        name: webhook.name.clone(),
        url: webhook.url.clone(),
        events: webhook.events.iter().map(|kind| kind.name().to_owned()).collect(),
        private_network: webhook.private_network,
        paused: webhook.paused,
        created: time(webhook.created),
        failing_since: webhook.failing.map(time),
        stopped: stopped.map(time),
        stopped_because: because.map(|reason| reason.name().to_owned()),
        former_secret_until: webhook.overlap.map(time),
        waiting: row.waiting,
    }
}

pub fn secret(new: &NewSecret) -> SecretWords {
    SecretWords { id: new.webhook.id.0.clone(), secret: new.secret.expose_secret().to_owned() }
}

fn ticked(ticked: bool) -> String {
    if ticked { "on".to_owned() } else { String::new() }
}

/// The form that says the same.
pub fn form(wanted: NewWebhook) -> WebhookForm {
    WebhookForm {
        name: wanted.name,
        url: wanted.url,
        events: wanted.events.into_iter().map(|name| (name, ticked(true))).collect(),
        private_network: ticked(wanted.private_network),
    }
}

/// The form as it stands with what is to be another; `None` if nothing of it is.
pub fn changed(known: &Webhook, wanted: ChangedWebhook) -> Option<WebhookForm> {
    let ChangedWebhook { name, url, events, private_network, paused: _ } = wanted;
    if name.is_none() && url.is_none() && events.is_none() && private_network.is_none() {
        return None;
    }
    let known_events = || known.events.iter().map(|kind| kind.name().to_owned()).collect();
    Some(form(NewWebhook {
        name: name.unwrap_or_else(|| known.name.clone()),
        url: url.unwrap_or_else(|| known.url.clone()),
        events: events.unwrap_or_else(known_events),
        private_network: private_network.unwrap_or(known.private_network),
    }))
}

pub fn delivery(row: &Delivery) -> DeliveryWords {
    DeliveryWords {
        id: row.id.0.clone(),
        event: row.event.clone(),
        kind: row.kind.name().to_owned(),
        meeting: row.meeting.as_ref().map(|id| id.0.clone()),
        at: time(row.at),
        state: row.state.name().to_owned(),
        attempts: row.attempts,
        next: (row.state == DeliveryState::Waiting).then(|| time(row.next)),
        tried: row.tried.map(time),
        status: row.status,
        took: row.took,
        failing: row.failing.map(|failing| failing.name().to_owned()),
        replay: row.replay,
    }
}
