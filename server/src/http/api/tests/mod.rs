//! The API as a script sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod control;
mod directory;
mod document;
mod entries;
mod materials;
mod meeting;
mod naming;
mod owners;
pub mod rig;
mod series;
mod story;
mod versions;
mod webhooks;
