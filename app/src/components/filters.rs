//! The search and the filters above a list: a plain GET form, so that a view has an address.

use leptos::prelude::*;

/// A row of fields that narrow the list below. The fields carry hidden or short labels.
#[component]
pub fn Filters(
    /// The page itself, such as `/meetings`.
    #[prop(into)]
    action: String,
    /// What the form is called for screen readers.
    #[prop(into)]
    label: String,
    children: Children,
) -> impl IntoView {
    view! {
        <form class="filters" method="get" action=action role="search" aria-label=label>
            {children()}
        </form>
    }
}
