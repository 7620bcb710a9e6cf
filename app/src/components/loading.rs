//! The place of something that is on its way.

use leptos::prelude::*;

/// Grey lines where the content will stand, so that nothing jumps when it comes.
#[component]
pub fn Loading(
    /// "Loading meetings…", read out.
    #[prop(into)]
    label: String,
    /// About as many as there will be rows.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView {
    let rows = (0..rows).map(|_| view! { <div class="loading-row" aria-hidden="true"></div> }).collect_view();
    view! {
        <div class="loading" role="status" aria-busy="true">
            <span class="visually-hidden">{label}</span>
            {rows}
        </div>
    }
}
