//! The line of time: today with now marked on it, then the next days.

use super::super::meeting_words::{MeetingBadge, capitalised, period_word};
use crate::api::agenda::AgendaDay;
use crate::api::meetings::MeetingLine;
use crate::components::{Timeline, TimelineDay, TimelineItem, TimelineNow};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;

/// All days. Today is always there, because now is.
#[component]
pub fn Days(days: Vec<AgendaDay>, clock: String) -> impl IntoView {
    let (today, later): (Vec<_>, Vec<_>) = days.into_iter().partition(|day| day.is_today);
    let today = today.into_iter().flat_map(|day| day.meetings).collect::<Vec<_>>();
    let later = later
        .into_iter()
        .enumerate()
        .map(|(index, day)| {
            let meetings = day.meetings.into_iter().map(item).collect_view();
            view! {
                <TimelineDay id=format!("day-{}", index + 1) title=capitalised(&day.label)>
                    {meetings}
                </TimelineDay>
            }
        })
        .collect_view();
    view! { <Timeline><ThisDay meetings=today clock=clock/> {later}</Timeline> }
}

#[component]
fn ThisDay(meetings: Vec<MeetingLine>, clock: String) -> impl IntoView {
    let l = locale();
    let note = meetings.is_empty().then(|| td_string!(l, agenda.nothing_today).to_owned());
    let begun = begun(&meetings, &clock);
    let mut before = meetings;
    let after = before.split_off(begun);
    let now = td_string!(l, agenda.now, clock = clock).to_string();
    view! {
        <TimelineDay id="today" title=td_string!(l, agenda.today) note=note>
            {before.into_iter().map(item).collect_view()}
            <TimelineNow label=Signal::stored(now)/>
            {after.into_iter().map(item).collect_view()}
        </TimelineDay>
    }
}

/// How many of today's meetings stand above the now mark. What began yesterday and still runs has a
/// later clock than now; what follows it decides.
fn begun(meetings: &[MeetingLine], clock: &str) -> usize {
    let has_begun = |meeting: &MeetingLine| {
        matches!(meeting.state, MeetingState::Live | MeetingState::Ended)
            || meeting.start_clock.as_str() <= clock
    };
    meetings.iter().rposition(has_begun).map_or(0, |last| last + 1)
}

fn item(meeting: MeetingLine) -> impl IntoView {
    let l = locale();
    let meta = meta(l, &meeting);
    let (machine, start, end, state) =
        (meeting.machine, meeting.start_clock, meeting.end_clock, meeting.state);
    view! {
        <TimelineItem
            href=format!("/meetings/{}", meeting.id)
            title=meeting.subject
            state=state
            start=move || view! { <time datetime=machine>{start}</time> }
            end=move || end
            meta=move || meta
            badge=move || (state != MeetingState::Scheduled).then(|| view! { <MeetingBadge state=state/> })
        />
    }
}

/// "in 20 minutes · Head office · Wang Fang · Every week", as far as it is known.
fn meta(l: Locale, meeting: &MeetingLine) -> String {
    let repeats = meeting.repeats.map(|period| period_word(l, period));
    [meeting.distance.as_str(), &meeting.connection_name, &meeting.host_name, repeats.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::capabilities::Vendor;

    fn meeting(start_clock: &str, state: MeetingState) -> MeetingLine {
        MeetingLine {
            id: String::new(),
            subject: String::new(),
            state,
            when: String::new(),
            machine: String::new(),
            start_clock: start_clock.to_owned(),
            end_clock: None,
            distance: String::new(),
            start: 0,
            connection_name: String::new(),
            vendor: Vendor::Cloudroom,
            number: None,
            host_name: String::new(),
            members: Some(0),
            repeats: None,
            in_series: false,
            mine: false,
        }
    }

    #[test]
    fn now_stands_between_what_has_begun_and_what_has_not() {
        use MeetingState::{Live, Scheduled};
        let day = [meeting("23:00", Live), meeting("09:00", Scheduled), meeting("14:00", Scheduled)];
        assert_eq!(begun(&day, "08:00"), 1);
        assert_eq!(begun(&day, "13:42"), 2);
        assert_eq!(begun(&day, "14:00"), 3);
        assert_eq!(begun(&day[1..], "08:00"), 0);
        assert_eq!(begun(&[], "08:00"), 0);
    }
}
