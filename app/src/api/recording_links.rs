//! Links of shared recordings.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::forms::RecordingLinkForm;
use serde::{Deserialize, Serialize};

/// The links of a recording, and what the form that makes one needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingLinks {
    pub links: Vec<RecordingLinkLine>,
    /// What is right nine times of ten.
    pub form: RecordingLinkForm,
    /// Name and offset of the zone in which the form's times are read.
    pub zone: String,
    /// No link expires before this.
    pub now_field: String,
    /// There is a meeting, whose join page could lead to it.
    pub has_join_page: bool,
}

/// A link as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordingLinkLine {
    pub id: String,
    pub label: String,
    /// "today 14:00"
    pub created: String,
    /// The whole address to share; absent once revoked.
    pub address: Option<String>,
    pub has_passcode: bool,
    /// In words.
    pub expires: String,
    pub may_download: bool,
    pub on_join_page: bool,
    pub revoked: bool,
    pub expired: bool,
}

/// `None`: the viewer may not share it.
#[server(prefix = "/fn", endpoint = "recording-links/list", output = Answer)]
pub async fn list_recording_links(recording: String) -> Result<Option<RecordingLinks>, Refused> {
    super::words::recording_links::list(recording).await
}

#[server(prefix = "/fn", endpoint = "recording-links/create", output = Answer)]
pub async fn create_recording_link(recording: String, form: RecordingLinkForm) -> Result<(), Refused> {
    super::words::recording_links::create(recording, form).await
}

#[server(prefix = "/fn", endpoint = "recording-links/revoke", output = Answer)]
pub async fn revoke_recording_link(recording: String, link: String) -> Result<(), Refused> {
    super::words::recording_links::revoke(recording, link).await
}
