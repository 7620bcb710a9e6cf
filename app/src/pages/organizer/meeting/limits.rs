//! What the vendor cannot do, said plainly instead of shown as a dead control.

use super::room_rules::one_of;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::vendor_word;
use leptos::prelude::*;
use portico_domain::capabilities::{Capabilities, Vendor};

/// One sentence, or nothing.
#[component]
pub fn Limits(capabilities: Capabilities, vendor: Vendor) -> impl IntoView {
    let l = locale();
    let missing: Vec<&str> = [
        (capabilities.record_on_demand, td_string!(l, meetings.one.cannot_record)),
        (capabilities.live_streams, td_string!(l, meetings.one.cannot_stream)),
        (capabilities.documents, td_string!(l, meetings.one.cannot_documents)),
    ]
    .into_iter()
    .filter_map(|(support, what)| (!support.possible()).then_some(what))
    .collect();
    (!missing.is_empty()).then(|| {
        let (vendor, list) = (vendor_word(l, vendor), one_of(l, &missing));
        let sentence = td_string!(l, meetings.one.cannot, vendor = vendor, list = list).to_string();
        view! { <p class="muted section">{sentence}</p> }
    })
}
