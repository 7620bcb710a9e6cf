//! The sandbox over real HTTP. One binary, one room per subject.

// Helpers outside of #[test] functions fail by panicking, too.
#![allow(clippy::unwrap_used)]

mod auth;
mod conference;
mod control_port;
mod directory;
mod every_operation;
mod faults;
mod join;
mod lists;
mod media;
mod properties;
mod rig;
mod seeds;
mod time;
mod validation;
mod variants;
mod video;
mod vmr;
mod webapi;
