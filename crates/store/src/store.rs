//! The store as a whole: open, unlock, ask whether it lives, close; and the way to each noun.

use crate::desk::Desks;
use crate::dialect::{self, Pools};
use crate::error::StoreError;
use crate::seal::columns::{SEALED, SealedColumn};
use crate::seal::{KeyFile, Place, Sealer};
use crate::{
    Result, api_tokens, audit, budgets, changes, connections, directory, entrants, intents, leases, links,
    meetings, one_time_links,
};
use crate::{figures, identities, pending_sign_ins};
use crate::{
    people, recording_ids, recording_links, recordings, sessions, settings, shares, throttles, webhooks,
};
use secrecy::SecretString;
use sqlx::AssertSqlSafe;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tokio::sync::watch;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pools: Pools,
    sealer: OnceLock<Sealer>,
    writes: watch::Sender<u64>,
    desks: Desks,
}

/// A fresh identifier: sorts by creation.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

pub(crate) const KEY_CHECK: Place<'static> = Place { table: "settings", row: "key_check", column: "value" };

impl Store {
    /// Opens `sqlite:///path/file.db`, `sqlite::memory:` or `postgres://…`, and brings its schema up to
    /// date. Secrets stay locked until [`Store::unlock`].
    ///
    /// # Errors
    /// The database cannot be reached, created or migrated.
    pub async fn open(url: &str) -> Result<Self> {
        let pools = dialect::open(url).await?;
        let (writes, _) = watch::channel(0);
        Ok(Self {
            inner: Arc::new(Inner { pools, sealer: OnceLock::new(), writes, desks: Desks::default() }),
        })
    }

    /// Opens and unlocks with the keys in a file. A key is generated at the first start, and only
    /// then: while sealed values exist, a missing key is an error.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::unlock`]; or the file is missing, damaged or readable by others.
    pub async fn open_with_key_file(url: &str, path: &Path) -> Result<Self> {
        let store = Self::open(url).await?;
        let file = KeyFile::at(path);
        if !store.holds_sealed_values().await? {
            file.read_or_create()?;
        }
        store.unlock(Sealer::of_file(file)?).await?;
        Ok(store)
    }

    /// Opens and unlocks with keys that are given as they would stand in a file.
    ///
    /// # Errors
    /// As [`Store::open`] and [`Store::unlock`]; or the text holds no key.
    pub async fn open_with_keys(url: &str, keys: &SecretString) -> Result<Self> {
        let sealer = Sealer::of_text(keys)?;
        let store = Self::open(url).await?;
        store.unlock(sealer).await?;
        Ok(store)
    }

    /// Gives the store the key to its secrets, after checking that it is the right one.
    ///
    /// # Errors
    /// It is not the key that sealed what stands here.
    pub async fn unlock(&self, sealer: Sealer) -> Result<()> {
        if self.settings().get(KEY_CHECK.row).await?.is_none() {
            if self.holds_sealed_values().await? {
                return Err(StoreError::key("sealed values exist, but the check of their key is gone"));
            }
            // Another replica may come first; what stands afterwards decides.
            let check = sealer.seal(&SecretString::from(KEY_CHECK.row), KEY_CHECK)?;
            self.settings().set_if_absent(KEY_CHECK.row, &check).await?;
        }
        let check = self.settings().get(KEY_CHECK.row).await?.unwrap_or_default();
        sealer.open(&check, KEY_CHECK)?;
        self.inner.sealer.set(sealer).map_err(|_| StoreError::key("unlocked already"))
    }

