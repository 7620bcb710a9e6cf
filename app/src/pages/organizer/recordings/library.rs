//! `/recordings`: every recording that the vendors hold, in one list.

use super::address;
use super::filters::RecordingFilters;
use super::results::{NoRecordings, RecordingTable, ResultPages};
use crate::api::Refused;
use crate::api::recordings::{RecordingList, RecordingQuery, list_recordings};
use crate::components::{Loading, PageHeader};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::ages::{Ages, Shown};
use crate::pages::organizer::refused::RefusedState;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The library of recordings.
pub struct RecordingsPage {
    query: Memo<RecordingQuery>,
    list: Resource<Result<RecordingList, Refused>>,
}

impl RecordingsPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| address.with(address::read));
        Self { query, list: Resource::new(move || query.get(), list_recordings) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let RecordingsPage { query, list } = this;
        view! {
            <Title text=td_string!(l, recordings.title)/>
            <PageHeader title=td_string!(l, recordings.title)/>
            // Keeps the old list in sight while the next one is on its way.
            <Transition fallback=move || view! { <Loading label=td_string!(l, recordings.loading) rows=6/> }>
                {move || {
                    let query = query.get();
                    Suspend::new(async move {
                        match list.await {
                            Ok(found) => view! { <Library query=query found=found/> }.into_any(),
                            Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        }
        .into_any()
    }
}

/// Filters, count, table, and the way to the rest.
#[component]
fn Library(query: RecordingQuery, found: RecordingList) -> impl IntoView {
    let l = locale();
    let RecordingList { rows, next, count, zone, connections, owners, ages } = found;
    let ages = view! { <Ages ages=ages shown=Shown::Recordings/> };
    let filtered = address::narrows(&query);
    if rows.is_empty() && !filtered && query.after.is_empty() {
        return view! {
            <div class="stack">
                {ages}
                <NoRecordings connected=!connections.is_empty()/>
            </div>
        }
        .into_any();
    }
    let summary = match count {
        Some(count) => td_string!(l, recordings.found, count = count).to_string(),
        None => td_string!(l, recordings.found_many).to_owned(),
    };
    let pages = view! { <ResultPages query=query.clone() next=next/> };
    view! {
        <div class="stack">
        {ages}
        <RecordingFilters query=query connections=connections owners=owners/>
        <p class="muted" aria-live="polite">
            {summary} " · " {td_string!(l, recordings.times_in, zone = zone).to_string()}
        </p>
        {if rows.is_empty() {
            view! { <super::results::NoneMatch/> }.into_any()
        } else {
            view! { <RecordingTable rows=rows/> }.into_any()
        }}
        {pages}
        </div>
    }
    .into_any()
}
