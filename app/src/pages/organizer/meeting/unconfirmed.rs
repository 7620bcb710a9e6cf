//! What is said of a meeting that its vendor has not confirmed.

use crate::api::meetings::MeetingView;
use crate::components::{Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;

/// Nothing, for a meeting that stands. Where the vendor cannot be asked about it, what to do instead.
#[component]
pub fn Unconfirmed(view: MeetingView) -> impl IntoView {
    let l = locale();
    let numbered = view.line.number.is_some();
    let said = match (view.line.state, view.capabilities.list.possible()) {
        (MeetingState::Unconfirmed, true) => {
            Some((td_string!(l, meetings.one.unconfirmed), td_string!(l, meetings.one.unconfirmed_text)))
        }
        (MeetingState::Unconfirmed, false) => {
            Some((td_string!(l, materials.lost.checking), td_string!(l, materials.lost.checking_text)))
        }
        (MeetingState::Cancelled, false) if !numbered => {
            Some((td_string!(l, materials.lost.given_up), td_string!(l, materials.lost.given_up_text)))
        }
        _ => None,
    };
    said.map(|(title, text)| view! { <Notice tone=Tone::Warning title=title><p>{text}</p></Notice> })
}
