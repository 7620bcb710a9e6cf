//! What administrators do to accounts. There is always an active administrator left, and whoever is
//! changed is signed out everywhere in the same transaction.

use super::People;
use crate::Result;
use portico_domain::ids::PersonId;
use portico_domain::people::Role;
use portico_domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governed {
    Done,
    /// There is no such person.
    Gone,
    /// It would have left nobody who can administer.
    LastAdministrator,
    /// Who is to take over is gone, disabled, or may not have meetings.
    NoHeir,
}

/// The row is the lock: on PostgreSQL two administrators could otherwise demote each other at once.
const LOCK: &str = "INSERT INTO settings (key, value) VALUES ('administrators_lock', '') \
    ON CONFLICT (key) DO UPDATE SET value = excluded.value";
const EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM people WHERE id = $1)";
/// Who was invited and has no password yet cannot administer; who comes from an identity provider needs none.
const IS_LAST: &str = "SELECT EXISTS (SELECT 1 FROM people WHERE id = $1 AND role = 'administrator' \
    AND NOT disabled AND (password_hash <> '' OR id IN (SELECT person_id FROM identities))) \
    AND NOT EXISTS (SELECT 1 FROM people WHERE id <> $1 AND role = 'administrator' \
    AND NOT disabled AND (password_hash <> '' OR id IN (SELECT person_id FROM identities)))";
const END_SESSIONS: &str = "DELETE FROM sessions WHERE person_id = $1";
/// Their scripts stop too.
const END_TOKENS: &str = "DELETE FROM api_tokens WHERE person_id = $1";
const END_LINKS: &str = "DELETE FROM one_time_links WHERE person_id = $1";

/// `Some` if nothing may happen to this person.
macro_rules! held_back {
    ($tx:expr, $id:expr, $takes_away:expr) => {{
        sqlx::query(LOCK).execute(&mut *$tx).await?;
        let exists: bool = sqlx::query_scalar(EXISTS).bind($id).fetch_one(&mut *$tx).await?;
        let last: bool = sqlx::query_scalar(IS_LAST).bind($id).fetch_one(&mut *$tx).await?;
        match (exists, last && $takes_away) {
            (false, _) => Some(Governed::Gone),
            (true, true) => Some(Governed::LastAdministrator),
            (true, false) => None,
        }
    }};
}

