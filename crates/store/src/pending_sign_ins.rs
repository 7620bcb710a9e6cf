//! Sign-ins that have gone to an identity provider and are to come back. Only hashes are here.

use crate::{BATCH, Result, Store};
use portico_domain::time::Timestamp;

/// The way to pending sign-ins: [`Store::pending_sign_ins`].
pub struct PendingSignIns<'s> {
    pub(crate) store: &'s Store,
}

/// A sign-in that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PendingSignIn<'a> {
    pub state_hash: &'a str,
    /// Of what only the browser that began it has.
    pub browser_hash: &'a str,
    pub provider: &'a str,
    /// The path to go to afterwards; may be empty.
    pub next: &'a str,
    pub expires: Timestamp,
}

impl PendingSignIns<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn insert(&self, pending: PendingSignIn<'_>) -> Result<()> {
        const SQL: &str = "INSERT INTO pending_sign_ins (state_hash, browser_hash, provider, next, expires_at) \
            VALUES ($1, $2, $3, $4, $5)";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(pending.state_hash)
            .bind(pending.browser_hash)
            .bind(pending.provider)
            .bind(pending.next)
            .bind(pending.expires.millis())
            .execute(pool))
        .map(drop)
    }

    /// Takes it away and says where it was to lead. Of several at once exactly one gets it; another browser,
    /// or an answer for another provider, gets nothing and spends nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take(
        &self,
        state_hash: &str,
        browser_hash: &str,
        provider: &str,
        now: Timestamp,
    ) -> Result<Option<String>> {
        const SQL: &str = "DELETE FROM pending_sign_ins WHERE state_hash = $1 AND browser_hash = $2 \
            AND provider = $3 AND expires_at > $4 RETURNING next";
        let rows: Vec<String> = on_writer!(self.store, |pool| sqlx::query_scalar(SQL)
            .bind(state_hash)
            .bind(browser_hash)
            .bind(provider)
            .bind(now.millis())
            .fetch_all(pool))?;
        Ok(rows.into_iter().next())
    }

    /// Forgets a batch of those that have expired.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_expired(&self, now: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM pending_sign_ins WHERE state_hash IN \
            (SELECT state_hash FROM pending_sign_ins WHERE expires_at <= $1 LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(now.millis()).bind(BATCH).execute(pool))
    }
}
