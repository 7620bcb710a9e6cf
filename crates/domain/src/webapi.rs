//! What only a meeting of the WebAPI server has. Source: vendor document, "预约会议".

use serde::{Deserialize, Serialize};

/// Shortest chairman password, in characters (`chairmanpwd`, code 4006).
pub const LEAST_PASSWORD_CHARS: usize = 4;
/// Longest chairman password, in characters.
pub const MOST_PASSWORD_CHARS: usize = 20;

/// Everything of a WebAPI meeting that other vendors do not have.
///
/// The chairman password is [`crate::meetings::MeetingDraft::password`]; the vendor wants one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Is it broadcast (`islive`)? Sent on create only: the vendor cannot change it.
    pub live: bool,
    /// Without an end: [`crate::meetings::MeetingDraft::end`] is then not sent.
    pub permanent: bool,
}
