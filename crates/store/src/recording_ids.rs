//! Ids of recordings at a vendor that finds recordings by nothing else.

use crate::{BATCH, Result, Store};
use portico_domain::ids::{ConnectionId, MeetingId, PersonId, VendorRecordingId};
use portico_domain::time::Timestamp;

/// The way to them: [`Store::recording_ids`].
pub struct RecordingIds<'s> {
    pub(crate) store: &'s Store,
}

/// One that was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingId {
    pub connection: ConnectionId,
    pub vendor_id: VendorRecordingId,
    pub meeting: MeetingId,
    pub noted: Timestamp,
    pub settled: bool,
    /// Who started it through Portico; absent when somebody did so at the vendor.
    pub started_by: Option<PersonId>,
}

type Row = (String, String, String, i64, Option<i64>, Option<String>);

fn read((connection, vendor_id, meeting, noted, settled, started_by): Row) -> RecordingId {
    RecordingId {
        connection: ConnectionId(connection),
        vendor_id: VendorRecordingId(vendor_id),
        meeting: MeetingId(meeting),
        noted: Timestamp(noted),
        settled: settled.is_some(),
        started_by: started_by.map(PersonId),
    }
}

impl RecordingIds<'_> {
    /// Notes an id. Noting it again changes nothing, but for who started it if that was not known.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn note(
        &self,
        connection: &ConnectionId,
        id: &VendorRecordingId,
        meeting: &MeetingId,
        started_by: Option<&PersonId>,
        at: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO recording_ids \
            (connection_id, vendor_id, meeting_id, noted_at, started_by) VALUES ($1, $2, $3, $4, $5) \
            ON CONFLICT (connection_id, vendor_id) DO UPDATE SET \
            started_by = COALESCE(recording_ids.started_by, excluded.started_by)";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(id.as_str())
            .bind(meeting.as_str())
            .bind(at.millis())
            .bind(started_by.map(PersonId::as_str))
            .execute(pool))
        .map(drop)
    }

    /// Those of a meeting, the earliest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &MeetingId) -> Result<Vec<RecordingId>> {
        const SQL: &str = "SELECT connection_id, vendor_id, meeting_id, noted_at, settled_at, \
            started_by FROM recording_ids WHERE meeting_id = $1 ORDER BY noted_at, vendor_id";
        let rows: Vec<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(meeting.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Those of a connection whose files may still come.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unsettled(&self, connection: &ConnectionId) -> Result<Vec<RecordingId>> {
        const SQL: &str = "SELECT connection_id, vendor_id, meeting_id, noted_at, settled_at, \
            started_by FROM recording_ids WHERE connection_id = $1 AND settled_at IS NULL ORDER BY noted_at, vendor_id";
        let rows: Vec<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(connection.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Forgets a batch of those whose files were complete before `before`, once no file of the meeting is left:
    /// until then they are what its files are found and told apart by.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge(&self, before: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM recording_ids WHERE (connection_id, vendor_id) IN \
            (SELECT i.connection_id, i.vendor_id FROM recording_ids i WHERE i.settled_at < $1 \
            AND NOT EXISTS (SELECT 1 FROM recordings r \
                WHERE r.meeting_id = i.meeting_id AND r.deleted_at IS NULL) LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(before.millis()).bind(BATCH).execute(pool))
    }

    /// Its files are complete.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn settle(
        &self,
        connection: &ConnectionId,
        id: &VendorRecordingId,
        at: Timestamp,
    ) -> Result<()> {
        const SQL: &str =
            "UPDATE recording_ids SET settled_at = $3 WHERE connection_id = $1 AND vendor_id = $2";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(id.as_str())
            .bind(at.millis())
            .execute(pool))
        .map(drop)
    }
}
