//! Pages of people without an account, or not yet signed in: whole documents, made on the server.
//!
//! They load no application wasm. A handler fills one of the views in [`view`] and answers with the
//! text that the page's function returns. Nothing here is reactive, so that no owner is needed and a
//! page costs a few microseconds.
#![cfg(feature = "ssr")]

mod calendar;
mod check;
mod document;
mod hand_over;
mod invite;
mod join;
mod join_state;
mod links;
mod moment;
mod number;
mod queue;
mod recording;
mod refused;
mod set_up;
#[cfg(test)]
mod sharing_tests;
mod sign_in;
#[cfg(test)]
mod tests;
pub mod view;
mod waiting;

pub use calendar::calendar_text;
pub use check::check_page;
pub use document::{GuestDocument, document};
pub use hand_over::hand_over_page;
pub use invite::{
    invite_expired_page, invite_page, invite_refused_page, invite_unknown_page, invite_used_page,
};
pub use join::{join_page, series_text};
pub use number::number_page;
pub use queue::queue_page;
pub use recording::recording_page;
pub use refused::{message_page, unknown_page};
pub use set_up::{set_up_closed_page, set_up_done_page, set_up_expired_page, set_up_page};
pub use sign_in::{leaving_page, sign_in_page};
