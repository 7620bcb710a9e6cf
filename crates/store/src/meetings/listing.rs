//! What the synchroniser takes over from a vendor's lists.

use super::{Meetings, search_text};
use crate::Result;
use crate::sql::millis;
use crate::webhooks::outbox::tell_of_meetings;
use portico_domain::ids::{ConnectionId, MeetingId, VendorMeetingId};
use portico_domain::meetings::{MeetingState, Period};
use portico_domain::time::Timestamp;

/// One row of a vendor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMeeting {
    pub vendor_id: VendorMeetingId,
    pub subject: String,
    /// Absent if the list does not say it: the one that is known stays, and a new row has the moment of the listing.
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub period: Option<Period>,
    pub state: MeetingState,
    pub host_name: String,
    pub members: i64,
}

/// What a listing changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Rows that are new or differ from before.
    pub changed: u64,
    /// Rows that stood here just so.
    pub unchanged: u64,
    /// Rows about which something newer is known than this listing.
    pub outdated: u64,
}

impl Taken {
    /// `changed_at` as an upsert returned it: nothing, if the row is newer than the listing.
    pub(crate) fn count(&mut self, changed_at: Option<i64>, listed_at: Timestamp) {
        match changed_at {
            Some(at) if at == listed_at.millis() => self.changed += 1,
            Some(_) => self.unchanged += 1,
            None => self.outdated += 1,
        }
    }
}

/// Open meetings of a window that a listing did not hold.
macro_rules! missing {
    () => {
        "connection_id = $1 AND start_at >= $2 AND start_at < $3 AND seen_at < $4 \
         AND state IN ('scheduled', 'live') AND vendor_id IS NOT NULL"
    };
}

/// The listing's own columns only: owner, options, password and address are never touched. A row that was
/// confirmed after the listing began keeps what it has, so that a list fetched before a cancellation
/// cannot bring the meeting back.
const UPSERT: &str = "INSERT INTO meetings (id, connection_id, vendor_id, subject, search, start_at, \
    end_at, repeat_period, state, host_name, members, created_at, seen_at, changed_at, sequence) \
    VALUES ($1, $2, $3, $4, $5, COALESCE($6, $12), $7, $8, $9, $10, $11, $12, $12, $12, 0) \
    ON CONFLICT (connection_id, vendor_id) DO UPDATE SET \
    changed_at = CASE WHEN meetings.subject IS DISTINCT FROM excluded.subject \
        OR meetings.start_at IS DISTINCT FROM COALESCE($6, meetings.start_at) \
        OR meetings.end_at IS DISTINCT FROM excluded.end_at \
        OR meetings.repeat_period IS DISTINCT FROM excluded.repeat_period \
        OR meetings.state IS DISTINCT FROM excluded.state \
        OR meetings.host_name IS DISTINCT FROM excluded.host_name \
        OR meetings.members IS DISTINCT FROM excluded.members \
        THEN excluded.changed_at ELSE meetings.changed_at END, \
    sequence = meetings.sequence + CASE WHEN meetings.subject IS DISTINCT FROM excluded.subject \
        OR meetings.start_at IS DISTINCT FROM COALESCE($6, meetings.start_at) \
        OR meetings.end_at IS DISTINCT FROM excluded.end_at \
        OR meetings.repeat_period IS DISTINCT FROM excluded.repeat_period THEN 1 ELSE 0 END, \
    moved_from = CASE WHEN meetings.start_at = COALESCE($6, meetings.start_at) THEN meetings.moved_from \
        WHEN meetings.repeat_period IS NULL THEN meetings.start_at END, \
    moved_at = CASE WHEN meetings.start_at = COALESCE($6, meetings.start_at) THEN meetings.moved_at \
        WHEN meetings.repeat_period IS NULL THEN excluded.seen_at END, \
    repeat_until = CASE WHEN excluded.repeat_period IS NULL THEN NULL ELSE meetings.repeat_until END, \
    subject = excluded.subject, search = excluded.search, start_at = COALESCE($6, meetings.start_at), \
    end_at = excluded.end_at, repeat_period = excluded.repeat_period, state = excluded.state, \
    host_name = excluded.host_name, members = excluded.members, seen_at = excluded.seen_at \
    WHERE meetings.seen_at <= excluded.seen_at \
    RETURNING id, changed_at";