impl People<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn set_role(&self, id: &PersonId, role: Role) -> Result<Governed> {
        const SQL: &str = "UPDATE people SET role = $2 WHERE id = $1 AND role <> $2";
        let id = id.as_str();
        in_transaction!(self.store, |tx| {
            if let Some(outcome) = held_back!(tx, id, role != Role::Administrator) {
                return Ok(outcome);
            }
            let done = sqlx::query(SQL).bind(id).bind(role.name()).execute(&mut *tx).await?;
            if done.rows_affected() > 0 {
                sqlx::query(END_SESSIONS).bind(id).execute(&mut *tx).await?;
            }
            Ok(Governed::Done)
        })
    }

    /// Who is disabled has no sessions, no API token, and no one-time link that works.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_disabled(&self, id: &PersonId, disabled: bool) -> Result<Governed> {
        const SQL: &str = "UPDATE people SET disabled = $2 WHERE id = $1";
        let id = id.as_str();
        in_transaction!(self.store, |tx| {
            if let Some(outcome) = held_back!(tx, id, disabled) {
                return Ok(outcome);
            }
            sqlx::query(SQL).bind(id).bind(disabled).execute(&mut *tx).await?;
            if disabled {
                for sql in [END_SESSIONS, END_LINKS, END_TOKENS] {
                    sqlx::query(sql).bind(id).execute(&mut *tx).await?;
                }
            }
            Ok(Governed::Done)
        })
    }

    /// Takes the password away and lets one link set a new one; earlier links stop working.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn reset_password(
        &self,
        id: &PersonId,
        token_hash: &str,
        purpose: &str,
        expires: Timestamp,
    ) -> Result<Governed> {
        const EMPTY: &str = "UPDATE people SET password_hash = '' WHERE id = $1";
        const LINK: &str = "INSERT INTO one_time_links (token_hash, purpose, person_id, expires_at) \
            VALUES ($1, $2, $3, $4)";
        let id = id.as_str();
        in_transaction!(self.store, |tx| {
            if let Some(outcome) = held_back!(tx, id, true) {
                return Ok(outcome);
            }
            sqlx::query(EMPTY).bind(id).execute(&mut *tx).await?;
            sqlx::query(END_SESSIONS).bind(id).execute(&mut *tx).await?;
            sqlx::query(END_LINKS).bind(id).execute(&mut *tx).await?;
            sqlx::query(LINK)
                .bind(token_hash)
                .bind(purpose)
                .bind(id)
                .bind(expires.millis())
                .execute(&mut *tx)
                .await?;
            Ok(Governed::Done)
        })
    }

    /// Uses a one-time link up and sets the password of the person it was made for. Of several at once
    /// exactly one succeeds. `None`: the link does not work (any more), or its person is disabled.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_password_by_link(
        &self,
        token_hash: &str,
        purpose: &str,
        password_hash: &SecretString,
        now: Timestamp,
    ) -> Result<Option<PersonId>> {
        const USE: &str = "UPDATE one_time_links SET used_at = $3 WHERE token_hash = $1 AND purpose = $2 \
            AND used_at IS NULL AND expires_at > $3 \
            AND person_id IN (SELECT id FROM people WHERE NOT disabled) RETURNING person_id";
        const PASSWORD: &str = "UPDATE people SET password_hash = $2 WHERE id = $1";
        in_transaction!(self.store, |tx| {
            let used: Vec<String> = sqlx::query_scalar(USE)
                .bind(token_hash)
                .bind(purpose)
                .bind(now.millis())
                .fetch_all(&mut *tx)
                .await?;
            let Some(id) = used.into_iter().next() else { return Ok(None) };
            sqlx::query(PASSWORD).bind(&id).bind(password_hash.expose_secret()).execute(&mut *tx).await?;
            sqlx::query(END_SESSIONS).bind(&id).execute(&mut *tx).await?;
            Ok(Some(PersonId(id)))
        })
    }

    /// Deletes an account. Its meetings and join links become those of `heir`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delete(&self, id: &PersonId, heir: &PersonId) -> Result<Governed> {
        const HEIR: &str = "SELECT EXISTS (SELECT 1 FROM people WHERE id = $1 AND id <> $2 \
            AND role <> 'viewer' AND NOT disabled)";
        const HAND_OVER: [&str; 3] = [
            "UPDATE meetings SET owner_id = $2 WHERE owner_id = $1",
            "UPDATE join_links SET created_by = $2 WHERE created_by = $1",
            "UPDATE recording_links SET created_by = $2 WHERE created_by = $1",
        ];
        const REST: [&str; 6] = [
            "DELETE FROM meeting_shares WHERE person_id = $1",
            END_SESSIONS,
            END_LINKS,
            END_TOKENS,
            "DELETE FROM identities WHERE person_id = $1",
            "DELETE FROM people WHERE id = $1",
        ];
        let (id, heir) = (id.as_str(), heir.as_str());
        in_transaction!(self.store, |tx| {
            if let Some(outcome) = held_back!(tx, id, true) {
                return Ok(outcome);
            }
            let takes_over: bool = sqlx::query_scalar(HEIR).bind(heir).bind(id).fetch_one(&mut *tx).await?;
            if !takes_over {
                return Ok(Governed::NoHeir);
            }
            for sql in HAND_OVER {
                sqlx::query(sql).bind(id).bind(heir).execute(&mut *tx).await?;
            }
            for sql in REST {
                sqlx::query(sql).bind(id).execute(&mut *tx).await?;
            }
            Ok(Governed::Done)
        })
    }

    /// Who has not chosen a password yet, and cannot come in without one: invited, or reset.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn without_password(&self) -> Result<Vec<PersonId>> {
        const SQL: &str = "SELECT id FROM people WHERE password_hash = '' \
            AND id NOT IN (SELECT person_id FROM identities)";
        let ids: Vec<String> = on_reader!(self.store, |pool| sqlx::query_scalar(SQL).fetch_all(pool))?;
        Ok(ids.into_iter().map(PersonId).collect())
    }
}
