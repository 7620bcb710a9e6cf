//! The options that most connections leave alone, folded away.

use super::cloudroom::Platform;
use super::{Need, line, vmr, webapi};
use crate::components::{CheckboxField, FieldWidth, Fold, TextField, TextareaField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::DEFAULT_ZONE;
use portico_domain::forms::{ConnectionForm, USUAL_AUTH_FORM};

/// The fields in here. Plain http is refused outside a private network, which is said in here.
const FIELDS: [&str; 13] = [
    "zone",
    "media_hosts",
    "private_network",
    "base_url",
    "client_address",
    "dial_in",
    "platform_id",
    "platform_key",
    "joins_a_minute",
    "auth_form",
    "recording_zone",
    "recording_base",
    "recording_days",
];

/// Does it hold something unusual?
fn is_set(state: FormState, form: &ConnectionForm) -> bool {
    let filled = [
        ("media_hosts", &form.media_hosts),
        ("client_address", &form.client_address),
        ("dial_in", &form.dial_in),
        ("platform_id", &form.platform_id),
        ("joins_a_minute", &form.joins_a_minute),
        ("recording_zone", &form.recording_zone),
        ("recording_base", &form.recording_base),
        ("recording_days", &form.recording_days),
    ]
    .into_iter()
    .any(|(field, initial)| !state.value(field, initial).is_empty());
    let auth_form = state.value("auth_form", &form.auth_form);
    filled
        || !["", USUAL_AUTH_FORM].contains(&auth_form.as_str())
        || state.ticked("private_network", !form.private_network.is_empty())
}

/// `adding`: secrets that belong here are asked for here too.
#[component]
pub fn RareFields(vendor: Vendor, state: FormState, form: ConnectionForm, adding: bool) -> impl IntoView {
    let l = locale();
    let set = is_set(state, &form);
    let wrong = FIELDS.map(|field| state.error(field));
    let open = Signal::derive(move || set || wrong.iter().any(|error| error.get().is_some()));
    let own = match vendor {
        Vendor::Cloudroom => view! { <Platform state=state form=form.clone() adding=adding/> }.into_any(),
        Vendor::Vmr => vmr::rare(l, state, &form).into_any(),
        Vendor::Webapi => webapi::rare(l, state, &form).into_any(),
    };
    let days = vendor.capabilities().delete_recording.possible().then(|| {
        line(
            state,
            "recording_days",
            td_string!(l, connections.form.recording_days),
            td_string!(l, connections.form.recording_days_hint),
            &form.recording_days,
            Need::Optional,
        )
    });
    view! {
        <Fold summary=td_string!(l, connections.form.rare) open=open>
            {own}
            {days}
            <Surroundings state=state form=form/>
        </Fold>
    }
}

/// Zone, hosts, network: the same for every vendor.
#[component]
fn Surroundings(state: FormState, form: ConnectionForm) -> impl IntoView {
    let l = locale();
    let zone = state.value("zone", if form.zone.is_empty() { DEFAULT_ZONE } else { &form.zone });
    let hosts = state.value("media_hosts", &form.media_hosts);
    view! {
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
            checked=state.ticked("private_network", !form.private_network.is_empty())
            error=state.error("private_network")
        />
    }
}
