//! What every meeting needs: what, when, how often.

use super::fields::Purpose;
use super::keep_duration::keep_duration;
use crate::components::{Choice, DateTimeField, FieldPair, FieldWidth, SelectField, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::period_word;
use leptos::prelude::*;
use portico_domain::capabilities::{Support, Vendor};
use portico_domain::forms::MeetingForm;
use portico_domain::meetings::{Period, most_subject_chars};

/// The fields that are always in sight.
#[component]
pub fn Basics(
    form: MeetingForm,
    vendor: Vendor,
    zone: String,
    /// The zone whose hour a repetition keeps, if it is another one.
    repeats_in: Option<String>,
    purpose: Purpose,
    state: FormState,
) -> impl IntoView {
    let l = locale();
    let hint = repeats_in.map(|zone| td_string!(l, meetings.form.repeats_in, zone = zone).to_string());
    let repeats = match (vendor.capabilities().repeat, purpose) {
        // Each is a meeting of its own; changing one of them cannot make more.
        (Support::Portico, Purpose::Change) => ().into_any(),
        (support, purpose) => repetition(l, state, &form, support, purpose, hint).into_any(),
    };
    view! {
        <TextField
            name=state.input("subject")
            label=td_string!(l, meetings.form.subject)
            hint=td_string!(l, meetings.form.subject_hint, most = most_subject_chars(vendor)).to_string()
            value=state.value("subject", &form.subject)
            error=state.error("subject")
            maxlength=most_subject_chars(vendor)
            required=true
        />
        {times(l, state, &form, zone, vendor)}
        {repeats}
    }
}

fn times(
    l: Locale,
    state: FormState,
    form: &MeetingForm,
    zone: String,
    vendor: Vendor,
) -> impl IntoView + use<> {
    let (start, end) = (state.value("start", &form.start), state.value("end", &form.end));
    let hint = td_string!(l, meetings.form.time_hint, zone = zone).to_string();
    let moved = keep_duration(state.input("start"), state.input("end"), start.clone());
    let must_end = !vendor.capabilities().without_end.possible();
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
                required=must_end
            />
        </FieldPair>
    }
}

/// What can be chosen; of a meeting that stands, also what it has and nobody can choose.
fn periods(form: &MeetingForm, purpose: Purpose) -> impl Iterator<Item = Period> + use<> {
    let has = Period::from_name(&form.repeat).filter(|_| purpose == Purpose::Change);
    let besides = has.filter(|period| !Period::SCHEDULABLE.contains(period));
    Period::SCHEDULABLE.into_iter().chain(besides)
}

fn repetition(
    l: Locale,
    state: FormState,
    form: &MeetingForm,
    support: Support,
    purpose: Purpose,
    hint: Option<String>,
) -> impl IntoView + use<> {
    let (repeat, until) = (state.value("repeat", &form.repeat), state.value("until", &form.until));
    let once = Choice::new("", td_string!(l, meetings.form.once));
    let each = periods(form, purpose).map(|period| Choice::new(period.name(), period_word(l, period)));
    let choices = std::iter::once(once).chain(each).collect();
    let until_hint = match support {
        Support::Portico => td_string!(l, meetings.form.until_hint_each),
        Support::Native | Support::No => td_string!(l, meetings.form.until_hint),
    };
    view! {
        <FieldPair>
            <SelectField
                name=state.input("repeat")
                label=td_string!(l, meetings.form.repeat)
                hint=hint
                choices=choices
                value=repeat
                error=state.error("repeat")
                width=FieldWidth::Medium
            />
            <DateTimeField
                name=state.input("until")
                label=td_string!(l, meetings.form.until)
                optional=td_string!(l, meetings.optional)
                hint=until_hint
                value=until
                error=state.error("until")
                date_only=true
            />
        </FieldPair>
    }
}
