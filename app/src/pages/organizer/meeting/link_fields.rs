//! The fields of a join link.

use crate::components::{
    Choice, DateTimeField, FieldWidth, Fold, NumberField, SelectField, TextField, TextareaField,
};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting_words::role_word;
use leptos::prelude::*;
use portico_domain::forms::LinkForm;
use portico_domain::links::{DEFAULT_EARLY_MINUTES, JoinRole};

/// Who it is for, what it is called, whether it asks for something.
#[component]
pub fn UsualFields(state: FormState, roles: &'static [JoinRole]) -> impl IntoView {
    let l = locale();
    let choices = roles.iter().map(|role| Choice::new(role.name(), role_word(l, *role))).collect();
    let hosts = roles.contains(&JoinRole::Host);
    view! {
        <SelectField
            name=state.input("role")
            label=td_string!(l, meetings.links.role)
            hint=hosts.then(|| td_string!(l, meetings.links.role_hint).to_owned())
            choices=choices
            value=state.value("role", JoinRole::Attendee.name())
            error=state.error("role")
            width=FieldWidth::Medium
        />
        <TextField
            name=state.input("label")
            label=td_string!(l, meetings.links.label)
            optional=td_string!(l, meetings.optional)
            hint=td_string!(l, meetings.links.label_hint)
            value=state.value("label", "")
            error=state.error("label")
            maxlength=60
            width=FieldWidth::Medium
        />
        <TextareaField
            name=state.input("people")
            label=td_string!(l, meetings.links.people)
            optional=td_string!(l, meetings.optional)
            hint=td_string!(l, meetings.links.people_hint)
            value=state.value("people", "")
            error=state.error("people")
        />
        <TextField
            name=state.input("passcode")
            label=td_string!(l, meetings.links.passcode_field)
            optional=td_string!(l, meetings.optional)
            hint=td_string!(l, meetings.links.passcode_hint)
            value=state.value("passcode", "")
            error=state.error("passcode")
            maxlength=64
            width=FieldWidth::Medium
        />
    }
}

const RARE: [&str; 3] = ["early_minutes", "expires", "most_uses"];

/// From when, until when, how often.
#[component]
pub fn RareFields(
    state: FormState,
    zone: String,
    earliest: String,
    /// What stands there before anything is typed; what is usual unless told.
    #[prop(optional)]
    initial: Option<LinkForm>,
) -> impl IntoView {
    let l = locale();
    let refusal = state.refusal();
    let wrong = move || {
        refusal.with(|refusal| {
            let fields = refusal.iter().flat_map(|refusal| &refusal.fields);
            fields.into_iter().any(|wrong| RARE.contains(&wrong.field.as_str()))
        })
    };
    let changing = initial.is_some();
    let open = Memo::new(move |before| changing || before == Some(&true) || wrong());
    let usual = || LinkForm { early_minutes: DEFAULT_EARLY_MINUTES.to_string(), ..LinkForm::default() };
    let initial = initial.unwrap_or_else(usual);
    let early = state.value("early_minutes", &initial.early_minutes);
    view! {
        <Fold
            summary=td_string!(l, meetings.links.more)
            note=td_string!(l, meetings.links.more_note)
            open=open
        >
            <NumberField
                name=state.input("early_minutes")
                label=td_string!(l, meetings.links.early)
                hint=td_string!(l, meetings.links.early_hint)
                value=early
                error=state.error("early_minutes")
                min="0"
                max="1440"
            />
            <DateTimeField
                name=state.input("expires")
                label=td_string!(l, meetings.links.expires_field)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.links.expires_hint, zone = zone).to_string()
                value=state.value("expires", &initial.expires)
                error=state.error("expires")
                min=earliest
            />
            <NumberField
                name=state.input("most_uses")
                label=td_string!(l, meetings.links.most_uses)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.links.most_uses_hint)
                value=state.value("most_uses", &initial.most_uses)
                error=state.error("most_uses")
                min="1"
                max="1000000"
            />
        </Fold>
    }
}
