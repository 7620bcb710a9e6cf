//! What a list says when there is nothing in it: why, and what to do first.

use super::icon::{Icon, IconSize};
use leptos::prelude::*;

/// An empty list, or a search that found nothing. The children are the one thing to do about it.
#[component]
pub fn EmptyState(
    icon: icondata::Icon,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon icon=icon size=IconSize::Large/>
            <p class="empty-title">{title}</p>
            {move || text.get().map(|text| view! { <p class="empty-text">{text}</p> })}
            {children.map(|children| view! { <div class="empty-action">{children()}</div> })}
        </div>
    }
}
