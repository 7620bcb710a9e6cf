//! A list without meetings says why and what to do.

use super::query::narrows;
use crate::api::meetings::MeetingQuery;
use crate::components::{ButtonLink, EmptyState, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;

/// Nothing connected, nothing on this page any more, nothing that matches, or nothing yet.
#[component]
pub fn NoMeetings(query: MeetingQuery, connected: bool) -> impl IntoView {
    if !connected {
        view! { <NothingConnected/> }.into_any()
    } else if !query.after.is_empty() {
        view! { <NoMore/> }.into_any()
    } else if narrows(&query) {
        view! { <NothingMatches/> }.into_any()
    } else {
        view! { <NothingYet all={query.state == "all"}/> }.into_any()
    }
}

#[component]
fn NothingConnected() -> impl IntoView {
    let l = locale();
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    let administers = viewer.is_some_and(|viewer| viewer.may_administer());
    let text = if administers {
        td_string!(l, meetings.empty.no_connection_text)
    } else {
        td_string!(l, meetings.empty.no_connection_ask)
    };
    view! {
        <EmptyState icon=icondata::LuPlug title=td_string!(l, meetings.empty.no_connection) text=text>
            {administers.then(|| view! {
                <ButtonLink href="/connections/new">
                    {td_string!(l, meetings.empty.add_connection)}
                </ButtonLink>
            })}
        </EmptyState>
    }
}

#[component]
fn NoMore() -> impl IntoView {
    let l = locale();
    view! {
        <EmptyState
            icon=icondata::LuCalendarX
            title=td_string!(l, meetings.empty.no_more)
            text=td_string!(l, meetings.empty.no_more_text)
        />
    }
}

#[component]
fn NothingMatches() -> impl IntoView {
    let l = locale();
    view! {
        <EmptyState
            icon=icondata::LuSearchX
            title=td_string!(l, meetings.empty.filtered)
            text=td_string!(l, meetings.empty.filtered_text)
        >
            <ButtonLink href="/meetings" variant=Variant::Secondary>
                {td_string!(l, meetings.list.clear)}
            </ButtonLink>
        </EmptyState>
    }
}

#[component]
fn NothingYet(all: bool) -> impl IntoView {
    let l = locale();
    view! {
        <EmptyState
            icon=icondata::LuVideo
            title=td_string!(l, meetings.empty.upcoming)
            text=td_string!(l, meetings.empty.upcoming_text)
        >
            {(!all).then(|| view! {
                <ButtonLink href="/meetings?state=all" variant=Variant::Secondary>
                    {td_string!(l, meetings.empty.all)}
                </ButtonLink>
            })}
        </EmptyState>
    }
}
