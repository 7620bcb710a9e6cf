//! A part of a page under its own heading.

use leptos::prelude::*;

/// A heading of the second level, what can be done there, and the content.
#[component]
pub fn Section(
    /// The heading's id: gives the section its name and an anchor.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    /// A word about it beside the heading ("checked 20 s ago").
    #[prop(optional, into)]
    note: Signal<Option<String>>,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section-head">
                <h2 id=id.clone()>{title}</h2>
                {move || note.get().map(|note| view! { <span class="section-note">{note}</span> })}
                {actions.map(|actions| view! { <div class="section-actions">{actions.run()}</div> })}
            </div>
            {children()}
        </section>
    }
}
