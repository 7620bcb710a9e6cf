//! Numbers that meetings had before they were booked again.

use super::Meetings;
use crate::{BATCH, Result};
use portico_domain::ids::{ConnectionId, VendorMeetingId};
use portico_domain::time::Timestamp;

impl Meetings<'_> {
    /// The numbers that this connection's meetings had before they were booked again, but for those that a
    /// meeting has got back.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn former_numbers(&self, connection: &ConnectionId) -> Result<Vec<VendorMeetingId>> {
        const SQL: &str = "SELECT f.vendor_id FROM former_numbers f WHERE f.connection_id = $1 \
            AND NOT EXISTS (SELECT 1 FROM meetings m \
            WHERE m.connection_id = f.connection_id AND m.vendor_id = f.vendor_id)";
        let numbers: Vec<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(connection.as_str()).fetch_all(pool))?;
        Ok(numbers.into_iter().map(VendorMeetingId).collect())
    }

    /// Forgets a batch of numbers that were laid down before `before`, unless the meeting, or another of its
    /// series, may still be joined.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_former_numbers(&self, before: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM former_numbers WHERE (connection_id, vendor_id) IN \
            (SELECT f.connection_id, f.vendor_id FROM former_numbers f WHERE f.at < $1 \
            AND NOT EXISTS (SELECT 1 FROM meetings m WHERE m.id = f.meeting_id \
                AND m.state IN ('scheduled', 'live', 'unconfirmed')) \
            AND NOT EXISTS (SELECT 1 FROM meetings m JOIN meetings o ON o.series_id = m.series_id \
                WHERE m.id = f.meeting_id AND o.state IN ('scheduled', 'live', 'unconfirmed')) \
            LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(before.millis()).bind(BATCH).execute(pool))
    }
}
