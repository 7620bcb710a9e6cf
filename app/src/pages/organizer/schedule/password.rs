//! Passwords of a meeting: each vendor has its own, with its own rules.

use super::fields::Purpose;
use crate::components::{FieldPair, FieldWidth, TextField};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::MeetingForm;
use portico_domain::{vmr, webapi};

/// The password, or both of them.
#[component]
pub fn Password(vendor: Vendor, form: MeetingForm, purpose: Purpose, state: FormState) -> impl IntoView {
    match vendor {
        Vendor::Cloudroom => digits(state, &form, purpose).into_any(),
        Vendor::Vmr => visitors_and_host(state, &form, purpose).into_any(),
        Vendor::Webapi => chairman(state, &form).into_any(),
    }
}

fn digits(state: FormState, form: &MeetingForm, purpose: Purpose) -> impl IntoView + use<> {
    let l = locale();
    // A change without a password leaves the old one where it was.
    let hint = match purpose {
        Purpose::Change if !form.password.is_empty() => td_string!(l, meetings.form.password_stays),
        _ => td_string!(l, meetings.form.password_hint),
    };
    view! {
        <TextField
            name=state.input("password")
            label=td_string!(l, meetings.form.password)
            optional=td_string!(l, meetings.optional)
            hint=hint
            value=state.value("password", &form.password)
            error=state.error("password")
            inputmode="numeric"
            maxlength=6
            width=FieldWidth::Short
        />
    }
}

fn visitors_and_host(state: FormState, form: &MeetingForm, purpose: Purpose) -> impl IntoView + use<> {
    let l = locale();
    let host_hint = match purpose {
        Purpose::Schedule => td_string!(l, meetings.form.host_password_hint),
        Purpose::Change => td_string!(l, meetings.form.host_password_change),
    };
    let visitors = state.value("password", &form.password);
    let host = state.value("host_password", &form.host_password);
    view! {
        <FieldPair>
            <TextField
                name=state.input("password")
                label=td_string!(l, meetings.form.visitors_password)
                optional=td_string!(l, meetings.optional)
                hint=td_string!(l, meetings.form.visitors_password_hint)
                value=visitors
                error=state.error("password")
                maxlength=vmr::MOST_PASSWORD_CHARS
            />
            <TextField
                name=state.input("host_password")
                label=td_string!(l, meetings.form.host_password)
                optional=td_string!(l, meetings.optional)
                hint=host_hint
                value=host
                error=state.error("host_password")
                maxlength=vmr::MOST_PASSWORD_CHARS
            />
        </FieldPair>
    }
}

fn chairman(state: FormState, form: &MeetingForm) -> impl IntoView + use<> {
    let l = locale();
    view! {
        <TextField
            name=state.input("password")
            label=td_string!(l, meetings.form.chairman_password)
            hint=td_string!(l, meetings.form.chairman_password_hint)
            value=state.value("password", &form.password)
            error=state.error("password")
            maxlength=u32::try_from(webapi::MOST_PASSWORD_CHARS).unwrap_or(u32::MAX)
            width=FieldWidth::Medium
            required=true
        />
    }
}
