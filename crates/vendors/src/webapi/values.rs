//! What the vendor's operations take and give, where no other vendor has the like.

use super::ids::FileNumber;
use super::places::ServerPath;
use crate::kit::{Cause, SecretString};
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use portico_domain::time::Timestamp;

/// What a meeting shall be, in this vendor's terms.
#[derive(Debug)]
pub struct Wanted<'a> {
    pub name: &'a str,
    pub start: Timestamp,
    /// Absent = permanent.
    pub end: Option<Timestamp>,
    /// 4 to 20 characters.
    pub chairman_password: Option<SecretString>,
    /// Sent on create only; the vendor cannot change it.
    pub live: bool,
}

impl<'a> Wanted<'a> {
    /// # Errors
    /// [`Cause::Unsupported`] for another vendor's options, and for a repetition: a series is made of
    /// single meetings by Portico.
    pub fn of(draft: &'a MeetingDraft) -> Result<Self, Cause> {
        let VendorOptions::Webapi(options) = &draft.options else { return Err(Cause::Unsupported) };
        if draft.repeat.is_some() {
            return Err(Cause::Unsupported);
        }
        Ok(Self {
            name: &draft.subject,
            start: draft.start,
            end: (!options.permanent).then_some(draft.end),
            chairman_password: draft.password.as_deref().map(SecretString::from),
            live: options.live,
        })
    }
}

/// A new meeting. The stream addresses carry keys: whoever has `push_url` can broadcast.
#[derive(Clone, Debug)]
pub struct Created {
    pub serial: VendorMeetingId,
    pub room_id: Option<String>,
    /// "分享会议时使用": opaque.
    pub sig: Option<SecretString>,
    pub push_url: Option<SecretString>,
    pub pull_url: Option<SecretString>,
    pub pull_url_2: Option<SecretString>,
    pub record_path: Option<SecretString>,
}

/// One document of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: FileNumber,
    pub name: String,
    /// As the vendor says, such as `png`.
    pub kind: String,
    pub path: ServerPath,
}

/// Where a meeting's live picture can be pulled. An address may carry a key.
#[derive(Clone, Debug)]
pub struct LiveStream {
    /// Absent where the vendor leaves it blank.
    pub serial: Option<VendorMeetingId>,
    pub pull_url: SecretString,
}

/// The streams of a meeting, or of a whole enterprise.
#[derive(Clone, Debug, Default)]
pub struct LiveStreams {
    pub cdn: Vec<LiveStream>,
    pub server: Vec<LiveStream>,
}

/// Someone's stay in a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub user_id: String,
    pub entered: Timestamp,
    /// Absent while inside.
    pub left: Option<Timestamp>,
}

/// One recorded file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub id: VendorRecordingId,
    pub serial: VendorMeetingId,
    /// Seconds.
    pub duration: i64,
    /// Below the recording server's base.
    pub path: ServerPath,
    pub created: Timestamp,
}
