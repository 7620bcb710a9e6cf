//! The frame of every signed-in page: a rail on wide screens, a bar at the bottom of narrow ones.

use super::brand::Brand;
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

/// Skip link, brand, navigation, tools and the main landmark.
///
/// The bottom bar has room for five places; a sixth is still there, but the bar scrolls sideways.
#[component]
pub fn AppShell(
    /// The name beside the mark.
    #[prop(into)]
    brand: String,
    /// "Skip to content".
    #[prop(into)]
    skip: String,
    /// What the navigation is called for screen readers.
    #[prop(into)]
    nav_label: String,
    items: Vec<NavItem>,
    /// The path now shown, such as `use_location().pathname`; marks the current place.
    #[prop(into)]
    path: Signal<String>,
    /// Language, theme, account and sign-out; `Menu`s, buttons or links.
    #[prop(optional, into)]
    tools: Option<ViewFnOnce>,
    /// Something that concerns every page, above the content (an old index, a silent vendor).
    #[prop(optional, into)]
    banner: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let places = items
        .into_iter()
        .map(|item| {
            let (href, label, icon) = (item.href.clone(), item.label.clone(), item.icon);
            let current = move || path.with(|path| item.owns(path)).then_some("page");
            view! {
                <li>
                    <a class="nav-link" href=href aria-current=current>
                        <Icon icon=icon/>
                        <span class="nav-label">{label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="shell">
            <a class="skip-link" href="#main">{skip}</a>
            <div class="shell-rail">
                <header class="shell-brand">
                    <Brand name=brand/>
                </header>
                <nav class="shell-nav" aria-label=nav_label>
                    <ul>{places}</ul>
                </nav>
                {tools.map(|tools| view! { <div class="shell-tools">{tools.run()}</div> })}
            </div>
            <main class="shell-main" id="main" tabindex="-1">
                {banner.map(|banner| view! { <div class="shell-banner">{banner.run()}</div> })}
                {children()}
            </main>
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
