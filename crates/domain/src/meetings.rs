//! Meetings: what is wanted of one ([`MeetingDraft`]) and what is known of one ([`Meeting`]).

use crate::capabilities::Vendor;
use crate::cloudroom;
use crate::ids::{ConnectionId, MeetingId, PersonId, SeriesId, VendorMeetingId};
use crate::time::Timestamp;
use crate::vmr;
use crate::webapi;
use serde::{Deserialize, Serialize};

/// Longest subject, in characters: CloudRoom names its limit (code 22212), the other documents none.
pub const fn most_subject_chars(vendor: Vendor) -> u32 {
    match vendor {
        Vendor::Cloudroom => 50,
        Vendor::Vmr | Vendor::Webapi => 200,
    }
}

/// So many changes of a meeting are shown, the latest.
pub const MOST_CHANGES: usize = 50;
/// Longest meeting of CloudRoom (code 22222).
pub const LONGEST_HOURS: i64 = 24;

/// How a meeting repeats. The numbers are the vendor's `periodType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Period {
    Daily,
    WorkingDays,
    Weekly,
    Fortnightly,
    Monthly,
    /// Only read from vendors' lists, never scheduled.
    Quarterly,
    /// Only read from vendors' lists, never scheduled.
    Yearly,
}

impl Period {
    pub const SCHEDULABLE: [Period; 5] =
        [Period::Daily, Period::WorkingDays, Period::Weekly, Period::Fortnightly, Period::Monthly];

    pub const fn name(self) -> &'static str {
        match self {
            Period::Daily => "daily",
            Period::WorkingDays => "working-days",
            Period::Weekly => "weekly",
            Period::Fortnightly => "fortnightly",
            Period::Monthly => "monthly",
            Period::Quarterly => "quarterly",
            Period::Yearly => "yearly",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        use Period::*;
        [Daily, WorkingDays, Weekly, Fortnightly, Monthly, Quarterly, Yearly]
            .into_iter()
            .find(|period| period.name() == name)
    }
}

/// A repetition and its last day, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    pub period: Period,
    pub until: Option<Timestamp>,
}

/// How far a change of a meeting goes in the series that Portico made it in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    #[default]
    This,
    /// And those that follow it.
    Following,
    All,
}

impl Reach {
    pub const ALL: [Reach; 3] = [Reach::This, Reach::Following, Reach::All];

    pub const fn name(self) -> &'static str {
        match self {
            Reach::This => "this",
            Reach::Following => "following",
            Reach::All => "all",
        }
    }

    /// Empty is what a form without the question says.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "" => Some(Self::default()),
            name => Self::ALL.into_iter().find(|reach| reach.name() == name),
        }
    }
}

/// What someone wants a meeting to be: validated, times as instants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingDraft {
    pub subject: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub repeat: Option<Repeat>,
    /// 4 to 6 digits at CloudRoom.
    pub password: Option<String>,
    pub options: VendorOptions,
}

impl MeetingDraft {
    /// The end, unless the meeting shall have none.
    pub fn lasting_end(&self) -> Option<Timestamp> {
        match &self.options {
            VendorOptions::Webapi(options) if options.permanent => None,
            _ => Some(self.end),
        }
    }
}

/// The part of a meeting that belongs to one vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "vendor", rename_all = "lowercase")]
pub enum VendorOptions {
    Cloudroom(Box<cloudroom::Options>),
    Vmr(Box<vmr::Options>),
    Webapi(webapi::Options),
}

impl VendorOptions {
    pub const fn vendor(&self) -> Vendor {
        match self {
            VendorOptions::Cloudroom(_) => Vendor::Cloudroom,
            VendorOptions::Vmr(_) => Vendor::Vmr,
            VendorOptions::Webapi(_) => Vendor::Webapi,
        }
    }
}

/// Where a meeting stands, as the index last knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingState {
    /// Not begun.
    Scheduled,
    /// Running now.
    Live,
    Ended,
    /// Deleted at the vendor or cancelled here.
    Cancelled,
    /// Portico asked the vendor to create it and got no answer; being checked.
    Unconfirmed,
}

impl MeetingState {
    pub const ALL: [MeetingState; 5] = [
        MeetingState::Scheduled,
        MeetingState::Live,
        MeetingState::Ended,
        MeetingState::Cancelled,
        MeetingState::Unconfirmed,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            MeetingState::Scheduled => "scheduled",
            MeetingState::Live => "live",
            MeetingState::Ended => "ended",
            MeetingState::Cancelled => "cancelled",
            MeetingState::Unconfirmed => "unconfirmed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A meeting in the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub id: MeetingId,
    pub connection: ConnectionId,
    /// Absent while a creation is unconfirmed.
    pub vendor_id: Option<VendorMeetingId>,
    /// The series it belongs to, where Portico repeats meetings for a vendor that cannot.
    pub series: Option<SeriesId>,
    pub subject: String,
    pub start: Timestamp,
    /// Absent for a meeting without an end.
    pub end: Option<Timestamp>,
    pub repeat: Option<Repeat>,
    pub state: MeetingState,
    pub host_name: String,
    /// Present now (live) or counted in all (ended).
    pub members: i64,
    /// Who scheduled it here; absent for meetings made elsewhere.
    pub owner: Option<PersonId>,
    /// The details as last read from the vendor or sent to it, if known.
    pub options: Option<VendorOptions>,
    /// Anyone may be given this address.
    pub public_url: Option<String>,
    pub created: Timestamp,
    /// When the vendor last confirmed what stands here.
    pub seen: Timestamp,
    /// Counts changes; calendar files carry it as SEQUENCE.
    pub sequence: i64,
}

impl Meeting {
    /// How many are present, or took part; nothing where its vendor cannot tell.
    pub fn people(&self, vendor: Vendor) -> Option<i64> {
        (self.state != MeetingState::Ended || vendor.counts_who_came()).then_some(self.members)
    }

    /// Has somebody changed subject, time or repetition, if the vendor now tells of it like this? What was not known
    /// before is learnt, not changed.
    pub fn is_changed_as(&self, told: &Meeting) -> bool {
        let period = |meeting: &Meeting| meeting.repeat.map(|repeat| repeat.period);
        // A list may leave out how a meeting repeats; whoever has its options has heard all of it.
        let repeats = period(self) != period(told) && (self.repeat.is_some() || self.options.is_some());
        let differs = !self.subject.is_empty() && self.subject != told.subject
            || self.start != told.start
            || self.end.is_some() && self.end != told.end
            || repeats;
        differs && !self.has_moved_on(told)
    }

    /// A series whose occurrence is over stands at its next one; nobody changed it.
    fn has_moved_on(&self, told: &Meeting) -> bool {
        let lasts = |meeting: &Meeting| meeting.end.map(|end| end.since(meeting.start));
        self.repeat.is_some()
            && self.repeat == told.repeat
            && self.subject == told.subject
            && self.start < told.start
            && lasts(self) == lasts(told)
    }
}
