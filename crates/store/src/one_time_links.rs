//! Links that work once: the first set-up, a sign-in by link. Only hashes are here.

use crate::{BATCH, Result, Store};
use portico_domain::ids::PersonId;
use portico_domain::time::Timestamp;

/// The way to one-time links: [`Store::one_time_links`].
pub struct OneTimeLinks<'s> {
    pub(crate) store: &'s Store,
}

/// Whether a one-time link works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkStanding {
    Works(OneTimeLink),
    Used,
    Expired,
    /// It was never made, was replaced, or expired so long ago that it is forgotten.
    Unknown,
}

/// A one-time link that still works, or was just used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeLink {
    /// Absent for the first set-up, when there is nobody yet.
    pub person: Option<PersonId>,
    pub expires: Timestamp,
}

type Row = (Option<String>, i64);

fn link((person, expires): Row) -> OneTimeLink {
    OneTimeLink { person: person.map(PersonId), expires: Timestamp(expires) }
}

impl OneTimeLinks<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn insert(
        &self,
        token_hash: &str,
        purpose: &str,
        person: Option<&PersonId>,
        expires: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO one_time_links (token_hash, purpose, person_id, expires_at) \
            VALUES ($1, $2, $3, $4)";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(token_hash)
            .bind(purpose)
            .bind(person.map(PersonId::as_str))
            .bind(expires.millis())
            .execute(pool))
        .map(drop)
    }

    /// Would it work? Changes nothing, so that link previews and HEAD requests cost nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn peek(&self, token_hash: &str, purpose: &str, now: Timestamp) -> Result<Option<OneTimeLink>> {
        const SQL: &str = "SELECT person_id, expires_at FROM one_time_links \
            WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
        let row: Option<Row> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(token_hash)
            .bind(purpose)
            .bind(now.millis())
            .fetch_optional(pool))?;
        Ok(row.map(link))
    }

    /// Whether it works, and if not, why. Changes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn standing(&self, token_hash: &str, purpose: &str, now: Timestamp) -> Result<LinkStanding> {
        const SQL: &str = "SELECT person_id, expires_at, used_at FROM one_time_links \
            WHERE token_hash = $1 AND purpose = $2";
        let row: Option<(Option<String>, i64, Option<i64>)> = on_reader!(self.store, |pool| {
            sqlx::query_as(SQL).bind(token_hash).bind(purpose).fetch_optional(pool)
        })?;
        Ok(match row {
            None => LinkStanding::Unknown,
            Some((_, _, Some(_))) => LinkStanding::Used,
            Some((_, expires, None)) if expires <= now.millis() => LinkStanding::Expired,
            Some((person, expires, None)) => LinkStanding::Works(link((person, expires))),
        })
    }

    /// Uses it up. Of several at once exactly one gets it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn consume(
        &self,
        token_hash: &str,
        purpose: &str,
        now: Timestamp,
    ) -> Result<Option<OneTimeLink>> {
        const SQL: &str = "UPDATE one_time_links SET used_at = $3 \
            WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 \
            RETURNING person_id, expires_at";
        let rows: Vec<Row> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(token_hash)
            .bind(purpose)
            .bind(now.millis())
            .fetch_all(pool))?;
        Ok(rows.into_iter().next().map(link))
    }

    /// Ends all unused links of a purpose: a new set-up link replaces the one before.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn revoke(&self, purpose: &str) -> Result<u64> {
        const SQL: &str = "DELETE FROM one_time_links WHERE purpose = $1 AND used_at IS NULL";
        changing!(self.store, |pool| sqlx::query(SQL).bind(purpose).execute(pool))
    }

    /// Forgets a batch of those that have expired.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_expired(&self, now: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM one_time_links WHERE token_hash IN \
            (SELECT token_hash FROM one_time_links WHERE expires_at <= $1 LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(now.millis()).bind(BATCH).execute(pool))
    }
}
