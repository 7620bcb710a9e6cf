//! Meetings by time: the agenda, and what needs attention.

use super::{MeetingRow, Meetings, meeting_columns};
use crate::Result;
use portico_domain::ids::PersonId;
use portico_domain::meetings::{LONGEST_HOURS, Meeting};
use portico_domain::time::Timestamp;

/// Within a window few rows are left, so trying each of them is quick.
macro_rules! seen {
    () => {
        " AND (CAST($5 AS TEXT) IS NULL OR m.owner_id = $5 OR EXISTS (SELECT 1 FROM meeting_shares s \
         WHERE s.person_id = $5 AND s.meeting_id = COALESCE(m.series_id, m.id)))"
    };
}

impl Meetings<'_> {
    /// What happens between two instants, by start: meetings that overlap the window, those live now, and
    /// series whose occurrences may fall into it (their rows tell the first start; the caller unrolls them).
    /// Cancelled ones are left out; with `seen_by`, also what this person does not see.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn agenda(
        &self,
        from: Timestamp,
        to: Timestamp,
        seen_by: Option<&PersonId>,
        limit: i64,
    ) -> Result<Vec<Meeting>> {
        // No meeting is longer than $4 allows for, so the first part is one short stretch of an index.
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE start_at >= $4 AND start_at < $2 AND (end_at IS NULL OR end_at > $1) \
             AND state <> 'cancelled'",
            seen!(),
            " UNION SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE state = 'live'",
            seen!(),
            " UNION SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE repeat_period IS NOT NULL AND start_at < $2 \
             AND (repeat_until IS NULL OR repeat_until >= $1) AND state IN ('scheduled', 'live')",
            seen!(),
            " ORDER BY start_at, id LIMIT $3"
        );
        let earliest = from.minus_seconds(LONGEST_HOURS * 3600);
        let rows: Vec<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(from.millis())
            .bind(to.millis())
            .bind(limit)
            .bind(earliest.millis())
            .bind(seen_by.map(PersonId::as_str))
            .fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }

    /// Meetings whose creation is unconfirmed, by start; with `owner`, only theirs.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unconfirmed(&self, owner: Option<&PersonId>, limit: i64) -> Result<Vec<Meeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE state = 'unconfirmed' \
             AND (CAST($2 AS TEXT) IS NULL OR owner_id = $2) ORDER BY start_at, id LIMIT $1"
        );
        let rows: Vec<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(limit)
            .bind(owner.map(PersonId::as_str))
            .fetch_all(pool))?;
        rows.into_iter().map(Meeting::try_from).collect()
    }
}
