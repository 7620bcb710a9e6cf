//! Sending what is due.

use super::retry::next_try;
use super::sign::signatures;
use crate::Services;
use crate::failures::stored;
use bytes::Bytes;
use futures::future::join_all;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Method};
use portico_domain::ids::{DeliveryId, WebhookId};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::{Failing, PATIENCE_DAYS, StopReason, Webhook};
use portico_store::webhooks::{Claimed, Outcome, Tried};
use portico_vendors::kit::{AddressPolicy, Cause, Outgoing, Unreachable};
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;

/// So many meetings' events are on their way to one address at once; one alone while nothing arrives there.
const AT_ONCE: i64 = 8;
/// Longer than any try. Who has died after this long is replaced.
const LEASE_SECONDS: i64 = 30;
const GONE: u16 = 410;

/// What an address answered.
struct Reply {
    status: Option<u16>,
    failing: Option<Failing>,
    /// Seconds.
    retry_after: Option<u32>,
}

impl Reply {
    const fn failed(failing: Failing) -> Self {
        Self { status: None, failing: Some(failing), retry_after: None }
    }
}

impl Services {
    /// Sends everything that is due now, and returns how many tries that took.
    ///
    /// # Errors
    /// [`Kind::Unavailable`]; what was not settled is sent again later.
    pub async fn deliver_due(&self) -> Result<u64, Refusal> {
        let due = self.store().webhooks().due(self.now()).await.map_err(stored)?;
        let (_going_on, stopped) = watch::channel(false);
        let all = join_all(due.iter().map(|id| self.deliver_to(id, stopped.clone()))).await;
        all.into_iter().sum()
    }

    /// Sends what is due to one address, until nothing is, or until the server stops.
    pub(super) async fn deliver_to(
        &self,
        id: &WebhookId,
        stopped: watch::Receiver<bool>,
    ) -> Result<u64, Refusal> {
        let webhooks = self.store().webhooks();
        let mut tries = 0;
        while !*stopped.borrow() {
            let Some(webhook) = webhooks.by_id(id).await.map_err(stored)? else { break };
            if webhook.paused || webhook.stopped.is_some() {
                break;
            }
            let (now, holder) = (self.now(), &self.inner.replica);
            let limit = if webhook.failing.is_some() { 1 } else { AT_ONCE };
            let until = now.plus_seconds(LEASE_SECONDS);
            let claimed = webhooks.claim(id, holder, now, until, limit).await.map_err(stored)?;
            if claimed.is_empty() {
                break;
            }
            tries += claimed.len() as u64;
            let tried = join_all(claimed.iter().map(|claimed| self.try_once(&webhook, claimed))).await;
            tried.into_iter().collect::<Result<(), _>>()?;
        }
        Ok(tries)
    }

    /// Sends one delivery at once, whatever waits before it; `last`: if it fails, that is that.
    pub(super) async fn deliver_one(
        &self,
        webhook: &Webhook,
        id: &DeliveryId,
        last: bool,
    ) -> Result<(), Refusal> {
        let (now, holder) = (self.now(), &self.inner.replica);
        let until = now.plus_seconds(LEASE_SECONDS);
        let claimed = self.store().webhooks().claim_one(id, holder, now, until).await.map_err(stored)?;
        let Some(mut claimed) = claimed else { return Ok(()) };
        if last {
            claimed.give_up = now;
        }
        self.try_once(webhook, &claimed).await
    }

    async fn try_once(&self, webhook: &Webhook, claimed: &Claimed) -> Result<(), Refusal> {
        let (began, at) = (Instant::now(), self.now());
        let reply = self.send(webhook, claimed, at).await?;
        let took = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let tried = Tried { at, took, status: reply.status, failing: reply.failing };
        let now = self.now();
        let outcome = match reply.failing {
            None => Outcome::Delivered,
            Some(_) if reply.status == Some(GONE) => Outcome::GivenUp,
            Some(_) => {
                let chance = (self.sending()?.chance)();
                let attempts = claimed.delivery.attempts;
                next_try(attempts, chance, reply.retry_after, now, claimed.give_up)
                    .map_or(Outcome::GivenUp, Outcome::Again)
            }
        };
        let webhooks = self.store().webhooks();
        webhooks.settle(claimed, &self.inner.replica, &tried, outcome, now).await.map_err(stored)?;
        let reason = stop_reason(webhook, &reply, now);
        if let Some(reason) = reason
            && webhooks.stop(&webhook.id, reason, now).await.map_err(stored)?
        {
            tracing::warn!(webhook = webhook.name, reason = reason.name(), "events are no longer sent there");
            self.note(None, "webhook.stop", webhook.id.as_str(), "done", reason.name()).await?;
        }
        Ok(())
    }

    async fn send(&self, webhook: &Webhook, claimed: &Claimed, at: Timestamp) -> Result<Reply, Refusal> {
        let secrets = self.store().webhooks().secrets(&webhook.id, at).await.map_err(stored)?;
        let event = &claimed.delivery.event;
        let signed = signatures(&secrets, event, at, &claimed.body).filter(|signed| !signed.is_empty());
        let signed = signed.ok_or(Refusal::of(Kind::Internal))?;
        let policy = AddressPolicy { private_network: webhook.private_network };
        // A name is looked at when it is connected to; an IP in its place is seen here only.
        let Some(url) = Url::parse(&webhook.url).ok().filter(|url| policy.allows_url(url)) else {
            return Ok(Reply::failed(Failing::NotAllowed));
        };
        let header = |text: &str| HeaderValue::from_str(text).map_err(|_| Refusal::of(Kind::Internal));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("webhook-id", header(event)?);
        headers.insert("webhook-timestamp", HeaderValue::from(at.seconds()));
        headers.insert("webhook-signature", header(&signed)?);
        let body = Some(Bytes::from(claimed.body.clone()));
        let request = Outgoing { method: Method::POST, url, headers, body };
        let transport = self.sending()?.transport(webhook.private_network);
        let until = Instant::now() + transport.deadlines().total;
        Ok(match transport.send(request, until, at).await {
            // Nobody reads what else it says, so nothing depends on that being whole.
            Ok(answer) => Reply {
                status: Some(answer.status),
                failing: (!(200..=299).contains(&answer.status)).then_some(Failing::Status),
                retry_after: answer.retry_after,
            },
            Err(cause) => Reply::failed(failing(&cause)),
        })
    }
}

/// Is that the end? It said so, or everything has failed for days.
fn stop_reason(webhook: &Webhook, reply: &Reply, now: Timestamp) -> Option<StopReason> {
    reply.failing?;
    let too_long = |since: Timestamp| now.since(since) >= PATIENCE_DAYS * 86_400_000;
    if reply.status == Some(GONE) {
        Some(StopReason::Gone)
    } else {
        webhook.failing.is_some_and(too_long).then_some(StopReason::Failing)
    }
}

fn failing(cause: &Cause) -> Failing {
    match cause {
        Cause::Unreachable(Unreachable::NoSuchName) => Failing::NoSuchName,
        Cause::Unreachable(Unreachable::NotAllowed) => Failing::NotAllowed,
        Cause::Unreachable(Unreachable::Tls) => Failing::Tls,
        Cause::Unreachable(_) => Failing::NoConnection,
        Cause::Late(_) => Failing::Late,
        _ => Failing::Cut,
    }
}
