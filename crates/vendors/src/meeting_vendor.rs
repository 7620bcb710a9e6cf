//! What the use cases ask of any vendor. What a vendor cannot do is a value ([`Capabilities`]), not a panic.

use crate::cloudroom::Said;
use crate::kit::{Unreadable, VendorError};
use async_trait::async_trait;
use portico_domain::capabilities::Capabilities;
use portico_domain::ids::{VendorMeetingId, VendorRecordingId};
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingDraft, MeetingState, Repeat, VendorOptions};
use portico_domain::time::Timestamp;
use secrecy::SecretString;

/// What a vendor says of one meeting.
///
/// Holds credentials: the host's own address and the telephone PIN go only to someone who may host.
#[derive(Debug)]
pub struct MeetingDetail {
    pub vendor_id: VendorMeetingId,
    /// Empty where the vendor does not say it, as is the host's name.
    pub subject: String,
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub repeat: Option<Repeat>,
    pub state: MeetingState,
    pub host_name: String,
    /// How many are inside now, where the vendor tells it.
    pub members: Option<i64>,
    pub password: Option<SecretString>,
    pub host_url: Option<SecretString>,
    pub public_url: Option<String>,
    pub phone_number: Option<String>,
    pub phone_pin: Option<SecretString>,
    /// Names of invited people, as the vendor knows them.
    pub invitees: Vec<(u64, String)>,
    pub cohosts: Vec<(u64, String)>,
    /// What is not said is as the vendor has it by default.
    pub options: VendorOptions,
    /// What was said of `options`, by a vendor that may leave some of them out.
    pub said: Option<Said>,
    pub silent: Silent,
}

impl MeetingDetail {
    /// The options by what the vendor says; those that it leaves out stay as they are known.
    pub fn options_over(&self, known: Option<&VendorOptions>) -> VendorOptions {
        match (&self.said, known) {
            (Some(said), Some(VendorOptions::Cloudroom(known))) => {
                VendorOptions::Cloudroom(Box::new(said.over(known)))
            }
            _ => self.options.clone(),
        }
    }
}

/// What a vendor's detail says nothing of, so that what is known of it stays: "nothing said" is not "none".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Silent {
    pub password: bool,
    /// The repetition as a whole.
    pub repeat: bool,
    /// The last day of a repetition that is told.
    pub until: bool,
    /// How the meeting stands.
    pub state: bool,
}

/// One row of a vendor's list of meetings, current or past. The rows' passwords are dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMeeting {
    pub vendor_id: VendorMeetingId,
    /// Empty where the list does not say it, as is the host's name.
    pub subject: String,
    /// Absent where the list does not say it.
    pub start: Option<Timestamp>,
    /// Absent when the vendor says 0.
    pub end: Option<Timestamp>,
    pub repeat_period: Option<portico_domain::meetings::Period>,
    /// Nothing is said of `repeat_period`, or nothing that we know.
    pub silent_of_repeat: bool,
    /// Absent where the list does not say it, and nobody inside shows that it runs.
    pub state: Option<MeetingState>,
    pub host_name: String,
    /// Inside now, or counted in all once it is over; absent where the list does not say it.
    pub members: Option<i64>,
    /// The vendor's user id of the owner, where the list says it.
    pub owner: Option<u64>,
}

/// One recording as a vendor lists it. The addresses may be credentials at other vendors, so they
/// are used at once and never stored.
#[derive(Clone, Debug)]
pub struct ListedRecording {
    pub vendor_id: VendorRecordingId,
    pub vendor_meeting: VendorMeetingId,
    pub title: String,
    pub created: Timestamp,
    /// Seconds.
    pub duration: i64,
    /// Bytes.
    pub size: i64,
    pub download_url: SecretString,
    pub play_url: Option<SecretString>,
}

/// One page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub total: Option<i64>,
    pub more: bool,
    /// The first of the rows that could not be read and were left out: what is not on this page may be at the
    /// vendor all the same.
    pub odd: Option<Unreadable>,
}

/// Which list to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    Current,
    History,
}

/// The span of a list, both ends included; at most a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// Who enters.
#[derive(Debug)]
pub struct Joiner<'a> {
    pub name: &'a str,
    pub role: JoinRole,
    pub password: Option<&'a SecretString>,
}

/// How someone gets from us into the vendor's meeting. Minted at the moment of the join, never stored.
#[derive(Debug)]
pub enum Entry {
    /// CloudRoom: a string that the installed client opens (`CRMT:…`), a credential.
    Client { crmt: SecretString },
    /// VMR: a page to open, a number to dial, and the PIN of the joiner's role, if there is one.
    Number { share_address: Option<String>, short_number: String, pin: Option<SecretString> },
    /// WebAPI: a page whose address carries the token, a credential. `user_id` is what the vendor's
    /// attendance will list for this person.
    Url { url: SecretString, user_id: String },
}

/// What a test of the connection showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The vendor's clock minus ours, in seconds, if it sent a `Date`.
    pub skew_seconds: Option<i64>,
}

/// What is known of a meeting that is to be changed.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// It takes place when it shall.
    pub same_times: bool,
    /// All the options that its vendor may have; none if nothing is known of them.
    pub options: &'a [VendorOptions],
}

/// A connection to one vendor account, ready to be used.
#[async_trait]
pub trait MeetingVendor: Send + Sync {
    fn capabilities(&self) -> &'static Capabilities;

    /// Makes a harmless authorised call.
    async fn check(&self) -> Result<Check, VendorError>;

    async fn schedule(&self, draft: &MeetingDraft) -> Result<VendorMeetingId, VendorError>;
    async fn change(&self, id: &VendorMeetingId, draft: &MeetingDraft) -> Result<(), VendorError>;
    /// Changes what was another way before. A vendor whose change cannot leave anything out is told it all.
    async fn change_from(
        &self,
        _: Before<'_>,
        id: &VendorMeetingId,
        draft: &MeetingDraft,
    ) -> Result<(), VendorError> {
        self.change(id, draft).await
    }
    async fn detail(&self, id: &VendorMeetingId) -> Result<MeetingDetail, VendorError>;
    async fn end(&self, id: &VendorMeetingId) -> Result<(), VendorError>;
    /// Deleting what is already gone succeeds.
    async fn delete(&self, id: &VendorMeetingId) -> Result<(), VendorError>;
    async fn join(&self, id: &VendorMeetingId, joiner: Joiner<'_>) -> Result<Entry, VendorError>;

    /// `page` counts from 1; a page holds 100 rows. A row that cannot be read costs no other: [`Page::odd`] tells of it.
    async fn list(&self, list: List, span: Span, page: u32) -> Result<Page<ListedMeeting>, VendorError>;

    async fn recordings(&self, id: &VendorMeetingId, page: u32)
    -> Result<Page<ListedRecording>, VendorError>;
    /// Deleting what is already gone succeeds.
    async fn delete_recording(&self, id: &VendorRecordingId) -> Result<(), VendorError>;

    /// Opens the recording's bytes at its vendor; `range` is the value of a `Range` header, passed on.
    async fn open_recording(
        &self,
        recording: &ListedRecording,
        range: Option<&str>,
    ) -> Result<crate::kit::MediaStream, VendorError>;

    /// The vendor's clock minus ours as last seen, in seconds.
    fn skew_seconds(&self) -> Option<i64>;
}
