//! Recordings in the index.

use crate::ids::{
    ConnectionId, MeetingId, PersonId, RecordingId, RecordingLinkId, VendorMeetingId, VendorRecordingId,
};
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
    /// When Portico deletes it at its vendor; absent: never by itself.
    pub delete_at: Option<Timestamp>,
    /// The last try to do so, as long as none succeeds.
    pub failed_deletion: Option<FailedDeletion>,
}

/// A recording's time had come, and it could not be deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedDeletion {
    pub at: Timestamp,
    /// The kind of that failure: a [`crate::refusals::Kind`] name.
    pub failure: String,
    /// The vendor's own code.
    pub code: Option<String>,
    /// When it is tried again.
    pub next: Timestamp,
}

/// Days for which a recording is shared unless the link says otherwise.
pub const USUAL_SHARE_DAYS: i64 = 30;

/// The link of a shared recording as its owner sees it. The slug itself is kept sealed for its owner and
/// hashed for look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingLink {
    pub id: RecordingLinkId,
    pub recording: RecordingId,
    pub label: String,
    pub has_passcode: bool,
    pub expires: Timestamp,
    /// The page offers the file to keep.
    pub may_download: bool,
    /// The join page of the meeting leads to it: once it has ended, or where it takes place again.
    pub on_join_page: bool,
    pub revoked: Option<Timestamp>,
    pub created: Timestamp,
    pub created_by: PersonId,
}
