//! What the vendor cannot do, said plainly instead of shown as a dead control.

use super::room_rules::one_of;
use crate::i18n::*;
use crate::language::{locale, vendor_word};
use leptos::prelude::*;
use portico_domain::capabilities::{Capabilities, Support, Vendor};

/// One sentence, or nothing.
#[component]
pub fn Limits(capabilities: Capabilities, vendor: Vendor) -> impl IntoView {
    let l = locale();
    // Only one vendor tells more than a number, and the same one knows more roles than two.
    let alone = if vendor == Vendor::Webapi { Support::Native } else { Support::No };
    let missing: Vec<&str> = [
        (capabilities.list, td_string!(l, materials.limits.list)),
        (capabilities.end_now, td_string!(l, materials.limits.end_now)),
        (capabilities.room_rules, td_string!(l, materials.limits.room_rules)),
        (alone, td_string!(l, materials.limits.roles)),
        (alone, td_string!(l, materials.limits.attendance)),
        (capabilities.record_on_demand, td_string!(l, meetings.one.cannot_record)),
        (capabilities.delete_recording, td_string!(l, materials.limits.delete_recording)),
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
