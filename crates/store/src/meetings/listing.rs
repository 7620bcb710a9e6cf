//! What the synchroniser takes over from a vendor's lists.

use super::{MeetingRow, Meetings, meeting_columns, period_name, search_text};
use crate::Result;
use crate::sql::{Query, bound, millis};
use crate::webhooks::outbox::tell_of_meetings;
use crate::wire::{Wire, changing_on_wire, on_wire};
use futures::FutureExt;
use futures::future::BoxFuture;
use portico_domain::ids::{ConnectionId, MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingState, Period, Repeat};
use portico_domain::time::Timestamp;
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// One row of a vendor's list. What it does not say stays as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMeeting {
    pub vendor_id: VendorMeetingId,
    /// Empty if the list does not say it, as is the host's name.
    pub subject: String,
    /// Absent if the list does not say it; a new row has the moment of the listing.
    pub start: Option<Timestamp>,
    /// Absent if the list does not say it.
    pub end: Option<Timestamp>,
    pub period: Option<Period>,
    /// The list says nothing of `period`.
    pub silent_of_repeat: bool,
    /// Absent if the list does not say it.
    pub state: Option<MeetingState>,
    pub host_name: String,
    /// Absent if the list does not say it.
    pub members: Option<i64>,
}

impl ListedMeeting {
    /// The meeting as it stands by this row, with what is known of it.
    fn over(&self, known: Option<&Meeting>, connection: &ConnectionId, listed_at: Timestamp) -> Meeting {
        let Some(known) = known else { return self.alone(connection, listed_at) };
        let said = |text: &String, known: &String| if text.is_empty() { known } else { text }.clone();
        let repeat = match self.silent_of_repeat {
            true => known.repeat,
            false => {
                self.period.map(|period| Repeat { period, until: known.repeat.and_then(|known| known.until) })
            }
        };
        let told = Meeting {
            subject: said(&self.subject, &known.subject),
            start: self.start.unwrap_or(known.start),
            end: self.end.or(known.end),
            repeat,
            host_name: said(&self.host_name, &known.host_name),
            members: self.members.unwrap_or(known.members),
            ..known.clone()
        };
        Meeting { state: self.state.unwrap_or_else(|| state_unsaid(known, &told, listed_at)), ..told }
    }

    /// A meeting of which nothing else is known.
    fn alone(&self, connection: &ConnectionId, listed_at: Timestamp) -> Meeting {
        Meeting {
            id: MeetingId(crate::new_id()),
            connection: connection.clone(),
            vendor_id: Some(self.vendor_id.clone()),
            series: None,
            subject: self.subject.clone(),
            start: self.start.unwrap_or(listed_at),
            end: self.end,
            repeat: self.period.map(|period| Repeat { period, until: None }),
            state: self.state.unwrap_or(MeetingState::Scheduled),
            host_name: self.host_name.clone(),
            members: self.members.unwrap_or_default(),
            owner: None,
            options: None,
            public_url: None,
            created: listed_at,
            seen: listed_at,
            sequence: 0,
        }
    }
}

/// The state of a meeting that a list holds without saying how it stands: what runs runs on, and what is over stays
/// so unless it was moved to a time that is to come. Only a repeated meeting waits for its next time by itself.
fn state_unsaid(known: &Meeting, told: &Meeting, listed_at: Timestamp) -> MeetingState {
    let waits = || told.start > known.start || told.end.is_some_and(|end| end <= listed_at);
    let moved_on = told.start > known.start && told.start > listed_at;
    match known.state {
        MeetingState::Live if known.repeat.is_none() || !waits() => MeetingState::Live,
        MeetingState::Ended if known.repeat.is_none() && !moved_on => MeetingState::Ended,
        _ => MeetingState::Scheduled,
    }
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
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12, 0) \
    ON CONFLICT (connection_id, vendor_id) DO UPDATE SET \
    changed_at = CASE WHEN meetings.subject IS DISTINCT FROM excluded.subject \
        OR meetings.start_at IS DISTINCT FROM excluded.start_at \
        OR meetings.end_at IS DISTINCT FROM excluded.end_at \
        OR meetings.repeat_period IS DISTINCT FROM excluded.repeat_period \
        OR meetings.state IS DISTINCT FROM excluded.state \
        OR meetings.host_name IS DISTINCT FROM excluded.host_name \
        OR meetings.members IS DISTINCT FROM excluded.members \
        THEN excluded.changed_at ELSE meetings.changed_at END, \
    sequence = meetings.sequence + CASE WHEN meetings.subject IS DISTINCT FROM excluded.subject \
        OR meetings.start_at IS DISTINCT FROM excluded.start_at \
        OR meetings.end_at IS DISTINCT FROM excluded.end_at \
        OR meetings.repeat_period IS DISTINCT FROM excluded.repeat_period THEN 1 ELSE 0 END, \
    moved_from = CASE WHEN meetings.start_at = excluded.start_at THEN meetings.moved_from \
        WHEN meetings.repeat_period IS NULL THEN meetings.start_at END, \
    moved_at = CASE WHEN meetings.start_at = excluded.start_at THEN meetings.moved_at \
        WHEN meetings.repeat_period IS NULL THEN excluded.seen_at END, \
    repeat_until = CASE WHEN excluded.repeat_period IS NULL THEN NULL ELSE meetings.repeat_until END, \
    subject = excluded.subject, search = excluded.search, start_at = excluded.start_at, \
    end_at = excluded.end_at, repeat_period = excluded.repeat_period, state = excluded.state, \
    host_name = excluded.host_name, members = excluded.members, seen_at = excluded.seen_at \
    WHERE meetings.seen_at <= excluded.seen_at \
    RETURNING id, changed_at";

