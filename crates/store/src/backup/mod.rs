//! Everything in one file, the same for SQLite and PostgreSQL, so that a backup of one restores into the other.
//!
//! The file is gzip around lines of JSON. The first tells the format, the version and the schema; then come the
//! tables, each one after those it refers to: a line with its columns, a line for each row, a line with their
//! number; the last has the sums of everything before it, so that a file that ends early is known as such.
//! docs/backup.md describes it for others.
//!
//! Sealed values stay sealed: the master key is not in it. What is good for a moment only is left out
//! ([`LEFT_OUT`]), sessions and one-time links above all: what was ended since must not come back to life.

mod check;
mod format;
mod load;
mod make;
mod schema;
mod target;

pub use check::check;
pub use format::{Head, Summary};
pub use load::restore;

use crate::StoreError;
use std::fmt;

/// Tables that no backup holds.
pub const LEFT_OUT: [&str; 7] =
    ["call_budgets", "leases", "one_time_links", "pending_sign_ins", "sessions", "spent_places", "throttles"];

/// Why there is no backup, or why it was not restored.
#[derive(Debug)]
pub enum BackupError {
    Store(StoreError),
    File(std::io::Error),
    /// The file is no backup, not whole, or of another version.
    Unreadable(String),
    /// The database must not be written to.
    Occupied(&'static str),
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BackupError::Store(error) => error.fmt(f),
            BackupError::File(error) => error.fmt(f),
            BackupError::Unreadable(why) => f.write_str(why),
            BackupError::Occupied(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for BackupError {}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<std::io::Error> for BackupError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

pub(crate) fn unreadable(why: impl Into<String>) -> BackupError {
    BackupError::Unreadable(why.into())
}
