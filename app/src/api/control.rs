//! The room of a meeting while it runs, where Portico can start and stop the recording.

use super::{Answer, Refused};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the meeting's page shows of the room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPanel {
    /// Absent while the room is not the meeting's: before its time, and after.
    pub now: Option<RoomNow>,
    /// Hidden field `key` of the forms.
    pub key: String,
}

/// The room right now. Its PINs are not in here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomNow {
    pub started: bool,
    pub locked: bool,
    pub participants: i64,
    pub recorder: RecorderNow,
    /// The vendor's words.
    pub failed_reason: Option<String>,
    pub live: bool,
    /// Only for those who may edit the meeting.
    pub stream: Option<String>,
    /// May the viewer start and stop the recording?
    pub may_edit: bool,
}

/// Who records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecorderNow {
    Nobody,
    Portico,
    SomeoneElse,
    /// It was asked for and no answer came.
    Unconfirmed,
}

/// `None`: the vendor cannot be told to record.
#[server(prefix = "/fn", endpoint = "control/room", output = Answer)]
pub async fn read_room(id: String) -> Result<Option<RoomPanel>, Refused> {
    super::words::control::room(id).await
}

#[server(prefix = "/fn", endpoint = "control/record", output = Answer)]
pub async fn start_recording(id: String, key: String) -> Result<(), Refused> {
    super::words::control::start(id, key).await
}

/// Stops it, whoever started it.
#[server(prefix = "/fn", endpoint = "control/stop", output = Answer)]
pub async fn stop_recording(id: String, key: String) -> Result<(), Refused> {
    super::words::control::stop(id, key).await
}
