use super::*;
use icalendar::parser::{read_calendar, unfold};
use portico_domain::ids::{ConnectionId, MeetingId};
use proptest::prelude::*;

fn at(zone: &Zone, text: &str) -> Timestamp {
    zone.place(text.parse().expect("a time")).expect("a time that exists")
}

fn meeting(zone: &Zone, subject: &str) -> Meeting {
    let start = at(zone, "2026-03-16T10:00");
    Meeting {
        id: MeetingId::new("0199"),
        connection: ConnectionId::new("c"),
        vendor_id: None,
        series: None,
        subject: subject.to_owned(),
        start,
        end: Some(start.plus_minutes(60)),
        repeat: None,
        state: MeetingState::Scheduled,
        host_name: String::new(),
        members: 0,
        owner: None,
        options: None,
        public_url: None,
        created: start,
        seen: start,
        sequence: 3,
    }
}

const ENTRY: Entry<'static> = Entry { address: "https://meet.example.com/j/abc", text: "Join:\nhttps://x" };

fn written(meetings: &[Meeting], zone: &Zone) -> String {
    file(meetings, zone, &ENTRY, at(zone, "2026-03-01T08:00"))
}

#[test]
fn a_meeting_in_a_zone_with_summer_time() {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let repeat = Some(Repeat { period: Period::Weekly, until: Some(at(&zone, "2026-04-30T23:59")) });
    let text = written(&[Meeting { repeat, ..meeting(&zone, "Weekly, planning; 周会") }], &zone);
    let lines: Vec<&str> = text.lines().collect();
    for line in [
        "METHOD:PUBLISH",
        "UID:0199@portico",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "DTSTART;TZID=Europe/Berlin:20260316T100000",
        "DTEND;TZID=Europe/Berlin:20260316T110000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260430T215900Z",
        "SUMMARY:Weekly\\, planning\\; 周会",
        "TZID:Europe/Berlin",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        // The clocks go forward within the series.
        "DTSTART:20260329T020000",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
}

#[test]
fn a_zone_without_summer_time_is_written_too() {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    let text = written(&[meeting(&zone, "s")], &zone);
    assert!(text.contains("BEGIN:VTIMEZONE") && text.contains("TZOFFSETTO:+0800"), "{text}");
    assert_eq!((text.matches("UID:").count(), text.matches("DTSTAMP:").count()), (1, 1), "{text}");
}

#[test]
fn what_is_off_is_sent_as_off() {
    let zone = Zone::utc();
    let off = Meeting { state: MeetingState::Cancelled, sequence: 4, ..meeting(&zone, "s") };
    let text = written(std::slice::from_ref(&off), &zone);
    assert!(text.contains("METHOD:CANCEL") && text.contains("STATUS:CANCELLED"), "{text}");
    let series = written(&[off, meeting(&zone, "s")], &zone);
    assert!(series.contains("METHOD:PUBLISH"), "{series}");
    let states = ["STATUS:CANCELLED", "STATUS:CONFIRMED"].map(|state| series.matches(state).count());
    assert_eq!(
        states,
        [1, 1],
        "one of a series is off, and calendars that have it must hear of it:\n{series}"
    );
}

#[test]
fn rules_say_what_the_occurrences_are() {
    let zone = Zone::utc();
    let of = |period, start: &str| rule(Repeat { period, until: None }, at(&zone, start), &zone);
    assert_eq!(of(Period::Monthly, "2026-03-16T10:00"), "FREQ=MONTHLY");
    assert_eq!(of(Period::Monthly, "2026-03-31T10:00"), "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1");
    assert_eq!(of(Period::WorkingDays, "2026-03-16T10:00"), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
    let sunday = at(&zone, "2026-03-15T10:00");
    let repeat = Some(Repeat { period: Period::WorkingDays, until: None });
    let entered = Meeting { start: sunday, repeat, ..meeting(&zone, "s") };
    assert_eq!(first_start(&entered, &zone), at(&zone, "2026-03-16T10:00"));
}

/// What an address says, by name.
fn said(entry: &WebEntry) -> Vec<(String, String)> {
    let address = url::Url::parse(&entry.address).expect("an address");
    assert_eq!(address.scheme(), "https");
    assert!(!entry.address.contains('+'), "Outlook takes a plus literally: {}", entry.address);
    address.query_pairs().into_owned().collect()
}

#[test]
fn calendars_on_the_web_are_told_the_same() {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let one = meeting(&zone, "A & B + C 周会 #1");
    let weekly = Meeting { repeat: Some(Repeat { period: Period::Weekly, until: None }), ..one.clone() };
    let later = (at(&zone, "2026-04-13T10:00"), Some(at(&zone, "2026-04-13T11:00")));
    let single = entries(&one, (one.start, one.end), &zone, &ENTRY);
    let repeated = entries(&weekly, later, &zone, &ENTRY);
    let has = |entry: &WebEntry, name: &str, value: &str| {
        let said = said(entry);
        assert!(said.contains(&(name.to_owned(), value.to_owned())), "{name}={value}: {said:?}");
    };
    assert_eq!(single.iter().filter(|entry| entry.whole).count(), 3);
    has(&single[0], "text", &one.subject);
    has(&single[0], "dates", "20260316T100000/20260316T110000");
    has(&single[0], "ctz", "Europe/Berlin");
    has(&single[0], "location", ENTRY.address);
    for entry in &single[1..] {
        has(entry, "subject", &one.subject);
        has(entry, "startdt", "2026-03-16T09:00:00+00:00");
        has(entry, "enddt", "2026-03-16T10:00:00+00:00");
        has(entry, "body", ENTRY.text);
    }
    assert_eq!(repeated.iter().map(|entry| entry.whole).collect::<Vec<_>>(), [true, false, false]);
    has(&repeated[0], "recur", "RRULE:FREQ=WEEKLY");
    has(&repeated[0], "dates", "20260316T100000/20260316T110000");
    has(&repeated[1], "startdt", "2026-04-13T08:00:00+00:00");
    let endless = entries(&one, (one.start, None), &zone, &ENTRY);
    has(&endless[1], "enddt", "2026-03-16T10:00:00+00:00");
}

proptest! {
    /// Whatever a subject holds, another reader finds exactly one event with that subject, and no line is
    /// longer than calendars take.
    #[test]
    fn nothing_in_a_subject_breaks_the_file(subject in "[^\\p{Cc}]{0,80}") {
        let zone = Zone::named("Asia/Shanghai").expect("a zone");
        let text = written(&[meeting(&zone, &subject)], &zone);
        prop_assert!(text.lines().all(|line| line.len() <= 75), "{}", text);
        let unfolded = unfold(&text);
        let read = read_calendar(&unfolded).expect("a calendar");
        let events: Vec<_> = read.components.iter().filter(|it| it.name == "VEVENT").collect();
        prop_assert_eq!(events.len(), 1);
        let found = events[0].find_prop("SUMMARY").map(|it| it.val.as_ref().to_owned()).unwrap_or_default();
        prop_assert_eq!(found.trim(), subject.trim());
    }
}
