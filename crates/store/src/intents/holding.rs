//! Taking up what got no answer, by one at a time: whoever takes an intent up holds it, and goes on showing so
//! while at it. Each taking up is counted, and only the last one counts: somebody whose hold was believed lost
//! and taken over finds that nothing is written any more.

use super::{Intent, IntentRow, Intents, intent_columns};
use crate::Result;
use portico_domain::ids::{ConnectionId, IntentId};
use portico_domain::time::Timestamp;

/// Stands for "no connection", which equals itself.
fn name(connection: Option<&ConnectionId>) -> &str {
    connection.map_or("", ConnectionId::as_str)
}

impl Intents<'_> {
    /// The connections of intents that nobody touched since `before`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn connections_waiting(&self, before: Timestamp) -> Result<Vec<Option<ConnectionId>>> {
        const SQL: &str = "SELECT DISTINCT connection_id FROM intents \
            WHERE state IN ('pending', 'unknown') AND updated_at < $1";
        let found: Vec<Option<String>> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(before.millis()).fetch_all(pool))?;
        Ok(found.into_iter().map(|id| id.map(ConnectionId)).collect())
    }

    /// Takes up intents of a connection that nobody touched since `before` (pending: their maker died; unknown: no
    /// answer came) for reconciliation. Each goes to one caller only, until it is that old again.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim(
        &self,
        connection: Option<&ConnectionId>,
        before: Timestamp,
        now: Timestamp,
        limit: i64,
    ) -> Result<Vec<Intent>> {
        // The age is asked twice: on PostgreSQL the inner answer may be out of date when the row is locked.
        const SQL: &str = concat!(
            "UPDATE intents SET updated_at = $2, attempts = attempts + 1 WHERE id IN \
             (SELECT id FROM intents WHERE state IN ('pending', 'unknown') AND updated_at < $1 \
             AND COALESCE(connection_id, '') = $4 ORDER BY updated_at, id LIMIT $3) \
             AND state IN ('pending', 'unknown') AND updated_at < $1 RETURNING ",
            intent_columns!()
        );
        let rows: Vec<IntentRow> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(before.millis())
            .bind(now.millis())
            .bind(limit)
            .bind(name(connection))
            .fetch_all(pool))?;
        rows.into_iter().map(Intent::try_from).collect()
    }

    /// Shows that whoever took it up for the `held`th time is still at it. `false`: it is settled, or somebody
    /// else has taken it up since.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn hold_on(&self, id: &IntentId, held: i64, now: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE intents SET updated_at = $3 \
            WHERE id = $1 AND attempts = $2 AND state IN ('pending', 'unknown')";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(held)
            .bind(now.millis())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Shows that its maker is still at it, whoever looked into it meanwhile; for what nobody else can go on with.
    /// `false`: it is settled.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn keep_open(&self, id: &IntentId, now: Timestamp) -> Result<bool> {
        const SQL: &str =
            "UPDATE intents SET updated_at = $2 WHERE id = $1 AND state IN ('pending', 'unknown')";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(now.millis())
            .execute(pool))?;
        Ok(done > 0)
    }
}
