//! Recordings in the index.

use crate::ids::{ConnectionId, MeetingId, RecordingId, VendorMeetingId, VendorRecordingId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    pub id: RecordingId,
    pub connection: ConnectionId,
    pub vendor_id: VendorRecordingId,
    pub vendor_meeting: VendorMeetingId,
    /// Absent if the meeting is not in the index.
    pub meeting: Option<MeetingId>,
    pub title: String,
    pub created: Timestamp,
    /// Seconds.
    pub duration: i64,
    /// Bytes.
    pub size: i64,
    /// When the vendor last listed it.
    pub seen: Timestamp,
}
