//! The rules of the room.

use super::fields::tick;
use crate::components::{CheckboxField, Choice, FieldPair, FieldWidth, Fieldset, NumberField, SelectField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::cloudroom::{LAYOUT_FACE_TO_FACE, LAYOUT_TILED, MOST_VIRTUAL_MEMBERS};
use portico_domain::forms::MeetingForm;

/// Pane counts worth offering; a meeting with another one keeps it.
const PANES: [u16; 6] = [2, 4, 6, 9, 16, 25];

/// Who may enter, how they enter, and how the room looks.
#[component]
pub fn Room(form: MeetingForm, state: FormState) -> impl IntoView {
    let l = locale();
    view! {
        <Fieldset legend=td_string!(l, meetings.form.rules)>
            {select(
                state,
                "who_may_join",
                td_string!(l, meetings.form.who_may_join),
                who_choices(l),
                &form.who_may_join,
            )}
            <CheckboxField
                name=state.input("waiting_hall")
                label=td_string!(l, meetings.form.waiting_hall)
                hint=td_string!(l, meetings.form.waiting_hall_hint)
                checked=state.ticked("waiting_hall", !form.waiting_hall.is_empty())
                error=state.error("waiting_hall")
            />
            {tick(
                state,
                "join_before_host",
                td_string!(l, meetings.form.join_before_host),
                &form.join_before_host,
            )}
            <FieldPair>
                {select(state, "camera", td_string!(l, meetings.form.camera), device_choices(l), &form.camera)}
                {select(
                    state,
                    "microphone",
                    td_string!(l, meetings.form.microphone),
                    device_choices(l),
                    &form.microphone,
                )}
            </FieldPair>
            {tick(state, "entry_sound", td_string!(l, meetings.form.entry_sound), &form.entry_sound)}
            {tick(state, "watermark", td_string!(l, meetings.form.watermark), &form.watermark)}
            {select(
                state,
                "layout",
                td_string!(l, meetings.form.layout),
                layout_choices(l, &form.layout),
                &form.layout,
            )}
            <NumberField
                name=state.input("virtual_members")
                label=td_string!(l, meetings.form.virtual_members)
                hint=td_string!(l, meetings.form.virtual_members_hint)
                value=state.value("virtual_members", &form.virtual_members)
                error=state.error("virtual_members")
                min="0"
                max=MOST_VIRTUAL_MEMBERS.to_string()
            />
        </Fieldset>
    }
}

fn select(
    state: FormState,
    field: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
    initial: &str,
) -> impl IntoView + use<> {
    view! {
        <SelectField
            name=state.input(field)
            label=label
            choices=choices
            value=state.value(field, initial)
            error=state.error(field)
            width=FieldWidth::Medium
        />
    }
}

fn who_choices(l: Locale) -> Vec<Choice> {
    vec![
        Choice::new("everyone", td_string!(l, meetings.form.everyone)),
        Choice::new("company", td_string!(l, meetings.form.company)),
        Choice::new("invited", td_string!(l, meetings.form.invited_only)),
    ]
}

fn device_choices(l: Locale) -> Vec<Choice> {
    vec![
        Choice::new("choice", td_string!(l, meetings.form.device_choice)),
        Choice::new("off", td_string!(l, meetings.form.device_off)),
        Choice::new("on", td_string!(l, meetings.form.device_on)),
    ]
}

fn layout_choices(l: Locale, current: &str) -> Vec<Choice> {
    let panes = |count: &str| {
        let label = td_string!(l, meetings.form.layout_panes, count = count).to_string();
        Choice::new(count, label)
    };
    let mut choices = vec![
        Choice::new(LAYOUT_TILED.to_string(), td_string!(l, meetings.form.layout_tiled)),
        Choice::new(LAYOUT_FACE_TO_FACE.to_string(), td_string!(l, meetings.form.layout_face)),
    ];
    choices.extend(PANES.map(|count| panes(&count.to_string())));
    if !current.is_empty() && choices.iter().all(|choice| choice.value != current) {
        choices.push(panes(current));
    }
    choices
}
