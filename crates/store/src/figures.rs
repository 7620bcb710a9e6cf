//! Figures about the whole: what the database is, and how much of what there is. Each is cheap enough to be
//! asked for whenever somebody looks: it walks an index or a small table.

use crate::dialect::{self, Pools};
use crate::{Result, Store};
use portico_domain::time::Timestamp;

/// The way to figures: [`Store::figures`].
pub struct Figures<'s> {
    pub(crate) store: &'s Store,
}

/// Which of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseKind {
    Sqlite,
    Postgres,
}

/// The database itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseFigures {
    pub kind: DatabaseKind,
    /// As it calls itself, such as `3.50.4`.
    pub version: String,
    /// In bytes; of PostgreSQL the whole database, whatever else is in it.
    pub size: i64,
    /// The number of the last migration.
    pub schema: i64,
    /// The number of the last migration that this program knows.
    pub known: i64,
}

/// How many people there are, and through what they come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct PeopleFigures {
    pub people: i64,
    pub disabled: i64,
    /// Sessions that have not expired.
    pub sessions: i64,
    /// API tokens that have not expired.
    pub tokens: i64,
}

/// Changes at vendors of which it is not known whether they happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct IntentFigures {
    pub open: i64,
    /// When the first of them was begun.
    pub oldest: Option<i64>,
}

/// Events on their way to other systems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx_macros::FromRow)]
pub struct DeliveryFigures {
    pub waiting: i64,
    /// When the first of them happened.
    pub oldest: Option<i64>,
    /// Given up since the instant that was asked for.
    pub failed: i64,
    /// Addresses that are no longer written to.
    pub stopped: i64,
}

impl Figures<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn database(&self) -> Result<DatabaseFigures> {
        const SCHEMA: &str = "SELECT MAX(version) FROM _sqlx_migrations WHERE success";
        let (kind, sql) = match self.store.pools() {
            Pools::Sqlite { .. } => (DatabaseKind::Sqlite, dialect::SQLITE_ITSELF),
            Pools::Postgres(_) => (DatabaseKind::Postgres, dialect::POSTGRES_ITSELF),
        };
        let (version, size): (String, i64) =
            on_reader!(self.store, |pool| sqlx::query_as(sql).fetch_one(pool))?;
        let schema: Option<i64> = on_reader!(self.store, |pool| sqlx::query_scalar(SCHEMA).fetch_one(pool))?;
        let known = dialect::migrations().iter().map(|migration| migration.version).max();
        Ok(DatabaseFigures {
            kind,
            version,
            size,
            schema: schema.unwrap_or_default(),
            known: known.unwrap_or_default(),
        })
    }

    /// # Errors
    /// The database does not answer.
    pub async fn people(&self, now: Timestamp) -> Result<PeopleFigures> {
        const SQL: &str = "SELECT \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM people) AS people, \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM people WHERE disabled) AS disabled, \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM sessions WHERE expires_at > $1) AS sessions, \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM api_tokens \
                WHERE expires_at IS NULL OR expires_at > $1) AS tokens";
        on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(now.millis()).fetch_one(pool))
    }

    /// # Errors
    /// The database does not answer.
    pub async fn intents(&self) -> Result<IntentFigures> {
        const SQL: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS open, MIN(created_at) AS oldest FROM intents \
            WHERE state IN ('pending', 'unknown')";
        on_reader!(self.store, |pool| sqlx::query_as(SQL).fetch_one(pool))
    }

    /// Failures are counted from `since` on.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn deliveries(&self, since: Timestamp) -> Result<DeliveryFigures> {
        // The first condition on the failed ones is that of the index, which SQLite wants to see literally.
        const SQL: &str = "SELECT \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries WHERE state = 'waiting') AS waiting, \
            (SELECT MIN(at) FROM webhook_deliveries WHERE state = 'waiting') AS oldest, \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM webhook_deliveries \
                WHERE state <> 'waiting' AND settled_at >= $1 AND state = 'failed') AS failed, \
            (SELECT CAST(COUNT(*) AS BIGINT) FROM webhooks WHERE stopped_at IS NOT NULL) AS stopped";
        on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(since.millis()).fetch_one(pool))
    }
}
