//! Views of one thing, each with its own address.

use leptos::prelude::*;

/// One view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    pub href: String,
    pub label: String,
    pub current: bool,
}

impl Tab {
    pub fn new(href: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self { href: href.into(), label: label.into(), current }
    }
}

/// Links in a row; the one shown is marked. They are links, not ARIA tabs: each is a page.
#[component]
pub fn Tabs(
    /// What the row is called for screen readers.
    #[prop(into)]
    label: String,
    tabs: Vec<Tab>,
) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            let current = tab.current.then_some("page");
            view! { <li><a class="tab" href=tab.href aria-current=current>{tab.label}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=label><ul>{tabs}</ul></nav> }
}
