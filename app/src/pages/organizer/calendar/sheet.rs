//! The days of a sheet: seven columns where there is room, else one day below the other.

use super::query::address;
use crate::api::meetings::{CalendarDay, CalendarQuery, MeetingLine};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::{capitalised, state_word};
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;

/// All days. Screen readers get a list of days, each with its full name, so the columns' names are not for them.
#[component]
pub fn Sheet(weekdays: Vec<String>, days: Vec<CalendarDay>, query: CalendarQuery) -> impl IntoView {
    let weekdays = weekdays.into_iter().map(|name| view! { <span>{name}</span> }).collect_view();
    let class = if query.view == "week" { "calendar calendar-week" } else { "calendar" };
    let days = days.into_iter().map(|day| view! { <Day day=day query=query.clone()/> }).collect_view();
    view! {
        <div class=class>
            <div class="calendar-weekdays" aria-hidden="true">{weekdays}</div>
            <ol class="calendar-days">{days}</ol>
        </div>
    }
}

#[component]
fn Day(day: CalendarDay, query: CalendarQuery) -> impl IntoView {
    let l = locale();
    let week = address(&CalendarQuery { view: "week".to_owned(), day: day.date.clone(), ..query });
    let more = (day.more > 0).then(|| {
        let text = td_string!(l, meetings.calendar.more, count = day.more).to_string();
        view! { <a class="calendar-more" href=week.clone()>{text}</a> }
    });
    let empty = day.meetings.is_empty();
    let entries = day.meetings.into_iter().map(entry).collect_view();
    let label = capitalised(&day.label);
    view! {
        <li
            class="calendar-day"
            class:calendar-today=day.is_today
            class:calendar-outside={!day.is_inside}
            class:calendar-free=empty
        >
            <h3 class="calendar-date">
                <a href=week aria-current=day.is_today.then_some("date")>
                    <time datetime=day.date>
                        <span class="calendar-number" aria-hidden="true">{day.number}</span>
                        <span class="calendar-label">{label}</span>
                    </time>
                </a>
            </h3>
            {(!empty).then(|| view! { <ul class="calendar-entries">{entries}</ul> })}
            {more}
        </li>
    }
}

fn entry(meeting: MeetingLine) -> impl IntoView {
    let state = meeting.state;
    let said = (state != MeetingState::Scheduled).then(|| state_word(locale(), state));
    view! {
        <li>
            <a class="calendar-entry" data-state=state.name() href=format!("/meetings/{}", meeting.id)>
                <time datetime=meeting.machine>{meeting.start_clock}</time>
                " "
                <span class="calendar-subject">{meeting.subject}</span>
                {said.map(|word| view! { <span class="visually-hidden">{format!(" ({word})")}</span> })}
            </a>
        </li>
    }
}
