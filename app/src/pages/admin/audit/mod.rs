//! The audit log: search, pages, files, and whether it is whole.

mod chain;
mod filters;
mod page;
mod query;
mod table;

pub use page::AuditPage;
