//! The meetings as a calendar: a month or a week, each with its own address.

mod narrowing;
mod query;
mod sheet;

use super::ages::{Ages, Shown};
use super::meetings::{Narrowed, View, Views};
use super::refused::RefusedState;
use crate::api::Refused;
use crate::api::meetings::{CalendarQuery, CalendarView, read_calendar};
use crate::components::{ButtonLink, Loading, Notice, PageHeader, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use narrowing::{Narrowing, Turning};
use query::read_query;
use sheet::Sheet;

/// A sheet of the calendar with the meetings that the viewer may see.
pub struct CalendarPage {
    query: Memo<CalendarQuery>,
    sheet: Resource<Result<CalendarView, Refused>>,
}

impl CalendarPage {
    /// Begins to load what the page shows.
    pub fn load() -> Self {
        let address = use_query_map();
        let query = Memo::new(move |_| address.with(read_query));
        Self { query, sheet: Resource::new(move || query.get(), read_calendar) }
    }

    /// The page itself, in its chunk.
    pub fn show(this: Self) -> AnyView {
        let l = locale();
        let CalendarPage { query, sheet } = this;
        let organizes =
            use_context::<Page>().and_then(|page| page.viewer).is_some_and(|viewer| viewer.may_organize());
        view! {
            <Title text=td_string!(l, meetings.calendar.title)/>
            <PageHeader
                title=td_string!(l, meetings.title)
                actions=move || organizes.then(|| view! {
                    <ButtonLink href="/meetings/new" icon=icondata::LuCalendarPlus>
                        {td_string!(l, meetings.schedule)}
                    </ButtonLink>
                })
            />
            <Transition fallback=move || view! { <Loading label=td_string!(l, meetings.calendar.loading) rows=8/> }>
                {move || Suspend::new(async move {
                    match sheet.await {
                        Ok(view) => view! { <Found view=view query=query.get_untracked()/> }.into_any(),
                        Err(Refused(refusal)) => view! { <RefusedState refusal=refusal/> }.into_any(),
                    }
                })}
            </Transition>
        }
        .into_any()
    }
}

/// The sheet, the way to others, and what is not on it.
#[component]
fn Found(view: CalendarView, query: CalendarQuery) -> impl IntoView {
    let l = locale();
    let current = if query.view == "week" { View::Week } else { View::Month };
    let CalendarQuery { text, connection, state, owner, .. } = query.clone();
    let narrowed = Narrowed { text, connection, state, owner };
    let zone = td_string!(l, meetings.zone, zone = view.zone).to_string();
    let empty = view.days.iter().all(|day| day.meetings.is_empty());
    view! {
        <Ages ages=view.ages shown=Shown::Meetings/>
        <Views current=current narrowed=narrowed day=query.day.clone()/>
        <Narrowing query=query.clone() connections=view.connections owners=view.owners/>
        <Turning title=view.title query=query.clone() previous=view.previous next=view.next/>
        {view.cut.then(|| view! { <Notice tone=Tone::Warning>{td_string!(l, meetings.calendar.cut)}</Notice> })}
        <Sheet weekdays=view.weekdays days=view.days query=query/>
        <p class="muted" role="status">
            {empty.then(|| td_string!(l, meetings.calendar.nothing))} " " {zone}
        </p>
    }
}
