//! Fields that belong together.

use super::field::{described_by, error_line, hint_id};
use super::field_names::FieldNames;
use leptos::prelude::*;

/// A group of fields under one heading.
#[component]
pub fn Fieldset(
    #[prop(into)] legend: String,
    /// Needed with a hint or an error.
    #[prop(optional, into)]
    id: String,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    FieldNames::note(&id, &legend);
    let hint_here = hint_id(&id);
    let describe = described_by(&id, hint, error);
    let own_id = (!id.is_empty()).then(|| id.clone());
    view! {
        <fieldset class="fieldset" id=own_id aria-describedby=describe>
            <legend class="fieldset-legend">{legend}</legend>
            {move || hint.get().map(|text| view! { <p class="field-hint" id=hint_here.clone()>{text}</p> })}
            {error_line(&id, error)}
            <div class="fieldset-body">{children()}</div>
        </fieldset>
    }
}

/// Two or three fields side by side where there is room (start and end), below each other where not.
#[component]
pub fn FieldPair(children: Children) -> impl IntoView {
    view! { <div class="field-pair">{children()}</div> }
}
