//! Server functions: a signature and a few lines each. Narrow the caller, call the use case, put the
//! answer into words. Each is a public endpoint below `/fn/`.

pub mod account;
pub mod accounts;
pub mod agenda;
pub mod ages;
mod answer;
pub mod audit;
pub mod connections;
pub mod control;
pub mod directory;
pub mod issued_tokens;
pub mod links;
pub mod materials;
pub mod meetings;
pub mod people;
pub mod recording_links;
pub mod recordings;
mod refused;
pub mod series;
pub mod shares;
pub mod system;
pub mod tokens;
pub mod webhooks;
#[cfg(feature = "ssr")]
pub mod words;

pub use answer::{Answer, TextJson};
pub use refused::Refused;

/// How addresses of ours that people open are built; provided by the server as a context.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug)]
pub struct Links {
    /// The public address, without a path.
    pub origin: String,
    /// IANA name of the zone for people whose own is not known.
    pub zone: String,
}
