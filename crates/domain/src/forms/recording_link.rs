//! The form that shares a recording.

use super::fields::{Reader, ticked};
use crate::refusals::{FieldRefusal, Rule};
use crate::time::read_local;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecordingLinkForm {
    pub label: String,
    pub passcode: String,
    /// `datetime-local`
    pub expires: String,
    /// Ticked: the file may be kept.
    pub download: String,
    /// Ticked: the join page of the ended meeting leads to it.
    pub on_join_page: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRecordingLink {
    pub label: String,
    pub passcode: Option<String>,
    pub expires: DateTime,
    pub may_download: bool,
    pub on_join_page: bool,
}

impl RecordingLinkForm {
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read(&self) -> Result<ReadRecordingLink, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let label = reader.line("label", &self.label, 60);
        let passcode = reader.line("passcode", &self.passcode, 64);
        if !passcode.is_empty() && passcode.chars().count() < 4 {
            reader.refuse("passcode", Rule::TooShort { least: 4 });
        }
        let expires = read_local(&self.expires);
        if expires.is_none() {
            let rule = if self.expires.trim().is_empty() { Rule::Missing } else { Rule::NotATime };
            reader.refuse("expires", rule);
        }
        reader.finish(expires.map(|expires| ReadRecordingLink {
            label,
            passcode: (!passcode.is_empty()).then_some(passcode),
            expires,
            may_download: ticked(&self.download),
            on_join_page: ticked(&self.on_join_page),
        }))
    }
}
