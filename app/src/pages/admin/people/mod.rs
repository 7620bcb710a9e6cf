//! People with an account: the list with the invitation, and the page of each.

mod access;
mod invite;
mod link;
mod list;
mod password;
mod person;
mod remove;
mod role;
mod words;

pub use list::PeoplePage;
pub use person::PersonPage;
