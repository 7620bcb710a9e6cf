//! The time zone: typed, with the known names offered.

use crate::components::{Field, FieldWidth, described_by};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;

const CHOICES: &str = "zones";

/// A line of text rather than a select: nobody wants to scroll through hundreds of names.
#[component]
pub fn ZoneField(state: FormState, zone: String, zones: Vec<String>, default_zone: String) -> impl IntoView {
    let l = locale();
    let id = state.input("zone");
    let hint =
        Signal::stored(Some(td_string!(l, account.profile.zone_hint, zone = default_zone).to_string()));
    let error = state.error("zone");
    let describe = described_by(&id, hint, error);
    let zones = zones.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view();
    view! {
        <Field
            id=id.clone()
            label=td_string!(l, account.profile.zone)
            optional=td_string!(l, account.profile.optional)
            hint=hint
            error=error
            width=FieldWidth::Medium
        >
            <input
                class="input"
                type="text"
                id=id.clone()
                name=id
                value=state.value("zone", &zone)
                list=CHOICES
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="60"
                aria-describedby=describe
                aria-invalid=move || error.get().map(|_| "true")
            />
        </Field>
        <datalist id=CHOICES>{zones}</datalist>
    }
}
