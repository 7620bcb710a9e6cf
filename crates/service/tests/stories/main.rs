//! The use cases as stories: against the sandbox over real HTTP, on SQLite and on PostgreSQL.
//!
//! Time stands still until a story moves it, for Portico and for the vendor alike.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a story that cannot go on has failed")]

mod support;

mod accounts;
mod audit;
mod cancelling;
mod changing;
mod elsewhere;
mod entering;
mod once;
mod random;
mod reconciling;
mod recordings;
mod rights;
mod scheduling;
mod secrets;
mod series;
mod sharing;
mod silence;
mod synchronising;
mod throttles;
mod watching;
