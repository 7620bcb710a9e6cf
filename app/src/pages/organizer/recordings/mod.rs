//! The library of recordings over all connections, and the page of one.

mod address;
mod delete;
mod filters;
mod library;
mod player;
mod recording;
mod results;

pub use library::RecordingsPage;
pub use recording::RecordingPage;
