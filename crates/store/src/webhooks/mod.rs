//! Webhooks: addresses and their sealed secrets here, events in `outbox.rs`, sending in
//! `claiming.rs`, the log in `deliveries.rs`.

mod claiming;
mod deliveries;
pub(crate) mod outbox;
mod secrets;

pub use claiming::{Claimed, Outcome, Tried};
pub use deliveries::DeliveryPage;

use crate::error::StoreError;
use crate::seal::Place;
use crate::sql::instant;
use crate::{Result, Store};
use portico_domain::ids::WebhookId;
use portico_domain::time::Timestamp;
use portico_domain::webhooks::{EventKind, StopReason, TRY_HOURS, Webhook};
use secrecy::SecretString;
use std::collections::{BTreeSet, HashMap};

/// The way to webhooks: [`Store::webhooks`].
pub struct Webhooks<'s> {
    pub(crate) store: &'s Store,
}

const COLUMNS: &str = "SELECT id, name, url, events, private_network, paused, former_until, created_at, \
    failing_since, stopped_at, stopped_because FROM webhooks";

#[derive(sqlx_macros::FromRow)]
struct WebhookRow {
    id: String,
    name: String,
    url: String,
    events: String,
    private_network: bool,
    paused: bool,
    former_until: Option<i64>,
    created_at: i64,
    failing_since: Option<i64>,
    stopped_at: Option<i64>,
    stopped_because: Option<String>,
}

impl TryFrom<WebhookRow> for Webhook {
    type Error = StoreError;

    fn try_from(row: WebhookRow) -> Result<Self> {
        let reason = |name: &str| {
            StopReason::from_name(name).ok_or_else(|| StoreError::corrupt("webhooks.stopped_because"))
        };
        let because = row.stopped_because.as_deref().map(reason).transpose()?;
        Ok(Webhook {
            id: WebhookId(row.id),
            name: row.name,
            url: row.url,
            events: read_events(&row.events)?,
            private_network: row.private_network,
            paused: row.paused,
            created: Timestamp(row.created_at),
            failing: instant(row.failing_since),
            stopped: instant(row.stopped_at).zip(because),
            overlap: instant(row.former_until),
        })
    }
}

fn read_events(text: &str) -> Result<BTreeSet<EventKind>> {
    let read = text.split_whitespace().map(EventKind::from_name).collect::<Option<_>>();
    read.ok_or_else(|| StoreError::corrupt("webhooks.events"))
}

fn events_text(webhook: &Webhook) -> String {
    webhook.events.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" ")
}

fn place(id: &WebhookId) -> Place<'_> {
    Place { table: "webhooks", row: id.as_str(), column: "secret_sealed" }
}

fn place_of_former(id: &WebhookId) -> Place<'_> {
    Place { table: "webhooks", row: id.as_str(), column: "former_sealed" }
}

/// Until when an event of this moment is tried.
fn give_up(at: Timestamp) -> i64 {
    at.plus_seconds(TRY_HOURS * 3600).millis()
}

