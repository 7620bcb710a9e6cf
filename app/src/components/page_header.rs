//! The head of a page: where it is, what it is called, the one thing to do.

use super::icon::{Icon, IconSize};
use super::link::Link;
use leptos::prelude::*;

/// Title, a line about it, a way back and the primary action.
#[component]
pub fn PageHeader(
    #[prop(into)] title: Signal<String>,
    /// The page this one belongs to.
    #[prop(optional)]
    back: Option<Link>,
    /// A badge beside the title.
    #[prop(optional, into)]
    badge: Option<ViewFnOnce>,
    /// One line under the title.
    #[prop(optional, into)]
    meta: Option<ViewFnOnce>,
    /// The primary action, at most one or two quiet ones beside it.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <header class="page-header">
            {back
                .map(|back| {
                    view! {
                        <a class="back-link" href=back.href>
                            <Icon icon=icondata::LuChevronLeft size=IconSize::Small/>
                            {back.label}
                        </a>
                    }
                })}
            <div class="page-header-row">
                <div class="page-header-text">
                    <h1>{title} {badge.map(|badge| view! { <span class="page-badge">{badge.run()}</span> })}</h1>
                    {meta.map(|meta| view! { <p class="page-meta">{meta.run()}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
            </div>
        </header>
    }
}
