//! The end of a form: the button that sends it, and the way out.

use leptos::prelude::*;

/// The buttons of a form in one row, the primary one first.
#[component]
pub fn FormActions(children: Children) -> impl IntoView {
    view! { <div class="form-actions">{children()}</div> }
}
