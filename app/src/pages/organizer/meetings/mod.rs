//! The list of meetings: search, filters, pages, each view with its own address.

mod empty;
mod filters;
mod query;
mod table;
mod views;

pub use filters::{MeetingFields, state_choices};
pub use views::{Narrowed, View, Views};

use super::ages::{Ages, Shown};
use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::meetings::{MeetingList, MeetingQuery, list_meetings};
use crate::components::{ButtonLink, Link, Loading, PageHeader, Pagination};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use empty::NoMeetings;
use filters::MeetingFilters;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use query::{address, read_query};
use table::MeetingTable;

/// All meetings that the viewer may see.
pub struct MeetingsPage {
    query: Memo<MeetingQuery>,
    list: Resource<Result<MeetingList, Refused>>,
}

impl MeetingsPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| address.with(read_query));
        Self { query, list: Resource::new(move || query.get(), list_meetings) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let MeetingsPage { query, list } = this;
        let organizes =
            use_context::<Page>().and_then(|page| page.viewer).is_some_and(|viewer| viewer.may_organize());
        view! {
            <Title text=td_string!(l, meetings.title)/>
            <PageHeader
                title=td_string!(l, meetings.title)
                actions=move || organizes.then(|| view! {
                    <ButtonLink href="/meetings/new" icon=icondata::LuCalendarPlus>
                        {td_string!(l, meetings.schedule)}
                    </ButtonLink>
                })
            />
            <Transition fallback=move || view! { <Loading label=td_string!(l, meetings.loading) rows=8/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => view! { <Found list=list query=query.get_untracked()/> }.into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The filters and what they found.
#[component]
fn Found(list: MeetingList, query: MeetingQuery) -> impl IntoView {
    let l = locale();
    let connected = !list.connections.is_empty();
    let found = if list.rows.is_empty() {
        view! { <NoMeetings query=query.clone() connected=connected/> }.into_any()
    } else {
        view! { <Listed rows=list.rows count=list.count zone=list.zone/> }.into_any()
    };
    let previous = (!query.after.is_empty()).then(|| {
        let first = MeetingQuery { after: String::new(), ..query.clone() };
        Link::new(address(&first), td_string!(l, meetings.list.first))
    });
    let next = list.next.map(|after| {
        let next = MeetingQuery { after, ..query.clone() };
        Link::new(address(&next), td_string!(l, meetings.list.next))
    });
    let MeetingQuery { text, connection, state, owner, .. } = query.clone();
    let narrowed = Narrowed { text, connection, state, owner };
    view! {
        <Ages ages=list.ages shown=Shown::Meetings/>
        {connected.then(|| view! { <Views current=View::List narrowed=narrowed/> })}
        {connected.then(|| view! {
            <MeetingFilters query=query connections=list.connections owners=list.owners/>
        })}
        {found}
        <Pagination label=td_string!(l, meetings.list.pages) previous=previous next=next/>
    }
}

/// The table and the line above it: how many, and in which zone.
#[component]
fn Listed(rows: Vec<crate::api::meetings::MeetingLine>, count: Option<i64>, zone: String) -> impl IntoView {
    let l = locale();
    let count = match count {
        Some(count) => td_string!(l, meetings.list.count, count = count).to_string(),
        None => td_string!(l, meetings.list.many).to_owned(),
    };
    let zone = td_string!(l, meetings.zone, zone = zone).to_string();
    view! {
        <p class="muted" role="status">{format!("{count} · {zone}")}</p>
        <MeetingTable rows=rows/>
    }
}
