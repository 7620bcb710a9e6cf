//! Recordings in the index. When they are deleted by themselves is in `retention.rs`.

pub mod retention;

use crate::meetings::page::{MOST_COUNTED, Order, Page};
use crate::owned_by::OwnedBy;
use crate::sql::{MOST_WORDS, Query, bound, millis, pattern, searchable};
use crate::webhooks::outbox::tell_of_recordings;
use crate::{BATCH, Result, Store};
use portico_domain::ids::{
    ConnectionId, MeetingId, PersonId, RecordingId, VendorMeetingId, VendorRecordingId,
};
use portico_domain::recordings::{FailedDeletion, Recording};
use portico_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

/// The way to recordings: [`Store::recordings`].
pub struct Recordings<'s> {
    pub(crate) store: &'s Store,
}

/// One row of a vendor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRecording {
    pub vendor_id: VendorRecordingId,
    pub vendor_meeting: VendorMeetingId,
    pub title: String,
    pub created: Timestamp,
    /// Seconds.
    pub duration: i64,
    /// Bytes.
    pub size: i64,
    /// When it is to be deleted, if it is new here; what is known keeps its own time.
    pub delete_at: Option<Timestamp>,
}

/// Which recordings; what is empty or absent does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordingFilter {
    /// Words of the title, or of the meeting's subject, host or number, all of which must occur.
    pub text: String,
    pub connection: Option<ConnectionId>,
    /// Only those of these people's meetings.
    pub owner: Option<OwnedBy>,
    /// Only those of meetings that this person sees.
    pub seen_by: Option<PersonId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordingSort {
    #[default]
    Created,
    Size,
    Duration,
    Title,
}

/// Where a page ended. It belongs to one sort order. See [`crate::cursor`] for its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordingCursor {
    Number(i64, RecordingId),
    Title(String, RecordingId),
}

impl RecordingCursor {
    pub fn after(recording: &Recording, sort: RecordingSort) -> Self {
        let id = recording.id.clone();
        match sort {
            RecordingSort::Created => Self::Number(recording.created.millis(), id),
            RecordingSort::Size => Self::Number(recording.size, id),
            RecordingSort::Duration => Self::Number(recording.duration, id),
            RecordingSort::Title => Self::Title(recording.title.clone(), id),
        }
    }
}

macro_rules! recording_columns {
    () => {
        "id, connection_id, vendor_id, vendor_meeting, meeting_id, title, created_at, duration, size, seen_at, \
         delete_at, delete_next_at, delete_failed_at, delete_failure, delete_code"
    };
}
use recording_columns;

#[derive(sqlx_macros::FromRow)]
struct RecordingRow {
    id: String,
    connection_id: String,
    vendor_id: String,
    vendor_meeting: String,
    meeting_id: Option<String>,
    title: String,
    created_at: i64,
    duration: i64,
    size: i64,
    seen_at: i64,
    delete_at: Option<i64>,
    delete_next_at: Option<i64>,
    delete_failed_at: Option<i64>,
    delete_failure: Option<String>,
    delete_code: Option<String>,
}

impl From<RecordingRow> for Recording {
    fn from(row: RecordingRow) -> Self {
        let failed = row.delete_failed_at.zip(row.delete_failure).zip(row.delete_next_at);
        let failed_deletion = failed.map(|((at, failure), next)| FailedDeletion {
            at: Timestamp(at),
            failure,
            code: row.delete_code,
            next: Timestamp(next),
        });
        Recording {
            id: RecordingId(row.id),
            connection: ConnectionId(row.connection_id),
            vendor_id: VendorRecordingId(row.vendor_id),
            vendor_meeting: VendorMeetingId(row.vendor_meeting),
            meeting: row.meeting_id.map(MeetingId),
            title: row.title,
            created: Timestamp(row.created_at),
            duration: row.duration,
            size: row.size,
            seen: Timestamp(row.seen_at),
            delete_at: row.delete_at.map(Timestamp),
            failed_deletion,
        }
    }
}