impl Webhooks<'_> {
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn insert(&self, webhook: &Webhook, secret: &SecretString) -> Result<()> {
        const SQL: &str = "INSERT INTO webhooks (id, name, url, events, private_network, paused, \
            secret_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let sealed = self.store.sealer()?.seal(secret, place(&webhook.id))?;
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(webhook.id.as_str())
            .bind(&webhook.name)
            .bind(&webhook.url)
            .bind(events_text(webhook))
            .bind(webhook.private_network)
            .bind(webhook.paused)
            .bind(&sealed)
            .bind(webhook.created.millis())
            .execute(pool))
        .map(drop)
    }

    /// All, by name.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(&self) -> Result<Vec<Webhook>> {
        let sql = format!("{COLUMNS} ORDER BY name, id");
        let rows: Vec<WebhookRow> =
            on_reader!(self.store, |pool| sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(pool))?;
        rows.into_iter().map(Webhook::try_from).collect()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &WebhookId) -> Result<Option<Webhook>> {
        let sql = format!("{COLUMNS} WHERE id = $1");
        let row: Option<WebhookRow> =
            on_reader!(self.store, |pool| sqlx::query_as(sqlx::AssertSqlSafe(sql))
                .bind(id.as_str())
                .fetch_optional(pool))?;
        row.map(Webhook::try_from).transpose()
    }

    /// Writes what an administrator may edit; secret, pause and how it goes stay.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn update(&self, webhook: &Webhook) -> Result<bool> {
        const SQL: &str =
            "UPDATE webhooks SET name = $2, url = $3, events = $4, private_network = $5 WHERE id = $1";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(webhook.id.as_str())
            .bind(&webhook.name)
            .bind(&webhook.url)
            .bind(events_text(webhook))
            .bind(webhook.private_network)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Nothing is sent until [`Webhooks::resume`]; events are kept.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn pause(&self, id: &WebhookId) -> Result<bool> {
        const SQL: &str = "UPDATE webhooks SET paused = TRUE WHERE id = $1";
        let done = changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).execute(pool))?;
        Ok(done > 0)
    }

    /// It goes on after a pause or after it was stopped. What waited has all its time before it again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn resume(&self, id: &WebhookId, at: Timestamp) -> Result<bool> {
        const GO_ON: &str = "UPDATE webhooks SET paused = FALSE, failing_since = NULL, stopped_at = NULL, \
            stopped_because = NULL WHERE id = $1";
        const WAITING: &str = "UPDATE webhook_deliveries SET next_at = $2, give_up_at = $3 \
            WHERE webhook_id = $1 AND state = 'waiting'";
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(GO_ON).bind(id.as_str()).execute(&mut *tx).await?;
            sqlx::query(WAITING)
                .bind(id.as_str())
                .bind(at.millis())
                .bind(give_up(at))
                .execute(&mut *tx)
                .await?;
            Ok(done.rows_affected() > 0)
        })
    }

    /// It is no longer written to: what waits is given up, and new events are not kept for it. `false`: it had
    /// been stopped before, or is gone.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn stop(&self, id: &WebhookId, reason: StopReason, at: Timestamp) -> Result<bool> {
        const STOP: &str = "UPDATE webhooks SET stopped_at = $2, stopped_because = $3 \
            WHERE id = $1 AND stopped_at IS NULL";
        const GIVE_UP: &str = "UPDATE webhook_deliveries SET state = 'failed', failing = 'stopped', \
            holder = NULL, settled_at = $2 WHERE webhook_id = $1 AND state = 'waiting'";
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(STOP)
                .bind(id.as_str())
                .bind(at.millis())
                .bind(reason.name())
                .execute(&mut *tx)
                .await?;
            if done.rows_affected() > 0 {
                sqlx::query(GIVE_UP).bind(id.as_str()).bind(at.millis()).execute(&mut *tx).await?;
            }
            Ok(done.rows_affected() > 0)
        })
    }

    /// Removes an address with its secret, what waits for it, and its log.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove(&self, id: &WebhookId) -> Result<bool> {
        const SQL: [&str; 2] =
            ["DELETE FROM webhook_deliveries WHERE webhook_id = $1", "DELETE FROM webhooks WHERE id = $1"];
        in_transaction!(self.store, |tx| {
            let mut done = 0;
            for sql in SQL {
                done = sqlx::query(sql).bind(id.as_str()).execute(&mut *tx).await?.rows_affected();
            }
            Ok(done > 0)
        })
    }

    /// Does any address want to hear of this? For what is written often, and mostly for nobody.
    pub(crate) async fn any_wants(&self, kind: EventKind) -> Result<bool> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM webhooks WHERE stopped_at IS NULL \
            AND ' ' || events || ' ' LIKE '% ' || $1 || ' %')";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(kind.name()).fetch_one(pool))
    }

    /// How many events wait, for each address that any waits for.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn waiting(&self) -> Result<HashMap<WebhookId, i64>> {
        const SQL: &str = "SELECT webhook_id, CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries \
            WHERE state = 'waiting' GROUP BY webhook_id";
        let rows: Vec<(String, i64)> = on_reader!(self.store, |pool| sqlx::query_as(SQL).fetch_all(pool))?;
        Ok(rows.into_iter().map(|(id, count)| (WebhookId(id), count)).collect())
    }
}
