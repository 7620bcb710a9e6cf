//! The fields that a new connection and its settings share. Each vendor asks for its own.

mod cloudroom;
mod rare;
mod secrets;
mod vmr;
mod webapi;

pub use rare::RareFields;
pub use secrets::{SecretAgain, SecretInputs};

use crate::components::{FieldWidth, PasswordField, TextField, TextKind};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::ConnectionForm;

/// The names of all secrets: they stand beside the form, so that none is ever shown again.
pub const SECRETS: &[&str] =
    &["id", "secret", "platform_key", "token_key", "token_iv", "passkey", "passphrase"];

/// Must it be filled in?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
}

/// Name, address and the public half of the credential.
#[component]
pub fn ConnectionFields(vendor: Vendor, state: FormState, form: ConnectionForm) -> impl IntoView {
    let l = locale();
    let own = match vendor {
        Vendor::Cloudroom => cloudroom::public(l, state, &form).into_any(),
        Vendor::Vmr => view! { <vmr::Public state=state form=form.clone()/> }.into_any(),
        // Its key is a secret, and there is nothing beside it.
        Vendor::Webapi => ().into_any(),
    };
    view! {
        <input type="hidden" name=state.input("vendor") value=vendor.name()/>
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
            hint=base_url_hint(l, vendor)
            value=state.value("base_url", &form.base_url)
            error=state.error("base_url")
            maxlength=300
            required=true
        />
        {own}
    }
}

fn base_url_hint(l: Locale, vendor: Vendor) -> &'static str {
    match vendor {
        Vendor::Cloudroom => td_string!(l, connections.form.base_url_cloudroom),
        Vendor::Vmr => td_string!(l, connections.form.base_url_vmr),
        Vendor::Webapi => td_string!(l, connections.form.base_url_webapi),
    }
}

/// The word that marks a field one may leave empty.
fn optional(l: Locale, need: Need) -> Option<String> {
    (need == Need::Optional).then(|| td_string!(l, connections.form.optional).to_owned())
}

/// A line of text.
fn line(
    state: FormState,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    initial: &str,
    need: Need,
) -> impl IntoView + use<> {
    let value = state.value(field, initial);
    view! {
        <TextField
            name=state.input(field)
            label=label
            optional=optional(locale(), need)
            hint=hint
            value=value
            error=state.error(field)
            maxlength=300
            required=need == Need::Required
        />
    }
}

/// A secret: typed, sent, never shown.
fn secret(
    state: FormState,
    field: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    need: Need,
) -> impl IntoView + use<> {
    view! {
        <PasswordField
            name=state.input(field)
            label=label
            optional=optional(locale(), need)
            hint=hint.map(str::to_owned)
            error=state.error(field)
            autocomplete="off"
            required=need == Need::Required
        />
    }
}
