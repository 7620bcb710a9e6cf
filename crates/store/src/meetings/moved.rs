//! When a meeting was moved to another time. What changes a start notes it in the same statement.

use super::Meetings;
use crate::Result;
use portico_domain::ids::MeetingId;
use portico_domain::time::Timestamp;

/// The last time that a meeting was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moved {
    /// When it was to begin before.
    pub from: Timestamp,
    /// When it was moved, or when that was first seen.
    pub at: Timestamp,
}

impl Moved {
    pub(crate) fn read(from: Option<i64>, at: Option<i64>) -> Option<Self> {
        Some(Self { from: Timestamp(from?), at: Timestamp(at?) })
    }
}

impl Meetings<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn moved(&self, id: &MeetingId) -> Result<Option<Moved>> {
        const SQL: &str = "SELECT moved_from, moved_at FROM meetings WHERE id = $1";
        let row: Option<(Option<i64>, Option<i64>)> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        Ok(row.and_then(|(from, at)| Moved::read(from, at)))
    }
}