/// So many rows are looked up by one statement.
const AT_ONCE: usize = 100;

/// What one listing writes, in its transaction.
struct Listing<'c> {
    wire: Wire<'c>,
    connection: &'c ConnectionId,
    listed_at: Timestamp,
}

impl Listing<'_> {
    async fn take_over(mut self, sorted: &[&ListedMeeting]) -> Result<Taken> {
        let (mut taken, mut changed, mut lines) = (Taken::default(), Vec::new(), Vec::new());
        for part in sorted.chunks(AT_ONCE) {
            let known = self.known(part).await?;
            for listed in part {
                let before = known.get(&listed.vendor_id);
                let told = listed.over(before, self.connection, self.listed_at);
                let row = self.upsert(&told).await?;
                taken.count(row.as_ref().map(|(_, changed_at)| *changed_at), self.listed_at);
                let row = row.filter(|(_, changed_at)| *changed_at == self.listed_at.millis());
                let Some((id, _)) = row else { continue };
                lines.extend(news(before, &told).map(|what| (id.clone(), what)));
                changed.push(id);
            }
        }
        self.remember(&lines).await?;
        tell_of_meetings(self.wire, &changed, self.listed_at).await?;
        Ok(taken)
    }

    /// What the index has of these rows.
    async fn known(&mut self, rows: &[&ListedMeeting]) -> Result<HashMap<VendorMeetingId, Meeting>> {
        let mut query = Query::new(concat!("SELECT ", meeting_columns!(), " FROM meetings m "));
        query.push("WHERE m.connection_id = ").bind(self.connection.as_str()).push(" AND m.vendor_id IN (");
        let mut between = "";
        for row in rows {
            query.push(between).bind(row.vendor_id.as_str());
            between = ", ";
        }
        query.push(")");
        let Query { sql, values } = query;
        let wire = &mut self.wire;
        let sql = AssertSqlSafe(sql);
        let found: Vec<MeetingRow> = on_wire!(wire, |tx| bound!(sqlx::query_as(sql), &values).fetch_all(tx))?;
        let mut known = HashMap::new();
        for row in found {
            let meeting = Meeting::try_from(row)?;
            known.extend(meeting.vendor_id.clone().map(|number| (number, meeting)));
        }
        Ok(known)
    }

    /// The row's id and when it last changed: nothing, if it is newer than the listing.
    async fn upsert(&mut self, told: &Meeting) -> Result<Option<(String, i64)>> {
        let wire = &mut self.wire;
        let search = search_text(&told.subject, &told.host_name, told.vendor_id.as_ref());
        Ok(on_wire!(wire, |tx| sqlx::query_as(UPSERT)
            .bind(crate::new_id())
            .bind(told.connection.as_str())
            .bind(told.vendor_id.as_ref().map(VendorMeetingId::as_str))
            .bind(&told.subject)
            .bind(&search)
            .bind(told.start.millis())
            .bind(millis(told.end))
            .bind(period_name(told))
            .bind(told.state.name())
            .bind(&told.host_name)
            .bind(told.members)
            .bind(self.listed_at.millis())
            .fetch_optional(tx))?)
    }

    /// The lines of the meetings' histories. While a change of ours is under way, or waits for an answer, what the list
    /// shows may be that. What a new connection brings with its first listing is not news.
    async fn remember(&mut self, lines: &[(String, &'static str)]) -> Result<()> {
        const LINE: &str = "INSERT INTO meeting_changes (id, meeting_id, at, person_id, what, detail) \
            SELECT $1, m.id, $3, NULL, $4, '\"\"' FROM meetings m JOIN connections c ON c.id = m.connection_id \
            WHERE m.id = $2 AND ($4 <> 'found' OR c.synchronised_at IS NOT NULL) \
            AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.meeting_id = m.id \
                AND i.state IN ('pending', 'unknown'))";
        let wire = &mut self.wire;
        for (meeting, what) in lines {
            changing_on_wire!(wire, |tx| sqlx::query(LINE)
                .bind(crate::new_id())
                .bind(meeting)
                .bind(self.listed_at.millis())
                .bind(*what)
                .execute(tx))?;
        }
        Ok(())
    }
}

/// What of a row its meeting's history tells. That one which is over took place at another time than planned is no
/// change.
fn news(known: Option<&Meeting>, told: &Meeting) -> Option<&'static str> {
    match known {
        None => Some("found"),
        Some(known) => {
            (told.state != MeetingState::Ended && known.is_changed_as(told)).then_some("changed-elsewhere")
        }
    }
}

/// Boxed, as [`tell_of_meetings`] is.
fn take_over<'c>(
    wire: impl Into<Wire<'c>>,
    connection: &'c ConnectionId,
    sorted: &'c [&'c ListedMeeting],
    listed_at: Timestamp,
) -> BoxFuture<'c, Result<Taken>> {
    Listing { wire: wire.into(), connection, listed_at }.take_over(sorted).boxed()
}

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
        in_transaction!(self.store, |tx| { take_over(tx, connection, &sorted, listed_at).await })
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
