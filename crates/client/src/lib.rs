//! Portico's own API as a client: calls with a token, pages followed to their end, downloads that go on where
//! they were cut off. Knows nothing of how the server works; says nothing to anyone.

mod client;
mod download;
mod failure;
mod pages;
mod problem;

pub use client::{Client, new_key};
pub use download::Progress;
pub use failure::Failure;
pub use problem::Problem;
