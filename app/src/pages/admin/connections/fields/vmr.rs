//! VMR: an account, and `auth` in one of two forms.

use super::{Need, line};
use crate::components::{Choice, ChoicesField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use crate::scripted::scripted;
use leptos::prelude::*;
use portico_domain::forms::ConnectionForm;

/// Account, how `auth` is made, and API ID, which stands aside where it is not needed.
#[component]
pub fn Public(state: FormState, form: ConnectionForm) -> impl IntoView {
    let l = locale();
    let auth = state.value("auth", if form.auth.is_empty() { "pair" } else { &form.auth });
    let chosen = RwSignal::new(auth.clone());
    let scripted = scripted();
    let without_id = move || scripted.get() && chosen.with(|chosen| chosen == "whole");
    let choices = vec![
        Choice::new("pair", td_string!(l, connections.form.auth_pair))
            .with_hint(td_string!(l, connections.form.auth_pair_hint)),
        Choice::new("whole", td_string!(l, connections.form.auth_whole))
            .with_hint(td_string!(l, connections.form.auth_whole_hint)),
    ];
    view! {
        {line(
            state,
            "account",
            td_string!(l, connections.form.account),
            td_string!(l, connections.form.account_hint),
            &form.account,
            Need::Required,
        )}
        <ChoicesField
            name=state.input("auth")
            legend=td_string!(l, connections.form.auth)
            choices=choices
            hint=td_string!(l, connections.form.auth_hint)
            value=auth
            error=state.error("auth")
            on:change=move |event| chosen.set(event_target_value(&event))
        />
        <div hidden=without_id>
            {line(
                state,
                "public_id",
                td_string!(l, connections.form.api_id),
                td_string!(l, connections.form.api_id_hint),
                &form.public_id,
                Need::Optional,
            )}
        </div>
    }
}

/// How the two halves of `auth` are joined, and the zone of recordings.
pub fn rare(l: Locale, state: FormState, form: &ConnectionForm) -> impl IntoView + use<> {
    view! {
        {line(
            state,
            "auth_form",
            td_string!(l, connections.form.auth_form),
            td_string!(l, connections.form.auth_form_hint),
            &form.auth_form,
            Need::Optional,
        )}
        {line(
            state,
            "recording_zone",
            td_string!(l, connections.form.recording_zone),
            td_string!(l, connections.form.recording_zone_hint),
            &form.recording_zone,
            Need::Optional,
        )}
    }
}