impl Meetings<'_> {
    /// Takes a list over, all of it or nothing. `listed_at` is the moment before the list was asked for.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn upsert_listed(
        &self,
        connection: &ConnectionId,
        listed: &[ListedMeeting],
        listed_at: Timestamp,
    ) -> Result<Taken> {
        // In one order everywhere, so that two replicas cannot lock each other out.
        let mut sorted: Vec<_> = listed.iter().collect();
        sorted.sort_by(|a, b| a.vendor_id.cmp(&b.vendor_id));
        in_transaction!(self.store, |tx| {
            let (mut taken, mut changed) = (Taken::default(), Vec::new());
            for meeting in &sorted {
                let search = search_text(&meeting.subject, &meeting.host_name, Some(&meeting.vendor_id));
                let row: Option<(String, i64)> = sqlx::query_as(UPSERT)
                    .bind(crate::new_id())
                    .bind(connection.as_str())
                    .bind(meeting.vendor_id.as_str())
                    .bind(&meeting.subject)
                    .bind(&search)
                    .bind(millis(meeting.start))
                    .bind(millis(meeting.end))
                    .bind(meeting.period.map(Period::name))
                    .bind(meeting.state.name())
                    .bind(&meeting.host_name)
                    .bind(meeting.members)
                    .bind(listed_at.millis())
                    .fetch_optional(&mut *tx)
                    .await?;
                taken.count(row.as_ref().map(|(_, changed_at)| *changed_at), listed_at);
                changed.extend(row.filter(|(_, at)| *at == listed_at.millis()).map(|(id, _)| id));
            }
            tell_of_meetings(tx, &changed, listed_at).await?;
            Ok(taken)
        })
    }

    /// Would [`Meetings::mark_missing`] mark any?
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_any_missing(
        &self,
        connection: &ConnectionId,
        from: Timestamp,
        to: Timestamp,
        listed_at: Timestamp,
    ) -> Result<bool> {
        const SQL: &str = concat!("SELECT 1 FROM meetings WHERE ", missing!(), " LIMIT 1");
        let found: Option<i32> = on_reader!(self.store, |pool| sqlx::query_scalar(SQL)
            .bind(connection.as_str())
            .bind(from.millis())
            .bind(to.millis())
            .bind(listed_at.millis())
            .fetch_optional(pool))?;
        Ok(found.is_some())
    }

    /// After a complete and successful listing of a window: open meetings that it did not hold are over
    /// (they ran, or their time has passed) or cancelled. Unconfirmed ones are never touched.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn mark_missing(
        &self,
        connection: &ConnectionId,
        from: Timestamp,
        to: Timestamp,
        listed_at: Timestamp,
    ) -> Result<Vec<(MeetingId, MeetingState)>> {
        const SQL: &str = concat!(
            "UPDATE meetings SET \
            state = CASE WHEN state = 'live' OR end_at <= $4 THEN 'ended' ELSE 'cancelled' END, \
            sequence = sequence + CASE WHEN state = 'live' OR end_at <= $4 THEN 0 ELSE 1 END, \
            seen_at = $4, changed_at = $4 WHERE ",
            missing!(),
            " RETURNING id, state"
        );
        let rows: Vec<(String, String)> = in_transaction!(self.store, |tx| {
            let rows: Vec<(String, String)> = sqlx::query_as(SQL)
                .bind(connection.as_str())
                .bind(from.millis())
                .bind(to.millis())
                .bind(listed_at.millis())
                .fetch_all(&mut *tx)
                .await?;
            let gone: Vec<String> = rows.iter().map(|(id, _)| id.clone()).collect();
            tell_of_meetings(tx, &gone, listed_at).await?;
            Ok(rows)
        })?;
        let read = |(id, state): (String, String)| Some((MeetingId(id), MeetingState::from_name(&state)?));
        Ok(rows.into_iter().filter_map(read).collect())
    }
}
