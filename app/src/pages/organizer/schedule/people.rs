//! Host, invitations, co-hosts, notices, polls.

use super::fields::{Purpose, tick};
use crate::components::{FieldWidth, Fieldset, TextField, TextareaField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::MeetingForm;

/// Users at the vendor, by number.
#[component]
pub fn People(form: MeetingForm, purpose: Purpose, state: FormState) -> impl IntoView {
    let l = locale();
    let once = match purpose {
        Purpose::Schedule => view! { <OnceOnly form=form.clone() state=state/> }.into_any(),
        Purpose::Change => view! { <AsSentOnce form=form.clone() state=state/> }.into_any(),
    };
    view! {
        <Fieldset
            id="people"
            legend=td_string!(l, meetings.form.people)
            hint=td_string!(l, meetings.form.people_hint)
        >
            <TextField
                name=state.input("host_id")
                label=td_string!(l, meetings.form.host_id)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.form.host_id_hint)
                value=state.value("host_id", &form.host_id)
                error=state.error("host_id")
                inputmode="numeric"
                width=FieldWidth::Medium
            />
            <TextareaField
                name=state.input("invitee_ids")
                label=td_string!(l, meetings.form.invitee_ids)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.form.ids_hint)
                value=state.value("invitee_ids", &form.invitee_ids)
                error=state.error("invitee_ids")
            />
            <TextField
                name=state.input("cohost_ids")
                label=td_string!(l, meetings.form.cohost_ids)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.form.cohost_ids_hint)
                value=state.value("cohost_ids", &form.cohost_ids)
                error=state.error("cohost_ids")
            />
        </Fieldset>
        {once}
    }
}

/// What the vendor takes only when the meeting is made.
#[component]
fn OnceOnly(form: MeetingForm, state: FormState) -> impl IntoView {
    let l = locale();
    let votes = state.value("vote_ids", &form.vote_ids);
    view! {
        <Fieldset legend=td_string!(l, meetings.form.notices)>
            {tick(state, "email_notice", td_string!(l, meetings.form.email_notice), &form.email_notice)}
            {tick(state, "sms_notice", td_string!(l, meetings.form.sms_notice), &form.sms_notice)}
        </Fieldset>
        <TextField
            name=state.input("vote_ids")
            label=td_string!(l, meetings.form.vote_ids)
            optional=td_string!(l, meetings.optional)
            hint=td_string!(l, meetings.form.vote_ids_hint)
            value=votes
            error=state.error("vote_ids")
        />
    }
}

/// The same when the meeting is changed: carried along unseen, so that saving does not lose it.
#[component]
fn AsSentOnce(form: MeetingForm, state: FormState) -> impl IntoView {
    [("email_notice", form.email_notice), ("sms_notice", form.sms_notice), ("vote_ids", form.vote_ids)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(field, value)| view! { <input type="hidden" name=state.input(field) value=value/> })
        .collect_view()
}