/// As for meetings: what is newer than the listing stays, so that a list fetched before a deletion cannot
/// bring the recording back. One that is there again is as one that is new: the time that it once had to go at is over.
const UPSERT: &str = "INSERT INTO recordings (id, connection_id, vendor_id, vendor_meeting, meeting_id, \
    title, search, created_at, duration, size, seen_at, changed_at, delete_at, delete_next_at) \
    VALUES ($1, $2, $3, $4, (SELECT id FROM meetings WHERE connection_id = $2 AND vendor_id = $4), \
    $5, $6, $7, $8, $9, $10, $10, $11, $11) \
    ON CONFLICT (connection_id, vendor_id) DO UPDATE SET \
    changed_at = CASE WHEN recordings.title <> excluded.title \
        OR recordings.vendor_meeting <> excluded.vendor_meeting \
        OR recordings.meeting_id IS DISTINCT FROM COALESCE(excluded.meeting_id, recordings.meeting_id) \
        OR recordings.created_at <> excluded.created_at OR recordings.duration <> excluded.duration \
        OR recordings.size <> excluded.size OR recordings.deleted_at IS NOT NULL \
        THEN excluded.changed_at ELSE recordings.changed_at END, \
    vendor_meeting = excluded.vendor_meeting, \
    meeting_id = COALESCE(excluded.meeting_id, recordings.meeting_id), \
    title = excluded.title, search = excluded.search, created_at = excluded.created_at, \
    duration = excluded.duration, size = excluded.size, seen_at = excluded.seen_at, \
    delete_at = CASE WHEN recordings.deleted_at IS NULL THEN recordings.delete_at ELSE excluded.delete_at END, \
    delete_next_at = CASE WHEN recordings.deleted_at IS NULL THEN recordings.delete_next_at \
        ELSE excluded.delete_next_at END, \
    delete_tries = CASE WHEN recordings.deleted_at IS NULL THEN recordings.delete_tries ELSE 0 END, \
    delete_failed_at = CASE WHEN recordings.deleted_at IS NULL THEN recordings.delete_failed_at END, \
    deleted_at = NULL \
    WHERE recordings.seen_at <= excluded.seen_at \
    RETURNING id, changed_at";

