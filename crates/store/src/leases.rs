//! Leases: one replica at a time holds a duty, such as synchronising a connection.

use crate::{Result, Store};
use portico_domain::time::Timestamp;

/// How the lease of a process that serves begins; its own name follows.
pub const SERVING: &str = "serving:";

/// The way to leases: [`Store::leases`].
pub struct Leases<'s> {
    pub(crate) store: &'s Store,
}

impl Leases<'_> {
    /// Takes a lease that is free, has run out, or is the holder's own already (which renews it).
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn acquire(&self, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool> {
        const SQL: &str = "INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $4) \
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at \
            WHERE leases.holder = excluded.holder OR leases.expires_at <= $3";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(name)
            .bind(holder)
            .bind(now.millis())
            .bind(until.millis())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Prolongs a lease that this holder still has. `false`: it was lost; stop working.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn renew(&self, name: &str, holder: &str, now: Timestamp, until: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE leases SET expires_at = $4 \
            WHERE name = $1 AND holder = $2 AND expires_at > $3";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(name)
            .bind(holder)
            .bind(now.millis())
            .bind(until.millis())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// The names of those that somebody has now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn held(&self, now: Timestamp) -> Result<Vec<String>> {
        const SQL: &str = "SELECT name FROM leases WHERE expires_at > $1 ORDER BY name";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(now.millis()).fetch_all(pool))
    }

    /// Forgets leases that have run out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_expired(&self, now: Timestamp) -> Result<()> {
        const SQL: &str = "DELETE FROM leases WHERE expires_at <= $1";
        changing!(self.store, |pool| sqlx::query(SQL).bind(now.millis()).execute(pool)).map(drop)
    }

    /// # Errors
    /// The database does not answer.
    pub async fn release(&self, name: &str, holder: &str) -> Result<bool> {
        const SQL: &str = "DELETE FROM leases WHERE name = $1 AND holder = $2";
        let done = changing!(self.store, |pool| sqlx::query(SQL).bind(name).bind(holder).execute(pool))?;
        Ok(done > 0)
    }
}
