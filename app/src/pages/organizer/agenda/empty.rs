//! An agenda with nothing on it says what to do first.

use crate::components::{ButtonLink, EmptyState, Variant};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

/// No vendor is connected: administrators add one, others ask.
#[component]
pub fn NoConnection(administers: bool) -> impl IntoView {
    let l = locale();
    if administers {
        view! {
            <EmptyState
                icon=icondata::LuPlug
                title=td_string!(l, agenda.empty.no_connection)
                text=td_string!(l, agenda.empty.no_connection_text)
            >
                <ButtonLink href="/connections/new">{td_string!(l, agenda.empty.add_connection)}</ButtonLink>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <EmptyState
                icon=icondata::LuPlug
                title=td_string!(l, agenda.empty.ask)
                text=td_string!(l, agenda.empty.ask_text)
            />
        }
        .into_any()
    }
}

/// A vendor is connected, and no meeting is near.
#[component]
pub fn NothingPlanned(organizes: bool) -> impl IntoView {
    let l = locale();
    let action = if organizes {
        view! { <ButtonLink href="/meetings/new">{td_string!(l, agenda.schedule)}</ButtonLink> }.into_any()
    } else {
        view! {
            <ButtonLink href="/meetings?state=all" variant=Variant::Secondary>
                {td_string!(l, agenda.empty.all_meetings)}
            </ButtonLink>
        }
        .into_any()
    };
    view! {
        <EmptyState
            icon=icondata::LuCalendarDays
            title=td_string!(l, agenda.empty.nothing)
            text=td_string!(l, agenda.empty.nothing_text)
        >
            {action}
        </EmptyState>
    }
}
