//! Meetings by time: the agenda, and what needs attention.

use super::{MeetingRow, Meetings, meeting_columns};
use crate::Result;
use portico_domain::meetings::{LONGEST_HOURS, Meeting};
use portico_domain::time::Timestamp;

impl Meetings<'_> {
    /// What happens between two instants, by start: meetings that overlap the window, those live now, and
    /// series whose occurrences may fall into it (their rows tell the first start; the caller unrolls them).
    /// Cancelled ones are left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn agenda(&self, from: Timestamp, to: Timestamp, limit: i64) -> Result<Vec<Meeting>> {
        // No meeting is longer than $4 allows for, so the first part is one short stretch of an index.
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE start_at >= $4 AND start_at < $2 AND (end_at IS NULL OR end_at > $1) \
             AND state <> 'cancelled' UNION SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE state = 'live' UNION SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE repeat_period IS NOT NULL AND start_at < $2 \
             AND (repeat_until IS NULL OR repeat_until >= $1) AND state IN ('scheduled', 'live') \
             ORDER BY start_at, id LIMIT $3"
        );
        let earliest = from.minus_seconds(LONGEST_HOURS * 3600);
        let rows: Vec<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(from.millis())
            .bind(to.millis())
            .bind(limit)
            .bind(earliest.millis())
            .fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }

    /// Meetings whose creation is unconfirmed, by start.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unconfirmed(&self, limit: i64) -> Result<Vec<Meeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE state = 'unconfirmed' ORDER BY start_at, id LIMIT $1"
        );
        let rows: Vec<MeetingRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(limit).fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }
}
