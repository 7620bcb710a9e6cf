//! A few rarer actions behind one button. A native `details`, so it works without a script.

use super::icon::{Icon, IconSize};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos::{ev, html, prelude::*};

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
    let menu = NodeRef::<html::Details>::new();
    close_by_itself(menu);
    view! {
        <details class="menu" name=group node_ref=menu>
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

/// A menu closes once something was chosen, at a click beside it, and at Escape, which gives the focus back.
fn close_by_itself(menu: NodeRef<html::Details>) {
    Effect::new(move |_| {
        let clicked = window_event_listener(ev::click, move |event| {
            let Some(menu) = menu.get_untracked().filter(|menu| menu.open()) else { return };
            let summary = menu.query_selector("summary").ok().flatten();
            let on_summary = summary.is_some_and(|summary| event.composed_path().includes(&summary, 0));
            if !on_summary {
                menu.set_open(false);
            }
        });
        let pressed = window_event_listener(ev::keydown, move |event| {
            let Some(menu) = menu.get_untracked().filter(|menu| menu.open() && event.key() == "Escape")
            else {
                return;
            };
            menu.set_open(false);
            if let Some(summary) =
                menu.first_element_child().and_then(|child| child.dyn_into::<HtmlElement>().ok())
            {
                let _ = summary.focus();
            }
        });
        on_cleanup(move || {
            clicked.remove();
            pressed.remove();
        });
    });
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
