//! Connections to vendors: the list, a new one, and the page of each.

mod add;
mod connection;
mod edit;
mod facts;
mod fields;
pub(super) mod health;
mod list;
mod pause;
mod remove;
mod secret;
mod test;
mod typed;
pub(super) mod words;

pub use add::NewConnectionPage;
pub use connection::ConnectionPage;
pub use list::ConnectionsPage;
