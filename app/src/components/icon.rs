//! One icon of the Lucide set, inline, hidden from screen readers.

use leptos::prelude::*;

/// How large an icon stands beside text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// Beside small text: 16 px.
    Small,
    /// Beside text: 20 px.
    #[default]
    Normal,
    /// On its own, in an empty state: 32 px.
    Large,
}

impl IconSize {
    const fn class(self) -> &'static str {
        match self {
            IconSize::Small => "icon icon-small",
            IconSize::Normal => "icon",
            IconSize::Large => "icon icon-large",
        }
    }

    const fn pixels(self) -> &'static str {
        match self {
            IconSize::Small => "16",
            IconSize::Normal => "20",
            IconSize::Large => "32",
        }
    }
}

/// An icon, such as `icon=icondata::LuVideo`. Only the icons named somewhere reach the browser.
///
/// It is decoration: the words beside it (or the label of the button around it) carry the meaning.
#[component]
pub fn Icon(icon: icondata::Icon, #[prop(optional)] size: IconSize) -> impl IntoView {
    view! {
        <svg
            class=size.class()
            width=size.pixels()
            height=size.pixels()
            viewBox=icon.view_box.unwrap_or("0 0 24 24")
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
            inner_html=icon.data
        ></svg>
    }
}