    /// Does anything here need a key that exists already?
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn holds_sealed_values(&self) -> Result<bool> {
        let mut sql = String::from("SELECT EXISTS (SELECT 1 FROM settings WHERE key = 'key_check')");
        for SealedColumn { table, column, only, .. } in SEALED {
            sql += &format!(" OR EXISTS (SELECT 1 FROM {table} WHERE {column} IS NOT NULL{only})");
        }
        on_reader!(self, |pool| sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool))
    }

    /// The name of the key that seals now, which is no secret.
    ///
    /// # Errors
    /// The store is locked.
    pub fn key_id(&self) -> Result<String> {
        let sealer = self.sealer()?;
        // Another process may just have begun a rotation.
        sealer.refresh();
        Ok(sealer.current())
    }

    /// Does the database answer?
    ///
    /// # Errors
    /// It does not.
    pub async fn ping(&self) -> Result<()> {
        const SQL: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM audit_head";
        let _: i64 = on_reader!(self, |pool| sqlx::query_scalar(SQL).fetch_one(pool))?;
        Ok(())
    }

    /// Waits for running queries and closes. Later calls fail.
    pub async fn close(&self) {
        match &self.inner.pools {
            Pools::Sqlite { read, write, .. } => {
                read.close().await;
                // Last, so that it folds the WAL into the file.
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Rises with everything that this process writes: what was read at one count is outdated at another.
    pub fn writes(&self) -> u64 {
        *self.inner.writes.borrow()
    }

    /// The same count, to wait for.
    pub fn watch_writes(&self) -> watch::Receiver<u64> {
        self.inner.writes.subscribe()
    }

    /// Whether other replicas may be on the same database.
    pub fn is_shared(&self) -> bool {
        matches!(self.inner.pools, Pools::Postgres(_))
    }

    /// To be called after a write, whatever came of it.
    pub(crate) fn written(&self) {
        self.inner.writes.send_modify(|writes| *writes += 1);
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.inner.pools
    }

    pub(crate) fn desks(&self) -> &Desks {
        &self.inner.desks
    }

    pub(crate) fn sealer(&self) -> Result<&Sealer> {
        self.inner.sealer.get().ok_or_else(|| StoreError::key("the store is locked"))
    }
}

macro_rules! nouns {
    ($($noun:ident -> $handle:ident),* $(,)?) => {
        impl Store {$(
            #[doc = concat!("See [`", stringify!($noun), "::", stringify!($handle), "`].")]
            pub fn $noun(&self) -> $noun::$handle<'_> {
                $noun::$handle { store: self }
            }
        )*}
    };
}

nouns! {
    api_tokens -> ApiTokens,
    audit -> Audit,
    budgets -> Budgets,
    changes -> Changes,
    connections -> Connections,
    directory -> Directory,
    entrants -> Entrants,
    figures -> Figures,
    identities -> Identities,
    intents -> Intents,
    leases -> Leases,
    links -> Links,
    meetings -> Meetings,
    one_time_links -> OneTimeLinks,
    pending_sign_ins -> PendingSignIns,
    people -> People,
    recording_ids -> RecordingIds,
    recording_links -> RecordingLinks,
    recordings -> Recordings,
    sessions -> Sessions,
    settings -> Settings,
    shares -> Shares,
    throttles -> Throttles,
    webhooks -> Webhooks,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StoreErrorKind;

    #[tokio::test]
    async fn a_full_disk_is_told_apart_and_survived() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        // A limit of pages stands for the disk: SQLite answers with the same code.
        let Pools::Sqlite { write, .. } = store.pools() else { panic!("opened as SQLite") };
        sqlx::query("PRAGMA max_page_count = 100").execute(write).await.unwrap();
        let error = store.settings().set("big", &"x".repeat(1_000_000)).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Full);
        store.settings().set("small", "x").await.unwrap();
        assert_eq!(store.settings().get("big").await.unwrap(), None);
    }

    #[tokio::test]
    async fn of_writes_that_share_a_commit_only_what_does_not_fit_is_refused() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let Pools::Sqlite { write, .. } = store.pools() else { panic!("opened as SQLite") };
        sqlx::query("PRAGMA max_page_count = 100").execute(write).await.unwrap();
        let (settings, long) = (store.settings(), "x".repeat(1_000_000));
        let many = [("a", "1"), ("big", &*long), ("b", "2"), ("c", "3")];
        let written = futures::future::join_all(many.map(|(key, value)| settings.set(key, value))).await;
        let kinds: Vec<_> = written.into_iter().map(|one| one.map_err(|error| error.kind())).collect();
        assert_eq!(kinds, [Ok(()), Err(StoreErrorKind::Full), Ok(()), Ok(())]);
        let mut found = Vec::new();
        for (key, _) in many {
            found.push(settings.get(key).await.unwrap());
        }
        assert_eq!(found, [Some("1".to_owned()), None, Some("2".to_owned()), Some("3".to_owned())]);
    }

    /// SQLite ends such a transaction by itself, unknown to the driver.
    #[tokio::test]
    async fn after_a_transaction_that_a_full_disk_ended_there_is_a_next_one() {
        let folder = std::env::temp_dir().join(format!("portico-full-{}", new_id()));
        let store = Store::open(&format!("sqlite://{}", folder.join("portico.db").display())).await.unwrap();
        let Pools::Sqlite { write, .. } = store.pools() else { panic!("opened as SQLite") };
        sqlx::query("PRAGMA max_page_count = 100").execute(write).await.unwrap();
        let long = "x".repeat(1_000_000);
        assert_eq!(set_in_transaction(&store, &long).await.unwrap_err().kind(), StoreErrorKind::Full);
        set_in_transaction(&store, "x").await.unwrap();
        assert_eq!(store.settings().get("key").await.unwrap().as_deref(), Some("x"));
        store.close().await;
        std::fs::remove_dir_all(folder).unwrap();
    }

    async fn set_in_transaction(store: &Store, value: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO settings (key, value) VALUES ('key', $1)";
        in_transaction!(store, |tx| {
            sqlx::query(SQL).bind(value).execute(&mut *tx).await?;
            Ok(())
        })
    }

    #[tokio::test]
    async fn writes_in_vain_are_refused_rather_than_held() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        store.close().await;
        let settings = store.settings();
        let written = futures::future::join_all(["a", "b"].map(|key| settings.set(key, "1"))).await;
        for one in written {
            assert_eq!(one.unwrap_err().kind(), StoreErrorKind::Unavailable);
        }
    }
}
