//! `/directory/:connection`: one part of a directory at a time.

use super::contacts::Contacts;
use super::rooms::Rooms;
use super::words::{DIRECTORY, Part};
use crate::api::Refused;
use crate::api::directory::{DirectoryPart, DirectoryPlace, DirectoryView, view_directory};
use crate::components::{EmptyState, Link, Loading, PageHeader, Tab, Tabs};
use crate::i18n::*;
use crate::language::{locale, vendor_word};
use crate::pages::admin::Record;
use crate::pages::organizer::outcome::Done;
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    connection: String,
    show: String,
    search: String,
    page: u32,
}

/// The page of one directory.
pub struct DirectoryPage {
    asked: Memo<Asked>,
    found: Resource<Result<DirectoryView, Refused>>,
}

impl DirectoryPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let (path, query) = (use_params_map(), use_query_map());
        let asked = Memo::new(move |_| {
            let connection = path.with(|path| path.get("connection").unwrap_or_default());
            query.with(|query| {
                let read = |name| query.get(name).unwrap_or_default();
                let page = read("page").parse().unwrap_or(1);
                Asked { connection, show: read("show"), search: read("search"), page }
            })
        });
        let look = |asked: Asked| view_directory(asked.connection, asked.show, asked.search, asked.page);
        Self { asked, found: Resource::new(move || asked.get(), look) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let Self { asked, found } = this;
        let waiting = move || {
            view! {
                <PageHeader title=td_string!(l, directory.title) back=back(l)/>
                <Loading label=td_string!(l, directory.loading) rows=6/>
            }
        };
        view! {
            <Transition fallback=waiting>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Found found=found asked=asked.get_untracked()/> }.into_any(),
                        Err(Refused(refusal)) => view! {
                            <Title text=td_string!(l, directory.title)/>
                            <PageHeader title=td_string!(l, directory.title) back=back(l)/>
                            <RefusedState refusal=refusal/>
                        }
                        .into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// To the list of all of them.
pub fn back(l: Locale) -> Link {
    Link::new(DIRECTORY, td_string!(l, directory.back))
}

#[component]
fn Found(found: DirectoryView, asked: Asked) -> impl IntoView {
    let l = locale();
    let DirectoryView { place, part } = found;
    let query = use_query_map();
    let saved = Signal::derive(move || {
        query.with(|query| query.get("saved").and_then(|word| saved_text(l, &word))).map(str::to_owned)
    });
    let vendor = vendor_word(l, place.vendor);
    let (title, name) = (format!("{} · {}", place.name, td_string!(l, directory.title)), place.name.clone());
    let open = !matches!(part, DirectoryPart::NotAllowed | DirectoryPart::Nothing);
    let tabs = open.then(|| view! { <Parts place=place.clone() show=asked.show.clone()/> });
    view! {
        <Title text=title/>
        <PageHeader title=name back=back(l) meta=move || vendor/>
        {tabs}
        <div class="stack">
            <Done text=saved/>
            {shown(l, place, part, asked)}
        </div>
    }
}

fn saved_text(l: Locale, word: &str) -> Option<&'static str> {
    match word {
        "created" => Some(td_string!(l, directory.saved.created)),
        "changed" => Some(td_string!(l, directory.saved.changed)),
        "removed" => Some(td_string!(l, directory.saved.removed)),
        "dropped" => Some(td_string!(l, directory.saved.dropped)),
        _ => None,
    }
}

#[component]
fn Parts(place: DirectoryPlace, show: String) -> impl IntoView {
    let l = locale();
    let chosen = Part::chosen(place.vendor, &show);
    let tab = |part: &Part| Tab::new(part.address(&place.id), part.label(l), chosen == Some(*part));
    let tabs = Part::of(place.vendor).iter().map(tab).collect();
    view! { <Tabs label=td_string!(l, directory.parts) tabs=tabs/> }
}

fn shown(l: Locale, place: DirectoryPlace, part: DirectoryPart, asked: Asked) -> AnyView {
    match part {
        DirectoryPart::Rooms(Ok(rooms)) => view! { <Rooms rooms=rooms/> }.into_any(),
        DirectoryPart::Contacts(Ok(found)) => {
            view! { <Contacts connection=place.id search=asked.search found=found/> }.into_any()
        }
        DirectoryPart::Rooms(Err(Refused(refusal))) | DirectoryPart::Contacts(Err(Refused(refusal))) => {
            view! { <RefusedState refusal=refusal/> }.into_any()
        }
        DirectoryPart::Record(record) => match Part::chosen(place.vendor, &asked.show) {
            Some(part) => view! { <Record place=place record=record part=part/> }.into_any(),
            None => ().into_any(),
        },
        DirectoryPart::Nothing => view! {
            <EmptyState
                icon=icondata::LuBookUser
                title=td_string!(l, directory.nothing.title)
                text=td_string!(l, directory.nothing.text)
            />
        }
        .into_any(),
        DirectoryPart::NotAllowed => view! {
            <EmptyState
                icon=icondata::LuLock
                title=td_string!(l, directory.closed.title)
                text=td_string!(l, directory.closed.text)
            />
        }
        .into_any(),
    }
}
