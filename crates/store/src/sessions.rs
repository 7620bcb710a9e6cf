//! Sign-in sessions. Only a hash of each token is here.

use crate::people::{PersonRow, person_columns};
use crate::{BATCH, Result, Store};
use portico_domain::ids::{PersonId, SessionId};
use portico_domain::people::Person;
use portico_domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

/// The way to sessions: [`Store::sessions`].
pub struct Sessions<'s> {
    pub(crate) store: &'s Store,
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person: PersonId,
    pub created: Timestamp,
    pub seen: Timestamp,
    pub expires: Timestamp,
    pub user_agent: String,
    pub network: String,
}

#[derive(sqlx_macros::FromRow)]
struct SessionRow {
    id: String,
    session_person: String,
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
    user_agent: String,
    network: String,
}

#[derive(sqlx_macros::FromRow)]
struct WithPerson {
    #[sqlx(flatten)]
    session: SessionRow,
    #[sqlx(flatten)]
    person: PersonRow,
}

macro_rules! session_columns {
    () => {
        "s.id, s.person_id AS session_person, s.created_at, s.seen_at, s.expires_at, s.user_agent, s.network"
    };
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Session {
            id: SessionId(row.id),
            person: PersonId(row.session_person),
            created: Timestamp(row.created_at),
            seen: Timestamp(row.seen_at),
            expires: Timestamp(row.expires_at),
            user_agent: row.user_agent,
            network: row.network,
        }
    }
}

const INSERT: &str = "INSERT INTO sessions \
    (id, token_hash, person_id, created_at, seen_at, expires_at, user_agent, network) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

macro_rules! insertion {
    ($session:expr, $token_hash:expr) => {
        sqlx::query(INSERT)
            .bind($session.id.as_str())
            .bind($token_hash)
            .bind($session.person.as_str())
            .bind($session.created.millis())
            .bind($session.seen.millis())
            .bind($session.expires.millis())
            .bind(&$session.user_agent)
            .bind(&$session.network)
    };
}

impl Sessions<'_> {
    /// Inserts only while the person is there and not disabled: whatever is checked before a sign-in takes its
    /// time. Disabling ends the sessions in the same transaction, so none comes after.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert(&self, session: &Session, token_hash: &str) -> Result<bool> {
        self.insert_while(session, token_hash, None).await
    }

    /// Inserts only while the person also has the password with this hash. Whatever changes that ends the sessions
    /// in the same transaction, too.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_by_password(
        &self,
        session: &Session,
        token_hash: &str,
        password_hash: &SecretString,
    ) -> Result<bool> {
        self.insert_while(session, token_hash, Some(password_hash.expose_secret())).await
    }

    async fn insert_while(
        &self,
        session: &Session,
        token_hash: &str,
        password_hash: Option<&str>,
    ) -> Result<bool> {
        // Written rather than read: on PostgreSQL the row is the lock that a change at this moment waits for.
        const HOLD: &str = "UPDATE people SET password_hash = password_hash \
            WHERE id = $1 AND password_hash = COALESCE($2, password_hash) AND NOT disabled";
        in_transaction!(self.store, |tx| {
            let held =
                sqlx::query(HOLD).bind(session.person.as_str()).bind(password_hash).execute(&mut *tx).await?;
            if held.rows_affected() == 0 {
                return Ok(false);
            }
            insertion!(session, token_hash).execute(&mut *tx).await?;
            Ok(true)
        })
    }

    /// A session that has not expired and its person, who is not disabled.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_token_hash(&self, token_hash: &str, now: Timestamp) -> Result<Option<(Session, Person)>> {
        const SQL: &str = concat!(
            "SELECT ",
            session_columns!(),
            ", ",
            person_columns!(),
            " FROM sessions s JOIN people p ON p.id = s.person_id \
             WHERE s.token_hash = $1 AND s.expires_at > $2 AND NOT p.disabled"
        );
        let row: Option<WithPerson> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(token_hash)
            .bind(now.millis())
            .fetch_optional(pool))?;
        row.map(|row| Ok((row.session.into(), row.person.try_into()?))).transpose()
    }

    /// Notes that a session was used and moves its end. Call it now and then, not at every request.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn touch(&self, id: &SessionId, now: Timestamp, expires: Timestamp) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE id = $1";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(now.millis())
            .bind(expires.millis())
            .execute(pool))
        .map(drop)
    }

    /// Someone's sessions that have not expired, the last used first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_person(&self, person: &PersonId, now: Timestamp) -> Result<Vec<Session>> {
        const SQL: &str = concat!(
            "SELECT ",
            session_columns!(),
            " FROM sessions s WHERE s.person_id = $1 AND s.expires_at > $2 ORDER BY s.seen_at DESC, s.id"
        );
        let rows: Vec<SessionRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(person.as_str())
            .bind(now.millis())
            .fetch_all(pool))?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    /// Ends one session of this person; someone else's stays.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delete(&self, person: &PersonId, id: &SessionId) -> Result<bool> {
        const SQL: &str = "DELETE FROM sessions WHERE id = $1 AND person_id = $2";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(person.as_str())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Ends all sessions of this person but one, or all. A change of password, of the role or of the account's
    /// standing ends them in its own transaction.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delete_all_but(&self, person: &PersonId, keep: Option<&SessionId>) -> Result<u64> {
        const SQL: &str = "DELETE FROM sessions WHERE person_id = $1 AND id <> $2";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(person.as_str())
            .bind(keep.map_or("", SessionId::as_str))
            .execute(pool))
    }

    /// Forgets a batch of those that have expired.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_expired(&self, now: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM sessions WHERE id IN \
            (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(now.millis()).bind(BATCH).execute(pool))
    }
}
