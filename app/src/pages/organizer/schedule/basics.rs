//! What every meeting needs: where, what, when, how often, with which password.

use super::fields::Purpose;
use super::keep_duration::keep_duration;
use crate::api::meetings::ConnectionChoice;
use crate::components::{Choice, DateTimeField, FieldPair, FieldWidth, SelectField, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::period_word;
use leptos::prelude::*;
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::{MOST_SUBJECT_CHARS, Period};

/// The fields that are always in sight.
#[component]
pub fn Basics(
    form: MeetingForm,
    connections: Vec<ConnectionChoice>,
    zone: String,
    purpose: Purpose,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    view! {
        {where_held(l, state, &form, connections, purpose)}
        <TextField
            name=state.input("subject")
            label=td_string!(l, meetings.form.subject)
            hint=td_string!(l, meetings.form.subject_hint)
            value=state.value("subject", &form.subject)
            error=state.error("subject")
            maxlength=u32::try_from(MOST_SUBJECT_CHARS).unwrap_or(u32::MAX)
            required=true
        />
        {times(l, state, &form, zone)}
        {repetition(l, state, &form)}
        <TextField
            name=state.input("password")
            label=td_string!(l, meetings.form.password)
            optional=td_string!(l, meetings.optional)
            hint=td_string!(l, meetings.form.password_hint)
            value=state.value("password", &form.password)
            error=state.error("password")
            inputmode="numeric"
            maxlength=6
            width=FieldWidth::Short
        />
    }
}

/// A meeting does not move from one vendor to another, so only a new one can choose.
fn where_held(
    l: Locale,
    state: FormState,
    form: &MeetingForm,
    connections: Vec<ConnectionChoice>,
    purpose: Purpose,
) -> AnyView {
    let value = state.value("connection", &form.connection);
    if purpose == Purpose::Change {
        return view! { <input type="hidden" name=state.input("connection") value=value/> }.into_any();
    }
    let choices =
        connections.into_iter().map(|connection| Choice::new(connection.id, connection.name)).collect();
    view! {
        <SelectField
            name=state.input("connection")
            label=td_string!(l, meetings.form.connection)
            choices=choices
            value=value
            error=state.error("connection")
            width=FieldWidth::Medium
        />
    }
    .into_any()
}

fn times(l: Locale, state: FormState, form: &MeetingForm, zone: String) -> impl IntoView + use<> {
    let (start, end) = (state.value("start", &form.start), state.value("end", &form.end));
    let hint = td_string!(l, meetings.form.time_hint, zone = zone).to_string();
    let moved = keep_duration(state.input("start"), state.input("end"), start.clone());
    view! {
        <FieldPair on:change=moved>
            <DateTimeField
                name=state.input("start")
                label=td_string!(l, meetings.form.start)
                hint=hint.clone()
                value=start
                error=state.error("start")
                required=true
            />
            <DateTimeField
                name=state.input("end")
                label=td_string!(l, meetings.form.end)
                hint=hint
                value=end
                error=state.error("end")
                required=true
            />
        </FieldPair>
    }
}

fn repetition(l: Locale, state: FormState, form: &MeetingForm) -> impl IntoView + use<> {
    let (repeat, until) = (state.value("repeat", &form.repeat), state.value("until", &form.until));
    let once = Choice::new("", td_string!(l, meetings.form.once));
    let each = Period::SCHEDULABLE.map(|period| Choice::new(period.name(), period_word(l, period)));
    let choices = std::iter::once(once).chain(each).collect();
    view! {
        <FieldPair>
            <SelectField
                name=state.input("repeat")
                label=td_string!(l, meetings.form.repeat)
                choices=choices
                value=repeat
                error=state.error("repeat")
                width=FieldWidth::Medium
            />
            <DateTimeField
                name=state.input("until")
                label=td_string!(l, meetings.form.until)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.form.until_hint)
                value=until
                error=state.error("until")
                date_only=true
            />
        </FieldPair>
    }
}
