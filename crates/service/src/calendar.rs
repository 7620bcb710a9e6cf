//! A meeting as a calendar file (RFC 5545), so that a calendar that holds it follows every change.
//!
//! The UID never changes, SEQUENCE counts the changes, and a meeting that is off is sent as CANCEL.

mod web;

pub use web::{WebCalendar, WebEntry, entries};

use crate::when::{Zone, occurrences};
use icalendar::{Calendar, CalendarComponent, Component, Event, EventLike, EventStatus, Property};
use portico_domain::meetings::{Meeting, MeetingState, Period, Repeat};
use portico_domain::time::Timestamp;

/// What a calendar entry says besides the meeting itself, in the reader's language.
pub struct Entry<'a> {
    /// Our join page.
    pub address: &'a str,
    pub text: &'a str,
}

/// So far ahead the file knows the changes of the clocks for a repetition without a last day.
const ZONE_DAYS: i64 = 5 * 366;
const PRODUCT: &str = "-//Portico//Portico//EN";

/// The file for one meeting, or for the meetings of a series.
pub fn file(meetings: &[Meeting], zone: &Zone, entry: &Entry<'_>, now: Timestamp) -> String {
    let all_off = meetings.iter().all(|meeting| meeting.state == MeetingState::Cancelled);
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", PRODUCT));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", if all_off { "CANCEL" } else { "PUBLISH" }));
    let from = meetings.iter().map(|meeting| meeting.start).min().unwrap_or(now);
    let to = meetings.iter().map(last_instant).max().unwrap_or(now);
    if let Some(zone) = zone.calendar_text(from, to).and_then(|text| text.parse::<CalendarComponent>().ok()) {
        calendar.push(zone);
    }
    // One of a series that is off goes along: a calendar that was given it before would keep it otherwise.
    for meeting in meetings {
        calendar.push(event(meeting, zone, entry, now));
    }
    tidy(&calendar.to_string())
}

/// Longest line of a calendar file, in bytes, its end not counted (RFC 5545, 3.1).
const LONGEST_LINE: usize = 75;

/// The library counts characters where the standard counts bytes, and gives a zone the marks of an event.
fn tidy(text: &str) -> String {
    let (mut tidied, mut in_zone) = (String::with_capacity(text.len()), false);
    for line in text.replace("\r\n ", "").split("\r\n").filter(|line| !line.is_empty()) {
        in_zone = (in_zone || line == "BEGIN:VTIMEZONE") && line != "END:VTIMEZONE";
        let mark = line.starts_with("UID:") || line.starts_with("DTSTAMP:");
        if in_zone && mark {
            continue;
        }
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > LONGEST_LINE {
                tidied.push_str("\r\n ");
                length = 1;
            }
            tidied.push(c);
            length += c.len_utf8();
        }
        tidied.push_str("\r\n");
    }
    tidied
}

fn last_instant(meeting: &Meeting) -> Timestamp {
    match meeting.repeat {
        None => meeting.end.unwrap_or(meeting.start),
        Some(repeat) => repeat.until.unwrap_or_else(|| meeting.start.plus_seconds(ZONE_DAYS * 86_400)),
    }
}

fn event(meeting: &Meeting, zone: &Zone, entry: &Entry<'_>, now: Timestamp) -> Event {
    let start = first_start(meeting, zone);
    let lasts = meeting.end.map(|end| end.since(meeting.start));
    let mut event = Event::with_uid(&format!("{}@portico", meeting.id));
    event.append_property(("DTSTAMP", zone.calendar_instant(now).as_str()));
    event.append_property(local("DTSTART", start, zone));
    if let Some(lasts) = lasts {
        event.append_property(local("DTEND", Timestamp::from_millis(start.millis() + lasts), zone));
    }
    event.append_property(("SEQUENCE", meeting.sequence.to_string().as_str()));
    // A vendor's subject may hold what a line of a calendar file must not.
    let subject: String = meeting.subject.chars().filter(|c| !c.is_control()).collect();
    event.summary(&subject).description(entry.text).location(entry.address).url(entry.address);
    event.status(match meeting.state {
        MeetingState::Cancelled => EventStatus::Cancelled,
        MeetingState::Unconfirmed => EventStatus::Tentative,
        _ => EventStatus::Confirmed,
    });
    if let Some(repeat) = meeting.repeat {
        event.append_property(("RRULE", rule(repeat, start, zone).as_str()));
    }
    event.done()
}

/// A repetition on working days may be entered on a Sunday; a calendar's first entry must be a true one.
fn first_start(meeting: &Meeting, zone: &Zone) -> Timestamp {
    let Some(repeat) = meeting.repeat else { return meeting.start };
    let week_on = meeting.start.plus_seconds(8 * 86_400);
    let found = occurrences(meeting.start, repeat, meeting.start, week_on, zone);
    found.into_iter().next().unwrap_or(meeting.start)
}

fn local(name: &str, at: Timestamp, zone: &Zone) -> Property {
    let mut property = Property::new(name, zone.calendar_local(at));
    property.add_parameter("TZID", zone.name());
    property
}

fn rule(repeat: Repeat, start: Timestamp, zone: &Zone) -> String {
    let every = match repeat.period {
        Period::Daily => "FREQ=DAILY".to_owned(),
        Period::WorkingDays => "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR".to_owned(),
        Period::Weekly => "FREQ=WEEKLY".to_owned(),
        Period::Fortnightly => "FREQ=WEEKLY;INTERVAL=2".to_owned(),
        Period::Monthly => format!("FREQ=MONTHLY{}", last_days(zone.date(start).day())),
        Period::Quarterly => format!("FREQ=MONTHLY;INTERVAL=3{}", last_days(zone.date(start).day())),
        Period::Yearly => "FREQ=YEARLY".to_owned(),
    };
    match repeat.until {
        Some(until) => format!("{every};UNTIL={}", zone.calendar_instant(until)),
        None => every,
    }
}

/// On the 31st, or the last day of a shorter month; the plain rule would leave such months out.
fn last_days(day: i8) -> String {
    if day <= 28 {
        return String::new();
    }
    let days: Vec<String> = (28..=day).map(|day| day.to_string()).collect();
    format!(";BYMONTHDAY={};BYSETPOS=-1", days.join(","))
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
