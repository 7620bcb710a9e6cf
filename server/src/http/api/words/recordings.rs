//! Recordings in JSON.

use super::{said, time};
use portico_service::RecordingRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A recording.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Recording)]
pub struct RecordingWords {
    pub id: String,
    pub connection: String,
    /// `cloudroom`, `vmr` or `webapi`.
    pub vendor: String,
    /// The meeting, if it is in the index.
    pub meeting: Option<String>,
    /// The meeting's number at the vendor.
    pub meeting_number: String,
    pub title: String,
    #[schema(format = DateTime)]
    pub created: String,
    /// Seconds.
    pub duration: i64,
    /// Bytes.
    pub size: i64,
    pub may_delete: bool,
    /// The person who scheduled its meeting here.
    pub owner_name: Option<String>,
    /// When Portico deletes it at its vendor; `null` = never by itself.
    #[schema(format = DateTime)]
    pub delete_at: Option<String>,
    /// When the vendor last listed it.
    #[schema(format = DateTime)]
    pub seen: String,
}

/// What shall be another.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = ChangedRecording)]
#[serde(deny_unknown_fields, default)]
pub struct ChangedRecording {
    /// When Portico deletes it at its vendor; `null` = never by itself.
    #[serde(deserialize_with = "said")]
    #[schema(format = DateTime, value_type = Option<String>)]
    pub delete_at: Option<Option<String>>,
}

/// A page of recordings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordingPage)]
pub struct RecordingPageWords {
    pub items: Vec<RecordingWords>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

pub fn recording(row: &RecordingRow) -> RecordingWords {
    let recording = &row.recording;
    RecordingWords {
        id: recording.id.0.clone(),
        connection: recording.connection.0.clone(),
        vendor: row.connection.vendor.name().to_owned(),
        meeting: recording.meeting.as_ref().map(|id| id.0.clone()),
        meeting_number: recording.vendor_meeting.0.clone(),
        title: recording.title.clone(),
        created: time(recording.created),
        duration: recording.duration,
        size: recording.size,
        may_delete: row.may_delete,
        owner_name: row.owner_name.clone(),
        delete_at: recording.delete_at.map(time),
        seen: time(recording.seen),
    }
}
