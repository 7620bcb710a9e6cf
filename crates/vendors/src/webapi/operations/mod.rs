//! The vendor's operations, one declaration each. Names and order of the fields are those of the
//! document's tables; the enterprise's `key` comes first in every call and is added by the client.

pub mod files;
pub mod meetings;
pub mod reports;

use crate::kit::Facts;

/// All that are calls, in the order of the document. The two join pages are addresses, not calls.
pub const FACTS: [Facts; 10] = [
    Facts::of::<meetings::Create<'_>>(),
    Facts::of::<meetings::Modify<'_>>(),
    Facts::of::<meetings::Delete>(),
    Facts::of::<reports::ClassBeginTime>(),
    Facts::of::<files::BindFiles<'_>>(),
    Facts::of::<files::UploadPicture<'_>>(),
    Facts::of::<files::MeetingFiles>(),
    Facts::of::<reports::LiveStreamQuery>(),
    Facts::of::<reports::LoginInfo>(),
    Facts::of::<reports::RoomRecord>(),
];