impl Recordings<'_> {
    /// Takes a list over, all of it or nothing. `listed_at` is the moment before the list was asked for.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn upsert_listed(
        &self,
        connection: &ConnectionId,
        listed: &[ListedRecording],
        listed_at: Timestamp,
    ) -> Result<crate::meetings::listing::Taken> {
        // In one order everywhere, so that two replicas cannot lock each other out.
        let mut sorted: Vec<_> = listed.iter().collect();
        sorted.sort_by(|a, b| a.vendor_id.cmp(&b.vendor_id));
        in_transaction!(self.store, |tx| {
            let (mut taken, mut changed) = (crate::meetings::listing::Taken::default(), Vec::new());
            for recording in &sorted {
                let row: Option<(String, i64)> = sqlx::query_as(UPSERT)
                    .bind(crate::new_id())
                    .bind(connection.as_str())
                    .bind(recording.vendor_id.as_str())
                    .bind(recording.vendor_meeting.as_str())
                    .bind(&recording.title)
                    .bind(searchable(&[&recording.title, recording.vendor_meeting.as_str()]))
                    .bind(recording.created.millis())
                    .bind(recording.duration)
                    .bind(recording.size)
                    .bind(listed_at.millis())
                    .bind(millis(recording.delete_at))
                    .fetch_optional(&mut *tx)
                    .await?;
                taken.count(row.as_ref().map(|(_, changed_at)| *changed_at), listed_at);
                changed.extend(row.filter(|(_, at)| *at == listed_at.millis()).map(|(id, _)| id));
            }
            tell_of_recordings(tx, &changed, listed_at).await?;
            Ok(taken)
        })
    }

    /// # Errors
    /// The database does not answer.
    pub async fn page(
        &self,
        filter: &RecordingFilter,
        sort: RecordingSort,
        order: Order,
        after: Option<&RecordingCursor>,
        limit: usize,
    ) -> Result<Page<Recording, RecordingCursor>> {
        let Query { sql, values } = page_query(filter, sort, order, after, limit);
        let rows: Vec<RecordingRow> =
            on_reader!(self.store, |pool| bound!(sqlx::query_as(AssertSqlSafe(sql)), &values)
                .fetch_all(pool))?;
        let mut rows: Vec<Recording> = rows.into_iter().map(Recording::from).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| RecordingCursor::after(last, sort));
        Ok(Page { rows, next })
    }

    /// How many there are, but at most [`MOST_COUNTED`] + 1, which means "more than that".
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn count(&self, filter: &RecordingFilter) -> Result<i64> {
        let mut query = Query::new(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM recordings WHERE deleted_at IS NULL",
        );
        restrict(&mut query, filter);
        query.push(" LIMIT ").bind(MOST_COUNTED + 1).push(") AS bounded");
        let Query { sql, values } = query;
        on_reader!(self.store, |pool| bound!(sqlx::query_scalar(AssertSqlSafe(sql)), &values).fetch_one(pool))
    }

    /// One that was not deleted.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &RecordingId) -> Result<Option<Recording>> {
        const SQL: &str =
            concat!("SELECT ", recording_columns!(), " FROM recordings WHERE id = $1 AND deleted_at IS NULL");
        let row: Option<RecordingRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        Ok(row.map(Recording::from))
    }

    /// Those of a meeting, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &MeetingId) -> Result<Vec<Recording>> {
        const SQL: &str = concat!(
            "SELECT ",
            recording_columns!(),
            " FROM recordings WHERE meeting_id = $1 AND deleted_at IS NULL ORDER BY created_at, id"
        );
        let rows: Vec<RecordingRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(meeting.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(Recording::from).collect())
    }

    /// It is gone at the vendor. `false`: it was marked before.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn mark_deleted(&self, id: &RecordingId, at: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE recordings SET deleted_at = $2, seen_at = $2, changed_at = $2 \
            WHERE id = $1 AND deleted_at IS NULL";
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(SQL).bind(id.as_str()).bind(at.millis()).execute(&mut *tx).await?;
            tell_of_recordings(tx, std::slice::from_ref(&id.0), at).await?;
            Ok(done.rows_affected() > 0)
        })
    }

    /// Forgets a batch of those that were deleted before `before`, with the links that led to them.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_deleted(&self, before: Timestamp) -> Result<u64> {
        const LINKS: &str = "DELETE FROM recording_links WHERE recording_id IN \
            (SELECT id FROM recordings WHERE deleted_at < $1 ORDER BY deleted_at, id LIMIT $2)";
        const ROWS: &str = "DELETE FROM recordings WHERE deleted_at < $1 AND id IN \
            (SELECT id FROM recordings WHERE deleted_at < $1 ORDER BY deleted_at, id LIMIT $2)";
        in_transaction!(self.store, |tx| {
            sqlx::query(LINKS).bind(before.millis()).bind(BATCH).execute(&mut *tx).await?;
            let gone = sqlx::query(ROWS).bind(before.millis()).bind(BATCH).execute(&mut *tx).await?;
            Ok(gone.rows_affected())
        })
    }

    /// After a complete and successful listing of a window of creation times: what it did not hold is gone.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn mark_missing(
        &self,
        connection: &ConnectionId,
        from: Timestamp,
        to: Timestamp,
        listed_at: Timestamp,
    ) -> Result<u64> {
        const SQL: &str = "UPDATE recordings SET deleted_at = $4, seen_at = $4, changed_at = $4 \
            WHERE connection_id = $1 AND created_at >= $2 AND created_at < $3 \
            AND seen_at < $4 AND deleted_at IS NULL RETURNING id";
        in_transaction!(self.store, |tx| {
            let gone: Vec<String> = sqlx::query_scalar(SQL)
                .bind(connection.as_str())
                .bind(from.millis())
                .bind(to.millis())
                .bind(listed_at.millis())
                .fetch_all(&mut *tx)
                .await?;
            tell_of_recordings(tx, &gone, listed_at).await?;
            Ok(gone.len() as u64)
        })
    }
}

