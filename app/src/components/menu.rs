//! A few rarer actions behind one button. A native `details`, so it works without a script.

use super::icon::{Icon, IconSize};
use leptos::prelude::*;

/// A button that opens a short list of [`MenuLink`]s and [`MenuButton`]s.
///
/// Menus that share `group` close each other.
#[component]
pub fn Menu(
    #[prop(into)] label: String,
    #[prop(optional)] icon: Option<icondata::Icon>,
    /// Show only the icon; the label is read out.
    #[prop(optional)]
    icon_only: bool,
    /// Anything instead of the icon, such as an avatar.
    #[prop(optional, into)]
    face: Option<ViewFnOnce>,
    #[prop(into, default = "menu".to_owned())] group: String,
    children: Children,
) -> impl IntoView {
    let label_class = if icon_only { "button-label visually-hidden" } else { "button-label" };
    let class = if icon_only {
        "button button-quiet button-icon menu-button"
    } else {
        "button button-quiet menu-button"
    };
    view! {
        <details class="menu" name=group>
            <summary class=class>
                {icon.map(|icon| view! { <Icon icon=icon/> })}
                {face.map(ViewFnOnce::run)}
                <span class=label_class>{label}</span>
                {(!icon_only).then(|| view! { <Icon icon=icondata::LuChevronDown size=IconSize::Small/> })}
            </summary>
            <ul class="menu-panel">{children()}</ul>
        </details>
    }
}

/// A menu entry that leads somewhere.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional)] icon: Option<icondata::Icon>,
    /// This entry is the one in force (a language, a theme).
    #[prop(optional)]
    current: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a class="menu-item" href=href aria-current=current.then_some("true")>
                {icon.map(|icon| view! { <Icon icon=icon size=IconSize::Small/> })}
                <span>{children()}</span>
                {current.then(|| view! { <span class="menu-tick"><Icon icon=icondata::LuCheck size=IconSize::Small/></span> })}
            </a>
        </li>
    }
}

/// A menu entry that submits the form it stands in, or the form named by `form`.
#[component]
pub fn MenuButton(
    #[prop(optional)] icon: Option<icondata::Icon>,
    /// The id of a form elsewhere on the page.
    #[prop(optional, into)]
    form: Option<String>,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// This entry is the one in force (a language, a theme).
    #[prop(optional)]
    current: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <button
                class="menu-item"
                type="submit"
                form=form
                name=name
                value=value
                aria-current=current.then_some("true")
            >
                {icon.map(|icon| view! { <Icon icon=icon size=IconSize::Small/> })}
                <span>{children()}</span>
                {current.then(|| view! { <span class="menu-tick"><Icon icon=icondata::LuCheck size=IconSize::Small/></span> })}
            </button>
        </li>
    }
}
