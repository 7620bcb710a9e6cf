//! Everybody's API tokens: whose, what they allow, and the way to end any of them.

mod filters;
mod page;
mod query;
mod revoke;
mod table;

pub use page::IssuedTokensPage;
