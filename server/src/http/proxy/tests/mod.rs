//! The proxy against the sandbox: what may pass works as in the vendor's document, and nothing else arrives.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod allowed;
mod express;
mod hostile;
mod refused;
mod together;
