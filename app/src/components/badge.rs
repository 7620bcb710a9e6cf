//! A word in a pill that is not a state: a role, a vendor, a count.

use leptos::prelude::*;

/// A quiet word beside a name.
#[component]
pub fn Badge(children: Children) -> impl IntoView {
    view! { <span class="badge">{children()}</span> }
}
