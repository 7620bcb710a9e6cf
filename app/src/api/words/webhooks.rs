//! Webhooks in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::webhooks::{DeliveryLine, LogQuery, LogView, MadeSecret, WebhookLine, WebhookView};
use portico_domain::forms::WebhookForm;
use portico_domain::ids::{DeliveryId, WebhookId};
use portico_domain::webhooks::{Delivery, DeliveryState, Webhook};
use portico_service::{NewSecret, WebhookRow};
use secrecy::ExposeSecret;

const ROWS: usize = 25;

pub async fn list() -> Result<Vec<WebhookLine>, Refused> {
    let asked = asked()?;
    let rows = asked.administrator()?.webhooks().await?;
    Ok(rows.into_iter().map(|row| line(&asked, row)).collect())
}

pub async fn view(id: String) -> Result<WebhookView, Refused> {
    let asked = asked()?;
    let row = asked.administrator()?.webhook(&WebhookId::new(id)).await?;
    let form = filled_in(&row.webhook);
    Ok(WebhookView { line: line(&asked, row), form })
}

fn filled_in(webhook: &Webhook) -> WebhookForm {
    let ticked = || "on".to_owned();
    WebhookForm {
        name: webhook.name.clone(),
        url: webhook.url.clone(),
        events: webhook.events.iter().map(|kind| (kind.name().to_owned(), ticked())).collect(),
        private_network: if webhook.private_network { ticked() } else { String::new() },
    }
}

fn line(asked: &Asked, row: WebhookRow) -> WebhookLine {
    let WebhookRow { webhook, waiting } = row;
    WebhookLine {
        id: webhook.id.0,
        name: webhook.name,
        url: webhook.url,
        events: webhook.events.into_iter().collect(),
        private_network: webhook.private_network,
        paused: webhook.paused,
        failing: webhook.failing.map(|since| asked.moment(since)),
        stopped: webhook.stopped.map(|(since, reason)| (asked.moment(since), reason)),
        waiting,
        overlap: webhook.overlap.filter(|until| *until > asked.now).map(|until| asked.moment(until)),
    }
}

pub async fn log(id: String, query: LogQuery) -> Result<LogView, Refused> {
    let asked = asked()?;
    let state = DeliveryState::from_name(&query.state);
    let after = (!query.after.is_empty()).then(|| DeliveryId::new(query.after));
    let page = asked.administrator()?.deliveries(&WebhookId::new(id), state, after.as_ref(), ROWS).await?;
    let rows = page.rows.into_iter().map(|row| delivery(&asked, row)).collect();
    Ok(LogView { rows, next: page.next.map(|id| id.0) })
}

fn delivery(asked: &Asked, row: Delivery) -> DeliveryLine {
    DeliveryLine {
        id: row.id.0,
        kind: row.kind,
        meeting: row.meeting.map(|id| id.0),
        at: asked.moment(row.at),
        machine: asked.zone.machine(row.at),
        state: row.state,
        attempts: row.attempts,
        next: (row.state == DeliveryState::Waiting).then(|| asked.distance(row.next)),
        status: row.status,
        took: row.took,
        failing: row.failing,
        replay: row.replay,
    }
}

/// The secret is read out for this one answer.
fn made(new: NewSecret) -> MadeSecret {
    let NewSecret { webhook, secret } = new;
    MadeSecret { id: webhook.id.0, name: webhook.name, secret: secret.expose_secret().to_owned() }
}

pub async fn add(form: WebhookForm) -> Result<MadeSecret, Refused> {
    Ok(made(asked()?.administrator()?.add_webhook(&form).await?))
}

pub async fn change(id: String, form: WebhookForm) -> Result<(), Refused> {
    asked()?.administrator()?.change_webhook(&WebhookId::new(id), &form).await?;
    Ok(())
}

pub async fn pause(id: String, paused: bool) -> Result<(), Refused> {
    asked()?.administrator()?.pause_webhook(&WebhookId::new(id), paused).await?;
    Ok(())
}

pub async fn rotate(id: String) -> Result<MadeSecret, Refused> {
    Ok(made(asked()?.administrator()?.rotate_webhook(&WebhookId::new(id)).await?))
}

pub async fn remove(id: String) -> Result<(), Refused> {
    asked()?.administrator()?.remove_webhook(&WebhookId::new(id)).await?;
    leptos_axum::redirect("/webhooks?saved=removed");
    Ok(())
}

pub async fn test(id: String) -> Result<DeliveryLine, Refused> {
    let asked = asked()?;
    let tried = asked.administrator()?.test_webhook(&WebhookId::new(id)).await?;
    Ok(delivery(&asked, tried))
}

pub async fn replay(id: String, of: String) -> Result<DeliveryLine, Refused> {
    let asked = asked()?;
    let tried = asked.administrator()?.replay(&WebhookId::new(id), &DeliveryId::new(of)).await?;
    Ok(delivery(&asked, tried))
}
