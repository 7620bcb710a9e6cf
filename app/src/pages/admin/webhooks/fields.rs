//! The fields of an address, new or known.

use super::words::event_words;
use crate::components::{CheckboxField, FieldWidth, Fieldset, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::WebhookForm;
use portico_domain::webhooks::EventKind;

/// Name, address, events, and whether it may be inside.
#[component]
pub fn WebhookFields(state: FormState, form: WebhookForm) -> impl IntoView {
    let l = locale();
    let private = !form.private_network.is_empty();
    view! {
        <TextField
            name=state.input("name")
            label=td_string!(l, webhooks.form.name)
            hint=td_string!(l, webhooks.form.name_hint)
            value=state.value("name", &form.name)
            error=state.error("name")
            width=FieldWidth::Medium
            required=true
            maxlength=60
        />
        <TextField
            name=state.input("url")
            label=td_string!(l, webhooks.form.url)
            hint=td_string!(l, webhooks.form.url_hint)
            value=state.value("url", &form.url)
            error=state.error("url")
            required=true
            maxlength=500
        />
        <Events state=state form=form/>
        <CheckboxField
            name=state.input("private_network")
            label=td_string!(l, webhooks.form.private_network)
            checked=state.ticked("private_network", private)
            hint=td_string!(l, webhooks.form.private_network_hint).to_owned()
        />
    }
}

#[component]
fn Events(state: FormState, form: WebhookForm) -> impl IntoView {
    let l = locale();
    let boxes = EventKind::ALL
        .into_iter()
        .map(|kind| {
            let field = format!("events][{}", kind.name());
            view! {
                <CheckboxField
                    name=state.input(&field)
                    label=event_words(l, kind)
                    checked=state.ticked(&field, form.events.contains_key(kind.name()))
                    hint=kind.name().to_owned()
                />
            }
        })
        .collect_view();
    view! {
        <Fieldset
            // The summary of errors leads here.
            id=state.input("events")
            legend=td_string!(l, webhooks.form.events)
            hint=td_string!(l, webhooks.form.events_hint).to_owned()
            error=state.error("events")
        >
            {boxes}
        </Fieldset>
    }
}
