//! The vendor's operations, one declaration each.

pub mod booking;
pub mod contacts;
pub mod info;
pub mod recording;
pub mod rooms;

pub use super::answer::Envelope;
use crate::kit::{Facts, Operation};

/// In which of the connection's zones an operation's times are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    Booking,
    /// The sample's own file name shows that recordings are timed in UTC, while bookings are local.
    Recording,
}

/// What a VMR operation says of itself besides the usual.
pub trait VmrOperation: Operation {
    const ENVELOPE: Envelope = Envelope::State;
    const TIMES: Times = Times::Booking;
}

/// All of them, in the order of the document.
pub const FACTS: [Facts; 11] = [
    Facts::of::<recording::Start>(),
    Facts::of::<recording::Stop>(),
    Facts::of::<recording::Records>(),
    Facts::of::<recording::Delete>(),
    Facts::of::<recording::Status>(),
    Facts::of::<info::MeetingInfo>(),
    Facts::of::<rooms::Rooms>(),
    Facts::of::<contacts::Contacts>(),
    Facts::of::<booking::Book<'_>>(),
    Facts::of::<booking::Cancel>(),
    Facts::of::<booking::Bookings>(),
];
