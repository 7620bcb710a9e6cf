pub mod connections;
pub use connections::{ConnectionPage, ConnectionsPage, NewConnectionPage};
