//! One of many: a native select.

use super::choices_field::Choice;
use super::field::{Field, FieldWidth, described_by, invalid};
use leptos::prelude::*;

/// A list to pick one from.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    /// The name unless told otherwise.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional, into)] value: Signal<Option<String>>,
    #[prop(optional, into)] optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional)] width: FieldWidth,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let describe = described_by(&id, hint, error);
    let options = choices
        .into_iter()
        .map(|choice| {
            let value_here = choice.value.clone();
            let selected = move || value.get().as_deref() == Some(value_here.as_str());
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    view! {
        <Field
            id=id.clone()
            label=label
            optional=optional
            hint=hint
            error=error
            hide_label=hide_label
            width=width
        >
            <select
                class="input"
                id=id
                name=name
                required=required
                aria-describedby=describe
                aria-invalid=invalid(error)
            >
                {options}
            </select>
        </Field>
    }
}
