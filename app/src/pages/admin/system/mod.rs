//! The state of the whole at one glance.

mod concerns;
mod connections;
mod figures;
mod page;

pub use page::SystemPage;
