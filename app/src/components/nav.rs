//! Places of the main navigation, and a group of rarer ones.

use super::icon::Icon;
use leptos::prelude::*;

/// One place of the main navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub icon: icondata::Icon,
}

impl NavItem {
    pub fn new(href: impl Into<String>, label: impl Into<String>, icon: icondata::Icon) -> Self {
        Self { href: href.into(), label: label.into(), icon }
    }

    /// Whether a page at `path` belongs to this place. The agenda at `/` only owns itself.
    fn owns(&self, path: &str) -> bool {
        if self.href == "/" {
            return path == "/" || path.is_empty();
        }
        path.strip_prefix(self.href.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Places under a common name, such as "Administration".
#[derive(Clone, Debug)]
pub struct NavGroup {
    pub label: String,
    pub icon: icondata::Icon,
    pub items: Vec<NavItem>,
}

/// The link to a place; says so when it is the one now shown.
#[component]
pub fn NavLink(item: NavItem, path: Signal<String>) -> impl IntoView {
    let (href, label, icon) = (item.href.clone(), item.label.clone(), item.icon);
    let current = move || path.with(|path| item.owns(path)).then_some("page");
    view! {
        <a class="nav-link" href=href aria-current=current>
            <Icon icon=icon/>
            <span class="nav-label">{label}</span>
        </a>
    }
}

/// A group of places. A native popover that a button opens without a script; in the rail the style sheet shows it
/// always and hides the button.
#[component]
pub fn NavMore(group: NavGroup, path: Signal<String>) -> impl IntoView {
    let NavGroup { label, icon, items } = group;
    let within = items.clone();
    let current = move || path.with(|path| within.iter().any(|item| item.owns(path))).then_some("true");
    let panel = NodeRef::<leptos::html::Div>::new();
    // A link does not load a new page, so the popover would stay open over the one it leads to.
    Effect::new(move |_| {
        path.track();
        if let Some(panel) = panel.get_untracked() {
            // Fails only where there are no popovers, so none is open.
            let _ = panel.hide_popover();
        }
    });
    let places =
        items.into_iter().map(|item| view! { <li><NavLink item=item path=path/></li> }).collect_view();
    view! {
        <button class="nav-link" type="button" popovertarget="nav-group" aria-current=current>
            <Icon icon=icon/>
            <span class="nav-label">{label.clone()}</span>
        </button>
        <div class="nav-group" id="nav-group" popover="auto" node_ref=panel>
            <p class="nav-heading" id="nav-heading">{label}</p>
            <ul aria-labelledby="nav-heading">{places}</ul>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_owns_its_pages_and_no_others() {
        let home = NavItem::new("/", "Agenda", icondata::LuCalendarDays);
        let meetings = NavItem::new("/meetings", "Meetings", icondata::LuVideo);
        assert!(home.owns("/"));
        assert!(!home.owns("/meetings"));
        assert!(meetings.owns("/meetings"));
        assert!(meetings.owns("/meetings/42"));
        assert!(!meetings.owns("/meetings-old"));
    }
}
