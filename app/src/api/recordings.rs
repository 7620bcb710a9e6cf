//! The recordings library.

use super::accounts::AccountChoice;
use super::ages::Age;
use super::meetings::ConnectionChoice;
use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::RetentionForm;
use serde::{Deserialize, Serialize};

/// A recording in words. It plays from `/recordings/{id}/play` (Range requests) and downloads from
/// `/recordings/{id}/download`; both are addresses of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingLine {
    pub id: String,
    pub title: String,
    /// "today 14:00"
    pub created: String,
    pub machine: String,
    /// "7:41"
    pub length: String,
    /// "6.6 MB"; absent where the vendor tells none.
    pub size: Option<String>,
    pub connection_name: String,
    pub vendor: Vendor,
    /// The meeting it belongs to, where it is in the index.
    pub meeting: Option<String>,
    pub meeting_subject: Option<String>,
    /// The meeting's number at the vendor.
    pub number: String,
    pub may_delete: bool,
    /// Who scheduled the meeting, if that was here; said in the library and on the recording's own page.
    pub owner: Option<String>,
    /// When Portico deletes it at its vendor, if ever.
    pub goes: Option<Going>,
    /// For those who may say when that is; on its own page only.
    pub retention: Option<RetentionView>,
}

/// When a recording goes by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Going {
    /// "30 Nov, 14:00"
    pub at: String,
    pub machine: String,
    /// Within the next seven days.
    pub soon: bool,
    /// Its time has come, and it is still there.
    pub overdue: bool,
}

/// What the form needs that says when a recording goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionView {
    pub form: RetentionForm,
    /// Name and offset of the zone in which the form's time is read.
    pub zone: String,
    pub now_field: String,
    pub failed: Option<FailedDeletionLine>,
}

/// The last try that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedDeletionLine {
    pub at: String,
    /// In words, with the vendor's own code.
    pub why: String,
    pub next: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordingQuery {
    pub text: String,
    pub connection: String,
    /// Whose meetings' recordings: `mine`, `others`, `none` (of meetings made elsewhere) or somebody's id.
    pub owner: String,
    /// `newest` (default), `oldest`, `longest`, `largest`, `title`.
    pub sort: String,
    /// Opaque, from `RecordingList::next`.
    pub after: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingList {
    pub rows: Vec<RecordingLine>,
    pub next: Option<String>,
    pub count: Option<i64>,
    pub zone: String,
    pub connections: Vec<ConnectionChoice>,
    /// For administrators: whose meetings there are.
    pub owners: Vec<AccountChoice>,
    /// Connections whose recordings are shown as they were.
    pub ages: Vec<Age>,
}

#[server(prefix = "/fn", endpoint = "recordings/list", output = Answer)]
pub async fn list_recordings(query: RecordingQuery) -> Result<RecordingList, Refused> {
    super::words::recordings::list(query).await
}

#[server(prefix = "/fn", endpoint = "recordings/view", output = Answer)]
pub async fn view_recording(id: String) -> Result<RecordingLine, Refused> {
    super::words::recordings::view(id).await
}

/// Deletes at the vendor and goes to the library.
#[server(prefix = "/fn", endpoint = "recordings/delete", output = Answer)]
pub async fn delete_recording(id: String) -> Result<(), Refused> {
    super::words::recordings::delete(id).await
}

/// Says when the recording is deleted by itself, or with an empty field that it never is.
#[server(prefix = "/fn", endpoint = "recordings/retain", output = Answer)]
pub async fn retain_recording(id: String, form: RetentionForm) -> Result<(), Refused> {
    super::words::recordings::retain(id, form).await
}
