//! Another key in the place of the present one, while servers run.
//!
//! [`PlannedRotation::begin`] puts a new key before the old one into the key file. Servers see that the file has
//! changed: from then on they seal with the new key, and open what either has sealed. Then
//! [`Rotation::step`] seals everything anew, in small transactions; [`Rotation::finish`] takes the old key
//! out of the file. Killed at any moment, everything opens, and beginning again goes on.

use super::columns::SEALED;
use super::{KeyFile, MasterKey, Sealer};
use crate::sql::{Query, bound};
use crate::{Result, Store, StoreError};
use sqlx::AssertSqlSafe;
use std::fs::File;
use std::path::PathBuf;

/// So many values are sealed anew in one transaction, so that no writer waits long.
const GROUP: i64 = 100;

/// A rotation that is under way.
pub struct Rotation {
    file: KeyFile,
    new_key: String,
    /// The place in [`SEALED`], and the row after which to go on.
    column: usize,
    after: String,
    resealed: u64,
    damaged: Vec<String>,
    _lock: Option<File>,
}

/// A rotation of which nothing has been done yet. No other can be begun meanwhile.
pub struct PlannedRotation {
    file: KeyFile,
    /// In the order of the file, the new one first.
    keys: Vec<MasterKey>,
    /// The new key does not stand in the file yet.
    is_fresh: bool,
    lock: Option<File>,
}

impl PlannedRotation {
    /// The id of the new key.
    pub fn new_key(&self) -> &str {
        self.keys.first().map(MasterKey::id).unwrap_or_default()
    }

    /// Puts the new key into the file, before the one that stands there.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn begin(self) -> Result<Rotation> {
        if self.is_fresh {
            self.file.replace(&self.keys.iter().collect::<Vec<_>>())?;
        }
        let new_key = self.new_key().to_owned();
        let (after, damaged) = (String::new(), Vec::new());
        Ok(Rotation { file: self.file, new_key, column: 0, after, resealed: 0, damaged, _lock: self.lock })
    }
}

impl Rotation {
    /// Makes a new key. If there are two already, it will go on with those: an earlier rotation was cut off, or
    /// somebody put them there by hand.
    ///
    /// # Errors
    /// The file cannot be read, or another process is at it.
    pub fn plan(file: &KeyFile) -> Result<PlannedRotation> {
        let lock = file.lock()?;
        let mut keys = file.read()?;
        let is_fresh = keys.len() == 1;
        if is_fresh {
            keys.insert(0, MasterKey::generate()?);
        }
        Ok(PlannedRotation { file: file.clone(), keys, is_fresh, lock })
    }

    /// Plans and begins.
    ///
    /// # Errors
    /// The file cannot be read or written, or another process is at it.
    pub fn begin(file: &KeyFile) -> Result<Self> {
        Self::plan(file)?.begin()
    }

    /// The id of the new key.
    pub fn new_key(&self) -> &str {
        &self.new_key
    }

    /// How many values this pass has sealed anew so far.
    pub fn resealed(&self) -> u64 {
        self.resealed
    }

    /// What did not open: table, column and row. While there is any, the old key must stay.
    pub fn damaged(&self) -> &[String] {
        &self.damaged
    }

    /// From the first value again, for what was sealed with the old key meanwhile.
    pub fn start_over(&mut self) {
        (self.column, self.resealed) = (0, 0);
        self.after.clear();
        self.damaged.clear();
    }

    /// Seals some values anew, as one. `false`: there are no more.
    ///
    /// # Errors
    /// The database does not answer, or the store does not have the new key.
    pub async fn step(&mut self, store: &Store) -> Result<bool> {
        let Some(column) = SEALED.get(self.column) else { return Ok(false) };
        let sealer = store.sealer()?;
        sealer.refresh();
        if sealer.current() != self.new_key {
            return Err(StoreError::key("the store does not seal with the new key"));
        }
        let rows = self.read(store).await?;
        let old = format!("v1.{}.", self.new_key);
        let mut changes = Vec::new();
        for (row, sealed) in rows.iter().filter(|(_, sealed)| !sealed.starts_with(&old)) {
            let place = column.place(row);
            match sealer.open(sealed, place) {
                Ok(secret) => changes.push((row, sealed, sealer.seal(&secret, place)?)),
                Err(_) => self.damaged.push(format!("{}.{} of {row}", column.table, column.column)),
            }
        }
        self.resealed += write(store, column.update(), &changes).await?;
        match rows.last() {
            Some((last, _)) if rows.len() as i64 == GROUP => self.after.clone_from(last),
            _ => {
                self.column += 1;
                self.after.clear();
            }
        }
        Ok(self.column < SEALED.len())
    }

    async fn read(&self, store: &Store) -> Result<Vec<(String, String)>> {
        let mut query = SEALED[self.column].select();
        query.bind(self.after.as_str()).push(" ORDER BY 1 LIMIT ").bind(GROUP);
        let Query { sql, values } = query;
        on_reader!(store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values).fetch_all(pool))
    }

    /// Takes the old keys out of the file, after keeping each in a file beside: copies of the database that
    /// were made before need them. Returns those files.
    ///
    /// # Errors
    /// Something did not open, or the file cannot be written; then it is as it was.
    pub fn finish(self) -> Result<Vec<PathBuf>> {
        if !self.damaged.is_empty() {
            return Err(StoreError::key("some values do not open, so the old key stays"));
        }
        let mut keys = self.file.read()?;
        if keys.first().is_none_or(|key| key.id() != self.new_key) {
            return Err(StoreError::key("the key file was changed meanwhile"));
        }
        let old = keys.split_off(1);
        let kept = old.iter().map(|key| self.file.keep_beside(key)).collect::<Result<Vec<_>>>()?;
        if !old.is_empty() {
            self.file.replace(&[&keys[0]])?;
        }
        Ok(kept)
    }
}

/// A value that was changed since it was read stays: whoever changed it sealed it with the new key, or a
/// further pass finds it.
async fn write(store: &Store, sql: String, changes: &[(&String, &String, String)]) -> Result<u64> {
    if changes.is_empty() {
        return Ok(0);
    }
    in_transaction!(store, |tx| {
        let mut done = 0;
        for (row, before, after) in changes {
            let query = sqlx::query(AssertSqlSafe(sql.clone())).bind(after).bind(*row).bind(*before);
            done += query.execute(&mut *tx).await?.rows_affected();
        }
        Ok(done)
    })
}

impl Sealer {
    /// The id of the key that seals.
    pub fn current(&self) -> String {
        self.ring().current.clone()
    }
}
