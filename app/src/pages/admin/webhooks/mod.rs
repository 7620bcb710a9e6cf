//! Webhooks: the list with the form of a new one, and the page of each.

mod add;
mod facts;
mod fields;
mod list;
mod log;
mod made;
mod pause;
mod secret;
mod settings;
mod test;
mod webhook;
mod words;

pub use list::WebhooksPage;
pub use webhook::WebhookPage;
