//! The log of deliveries, and what is swept out of it.

use super::outbox::{Laid, News, body, lay_out};
use super::{Webhooks, give_up};
use crate::error::StoreError;
use crate::sql::{Query, bound, instant};
use crate::wire::Wire;
use crate::{BATCH, Result};
use portico_domain::ids::{DeliveryId, MeetingId, WebhookId};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::{Delivery, DeliveryState, EventKind, Failing};
use serde_json::json;
use sqlx::AssertSqlSafe;

macro_rules! delivery_columns {
    () => {
        "id, webhook_id, event_id, kind, meeting_id, at, state, attempts, next_at, tried_at, status, took, \
         failing, replay"
    };
}
pub(super) use delivery_columns;

/// A page of the log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryPage {
    pub rows: Vec<Delivery>,
    /// The last row, if there are more.
    pub next: Option<DeliveryId>,
}

#[derive(sqlx_macros::FromRow)]
pub(super) struct DeliveryRow {
    id: String,
    webhook_id: String,
    event_id: String,
    kind: String,
    meeting_id: Option<String>,
    at: i64,
    state: String,
    attempts: i64,
    next_at: i64,
    tried_at: Option<i64>,
    status: Option<i64>,
    took: Option<i64>,
    failing: Option<String>,
    replay: bool,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = StoreError;

    fn try_from(row: DeliveryRow) -> Result<Self> {
        Ok(Delivery {
            id: DeliveryId(row.id),
            webhook: WebhookId(row.webhook_id),
            event: row.event_id,
            kind: EventKind::from_name(&row.kind)
                .ok_or_else(|| StoreError::corrupt("webhook_deliveries.kind"))?,
            meeting: row.meeting_id.map(MeetingId),
            at: Timestamp(row.at),
            state: DeliveryState::from_name(&row.state)
                .ok_or_else(|| StoreError::corrupt("webhook_deliveries.state"))?,
            attempts: row.attempts,
            next: Timestamp(row.next_at),
            tried: instant(row.tried_at),
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            took: row.took,
            failing: row.failing.as_deref().and_then(Failing::from_name),
            replay: row.replay,
        })
    }
}

impl Webhooks<'_> {
    /// The log of an address, the newest first; with `state`, only what is so.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn deliveries(
        &self,
        webhook: &WebhookId,
        state: Option<DeliveryState>,
        after: Option<&DeliveryId>,
        limit: usize,
    ) -> Result<DeliveryPage> {
        let mut query = Query::new(concat!(
            "SELECT ",
            delivery_columns!(),
            " FROM webhook_deliveries WHERE webhook_id = "
        ));
        query.bind(webhook.as_str());
        if let Some(state) = state {
            query.push(" AND state = ").bind(state.name());
        }
        if let Some(after) = after {
            query.push(" AND id < ").bind(after.as_str());
        }
        query.push(" ORDER BY id DESC LIMIT ");
        // One more than shown says whether there is a next page.
        query.bind(i64::try_from(limit).unwrap_or(i64::MAX - 1).saturating_add(1));
        let Query { sql, values } = query;
        let rows: Vec<DeliveryRow> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_all(pool))?;
        let mut rows = rows.into_iter().map(Delivery::try_from).collect::<Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| last.id.clone());
        Ok(DeliveryPage { rows, next })
    }

    /// # Errors
    /// The database does not answer.
    pub async fn delivery(&self, webhook: &WebhookId, id: &DeliveryId) -> Result<Option<Delivery>> {
        const SQL: &str = concat!(
            "SELECT ",
            delivery_columns!(),
            " FROM webhook_deliveries WHERE id = $1 AND webhook_id = $2"
        );
        let row: Option<DeliveryRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(id.as_str())
            .bind(webhook.as_str())
            .fetch_optional(pool))?;
        row.map(Delivery::try_from).transpose()
    }

    /// Lays out an event that tells of nothing, outside of every order.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lay_out_test(&self, webhook: &WebhookId, at: Timestamp) -> Result<DeliveryId> {
        let id = webhook.as_str();
        let news = News {
            kind: EventKind::Test,
            about: id.to_owned(),
            meeting: None,
            data: json!({ "webhook": id }),
        };
        let event_id = crate::new_id();
        let body = body(&news, at);
        let laid = Laid { webhook: id, event_id: &event_id, number: 0, ordered: false, body: &body };
        in_transaction!(self.store, |tx| {
            let laid = lay_out(&mut Wire::from(tx), &news, &laid, at, give_up(at)).await?;
            Ok(DeliveryId(laid))
        })
    }

    /// Forgets what was settled before `before`, gives up what has waited since then, and takes away secrets
    /// that no longer sign and what is left of addresses that were removed. A batch of each; says how many rows
    /// of the fullest went away.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge(&self, before: Timestamp, now: Timestamp) -> Result<u64> {
        const SETTLED: &str = "DELETE FROM webhook_deliveries WHERE id IN (SELECT id \
            FROM webhook_deliveries WHERE state <> 'waiting' AND settled_at < $1 LIMIT $2)";
        const LATE: &str = "UPDATE webhook_deliveries SET state = 'failed', failing = 'stopped', settled_at = $2 \
            WHERE state = 'waiting' AND give_up_at < $1 AND leased_until < $1";
        const LEFT: &str = "DELETE FROM webhook_deliveries WHERE id IN (SELECT id FROM webhook_deliveries \
            WHERE at < $1 AND webhook_id NOT IN (SELECT id FROM webhooks) LIMIT $2)";
        // An event is not tried for longer than the log is kept, so nothing waits for a number this old.
        const NUMBERS: &str = "DELETE FROM event_numbers WHERE at < $1 AND about IN \
            (SELECT about FROM event_numbers WHERE at < $1 AND about NOT IN \
            (SELECT about FROM webhook_deliveries WHERE state = 'waiting') LIMIT $2)";
        const SECRETS: &str =
            "UPDATE webhooks SET former_sealed = NULL, former_until = NULL WHERE former_until <= $1";
        let (before, now) = (before.millis(), now.millis());
        changing!(self.store, |pool| sqlx::query(LATE).bind(before).bind(now).execute(pool))?;
        changing!(self.store, |pool| sqlx::query(SECRETS).bind(now).execute(pool))?;
        let mut most = 0;
        for sql in [SETTLED, LEFT, NUMBERS] {
            most = most
                .max(changing!(self.store, |pool| sqlx::query(sql).bind(before).bind(BATCH).execute(pool))?);
        }
        Ok(most)
    }
}
