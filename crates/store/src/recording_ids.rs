//! Ids of recordings at a vendor that finds recordings by nothing else.

use crate::{Result, Store};
use portico_domain::ids::{ConnectionId, MeetingId, VendorRecordingId};
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
}

type Row = (String, String, String, i64, Option<i64>);

fn read((connection, vendor_id, meeting, noted, settled): Row) -> RecordingId {
    RecordingId {
        connection: ConnectionId(connection),
        vendor_id: VendorRecordingId(vendor_id),
        meeting: MeetingId(meeting),
        noted: Timestamp(noted),
        settled: settled.is_some(),
    }
}

impl RecordingIds<'_> {
    /// Notes an id. Noting it again changes nothing.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn note(
        &self,
        connection: &ConnectionId,
        id: &VendorRecordingId,
        meeting: &MeetingId,
        at: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "INSERT INTO recording_ids (connection_id, vendor_id, meeting_id, noted_at) \
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(id.as_str())
            .bind(meeting.as_str())
            .bind(at.millis())
            .execute(pool))
        .map(drop)
    }

    /// Those of a meeting, the earliest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &MeetingId) -> Result<Vec<RecordingId>> {
        const SQL: &str = "SELECT connection_id, vendor_id, meeting_id, noted_at, settled_at \
            FROM recording_ids WHERE meeting_id = $1 ORDER BY noted_at, vendor_id";
        let rows: Vec<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(meeting.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// Those of a connection whose files may still come.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn unsettled(&self, connection: &ConnectionId) -> Result<Vec<RecordingId>> {
        const SQL: &str = "SELECT connection_id, vendor_id, meeting_id, noted_at, settled_at \
            FROM recording_ids WHERE connection_id = $1 AND settled_at IS NULL ORDER BY noted_at, vendor_id";
        let rows: Vec<Row> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(connection.as_str()).fetch_all(pool))?;
        Ok(rows.into_iter().map(read).collect())
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
