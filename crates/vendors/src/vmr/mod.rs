//! VMR: the in-meeting, recording and booking API of one enterprise. Document: `vendor-docs/vmr.md`.
//!
//! There is no change and no "end now": a change is a cancellation and a new booking, made by the use
//! case, because the number changes with it.

mod answer;
mod auth;
mod client;
pub mod codes;
mod forward;
mod ids;
mod lately;
mod methods;
pub mod operations;
mod read;
mod templates;
mod vendor;

pub use auth::VmrAuth;
pub use client::{DEFAULT_BOOKING_ZONE, DEFAULT_RECORDING_ZONE, Vmr, VmrConfig};
pub use ids::{Account, BookingId, ConferenceKey, ContactId, RecordId, RoomId};
pub use templates::TEMPLATES;

#[cfg(test)]
mod read_tests;
#[cfg(test)]
mod write_tests;
