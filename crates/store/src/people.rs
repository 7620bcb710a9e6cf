//! People with an account here.

pub mod governing;

use crate::error::StoreError;
use crate::{Result, Store};
use portico_domain::ids::{PersonId, SessionId};
use portico_domain::language::Language;
use portico_domain::people::{Person, Role};
use portico_domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};

/// The way to people: [`Store::people`].
pub struct People<'s> {
    pub(crate) store: &'s Store,
}

/// `p.` throughout, so that other nouns can join people.
macro_rules! person_columns {
    () => {
        "p.id AS person_id, p.account AS person_account, p.name AS person_name, p.role AS person_role, \
         p.language AS person_language, p.zone AS person_zone, p.disabled AS person_disabled, \
         p.created_at AS person_created_at"
    };
}
pub(crate) use person_columns;

#[derive(sqlx_macros::FromRow)]
pub(crate) struct PersonRow {
    person_id: String,
    person_account: String,
    person_name: String,
    person_role: String,
    person_language: Option<String>,
    person_zone: Option<String>,
    person_disabled: bool,
    person_created_at: i64,
}

impl TryFrom<PersonRow> for Person {
    type Error = StoreError;

    fn try_from(row: PersonRow) -> Result<Self> {
        Ok(Person {
            id: PersonId(row.person_id),
            account: row.person_account,
            name: row.person_name,
            role: Role::from_name(&row.person_role).ok_or_else(|| StoreError::corrupt("people.role"))?,
            language: row.person_language.as_deref().and_then(Language::from_tag),
            zone: row.person_zone,
            disabled: row.person_disabled,
            created: Timestamp(row.person_created_at),
        })
    }
}

#[derive(sqlx_macros::FromRow)]
struct WithHash {
    #[sqlx(flatten)]
    person: PersonRow,
    password_hash: String,
}

pub(crate) const INSERT_PERSON: &str = "INSERT INTO people \
    (id, account, name, role, language, zone, disabled, created_at, password_hash) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// The insertion, for a pool or a transaction.
macro_rules! person_insertion {
    ($person:expr, $hash:expr) => {
        sqlx::query(INSERT_PERSON)
            .bind($person.id.as_str())
            .bind($person.account.to_lowercase())
            .bind(&$person.name)
            .bind($person.role.name())
            .bind($person.language.map(Language::tag))
            .bind(&$person.zone)
            .bind($person.disabled)
            .bind($person.created.millis())
            .bind($hash.expose_secret())
    };
}
pub(crate) use person_insertion;

const REPLACE_PASSWORD: &str = "UPDATE people SET password_hash = $3 WHERE id = $1 AND password_hash = $2";

impl People<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn count(&self) -> Result<i64> {
        const SQL: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM people";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).fetch_one(pool))
    }

    /// # Errors
    /// [`crate::StoreErrorKind::Conflict`]: the account is taken.
    pub async fn insert(&self, person: &Person, password_hash: &SecretString) -> Result<()> {
        changing!(self.store, |pool| person_insertion!(person, password_hash).execute(pool)).map(drop)
    }

    /// Inserts only if there is nobody yet. Of several at once exactly one succeeds.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn insert_first(&self, person: &Person, password_hash: &SecretString) -> Result<bool> {
        // The row is the lock: on PostgreSQL two transactions could both see an empty table.
        const LOCK: &str = "INSERT INTO settings (key, value) VALUES ('first_person_lock', '') \
            ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        const ANYONE: &str = "SELECT EXISTS (SELECT 1 FROM people)";
        in_transaction!(self.store, |tx| {
            sqlx::query(LOCK).execute(&mut *tx).await?;
            let anyone: bool = sqlx::query_scalar(ANYONE).fetch_one(&mut *tx).await?;
            if !anyone {
                person_insertion!(person, password_hash).execute(&mut *tx).await?;
            }
            Ok(!anyone)
        })
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &PersonId) -> Result<Option<Person>> {
        const SQL: &str = concat!("SELECT ", person_columns!(), " FROM people p WHERE p.id = $1");
        let row: Option<PersonRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(Person::try_from).transpose()
    }

    /// The person and the hash of their password. The account is compared without regard to case.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_account(&self, account: &str) -> Result<Option<(Person, SecretString)>> {
        const SQL: &str =
            concat!("SELECT ", person_columns!(), ", p.password_hash FROM people p WHERE p.account = $1");
        let account = account.to_lowercase();
        let row: Option<WithHash> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(&account).fetch_optional(pool))?;
        row.map(|row| Ok((row.person.try_into()?, SecretString::from(row.password_hash)))).transpose()
    }

    /// The hash of someone's password, to check it before it is changed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn password_hash(&self, id: &PersonId) -> Result<Option<SecretString>> {
        const SQL: &str = "SELECT password_hash FROM people WHERE id = $1";
        let hash: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        Ok(hash.map(SecretString::from))
    }

    /// What someone may change about themselves. `false`: there is no such person.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn update(
        &self,
        id: &PersonId,
        name: &str,
        language: Option<Language>,
        zone: Option<&str>,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE people SET name = $2, language = $3, zone = $4 WHERE id = $1";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(name)
            .bind(language.map(Language::tag))
            .bind(zone)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Files the zone of somebody who has none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn learn_zone(&self, id: &PersonId, zone: &str) -> Result<()> {
        const SQL: &str = "UPDATE people SET zone = $2 WHERE id = $1 AND zone IS NULL";
        changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(zone).execute(pool))?;
        Ok(())
    }

    /// Another hash of the same password. `false`: the password is another one meanwhile, and stays.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn replace_password_hash(
        &self,
        id: &PersonId,
        before: &SecretString,
        hash: &SecretString,
    ) -> Result<bool> {
        let done = changing!(self.store, |pool| sqlx::query(REPLACE_PASSWORD)
            .bind(id.as_str())
            .bind(before.expose_secret())
            .bind(hash.expose_secret())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Another password, and the end of all sessions but one. Both or neither. `false`: the password is another
    /// one meanwhile, and stays.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn change_password(
        &self,
        id: &PersonId,
        before: &SecretString,
        hash: &SecretString,
        keep: &SessionId,
    ) -> Result<bool> {
        const END_OTHERS: &str = "DELETE FROM sessions WHERE person_id = $1 AND id <> $2";
        let id = id.as_str();
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(REPLACE_PASSWORD)
                .bind(id)
                .bind(before.expose_secret())
                .bind(hash.expose_secret())
                .execute(&mut *tx)
                .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            sqlx::query(END_OTHERS).bind(id).bind(keep.as_str()).execute(&mut *tx).await?;
            Ok(true)
        })
    }

    /// Whoever owns a meeting, by name; and whoever has this id.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn owners(&self, besides: &PersonId) -> Result<Vec<Person>> {
        const SQL: &str = concat!(
            "SELECT ",
            person_columns!(),
            " FROM people p WHERE p.id = $1 OR EXISTS (SELECT 1 FROM meetings m WHERE m.owner_id = p.id) \
             ORDER BY p.name, p.account"
        );
        let rows: Vec<PersonRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(besides.as_str()).fetch_all(pool))?;
        rows.into_iter().map(Person::try_from).collect()
    }

    /// Everybody, by account.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(&self) -> Result<Vec<Person>> {
        const SQL: &str = concat!("SELECT ", person_columns!(), " FROM people p ORDER BY p.account");
        let rows: Vec<PersonRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL).fetch_all(pool))?;
        rows.into_iter().map(Person::try_from).collect()
    }
}
