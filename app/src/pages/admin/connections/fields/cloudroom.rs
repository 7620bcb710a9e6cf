//! CloudRoom: secretId and secretKey, of the company and of the platform.

use super::{Need, line, secret};
use crate::components::CheckboxField;
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::forms::ConnectionForm;

/// The company's secretId.
pub fn public(l: Locale, state: FormState, form: &ConnectionForm) -> impl IntoView + use<> {
    line(
        state,
        "public_id",
        td_string!(l, connections.form.public_id),
        td_string!(l, connections.form.public_id_hint),
        &form.public_id,
        Need::Required,
    )
}

/// What people are offered, and what companies are managed with. `adding`: its key is asked for here too.
#[component]
pub fn Platform(state: FormState, form: ConnectionForm, adding: bool) -> impl IntoView {
    let l = locale();
    let key = adding.then(|| platform_key(l, state));
    view! {
        {other_ways(l, state, &form)}
        {line(
            state,
            "platform_id",
            td_string!(l, connections.form.platform_id),
            td_string!(l, connections.form.platform_id_hint),
            &form.platform_id,
            Need::Optional,
        )}
        {key}
        {line(
            state,
            "joins_a_minute",
            td_string!(l, connections.form.joins_a_minute),
            td_string!(l, connections.form.joins_a_minute_hint),
            &form.joins_a_minute,
            Need::Optional,
        )}
        <CheckboxField
            name=state.input("directory_by_platform")
            label=td_string!(l, connections.form.directory_by_platform)
            hint=td_string!(l, connections.form.directory_by_platform_hint)
            checked=state.ticked("directory_by_platform", !form.directory_by_platform.is_empty())
            error=state.error("directory_by_platform")
        />
    }
}

/// What the page that opens the client offers when nothing opens.
fn other_ways(l: Locale, state: FormState, form: &ConnectionForm) -> impl IntoView + use<> {
    view! {
        {line(
            state,
            "client_address",
            td_string!(l, connections.form.client_address),
            td_string!(l, connections.form.client_address_hint),
            &form.client_address,
            Need::Optional,
        )}
        {line(
            state,
            "dial_in",
            td_string!(l, connections.form.dial_in),
            td_string!(l, connections.form.dial_in_hint),
            &form.dial_in,
            Need::Optional,
        )}
    }
}

/// The platform's own secretKey.
pub fn platform_key(l: Locale, state: FormState) -> impl IntoView + use<> {
    secret(
        state,
        "platform_key",
        td_string!(l, connections.form.platform_key),
        Some(td_string!(l, connections.form.platform_key_hint)),
        Need::Optional,
    )
}
