//! The use cases as stories: against the sandbox over real HTTP, on SQLite and on PostgreSQL.
//!
//! Time stands still until a story moves it, for Portico and for the vendor alike.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a story that cannot go on has failed")]

mod support;

mod accounts;
mod address_book;
mod at_rest;
mod audit;
mod audit_page;
mod cancelling;
mod changing;
mod changing_series;
mod connecting;
mod directory_companies;
mod directory_departments;
mod directory_users;
mod doors;
mod elsewhere;
mod entering;
mod entering_vmr;
mod entering_webapi;
mod guessing_at_once;
mod hanging;
mod identity_people;
mod identity_providers;
mod identity_refusals;
mod inviting;
mod issued_tokens;
mod leafing;
mod left_out;
mod making_series;
mod moved;
mod not_begun;
mod once;
mod owners;
mod personal_links;
mod proxying;
mod purging;
mod queueing;
mod random;
mod reconciling;
mod recordings;
mod retention;
mod rights;
mod roles;
mod scheduling;
mod secrets;
mod series;
mod sharing;
mod sharing_meetings;
mod sharing_recordings;
mod silence;
mod stale_forms;
mod synchronising;
mod system;
mod taking_up;
mod throttles;
mod tokens;
mod vmr_listing;
mod vmr_rebooking;
mod vmr_recording;
mod watching;
mod webapi_materials;
mod webapi_presence;
mod webapi_scheduling;
mod webhooks;
