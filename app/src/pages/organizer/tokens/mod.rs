//! One's own API tokens; every role may have some.

mod list;
mod made;
mod make;
mod page;
mod proxies;
pub mod words;

pub use page::TokensPage;
