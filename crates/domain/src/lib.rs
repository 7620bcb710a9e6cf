//! The language of Portico: what a meeting, a recording, a join link, a person and a refusal are.
//!
//! No input or output happens here, and no secret lives here, so the browser and the server share
//! this crate. Times are instants ([`time::Timestamp`]); zones exist only at the edges.

pub mod audit;
pub mod capabilities;
pub mod cloudroom;
pub mod connections;
pub mod forms;
pub mod ids;
pub mod language;
pub mod links;
pub mod meetings;
pub mod people;
pub mod recordings;
pub mod refusals;
pub mod retention;
pub mod time;
pub mod tokens;
pub mod vmr;
pub mod webapi;
pub mod webhooks;
