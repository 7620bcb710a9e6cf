//! One thing that is so or not.

use super::field::{described_by, error_line, hint_id, invalid};
use super::field_names::FieldNames;
use leptos::prelude::*;

/// A box to tick. A ticked box sends `value` (`on`), an empty one sends nothing.
#[component]
pub fn CheckboxField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The name unless told otherwise.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional, into)] checked: Signal<bool>,
    #[prop(into, default = "on".to_owned())] value: String,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    FieldNames::note(&id, &label);
    let hint_here = hint_id(&id);
    let describe = described_by(&id, hint, error);
    view! {
        <div class="field field-check" data-invalid=move || error.get().map(|_| "")>
            {error_line(&id, error)}
            <div class="choice">
                <input
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=move || checked.get()
                    aria-describedby=describe
                    aria-invalid=invalid(error)
                />
                <label for=id>{label}</label>
                {move || {
                    hint.get().map(|text| view! { <span class="choice-hint" id=hint_here.clone()>{text}</span> })
                }}
            </div>
        </div>
    }
}
