//! Calendars on the web: addresses that open an entry which is filled in already. Nothing is asked of them here;
//! whoever follows such an address tells that calendar what stands in it.

use super::{Entry, first_start, rule};
use crate::when::Zone;
use portico_domain::meetings::Meeting;
use portico_domain::time::Timestamp;
use url::form_urlencoded::Serializer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebCalendar {
    Google,
    /// Outlook.com, for private accounts.
    Outlook,
    /// Outlook of Microsoft 365, for accounts of organisations.
    Office,
}

/// An entry in a calendar on the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebEntry {
    pub calendar: WebCalendar,
    pub address: String,
    /// Does it hold every occurrence, or only the one that runs or comes next?
    pub whole: bool,
}

/// An entry that lasts so long where the meeting has no end.
const USUAL_MINUTES: i64 = 60;

/// The entries of a meeting. `occurrence` is the start and the end of the one that runs or comes next.
pub fn entries(
    meeting: &Meeting,
    occurrence: (Timestamp, Option<Timestamp>),
    zone: &Zone,
    entry: &Entry<'_>,
) -> Vec<WebEntry> {
    let alone = meeting.series.is_none();
    let (start, end) = occurrence;
    let end = end.unwrap_or_else(|| start.plus_minutes(USUAL_MINUTES));
    let outlook = |calendar, host| WebEntry {
        calendar,
        address: outlook(host, meeting, (start, end), entry),
        whole: alone && meeting.repeat.is_none(),
    };
    let google = WebEntry {
        calendar: WebCalendar::Google,
        address: google(meeting, (start, end), zone, entry),
        whole: alone,
    };
    vec![
        google,
        outlook(WebCalendar::Outlook, "outlook.live.com"),
        outlook(WebCalendar::Office, "outlook.office.com"),
    ]
}

/// Local times and the zone, so that a repetition keeps its hour over a change of the clocks.
fn google(meeting: &Meeting, (start, end): (Timestamp, Timestamp), zone: &Zone, entry: &Entry<'_>) -> String {
    let first = if meeting.repeat.is_some() { first_start(meeting, zone) } else { start };
    let last = Timestamp::from_millis(first.millis() + end.since(start));
    let dates = format!("{}/{}", zone.calendar_local(first), zone.calendar_local(last));
    let mut fields = vec![
        ("action", "TEMPLATE".to_owned()),
        ("text", meeting.subject.clone()),
        ("dates", dates),
        ("ctz", zone.name().to_owned()),
        ("details", entry.text.to_owned()),
        ("location", entry.address.to_owned()),
    ];
    if let Some(repeat) = meeting.repeat {
        fields.push(("recur", format!("RRULE:{}", rule(repeat, first, zone))));
    }
    address("https://calendar.google.com/calendar/render", fields)
}

/// It takes no repetition.
fn outlook(host: &str, meeting: &Meeting, (start, end): (Timestamp, Timestamp), entry: &Entry<'_>) -> String {
    let utc = Zone::utc();
    let fields = vec![
        ("rru", "addevent".to_owned()),
        ("path", "/calendar/action/compose".to_owned()),
        ("subject", meeting.subject.clone()),
        ("startdt", utc.machine(start)),
        ("enddt", utc.machine(end)),
        ("body", entry.text.to_owned()),
        ("location", entry.address.to_owned()),
    ];
    address(&format!("https://{host}/calendar/0/deeplink/compose"), fields)
}

fn address(page: &str, fields: Vec<(&str, String)>) -> String {
    let query = Serializer::new(String::new()).extend_pairs(fields).finish();
    // Outlook shows a plus as a plus; a plus that was typed is already written otherwise.
    format!("{page}?{}", query.replace('+', "%20"))
}
