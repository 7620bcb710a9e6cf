//! Sending: who takes an event up, and what came of a try.

use super::deliveries::{DeliveryRow, delivery_columns};
use super::{Webhooks, give_up};
use crate::Result;
use portico_domain::ids::{DeliveryId, WebhookId};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::{Delivery, Failing};

/// A delivery that this holder alone sends, until its lease runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub delivery: Delivery,
    /// What is sent, byte for byte.
    pub body: String,
    /// After this moment it is not tried again.
    pub give_up: Timestamp,
}

/// A try that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// When it began.
    pub at: Timestamp,
    /// Milliseconds.
    pub took: i64,
    pub status: Option<u16>,
    /// Absent: it arrived.
    pub failing: Option<Failing>,
}

/// How it goes on after a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Delivered,
    Again(Timestamp),
    GivenUp,
}

/// May be sent now ($2): its time has come, nobody else has it, and of its meeting nothing earlier waits.
macro_rules! may_go {
    () => {
        "d.state = 'waiting' AND d.next_at <= $2 AND d.leased_until <= $2 AND (NOT d.ordered OR NOT EXISTS \
         (SELECT 1 FROM webhook_deliveries e WHERE e.webhook_id = d.webhook_id AND e.about = d.about \
         AND e.state = 'waiting' AND e.ordered AND e.number < d.number))"
    };
}

#[derive(sqlx_macros::FromRow)]
struct ClaimedRow {
    #[sqlx(flatten)]
    row: DeliveryRow,
    body: String,
    give_up_at: i64,
}

impl ClaimedRow {
    fn read(self) -> Result<Claimed> {
        let delivery = self.row.try_into()?;
        Ok(Claimed { delivery, body: self.body, give_up: Timestamp(self.give_up_at) })
    }
}

impl Webhooks<'_> {
    /// Addresses that something may be sent to now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn due(&self, now: Timestamp) -> Result<Vec<WebhookId>> {
        const SQL: &str = concat!(
            "SELECT w.id FROM webhooks w WHERE w.paused = $1 AND w.stopped_at IS NULL AND EXISTS \
             (SELECT 1 FROM webhook_deliveries d WHERE d.webhook_id = w.id AND ",
            may_go!(),
            ") ORDER BY w.id"
        );
        let ids: Vec<String> = on_reader!(self.store, |pool| sqlx::query_scalar(SQL)
            .bind(false)
            .bind(now.millis())
            .fetch_all(pool))?;
        Ok(ids.into_iter().map(WebhookId).collect())
    }

    /// Takes up what may be sent to an address now, for `holder` alone until `until`; the earliest due first.
    /// Each counts as tried from here on, so that a try that ends the process counts too.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim(
        &self,
        webhook: &WebhookId,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
        limit: i64,
    ) -> Result<Vec<Claimed>> {
        // Asked twice: on PostgreSQL the inner answer may be out of date when the row is locked.
        const SQL: &str = concat!(
            "UPDATE webhook_deliveries SET holder = $3, leased_until = $4, attempts = attempts + 1 WHERE id IN \
             (SELECT d.id FROM webhook_deliveries d WHERE d.webhook_id = $1 AND ",
            may_go!(),
            " ORDER BY d.next_at, d.id LIMIT $5) AND state = 'waiting' AND leased_until <= $2 RETURNING ",
            delivery_columns!(),
            ", body, give_up_at"
        );
        let rows: Vec<ClaimedRow> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(webhook.as_str())
            .bind(now.millis())
            .bind(holder)
            .bind(until.millis())
            .bind(limit)
            .fetch_all(pool))?;
        rows.into_iter().map(ClaimedRow::read).collect()
    }

    /// Takes up one delivery, whatever waits before it. `None`: it is settled, or somebody else has it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim_one(
        &self,
        id: &DeliveryId,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Claimed>> {
        const SQL: &str = concat!(
            "UPDATE webhook_deliveries SET holder = $3, leased_until = $4, attempts = attempts + 1 \
             WHERE id = $1 AND state = 'waiting' AND leased_until <= $2 RETURNING ",
            delivery_columns!(),
            ", body, give_up_at"
        );
        let rows: Vec<ClaimedRow> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(id.as_str())
            .bind(now.millis())
            .bind(holder)
            .bind(until.millis())
            .fetch_all(pool))?;
        rows.into_iter().next().map(ClaimedRow::read).transpose()
    }

    /// Notes what came of a try, here and for the address as a whole. `false`: it was no longer this holder's.
    ///
    /// # Errors
    /// The database does not answer: then it will be sent again once the lease has run out.
    pub async fn settle(
        &self,
        claimed: &Claimed,
        holder: &str,
        tried: &Tried,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE webhook_deliveries SET state = $3, next_at = $4, tried_at = $5, status = $6, \
            took = $7, failing = $8, settled_at = $9, holder = NULL, leased_until = 0 \
            WHERE id = $1 AND holder = $2 AND state = 'waiting'";
        const WELL: &str =
            "UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL";
        const ILL: &str = "UPDATE webhooks SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL";
        let delivery = &claimed.delivery;
        let (state, next) = match outcome {
            Outcome::Delivered => ("delivered", delivery.next),
            Outcome::Again(next) => ("waiting", next),
            Outcome::GivenUp => ("failed", delivery.next),
        };
        let settled = (state != "waiting").then(|| now.millis());
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(SQL)
                .bind(delivery.id.as_str())
                .bind(holder)
                .bind(state)
                .bind(next.millis())
                .bind(tried.at.millis())
                .bind(tried.status.map(i64::from))
                .bind(tried.took)
                .bind(tried.failing.map(Failing::name))
                .bind(settled)
                .execute(&mut *tx)
                .await?;
            if tried.failing.is_none() {
                sqlx::query(WELL).bind(delivery.webhook.as_str()).execute(&mut *tx).await?;
            } else {
                sqlx::query(ILL)
                    .bind(delivery.webhook.as_str())
                    .bind(tried.at.millis())
                    .execute(&mut *tx)
                    .await?;
            }
            Ok(done.rows_affected() > 0)
        })
    }

    /// Sends an event again, as it was and with its `webhook-id`, outside of the order. Returns the new
    /// delivery; `None` if there is none like that to repeat.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn replay(
        &self,
        webhook: &WebhookId,
        id: &DeliveryId,
        now: Timestamp,
    ) -> Result<Option<DeliveryId>> {
        const SQL: &str = "INSERT INTO webhook_deliveries (id, webhook_id, event_id, kind, about, number, \
            ordered, replay, meeting_id, body, at, state, attempts, next_at, give_up_at, leased_until) \
            SELECT $3, webhook_id, event_id, kind, about, number, FALSE, TRUE, meeting_id, body, at, 'waiting', 0, \
            $4, $5, 0 FROM webhook_deliveries WHERE id = $2 AND webhook_id = $1 AND state <> 'waiting'";
        let new = DeliveryId(crate::new_id());
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(webhook.as_str())
            .bind(id.as_str())
            .bind(new.as_str())
            .bind(now.millis())
            .bind(give_up(now))
            .execute(pool))?;
        Ok((done > 0).then_some(new))
    }
}
