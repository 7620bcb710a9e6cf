//! One's own account; every role has one.

mod page;
mod password;
mod profile;
mod sessions;
mod zone_field;

pub use page::AccountPage;
