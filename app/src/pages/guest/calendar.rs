//! The meeting for a calendar: what the entry says, and the ways to it.

use super::links::{own_link, web_link};
use super::view::Invitation;
use crate::i18n::*;
use leptos::prelude::*;
use portico_service::calendar::{WebCalendar, WebEntry};

/// How to come in, and who invites.
pub fn calendar_text(l: Locale, organizer: &str, address: &str) -> String {
    td_string!(l, guest.calendar_text, address = address, organizer = organizer).to_string()
}

/// The calendar file, and the usual calendars on the web.
pub fn calendars(l: Locale, meeting: &Invitation) -> Option<impl IntoView + use<>> {
    let file = meeting.calendar.as_deref().and_then(own_link)?.to_owned();
    let web = meeting.web_entries.iter().filter_map(|entry| {
        let href = web_link(&entry.address)?.to_owned();
        let label = label(l, entry);
        Some(view! { <li><a href=href target="_blank" rel="noopener noreferrer">{label}</a></li> })
    });
    let web = web.collect_view();
    Some(view! {
        <details class="guest-help">
            <summary>{td_string!(l, guest.add_to_calendar)}</summary>
            <ul>
                <li><a href=file>{td_string!(l, guest.calendars.file)}</a></li>
                {web}
            </ul>
        </details>
    })
}

fn label(l: Locale, entry: &WebEntry) -> String {
    let name = match entry.calendar {
        WebCalendar::Google => td_string!(l, guest.calendars.google),
        WebCalendar::Outlook => td_string!(l, guest.calendars.outlook),
        WebCalendar::Office => td_string!(l, guest.calendars.office),
    };
    match entry.whole {
        true => td_string!(l, guest.calendars.whole, name = name).to_string(),
        false => td_string!(l, guest.calendars.next, name = name).to_string(),
    }
}