fn page_query(
    filter: &RecordingFilter,
    sort: RecordingSort,
    order: Order,
    after: Option<&RecordingCursor>,
    limit: usize,
) -> Query {
    let column = match sort {
        RecordingSort::Created => "created_at",
        RecordingSort::Size => "size",
        RecordingSort::Duration => "duration",
        RecordingSort::Title => "title",
    };
    let (compare, direction) = match order {
        Order::Ascending => (", id) > (", ""),
        Order::Descending => (", id) < (", " DESC"),
    };
    let mut query =
        Query::new(concat!("SELECT ", recording_columns!(), " FROM recordings WHERE deleted_at IS NULL"));
    restrict(&mut query, filter);
    match (after, sort) {
        (Some(RecordingCursor::Title(title, id)), RecordingSort::Title) => {
            query.push(" AND (").push(column).push(compare);
            query.bind(title.as_str()).push(", ").bind(id.as_str()).push(")");
        }
        (Some(RecordingCursor::Number(number, id)), sort) if sort != RecordingSort::Title => {
            query.push(" AND (").push(column).push(compare);
            query.bind(*number).push(", ").bind(id.as_str()).push(")");
        }
        // No cursor, or one of another order: the first page.
        _ => {}
    }
    query.push(" ORDER BY ").push(column).push(direction).push(", id").push(direction).push(" LIMIT ");
    // One more than shown says whether there is a next page.
    query.bind(i64::try_from(limit).unwrap_or(i64::MAX - 1).saturating_add(1));
    query
}

fn restrict(query: &mut Query, filter: &RecordingFilter) {
    if let Some(connection) = &filter.connection {
        query.push(" AND connection_id = ").bind(connection.as_str());
    }
    if let Some(owner) = &filter.owner {
        owner.restrict_recordings(query);
    }
    if let Some(person) = &filter.seen_by {
        // Does not depend on the row, so that it is looked up once for the page.
        query.push(" AND meeting_id IN (SELECT id FROM meetings WHERE owner_id = ").bind(person.as_str());
        query.push(
            " UNION SELECT m.id FROM meeting_shares s JOIN meetings m ON m.id = s.meeting_id \
             WHERE s.person_id = ",
        );
        query.bind(person.as_str()).push(
            " UNION SELECT m.id FROM meeting_shares s JOIN meetings m ON m.series_id = s.meeting_id \
             WHERE s.person_id = ",
        );
        query.bind(person.as_str()).push(")");
    }
    // Those of removed connections are shown nowhere, so they must not take the places of others.
    query.push(" AND connection_id NOT IN (SELECT id FROM connections WHERE removed_at IS NOT NULL)");
    search(query, &filter.text);
}

/// Every word must occur in the recording's own words or in those of its meeting, whose subject may be another than
/// the title and may change after the recording was listed.
fn search(query: &mut Query, text: &str) {
    for word in text.split_whitespace().take(MOST_WORDS) {
        query.push(" AND (search LIKE ").bind(pattern(word)).push(" ESCAPE '\\'");
        query.push(
            " OR EXISTS (SELECT 1 FROM meetings f WHERE f.id = recordings.meeting_id AND f.search LIKE ",
        );
        query.bind(pattern(word)).push(" ESCAPE '\\'))");
    }
}
