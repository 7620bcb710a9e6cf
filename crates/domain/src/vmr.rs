//! What only a booking of the VMR vendor has. Source: vendor document, "创建预约会议".

use serde::{Deserialize, Serialize};

/// Longest account (`account`), in characters.
pub const MOST_ACCOUNT_CHARS: usize = 50;

/// Longest introduction that Portico sends, in characters; the document names no limit.
pub const MOST_INTRODUCTION_CHARS: u32 = 2000;
/// Longest password that Portico sends, in characters; the document names no limit.
pub const MOST_PASSWORD_CHARS: u32 = 20;
/// Most people that one booking invites here.
pub const MOST_VISITORS: u32 = 500;

/// Everything of a VMR booking that other vendors do not have.
///
/// The visitors' password is [`crate::meetings::MeetingDraft::password`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The bookable room (`pid`); the vendor chooses one if absent.
    pub room: Option<u64>,
    /// What the meeting is about (`introduction`).
    pub introduction: String,
    /// The vendor's ids of invited people (`visitor_ids`); texts, because some vendors' ids are.
    pub visitor_ids: Vec<String>,
    /// Does the vendor open the meeting and call people by itself (`isAutoOpen`)?
    pub auto_open: bool,
    /// The host's password (`shostPwd`), for the booking alone: it is a credential, so it is neither
    /// stored nor sent to a browser with the rest. The vendor says it again when a host enters.
    #[serde(skip)]
    pub host_password: Option<String>,
}
