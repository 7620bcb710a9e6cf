//! What administrators do with webhooks. Secrets are shown once, when they are made.

use super::sign::new_secret;
use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::forms::{ReadWebhook, WebhookForm};
use portico_domain::ids::{DeliveryId, WebhookId};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::webhooks::{Delivery, DeliveryState, OVERLAP_HOURS, Webhook};
use portico_store::webhooks::DeliveryPage;
use portico_vendors::kit::AddressPolicy;
use secrecy::SecretString;
use url::Url;

const MOST_WEBHOOKS: usize = 50;

/// An address and how much waits for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookRow {
    pub webhook: Webhook,
    pub waiting: i64,
}

/// A secret that was just made. It can be read only now.
pub struct NewSecret {
    pub webhook: Webhook,
    pub secret: SecretString,
}

impl Administrator {
    /// All, by name.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn webhooks(&self) -> Result<Vec<WebhookRow>, Refusal> {
        let webhooks = self.services.store().webhooks();
        let waiting = webhooks.waiting().await.map_err(stored)?;
        let row = |webhook: Webhook| {
            let waiting = waiting.get(&webhook.id).copied().unwrap_or_default();
            WebhookRow { webhook, waiting }
        };
        Ok(webhooks.list().await.map_err(stored)?.into_iter().map(row).collect())
    }

    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn webhook(&self, id: &WebhookId) -> Result<WebhookRow, Refusal> {
        let webhook = self.find_webhook(id).await?;
        let waiting = self.services.store().webhooks().waiting().await.map_err(stored)?;
        Ok(WebhookRow { webhook, waiting: waiting.get(id).copied().unwrap_or_default() })
    }

    async fn find_webhook(&self, id: &WebhookId) -> Result<Webhook, Refusal> {
        let found = self.services.store().webhooks().by_id(id).await.map_err(stored)?;
        found.ok_or_else(|| Kind::NotFound.into())
    }

    /// Adds an address. It hears of what happens from now on.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the fields `name`, `url`, `events`.
    pub async fn add_webhook(&self, form: &WebhookForm) -> Result<NewSecret, Refusal> {
        let read = read(form)?;
        let services = &self.services;
        let webhooks = services.store().webhooks();
        if webhooks.list().await.map_err(stored)?.len() >= MOST_WEBHOOKS {
            return Err(Refusal::field("name", Rule::TooMany { most: MOST_WEBHOOKS as u32 }));
        }
        let webhook = Webhook {
            id: WebhookId(portico_store::new_id()),
            name: read.name,
            url: read.url,
            events: read.events,
            private_network: read.private_network,
            paused: false,
            created: services.now(),
            failing: None,
            stopped: None,
            overlap: None,
        };
        let secret = new_secret();
        self.note_webhook("webhook.add", &webhook).await?;
        webhooks.insert(&webhook, &secret).await.map_err(stored)?;
        Ok(NewSecret { webhook, secret })
    }

    /// Changes everything but the secret.
    ///
    /// # Errors
    /// As [`Administrator::add_webhook`]; [`Kind::NotFound`].
    pub async fn change_webhook(&self, id: &WebhookId, form: &WebhookForm) -> Result<(), Refusal> {
        let known = self.find_webhook(id).await?;
        let ReadWebhook { name, url, events, private_network } = read(form)?;
        let changed = Webhook { name, url, events, private_network, ..known };
        self.note_webhook("webhook.change", &changed).await?;
        self.services.store().webhooks().update(&changed).await.map_err(stored)?;
        Ok(())
    }

    /// Stops sending for a while (events are kept), or goes on, also after Portico itself has stopped.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn pause_webhook(&self, id: &WebhookId, paused: bool) -> Result<(), Refusal> {
        let webhook = self.find_webhook(id).await?;
        let action = if paused { "webhook.pause" } else { "webhook.resume" };
        self.note_webhook(action, &webhook).await?;
        let webhooks = self.services.store().webhooks();
        match paused {
            true => webhooks.pause(id).await,
            false => webhooks.resume(id, self.services.now()).await,
        }
        .map_err(stored)?;
        Ok(())
    }

    /// Makes another secret. For a while deliveries are signed with the former one, too.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::Conflict`]: somebody else is doing the same.
    pub async fn rotate_webhook(&self, id: &WebhookId) -> Result<NewSecret, Refusal> {
        let webhook = self.find_webhook(id).await?;
        let (services, secret) = (&self.services, new_secret());
        self.note_webhook("webhook.rotate", &webhook).await?;
        let until = services.now().plus_seconds(OVERLAP_HOURS * 3600);
        match services.store().webhooks().rotate(id, &secret, until).await.map_err(stored)? {
            true => Ok(NewSecret { webhook: Webhook { overlap: Some(until), ..webhook }, secret }),
            false => Err(Kind::Conflict.into()),
        }
    }

    /// Removes an address with its secret, its log and what waits for it.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn remove_webhook(&self, id: &WebhookId) -> Result<(), Refusal> {
        let webhook = self.find_webhook(id).await?;
        self.note_webhook("webhook.remove", &webhook).await?;
        self.services.store().webhooks().remove(id).await.map_err(stored)?;
        Ok(())
    }

    /// A page of the log, the newest first. `after` is where the page before ended.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn deliveries(
        &self,
        id: &WebhookId,
        state: Option<DeliveryState>,
        after: Option<&DeliveryId>,
        limit: usize,
    ) -> Result<DeliveryPage, Refusal> {
        self.find_webhook(id).await?;
        self.services.store().webhooks().deliveries(id, state, after, limit).await.map_err(stored)
    }

    /// Sends an event again, at once and outside of the order. If it fails, it is tried for a day.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::InProgress`]: it is still on its way.
    pub async fn replay(&self, id: &WebhookId, delivery: &DeliveryId) -> Result<Delivery, Refusal> {
        let webhook = self.find_webhook(id).await?;
        let (services, webhooks) = (&self.services, self.services.store().webhooks());
        webhooks.delivery(id, delivery).await.map_err(stored)?.ok_or(Refusal::of(Kind::NotFound))?;
        services.note(Some(self.id()), "webhook.replay", id.as_str(), "done", delivery.as_str()).await?;
        let laid = webhooks.replay(id, delivery, services.now()).await.map_err(stored)?;
        let laid = laid.ok_or(Refusal::of(Kind::InProgress))?;
        self.deliver_now(&webhook, &laid, webhook.stopped.is_some()).await
    }

    /// Sends an event that tells of nothing, once.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn test_webhook(&self, id: &WebhookId) -> Result<Delivery, Refusal> {
        let webhook = self.find_webhook(id).await?;
        self.note_webhook("webhook.test", &webhook).await?;
        let services = &self.services;
        let laid = services.store().webhooks().lay_out_test(id, services.now()).await.map_err(stored)?;
        self.deliver_now(&webhook, &laid, true).await
    }

    async fn deliver_now(&self, webhook: &Webhook, id: &DeliveryId, last: bool) -> Result<Delivery, Refusal> {
        self.services.deliver_one(webhook, id, last).await?;
        let found = self.services.store().webhooks().delivery(&webhook.id, id).await.map_err(stored)?;
        found.ok_or_else(|| Kind::NotFound.into())
    }

    async fn note_webhook(&self, action: &str, webhook: &Webhook) -> Result<(), Refusal> {
        self.services.note(Some(self.id()), action, webhook.id.as_str(), "done", &webhook.name).await
    }
}

/// What the address itself shows is refused here; where a name leads is seen when it is connected to.
fn read(form: &WebhookForm) -> Result<ReadWebhook, Refusal> {
    let read = form.read().map_err(Refusal::invalid)?;
    let policy = AddressPolicy { private_network: read.private_network };
    match Url::parse(&read.url) {
        Ok(url) if policy.allows_url(&url) => Ok(read),
        _ => Err(Refusal::field("url", Rule::NotAnAddress)),
    }
}
