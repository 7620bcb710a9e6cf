//! The fields that a new connection and its settings share.

use crate::components::{CheckboxField, FieldWidth, Fold, TextField, TextKind, TextareaField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::connections::DEFAULT_ZONE;
use portico_domain::forms::ConnectionForm;

/// Name, address and public half of the credential.
#[component]
pub fn ConnectionFields(state: FormState, form: ConnectionForm) -> impl IntoView {
    let l = locale();
    view! {
        <TextField
            name=state.input("name")
            label=td_string!(l, connections.form.name)
            hint=td_string!(l, connections.form.name_hint)
            value=state.value("name", &form.name)
            error=state.error("name")
            width=FieldWidth::Medium
            maxlength=60
            required=true
        />
        <TextField
            kind=TextKind::Url
            name=state.input("base_url")
            label=td_string!(l, connections.form.base_url)
            hint=td_string!(l, connections.form.base_url_hint)
            value=state.value("base_url", &form.base_url)
            error=state.error("base_url")
            maxlength=300
            required=true
        />
        <TextField
            name=state.input("public_id")
            label=td_string!(l, connections.form.public_id)
            hint=td_string!(l, connections.form.public_id_hint)
            value=state.value("public_id", &form.public_id)
            error=state.error("public_id")
            maxlength=200
            required=true
        />
    }
}

/// The options that most connections leave alone, folded away.
#[component]
pub fn RareFields(state: FormState, form: ConnectionForm) -> impl IntoView {
    let l = locale();
    let zone = state.value("zone", if form.zone.is_empty() { DEFAULT_ZONE } else { &form.zone });
    let hosts = state.value("media_hosts", &form.media_hosts);
    let private = state.ticked("private_network", !form.private_network.is_empty());
    let set = private || !hosts.is_empty();
    let wrong = [
        state.error("zone"),
        state.error("media_hosts"),
        state.error("private_network"),
        // Plain http is refused outside a private network, which is said in here.
        state.error("base_url"),
    ];
    let open = Signal::derive(move || set || wrong.iter().any(|error| error.get().is_some()));
    view! {
        <Fold summary=td_string!(l, connections.form.rare) open=open>
            <TextField
                name=state.input("zone")
                label=td_string!(l, connections.form.zone)
                hint=td_string!(l, connections.form.zone_hint)
                value=zone
                error=state.error("zone")
                width=FieldWidth::Medium
                maxlength=60
            />
            <TextareaField
                name=state.input("media_hosts")
                label=td_string!(l, connections.form.media_hosts)
                optional=td_string!(l, connections.form.optional)
                hint=td_string!(l, connections.form.media_hosts_hint)
                value=hosts
                error=state.error("media_hosts")
            />
            <CheckboxField
                name=state.input("private_network")
                label=td_string!(l, connections.form.private_network)
                hint=td_string!(l, connections.form.private_network_hint)
                checked=private
                error=state.error("private_network")
            />
        </Fold>
    }
}
