//! The API as a script sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod document;
pub mod rig;
mod story;
mod webhooks;
