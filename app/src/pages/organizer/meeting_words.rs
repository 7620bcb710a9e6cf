//! Words for meetings that several pages use.

use crate::components::StateBadge;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingState, Period};

/// Where a meeting stands, in a word.
pub fn state_word(l: Locale, state: MeetingState) -> &'static str {
    match state {
        MeetingState::Scheduled => td_string!(l, meetings.state.scheduled),
        MeetingState::Live => td_string!(l, meetings.state.live),
        MeetingState::Ended => td_string!(l, meetings.state.ended),
        MeetingState::Cancelled => td_string!(l, meetings.state.cancelled),
        MeetingState::Unconfirmed => td_string!(l, meetings.state.unconfirmed),
    }
}

/// "Every week".
pub fn period_word(l: Locale, period: Period) -> &'static str {
    match period {
        Period::Daily => td_string!(l, meetings.period.daily),
        Period::WorkingDays => td_string!(l, meetings.period.working_days),
        Period::Weekly => td_string!(l, meetings.period.weekly),
        Period::Fortnightly => td_string!(l, meetings.period.fortnightly),
        Period::Monthly => td_string!(l, meetings.period.monthly),
        Period::Quarterly => td_string!(l, meetings.period.quarterly),
        Period::Yearly => td_string!(l, meetings.period.yearly),
    }
}

/// As what somebody joins: "Attendee", "Host".
pub fn role_word(l: Locale, role: JoinRole) -> &'static str {
    match role {
        JoinRole::Attendee => td_string!(l, meetings.links.attendee),
        JoinRole::Host => td_string!(l, meetings.links.host),
        JoinRole::Speaker => td_string!(l, meetings.links.speaker),
        JoinRole::Invisible => td_string!(l, meetings.links.invisible),
    }
}

/// The fields of a change as a meeting's history names them: "subject, start".
pub fn changed_fields(l: Locale, names: &str) -> String {
    let words: Vec<_> = names.split_whitespace().map(|name| field_word(l, name)).collect();
    words.join(td_string!(l, meetings.one.comma))
}

/// A field that is not known here is called as it was filed.
fn field_word(l: Locale, field: &str) -> &str {
    match field {
        "subject" => td_string!(l, meetings.history.field.subject),
        "start" => td_string!(l, meetings.history.field.start),
        "end" => td_string!(l, meetings.history.field.end),
        "repeat" => td_string!(l, meetings.history.field.repeat),
        "options" => td_string!(l, meetings.history.field.options),
        "password" => td_string!(l, meetings.history.field.password),
        _ => field,
    }
}

/// How large a recording is, as far as its vendor tells.
pub fn size_word(l: Locale, size: Option<String>) -> String {
    size.unwrap_or_else(|| td_string!(l, materials.unknown_size).to_owned())
}

/// The badge of a meeting's state.
#[component]
pub fn MeetingBadge(state: MeetingState) -> impl IntoView {
    view! { <StateBadge state=state label=state_word(locale(), state)/> }
}

/// A heading begins with a capital; Chinese is left alone.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
