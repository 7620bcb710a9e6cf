//! The rare options, folded away.

use super::icon::{Icon, IconSize};
use leptos::prelude::*;

/// Something that most people need not see. Works without a script.
///
/// Keep it open when something inside is wrong.
#[component]
pub fn Fold(
    #[prop(into)] summary: String,
    /// What is set inside, in a few words, shown while it is closed.
    #[prop(optional, into)]
    note: Signal<Option<String>>,
    #[prop(optional, into)] open: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="fold" open=move || open.get()>
            <summary>
                <Icon icon=icondata::LuChevronRight size=IconSize::Small/>
                <span class="fold-title">{summary}</span>
                {move || note.get().map(|text| view! { <span class="fold-note">{text}</span> })}
            </summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
}
