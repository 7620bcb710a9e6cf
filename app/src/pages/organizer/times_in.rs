//! In which zone the times on a page are, said once.

use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;

/// "Times in Asia/Shanghai, UTC+08:00", for a page whose answer from the server does not name the zone.
pub fn times_in(l: Locale) -> Option<String> {
    let viewer = use_context::<Page>().and_then(|page| page.viewer)?;
    Some(td_string!(l, meetings.zone, zone = viewer.zone).to_string())
}

/// The same as a line of its own.
#[component]
pub fn TimesIn() -> impl IntoView {
    times_in(locale()).map(|text| view! { <p class="muted">{text}</p> })
}
