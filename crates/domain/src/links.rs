//! Join links: what a participant is given instead of a vendor address.

use crate::ids::{LinkId, MeetingId, PersonId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What the holder of a link is in the meeting. Fixed on the server, never taken from a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JoinRole {
    Attendee,
    Host,
    /// Who speaks, where the vendor tells speakers from the rest.
    Speaker,
    /// Seen by nobody, where the vendor has it.
    Invisible,
}

impl JoinRole {
    pub const ALL: [JoinRole; 4] =
        [JoinRole::Attendee, JoinRole::Host, JoinRole::Speaker, JoinRole::Invisible];

    pub const fn name(self) -> &'static str {
        match self {
            JoinRole::Attendee => "attendee",
            JoinRole::Host => "host",
            JoinRole::Speaker => "speaker",
            JoinRole::Invisible => "invisible",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

/// Minutes before the start from which a link lets people in, unless it says otherwise.
pub const DEFAULT_EARLY_MINUTES: i64 = 10;

/// A join link as its owner sees it. The slug itself is kept sealed for its owner and hashed for look-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JoinLink {
    pub id: LinkId,
    pub meeting: MeetingId,
    pub role: JoinRole,
    /// What it is called; the person's name, if it is personal.
    pub label: String,
    /// Made for one person, whose name the join page fills in.
    pub personal: bool,
    pub has_passcode: bool,
    /// Minutes before the start from which the holder may enter.
    pub early_minutes: i64,
    pub expires: Option<Timestamp>,
    pub most_uses: Option<i64>,
    pub uses: i64,
    pub revoked: Option<Timestamp>,
    pub created: Timestamp,
    pub created_by: PersonId,
}
