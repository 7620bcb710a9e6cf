//! The vendors of meetings: one client per vendor behind [`MeetingVendor`], and the kit they share.
//!
//! Everything here holds secrets, so it refuses to compile for the browser. Clients have no test
//! mode: tests speak real HTTP to the sandbox.

#[cfg(target_arch = "wasm32")]
compile_error!("portico-vendors holds secrets and must not reach the browser");

pub mod cloudroom;
pub mod kit;
mod meeting_vendor;
pub mod vmr;
pub mod webapi;

pub use meeting_vendor::{
    Before, Check, Entry, Joiner, List, ListedMeeting, ListedRecording, MeetingDetail, MeetingVendor, Page,
    Silent, Span,
};
