//! Tokens of scripts. Only a hash of each is here. Those of everybody are looked through in `issued.rs`.

mod issued;

pub use issued::{TokenFilter, TokenPage};

use crate::error::StoreError;
use crate::people::{PersonRow, person_columns};
use crate::{Result, Store};
use portico_domain::ids::{PersonId, TokenId};
use portico_domain::people::Person;
use portico_domain::time::Timestamp;
use portico_domain::tokens::{ApiToken, Scopes};

/// The way to API tokens: [`Store::api_tokens`].
pub struct ApiTokens<'s> {
    pub(crate) store: &'s Store,
}

#[derive(sqlx_macros::FromRow)]
struct TokenRow {
    id: String,
    token_person: String,
    name: String,
    hint: String,
    scopes: String,
    created_at: i64,
    expires_at: Option<i64>,
    used_at: Option<i64>,
}

#[derive(sqlx_macros::FromRow)]
struct WithPerson {
    #[sqlx(flatten)]
    token: TokenRow,
    #[sqlx(flatten)]
    person: PersonRow,
}

macro_rules! token_columns {
    () => {
        "t.id, t.person_id AS token_person, t.name, t.hint, t.scopes, t.created_at, t.expires_at, t.used_at"
    };
}
use token_columns;

impl TryFrom<TokenRow> for ApiToken {
    type Error = StoreError;

    fn try_from(row: TokenRow) -> Result<Self> {
        let scopes = Scopes::read(row.scopes.split_whitespace());
        Ok(ApiToken {
            id: TokenId(row.id),
            person: PersonId(row.token_person),
            name: row.name,
            hint: row.hint,
            scopes: scopes.map_err(|_| StoreError::corrupt("api_tokens.scopes"))?,
            created: Timestamp(row.created_at),
            expires: row.expires_at.map(Timestamp),
            used: row.used_at.map(Timestamp),
        })
    }
}

impl ApiTokens<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn insert(&self, token: &ApiToken, token_hash: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO api_tokens \
            (id, token_hash, person_id, name, hint, scopes, created_at, expires_at, used_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let scopes = token.scopes.names().join(" ");
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(token.id.as_str())
            .bind(token_hash)
            .bind(token.person.as_str())
            .bind(&token.name)
            .bind(&token.hint)
            .bind(&scopes)
            .bind(token.created.millis())
            .bind(token.expires.map(Timestamp::millis))
            .bind(token.used.map(Timestamp::millis))
            .execute(pool))
        .map(drop)
    }

    /// A token that has not expired and its person, who is not disabled.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_token_hash(
        &self,
        token_hash: &str,
        now: Timestamp,
    ) -> Result<Option<(ApiToken, Person)>> {
        const SQL: &str = concat!(
            "SELECT ",
            token_columns!(),
            ", ",
            person_columns!(),
            " FROM api_tokens t JOIN people p ON p.id = t.person_id \
             WHERE t.token_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND NOT p.disabled"
        );
        let row: Option<WithPerson> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(token_hash)
            .bind(now.millis())
            .fetch_optional(pool))?;
        row.map(|row| Ok((row.token.try_into()?, row.person.try_into()?))).transpose()
    }

    /// Notes that a token was used. Call it now and then, not at every request.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn touch(&self, id: &TokenId, now: Timestamp) -> Result<()> {
        const SQL: &str = "UPDATE api_tokens SET used_at = $2 WHERE id = $1";
        changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(now.millis()).execute(pool))
            .map(drop)
    }

    /// Someone's tokens, expired ones too, the newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_person(&self, person: &PersonId) -> Result<Vec<ApiToken>> {
        const SQL: &str = concat!(
            "SELECT ",
            token_columns!(),
            " FROM api_tokens t WHERE t.person_id = $1 ORDER BY t.created_at DESC, t.id DESC"
        );
        let rows: Vec<TokenRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(person.as_str()).fetch_all(pool))?;
        rows.into_iter().map(ApiToken::try_from).collect()
    }

    /// Ends one token of this person; someone else's stays.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delete(&self, person: &PersonId, id: &TokenId) -> Result<bool> {
        const SQL: &str = "DELETE FROM api_tokens WHERE id = $1 AND person_id = $2";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(person.as_str())
            .execute(pool))?;
        Ok(done > 0)
    }
}
