//! Which meetings, and which sheet.

use super::query::address;
use crate::api::accounts::AccountChoice;
use crate::api::meetings::{CalendarQuery, ConnectionChoice};
use crate::components::{ButtonLink, Choice, Filters, Icon, IconSize, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meetings::{MeetingFields, state_choices};
use leptos::prelude::*;

/// The fields above the sheet: which meetings, whose, and at which connection if there are several.
#[component]
pub fn Narrowing(
    query: CalendarQuery,
    connections: Vec<ConnectionChoice>,
    owners: Vec<AccountChoice>,
) -> impl IntoView {
    let l = locale();
    let (view, day) = (query.view.clone(), query.day.clone());
    let all = CalendarQuery { view, day, ..CalendarQuery::default() };
    let narrowed = all != query;
    view! {
        <Filters action="/meetings/calendar" label=td_string!(l, meetings.calendar.filters)>
            <input type="hidden" name="view" value=query.view/>
            <input type="hidden" name="day" value=query.day/>
            <MeetingFields
                connections=connections
                owners=owners
                states=states(l)
                text=query.text
                connection=query.connection
                state=query.state
                owner=query.owner
            />
            {narrowed.then(|| view! {
                <ButtonLink href=address(&all) variant=Variant::Quiet>
                    {td_string!(l, meetings.list.clear)}
                </ButtonLink>
            })}
        </Filters>
    }
}

/// As above the list; a sheet shows what is past as well, unless something else is chosen.
fn states(l: Locale) -> Vec<Choice> {
    let usual = Choice::new("", td_string!(l, meetings.states.standing));
    std::iter::once(usual).chain(state_choices(l)).collect()
}

/// What the sheet is called, and the way to the ones before and after it.
#[component]
pub fn Turning(title: String, query: CalendarQuery, previous: String, next: String) -> impl IntoView {
    let l = locale();
    let to = |day: String| address(&CalendarQuery { day, ..query.clone() });
    let (before, after, today) = (to(previous), to(next), to(String::new()));
    view! {
        <div class="calendar-turning">
            <h2 class="calendar-title">{title}</h2>
            <nav class="calendar-ways" aria-label=td_string!(l, meetings.calendar.sheets)>
                <a class="button button-secondary button-icon" rel="prev" href=before>
                    <Icon icon=icondata::LuChevronLeft size=IconSize::Small/>
                    <span class="visually-hidden">{td_string!(l, meetings.calendar.previous)}</span>
                </a>
                <a class="button button-secondary" href=today>
                    <span class="button-label">{td_string!(l, meetings.calendar.today)}</span>
                </a>
                <a class="button button-secondary button-icon" rel="next" href=after>
                    <Icon icon=icondata::LuChevronRight size=IconSize::Small/>
                    <span class="visually-hidden">{td_string!(l, meetings.calendar.next)}</span>
                </a>
            </nav>
        </div>
    }
}
