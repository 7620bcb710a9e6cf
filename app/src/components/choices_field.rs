//! One of a few: radio buttons.

use super::field::{described_by, error_line, hint_id};
use super::field_names::FieldNames;
use leptos::prelude::*;

/// One answer: its value in the form, its words, and a hint if they are not enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// A few answers, all in sight. With more than about six, use [`super::SelectField`].
///
/// The first button carries the group's id, so that the error summary leads to it.
#[component]
pub fn ChoicesField(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// Side by side where there is room.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    FieldNames::note(&name, &legend);
    let buttons = choices
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let id = if index == 0 { name.clone() } else { format!("{name}-{}", index + 1) };
            let value_here = choice.value.clone();
            let hint = choice.hint.map(|text| {
                let hint = hint_id(&id);
                view! { <span class="choice-hint" id=hint>{text}</span> }
            });
            let describe = hint.is_some().then(|| hint_id(&id));
            view! {
                <div class="choice">
                    <input
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=choice.value
                        checked=move || value.get().as_deref() == Some(value_here.as_str())
                        aria-describedby=describe
                    />
                    <label for=id>{choice.label}</label>
                    {hint}
                </div>
            }
        })
        .collect_view();
    let hint_here = hint_id(&name);
    view! {
        <fieldset
            class="field choices"
            data-invalid=move || error.get().map(|_| "")
            aria-describedby=described_by(&name, hint, error)
        >
            <legend class="field-label">{legend}</legend>
            {move || hint.get().map(|text| view! { <p class="field-hint" id=hint_here.clone()>{text}</p> })}
            {error_line(&name, error)}
            <div class=if inline { "choice-list choice-list-inline" } else { "choice-list" }>{buttons}</div>
        </fieldset>
    }
}
