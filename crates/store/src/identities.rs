//! People who sign in through an identity provider, by issuer and subject.

use crate::people::{INSERT_PERSON, PersonRow, person_columns, person_insertion};
use crate::{Result, Store};
use portico_domain::ids::PersonId;
use portico_domain::language::Language;
use portico_domain::people::Person;
use secrecy::{ExposeSecret, SecretString};

/// The way to identities: [`Store::identities`].
pub struct Identities<'s> {
    pub(crate) store: &'s Store,
}

impl Identities<'_> {
    /// Whose identity it is.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn person(&self, issuer: &str, subject: &str) -> Result<Option<Person>> {
        const SQL: &str = concat!(
            "SELECT ",
            person_columns!(),
            " FROM identities i JOIN people p ON p.id = i.person_id WHERE i.issuer = $1 AND i.subject = $2"
        );
        let row: Option<PersonRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(issuer)
            .bind(subject)
            .fetch_optional(pool))?;
        row.map(Person::try_from).transpose()
    }

    /// Makes a person without a password, whose identity it is. Both or neither.
    ///
    /// # Errors
    /// [`crate::StoreErrorKind::Conflict`]: the account is taken ([`concerns`](crate::StoreError::concerns)
    /// `account`), or the identity is somebody's.
    pub async fn insert(&self, person: &Person, issuer: &str, subject: &str) -> Result<()> {
        const SQL: &str =
            "INSERT INTO identities (issuer, subject, person_id, created_at) VALUES ($1, $2, $3, $4)";
        let nothing = SecretString::default();
        in_transaction!(self.store, |tx| {
            person_insertion!(person, nothing).execute(&mut *tx).await?;
            sqlx::query(SQL)
                .bind(issuer)
                .bind(subject)
                .bind(person.id.as_str())
                .bind(person.created.millis())
                .execute(&mut *tx)
                .await?;
            Ok(())
        })
    }

    /// Everybody who signs in through an identity provider.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn people(&self) -> Result<Vec<PersonId>> {
        const SQL: &str = "SELECT DISTINCT person_id FROM identities";
        let ids: Vec<String> = on_reader!(self.store, |pool| sqlx::query_scalar(SQL).fetch_all(pool))?;
        Ok(ids.into_iter().map(PersonId).collect())
    }
}
