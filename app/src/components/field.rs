//! What all fields share: the label above, the hint, the error, and how they are tied together.

use super::field_names::FieldNames;
use super::icon::{Icon, IconSize};
use leptos::prelude::*;

/// How wide a field is, so that its width hints at what belongs into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// As wide as the form.
    #[default]
    Full,
    /// A date, a name.
    Medium,
    /// A handful of digits.
    Short,
}

impl FieldWidth {
    const fn class(self) -> &'static str {
        match self {
            FieldWidth::Full => "field",
            FieldWidth::Medium => "field field-medium",
            FieldWidth::Short => "field field-short",
        }
    }
}

/// The id of a field's hint.
pub fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

/// The id of a field's error.
pub fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// What `aria-describedby` of a field names: its hint and its error, as far as there are any.
pub fn described_by(
    id: &str,
    hint: Signal<Option<String>>,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
    let (hint_id, error_id) = (hint_id(id), error_id(id));
    move || match (hint.get().is_some(), error.get().is_some()) {
        (true, true) => Some(format!("{hint_id} {error_id}")),
        (true, false) => Some(hint_id.clone()),
        (false, true) => Some(error_id.clone()),
        (false, false) => None,
    }
}

/// What `aria-invalid` of a field says.
pub(super) fn invalid(
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync {
    move || error.get().map(|_| "true")
}

/// The error of a field or a group, with the id that `aria-describedby` names.
pub(super) fn error_line(id: &str, error: Signal<Option<String>>) -> impl IntoView + use<> {
    let error_id = error_id(id);
    move || {
        error.get().map(|text| {
            view! {
                <p class="field-error" id=error_id.clone()>
                    <Icon icon=icondata::LuCircleAlert size=IconSize::Small/>
                    <span>{text}</span>
                </p>
            }
        })
    }
}

/// Label, hint and error around one control, which comes as the children and carries the same `id`.
///
/// The ready-made fields use it; use it alone for a control that they do not cover, with
/// [`described_by`] for its `aria-describedby`.
#[component]
pub fn Field(
    /// The id of the control inside.
    #[prop(into)]
    id: String,
    #[prop(into)] label: String,
    /// "(optional)", shown beside the label.
    #[prop(optional, into)]
    optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// The label is read out but not shown (a search field).
    #[prop(optional)]
    hide_label: bool,
    #[prop(optional)] width: FieldWidth,
    children: Children,
) -> impl IntoView {
    FieldNames::note(&id, &label);
    let label_class = if hide_label { "field-label visually-hidden" } else { "field-label" };
    let hint_id = hint_id(&id);
    view! {
        <div class=width.class() data-invalid=move || error.get().map(|_| "")>
            <label class=label_class for=id.clone()>
                {label}
                {move || optional.get().map(|text| view! { <span class="field-optional">{text}</span> })}
            </label>
            {move || {
                hint.get().map(|text| view! { <p class="field-hint" id=hint_id.clone()>{text}</p> })
            }}
            {error_line(&id, error)}
            {children()}
        </div>
    }
}
