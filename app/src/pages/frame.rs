//! What stands around every signed-in page.

use crate::components::{AppShell, Avatar, Menu, MenuButton, MenuLink, NavGroup, NavItem};
use crate::i18n::*;
use crate::language::{language_of, locale};
use crate::page::{Page, Viewer};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use portico_domain::language::Language;

/// Navigation, language, the viewer and the way out. Must stand inside the router.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let l = locale();
    let administers = viewer().as_ref().is_some_and(Viewer::may_administer);
    let organizes = viewer().as_ref().is_some_and(Viewer::may_organize);
    view! {
        <AppShell
            brand=td_string!(l, common.product)
            skip=td_string!(l, common.frame.skip)
            nav_label=td_string!(l, common.frame.navigation)
            items=places(l, organizes)
            group=administers.then(|| administration(l))
            path=use_location().pathname
            tools=|| view! { <LanguageSwitch/> <Person/> }
        >
            {children()}
        </AppShell>
    }
}

fn viewer() -> Option<crate::page::Viewer> {
    use_context::<Page>().and_then(|page| page.viewer)
}

/// Where everybody works. The account stands in the menu of the person.
fn places(l: Locale, organizes: bool) -> Vec<NavItem> {
    let mut places = vec![
        NavItem::new("/", td_string!(l, common.agenda), icondata::LuCalendarDays),
        NavItem::new("/meetings", td_string!(l, common.frame.meetings), icondata::LuVideo),
        NavItem::new("/recordings", td_string!(l, common.frame.recordings), icondata::LuFilm),
    ];
    if organizes {
        places.push(NavItem::new("/directory", td_string!(l, directory.title), icondata::LuBookUser));
    }
    places
}

fn administration(l: Locale) -> NavGroup {
    NavGroup {
        label: td_string!(l, common.frame.administration).into(),
        icon: icondata::LuSettings,
        items: vec![
            NavItem::new("/connections", td_string!(l, common.frame.connections), icondata::LuPlug),
            NavItem::new("/people", td_string!(l, people.title), icondata::LuUsers),
            NavItem::new("/webhooks", td_string!(l, webhooks.title), icondata::LuWebhook),
            NavItem::new("/tokens", td_string!(l, issued_tokens.title), icondata::LuKeyRound),
            NavItem::new("/audit", td_string!(l, audit.title), icondata::LuScrollText),
            NavItem::new("/system", td_string!(l, system.title), icondata::LuServer),
        ],
    }
}

/// A language in its own words, so that who cannot read the page still finds it.
const fn own_name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::Chinese => "简体中文",
    }
}

/// A plain form: the server sets the cookie and comes back to this page.
#[component]
fn LanguageSwitch() -> impl IntoView {
    let l = locale();
    let location = use_location();
    let page = move || {
        let (path, query) = (location.pathname.get(), location.search.get());
        if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
    };
    let choices = Language::ALL
        .into_iter()
        .map(|language| {
            view! {
                <MenuButton
                    name="language"
                    value=language.tag()
                    current={language == language_of(l)}
                    attr:lang=language.tag()
                >
                    {own_name(language)}
                </MenuButton>
            }
        })
        .collect_view();
    view! {
        <form method="post" action="/language">
            <input type="hidden" name="page" value=page/>
            <Menu
                label=td_string!(l, common.frame.language)
                icon=icondata::LuLanguages
                icon_only=true
                group="tools"
            >
                {choices}
            </Menu>
        </form>
    }
}

/// Who is signed in, and the way out.
#[component]
fn Person() -> impl IntoView {
    let l = locale();
    viewer().map(|viewer| {
        let name = viewer.name.clone();
        view! {
            <form method="post" action="/sign-out">
                <Menu label=viewer.name group="tools" face=|| view! { <Avatar name=name/> }>
                    <MenuLink href="/account" icon=icondata::LuCircleUser>
                        {td_string!(l, common.frame.account)}
                    </MenuLink>
                    <MenuButton icon=icondata::LuLogOut>{td_string!(l, common.frame.sign_out)}</MenuButton>
                </Menu>
            </form>
        }
    })
}
