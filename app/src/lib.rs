//! Everything a browser shows, and the server functions behind it.

#![recursion_limit = "512"]

pub mod api;
pub mod components;
// The texts of the interface (`mod i18n`), generated from `locales/` at build time.
include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
pub mod forms;
pub mod language;
pub mod page;
pub mod pages;
pub mod root;
mod scripted;
#[cfg(feature = "ssr")]
pub mod shell;
