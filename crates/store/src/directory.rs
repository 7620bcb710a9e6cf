//! Companies, departments and users that were made through Portico, where the vendor lists none.

use crate::error::StoreError;
use crate::{Result, Store};
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;
use serde_json::Value;

/// The way to them: [`Store::directory`].
pub struct Directory<'s> {
    pub(crate) store: &'s Store,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Company,
    Department,
    User,
}

impl EntryKind {
    pub const fn name(self) -> &'static str {
        match self {
            EntryKind::Company => "company",
            EntryKind::Department => "department",
            EntryKind::User => "user",
        }
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub kind: EntryKind,
    /// Company: `compGUID`; department: its number; user: the account.
    pub vendor_id: String,
    pub name: String,
    /// The department above or around it; empty = none.
    pub parent: String,
    /// Whatever else the pages show; free of secrets.
    pub detail: Value,
}

impl Directory<'_> {
    /// All of a kind, by name.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(&self, connection: &ConnectionId, kind: EntryKind) -> Result<Vec<Entry>> {
        const SQL: &str = "SELECT vendor_id, name, parent, detail FROM directory_entries \
            WHERE connection_id = $1 AND kind = $2 ORDER BY name, vendor_id";
        let rows: Vec<(String, String, String, String)> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(connection.as_str())
            .bind(kind.name())
            .fetch_all(pool))?;
        let read = |(vendor_id, name, parent, detail): (String, String, String, String)| {
            let detail =
                serde_json::from_str(&detail).map_err(|_| StoreError::corrupt("directory_entries.detail"))?;
            Ok(Entry { kind, vendor_id, name, parent, detail })
        };
        rows.into_iter().map(read).collect()
    }

    /// Files an entry, or what became of it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn put(&self, connection: &ConnectionId, entry: &Entry, at: Timestamp) -> Result<()> {
        const SQL: &str = "INSERT INTO directory_entries \
            (connection_id, kind, vendor_id, name, parent, detail, changed_at) \
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (connection_id, kind, vendor_id) DO UPDATE SET \
            name = excluded.name, parent = excluded.parent, detail = excluded.detail, \
            changed_at = excluded.changed_at";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(entry.kind.name())
            .bind(&entry.vendor_id)
            .bind(&entry.name)
            .bind(&entry.parent)
            .bind(entry.detail.to_string())
            .bind(at.millis())
            .execute(pool))
        .map(drop)
    }

    /// # Errors
    /// The database does not answer.
    pub async fn remove(&self, connection: &ConnectionId, kind: EntryKind, vendor_id: &str) -> Result<bool> {
        const SQL: &str =
            "DELETE FROM directory_entries WHERE connection_id = $1 AND kind = $2 AND vendor_id = $3";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(kind.name())
            .bind(vendor_id)
            .execute(pool))?;
        Ok(done > 0)
    }
}
