//! Users, departments and companies of a CloudRoom account: the lists, and a page for each entry.

mod companies;
mod company;
mod department;
mod departments;
mod entry;
mod entry_form;
mod find;
mod outcome;
mod record;
mod removing;
mod standing;
mod user;
mod user_fields;
mod users;
mod words;

pub use entry::EntryPage;
pub use record::Record;
