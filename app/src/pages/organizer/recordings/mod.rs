//! The library of recordings over all connections, and the page of one.

mod address;
mod delete;
mod filters;
mod library;
mod link_table;
mod player;
mod recording;
mod results;
mod retention;
mod sharing;

pub use library::RecordingsPage;
pub use recording::RecordingPage;
