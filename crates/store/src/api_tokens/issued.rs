//! The tokens of everybody, for whoever looks after all of them.

use super::{ApiTokens, WithPerson, token_columns};
use crate::Result;
use crate::people::person_columns;
use crate::sql::{Query, bound};
use portico_domain::ids::{PersonId, TokenId};
use portico_domain::people::Person;
use portico_domain::time::Timestamp;
use portico_domain::tokens::{ApiToken, TokenState};
use sqlx::AssertSqlSafe;

/// Which tokens; what is absent does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenFilter {
    pub person: Option<PersonId>,
    pub state: Option<TokenState>,
}

/// A page of tokens with their people, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPage {
    pub rows: Vec<(ApiToken, Person)>,
    /// The last row, if there are more.
    pub next: Option<TokenId>,
}

macro_rules! select {
    () => {
        concat!(
            "SELECT ",
            token_columns!(),
            ", ",
            person_columns!(),
            " FROM api_tokens t JOIN people p ON p.id = t.person_id "
        )
    };
}

impl ApiTokens<'_> {
    /// Tokens of everybody. Ids are in the order in which tokens were made.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn page(
        &self,
        filter: &TokenFilter,
        now: Timestamp,
        after: Option<&TokenId>,
        limit: usize,
    ) -> Result<TokenPage> {
        let mut query = Query::new(concat!(select!(), "WHERE 1 = 1"));
        restrict(&mut query, filter, now);
        if let Some(after) = after {
            query.push(" AND t.id < ").bind(after.as_str());
        }
        query.push(" ORDER BY t.id DESC LIMIT ");
        // One more than shown says whether there is a next page.
        query.bind(i64::try_from(limit).unwrap_or(i64::MAX - 1).saturating_add(1));
        let Query { sql, values } = query;
        let found: Vec<WithPerson> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_all(pool))?;
        let mut rows = found.into_iter().map(read).collect::<Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|(last, _)| last.id.clone());
        Ok(TokenPage { rows, next })
    }

    /// Anybody's token, with its person.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &TokenId) -> Result<Option<(ApiToken, Person)>> {
        const SQL: &str = concat!(select!(), "WHERE t.id = $1");
        let row: Option<WithPerson> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(read).transpose()
    }
}

fn read(row: WithPerson) -> Result<(ApiToken, Person)> {
    Ok((row.token.try_into()?, row.person.try_into()?))
}

fn restrict(query: &mut Query, filter: &TokenFilter, now: Timestamp) {
    if let Some(person) = &filter.person {
        query.push(" AND t.person_id = ").bind(person.as_str());
    }
    match filter.state {
        None => {}
        Some(TokenState::Active) => {
            query.push(" AND (t.expires_at IS NULL OR t.expires_at > ").bind(now.millis()).push(")");
        }
        Some(TokenState::Expired) => {
            query.push(" AND t.expires_at <= ").bind(now.millis());
        }
    }
}
