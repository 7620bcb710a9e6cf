//! Meetings by time: the agenda, and what needs attention.

use super::{MeetingRow, Meetings, meeting_columns};
use crate::Result;
use crate::owned_by::OwnedBy;
use portico_domain::ids::{ConnectionId, PersonId};
use portico_domain::meetings::{LONGEST_HOURS, Meeting};
use portico_domain::time::Timestamp;

/// Within a window few rows are left, so trying each of them is quick.
macro_rules! seen {
    () => {
        " AND (CAST($5 AS TEXT) IS NULL OR m.owner_id = $5 OR EXISTS (SELECT 1 FROM meeting_shares s \
         WHERE s.person_id = $5 AND s.meeting_id = COALESCE(m.series_id, m.id)))"
    };
}

/// And only what the caller asks for.
macro_rules! wanted {
    () => {
        " AND (CAST($8 AS TEXT) IS NULL OR ($8 = 'person' AND m.owner_id = $6) \
         OR ($8 = 'others' AND m.owner_id IS DISTINCT FROM $6) OR ($8 = 'nobody' AND m.owner_id IS NULL)) \
         AND (CAST($7 AS TEXT) IS NULL OR m.connection_id = $7)"
    };
}

/// A stretch of time, and which meetings in it are wanted.
#[derive(Clone, Debug)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Only what this person sees.
    pub seen_by: Option<PersonId>,
    /// Only what is theirs.
    pub owner: Option<OwnedBy>,
    /// Only this connection's.
    pub connection: Option<ConnectionId>,
}

impl Meetings<'_> {
    /// What happens within a window, by start: meetings that overlap it, those live now, and series whose
    /// occurrences may fall into it (their rows tell the first start; the caller unrolls them). Cancelled
    /// ones are left out.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn within(&self, window: &Window, limit: i64) -> Result<Vec<Meeting>> {
        // No meeting is longer than $4 allows for, so the first part is one short stretch of an index.
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE start_at >= $4 AND start_at < $2 AND (end_at IS NULL OR end_at > $1) \
             AND state <> 'cancelled'",
            seen!(),
            wanted!(),
            " UNION SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE state = 'live'",
            seen!(),
            wanted!(),
            " UNION SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE repeat_period IS NOT NULL AND start_at < $2 \
             AND (repeat_until IS NULL OR repeat_until >= $1) AND state IN ('scheduled', 'live')",
            seen!(),
            wanted!(),
            " ORDER BY start_at, id LIMIT $3"
        );
        let earliest = window.from.minus_seconds(LONGEST_HOURS * 3600);
        let (which, whose) = OwnedBy::parts(window.owner.as_ref());
        let rows: Vec<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(window.from.millis())
            .bind(window.to.millis())
            .bind(limit)
            .bind(earliest.millis())
            .bind(window.seen_by.as_ref().map(PersonId::as_str))
            .bind(whose)
            .bind(window.connection.as_ref().map(ConnectionId::as_str))
            .bind(which)
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
