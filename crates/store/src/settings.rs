//! Small facts by name.

use crate::seal::Place;
use crate::{Result, Store};
use secrecy::SecretString;

/// The way to settings: [`Store::settings`].
pub struct Settings<'s> {
    pub(crate) store: &'s Store,
}

impl Settings<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn get(&self, key: &str) -> Result<Option<String>> {
        const SQL: &str = "SELECT value FROM settings WHERE key = $1";
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(key).fetch_optional(pool))
    }

    /// # Errors
    /// The database does not answer.
    pub async fn set(&self, key: &str, value: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO settings (key, value) VALUES ($1, $2) \
            ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        changing!(self.store, |pool| sqlx::query(SQL).bind(key).bind(value).execute(pool)).map(drop)
    }

    /// `false`: something stood there already, and still does.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_if_absent(&self, key: &str, value: &str) -> Result<bool> {
        const SQL: &str = "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
        let done = changing!(self.store, |pool| sqlx::query(SQL).bind(key).bind(value).execute(pool))?;
        Ok(done > 0)
    }

    /// # Errors
    /// The database does not answer.
    pub async fn delete(&self, key: &str) -> Result<bool> {
        const SQL: &str = "DELETE FROM settings WHERE key = $1";
        let done = changing!(self.store, |pool| sqlx::query(SQL).bind(key).execute(pool))?;
        Ok(done > 0)
    }

    /// A secret of the whole installation: what stands sealed under `key`, or else `fresh`, sealed now.
    ///
    /// # Errors
    /// The database does not answer, the store is locked, or what stands there does not open.
    pub async fn secret_or_insert(&self, key: &str, fresh: &SecretString) -> Result<SecretString> {
        let place = Place { table: "settings", row: key, column: "value" };
        if self.get(key).await?.is_none() {
            let sealed = self.store.sealer()?.seal(fresh, place)?;
            self.set_if_absent(key, &sealed).await?;
        }
        let stands = self.get(key).await?.unwrap_or_default();
        self.store.sealer()?.open(&stands, place)
    }
}
