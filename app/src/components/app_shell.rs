//! The frame of every signed-in page: a rail on wide screens, a bar at the bottom of narrow ones.

use super::brand::Brand;
use super::nav::{NavGroup, NavItem, NavLink, NavMore};
use leptos::prelude::*;

/// Skip link, brand, navigation, tools and the main landmark.
///
/// The bottom bar has room for five: four places and a group, or five places.
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
    /// Places that fewer people need: under a heading in the rail, behind a button in the bar.
    #[prop(optional_no_strip)]
    group: Option<NavGroup>,
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
    let places =
        items.into_iter().map(|item| view! { <li><NavLink item=item path=path/></li> }).collect_view();
    let main = NodeRef::<leptos::html::Main>::new();
    // Where a browser loads a page it begins at its top; a link inside the application must do so itself.
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            let _ = main.focus();
        }
        now
    });
    view! {
        <div class="shell">
            <a class="skip-link" href="#main">{skip}</a>
            <div class="shell-rail">
                <header class="shell-brand">
                    <Brand name=brand/>
                </header>
                <nav class="shell-nav" aria-label=nav_label>
                    <ul class="nav-list">
                        {places}
                        {group.map(|group| view! { <li class="nav-more"><NavMore group=group path=path/></li> })}
                    </ul>
                </nav>
                {tools.map(|tools| view! { <div class="shell-tools">{tools.run()}</div> })}
            </div>
            <main class="shell-main" id="main" tabindex="-1" node_ref=main>
                {banner.map(|banner| view! { <div class="shell-banner">{banner.run()}</div> })}
                {children()}
            </main>
        </div>
    }
}
