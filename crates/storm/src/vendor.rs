//! What the sandbox calls each vendor's operations, and how often they may be called.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Vendor {
    Cloudroom,
    Vmr,
    Webapi,
}

/// The vendor's document: so many list calls a minute, and so Portico holds it with all of them.
pub const LISTS_A_MINUTE: usize = 300;
/// However many people watch a meeting.
pub const STATUS_A_SECOND: usize = 1;

impl Vendor {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cloudroom => "cloudroom",
            Self::Vmr => "vmr",
            Self::Webapi => "webapi",
        }
    }

    /// The operation that each entering person costs, if any.
    pub fn join(self) -> Option<&'static str> {
        matches!(self, Self::Cloudroom).then_some("joinMeeting")
    }

    pub fn lists(self) -> &'static [&'static str] {
        match self {
            Self::Cloudroom => &["queryMeetingList", "queryHistoryMeeting"],
            Self::Vmr => &["getsubmeetings"],
            Self::Webapi => &[],
        }
    }

    /// The operation that says how one meeting stands.
    pub fn status(self) -> &'static str {
        match self {
            Self::Cloudroom => "queryMeeting",
            Self::Vmr => "getmeetinginfo",
            Self::Webapi => "getlogininfo",
        }
    }
}
