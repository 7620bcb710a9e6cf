//! Why the store could not do something, without any value that was being stored.

use std::fmt;

/// What kind of trouble, as far as callers can act on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreErrorKind {
    /// Another writer was in the way for too long, or no connection was free: try again later.
    Busy,
    /// The database cannot be reached or does not answer.
    Unavailable,
    /// The disk, or the quota, is full.
    Full,
    /// Something with the same unique key exists.
    Conflict,
    /// What was read cannot be what was written.
    Corrupt,
    /// The master key is missing, wrong, or not kept safely.
    Key,
    /// A fault of Portico.
    Other,
}

/// An error of the store. Its texts hold names of ours and codes of the database, never values.
#[derive(Clone, PartialEq, Eq)]
pub struct StoreError {
    kind: StoreErrorKind,
    what: String,
    code: Option<String>,
}

impl StoreError {
    pub(crate) fn new(kind: StoreErrorKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), code: None }
    }

    pub(crate) fn with_code(mut self, code: Option<String>) -> Self {
        self.code = code;
        self
    }

    pub(crate) fn corrupt(column: &'static str) -> Self {
        Self::new(StoreErrorKind::Corrupt, format!("unreadable {column}"))
    }

    pub(crate) fn key(what: impl Into<String>) -> Self {
        Self::new(StoreErrorKind::Key, what)
    }

    pub const fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// The unique key that a [`StoreErrorKind::Conflict`] is about contains this name. PostgreSQL names
    /// the constraint (`people_account_key`), SQLite the columns (`people.account`).
    pub fn concerns(&self, name: &str) -> bool {
        self.what.contains(name)
    }

    /// Is it worth trying the same thing again a little later?
    pub const fn is_transient(&self) -> bool {
        matches!(self.kind, StoreErrorKind::Busy | StoreErrorKind::Unavailable)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            StoreErrorKind::Busy => "the database is busy",
            StoreErrorKind::Unavailable => "the database is not available",
            StoreErrorKind::Full => "the disk of the database is full",
            StoreErrorKind::Conflict => "it exists already",
            StoreErrorKind::Corrupt => "the database holds something unreadable",
            StoreErrorKind::Key => "the master key cannot be used",
            StoreErrorKind::Other => "the database refused",
        };
        write!(f, "{kind}: {}", self.what)?;
        self.code.as_ref().map_or(Ok(()), |code| write!(f, " (code {code})"))
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreError({:?}: {self})", self.kind)
    }
}

impl std::error::Error for StoreError {}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        use StoreErrorKind::*;
        let (kind, what) = match error {
            sqlx::Error::Database(database) => return crate::dialect::classify(&*database),
            sqlx::Error::Migrate(migrate) => return (*migrate).into(),
            sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => (Full, "input or output"),
            sqlx::Error::Io(_) => (Unavailable, "connection broken or refused"),
            sqlx::Error::Tls(_) => (Unavailable, "TLS"),
            sqlx::Error::PoolTimedOut => (Busy, "no free connection in time"),
            sqlx::Error::PoolClosed => (Unavailable, "closed"),
            sqlx::Error::WorkerCrashed => (Unavailable, "the database's thread ended"),
            sqlx::Error::BeginFailed => (Unavailable, "no transaction could begin"),
            sqlx::Error::Protocol(_) => (Unavailable, "protocol"),
            sqlx::Error::ColumnDecode { index, .. } => {
                return Self::new(Corrupt, format!("column {index} has another type"));
            }
            sqlx::Error::Decode(_) => (Corrupt, "a value has another type"),
            sqlx::Error::Configuration(_) => (Other, "the database's URL cannot be read"),
            sqlx::Error::RowNotFound => (Other, "no such row"),
            sqlx::Error::ColumnNotFound(name) => return Self::new(Other, format!("no column {name}")),
            _ => (Other, "driver"),
        };
        Self::new(kind, what)
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        use sqlx::migrate::MigrateError as Wrong;
        match error {
            Wrong::Execute(error) | Wrong::ExecuteMigration(error, _) => error.into(),
            // These texts hold version numbers only.
            other => Self::new(StoreErrorKind::Other, format!("migration: {other}")),
        }
    }
}
