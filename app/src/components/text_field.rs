//! Fields of one line: text, addresses, numbers, dates and times.

use super::field::{Field, FieldWidth, described_by, invalid};
use leptos::prelude::*;

/// What a line of text is, as the browser knows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    #[default]
    Text,
    Search,
    Email,
    Url,
    Tel,
    Date,
    /// Wall-clock date and time, `2026-03-01T14:00`.
    DateTime,
    Time,
    Number,
}

impl TextKind {
    const fn name(self) -> &'static str {
        match self {
            TextKind::Text => "text",
            TextKind::Search => "search",
            TextKind::Email => "email",
            TextKind::Url => "url",
            TextKind::Tel => "tel",
            TextKind::Date => "date",
            TextKind::DateTime => "datetime-local",
            TextKind::Time => "time",
            TextKind::Number => "number",
        }
    }
}

/// One line of text. What was typed comes back in `value`; what is wrong with it in `error`.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// The name unless told otherwise.
    #[prop(optional, into)]
    id: Option<String>,
    #[prop(optional)] kind: TextKind,
    #[prop(optional, into)] value: Signal<Option<String>>,
    #[prop(optional, into)] optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] readonly: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] hide_label: bool,
    #[prop(optional)] width: FieldWidth,
    /// What the browser may fill in, such as `username`; `off` unless told.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a telephone shows, such as `numeric`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional, into)] min: Signal<Option<String>>,
    #[prop(optional, into)] max: Signal<Option<String>>,
    #[prop(optional, into)] step: Signal<Option<String>>,
    /// An example, only beside a label that already says everything (a search field).
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let describe = described_by(&id, hint, error);
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
            <input
                class="input"
                type=kind.name()
                id=id
                name=name
                value=move || value.get()
                required=required
                readonly=move || readonly.get()
                disabled=move || disabled.get()
                autofocus=autofocus
                autocomplete=autocomplete
                inputmode=inputmode
                maxlength=maxlength.map(|most| most.to_string())
                min=move || min.get()
                max=move || max.get()
                step=move || step.get()
                placeholder=move || placeholder.get()
                aria-describedby=describe
                aria-invalid=invalid(error)
            />
        </Field>
    }
}

/// A wall-clock date and time; say the zone in the hint.
#[component]
pub fn DateTimeField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// `2026-03-01T14:00`
    #[prop(optional, into)]
    value: Signal<Option<String>>,
    #[prop(optional, into)] optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] min: Signal<Option<String>>,
    #[prop(optional, into)] max: Signal<Option<String>>,
    /// Only the date, `2026-03-01`.
    #[prop(optional)]
    date_only: bool,
) -> impl IntoView {
    let kind = if date_only { TextKind::Date } else { TextKind::DateTime };
    view! {
        <TextField
            name=name
            label=label
            kind=kind
            value=value
            optional=optional
            hint=hint
            error=error
            required=required
            min=min
            max=max
            width=FieldWidth::Medium
        />
    }
}

/// A number to count or measure with. Codes and passcodes are text with `inputmode="numeric"`.
#[component]
pub fn NumberField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: Signal<Option<String>>,
    #[prop(optional, into)] optional: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<Option<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] min: Signal<Option<String>>,
    #[prop(optional, into)] max: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <TextField
            name=name
            label=label
            kind=TextKind::Number
            value=value
            optional=optional
            hint=hint
            error=error
            required=required
            min=min
            max=max
            inputmode="numeric"
            width=FieldWidth::Short
        />
    }
}
