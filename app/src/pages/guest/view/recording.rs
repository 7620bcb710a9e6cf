//! What the page of a shared recording shows.

use super::{GuestPage, Moment, When};
use portico_domain::refusals::Refusal;

/// A shared recording, `/r/{slug}`.
#[derive(Clone, Debug)]
pub struct RecordingView {
    pub page: GuestPage,
    pub state: RecordingState,
}

/// A recording as a guest may know it.
#[derive(Clone, Debug, Default)]
pub struct SharedRecording {
    pub title: String,
    /// When it was made; `repeats` is empty.
    pub when: When,
    /// "7:41"
    pub length: String,
    /// Until when the link works: "Sat 19 Dec 18:00".
    pub until: Moment,
}

/// Where the link of a shared recording stands.
#[derive(Clone, Debug)]
pub enum RecordingState {
    /// It plays.
    Open {
        recording: SharedRecording,
        /// Path of the video.
        play: String,
        /// Path of the file, if it may be kept.
        download: Option<String>,
    },
    /// The passcode comes first.
    Guarded {
        recording: SharedRecording,
        /// Path that the form is posted to.
        action: String,
        /// Why it was not accepted; the field to blame is `passcode`.
        refusal: Option<Box<Refusal>>,
    },
    /// Whoever shared it took the link back.
    Revoked,
    Expired {
        /// Until when it worked: "yesterday 18:00".
        at: Moment,
    },
    /// The recording is gone.
    Deleted,
    /// There is no such link.
    Unknown,
}

impl RecordingState {
    /// The word that the script and the style sheet know it by.
    pub const fn name(&self) -> &'static str {
        match self {
            RecordingState::Open { .. } => "recording",
            RecordingState::Guarded { .. } => "recording-guarded",
            RecordingState::Revoked => "recording-revoked",
            RecordingState::Expired { .. } => "recording-expired",
            RecordingState::Deleted => "recording-deleted",
            RecordingState::Unknown => "recording-unknown",
        }
    }

    /// The HTTP status of the page.
    pub fn status(&self) -> u16 {
        match self {
            RecordingState::Guarded { refusal: Some(refusal), .. } => refusal.kind.status(),
            RecordingState::Open { .. } | RecordingState::Guarded { .. } => 200,
            RecordingState::Revoked | RecordingState::Expired { .. } | RecordingState::Deleted => 410,
            RecordingState::Unknown => 404,
        }
    }
}
