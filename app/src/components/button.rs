//! Buttons, and links that look like them. A button says its verb and its object.

use super::icon::Icon;
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    /// The one thing to do on this page.
    #[default]
    Primary,
    Secondary,
    /// Among others, in lists and bars.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Variant {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Variant::Primary => "button button-primary",
            Variant::Secondary => "button button-secondary",
            Variant::Quiet => "button button-quiet",
            Variant::Danger => "button button-danger",
        }
    }
}

/// What a button does to the form around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonType {
    #[default]
    Submit,
    /// Nothing: it has a listener.
    Button,
}

impl ButtonType {
    const fn name(self) -> &'static str {
        match self {
            ButtonType::Submit => "submit",
            ButtonType::Button => "button",
        }
    }
}

/// A button. While `pending` it says so, cannot be pressed again and keeps the focus.
#[component]
pub fn Button(
    #[prop(optional)] variant: Variant,
    /// Submits the form around it unless told otherwise.
    #[prop(optional)]
    kind: ButtonType,
    #[prop(optional)] icon: Option<icondata::Icon>,
    /// Name and value sent with the form, for forms with two buttons.
    #[prop(optional, into)]
    name: Signal<Option<String>>,
    #[prop(optional, into)] value: Signal<Option<String>>,
    /// Work is under way, such as `action.pending()`.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// What it says meanwhile, such as "Scheduling…"; its own words unless told.
    #[prop(optional, into)]
    pending_label: Signal<Option<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let class = if wide { format!("{} button-wide", variant.class()) } else { variant.class().to_owned() };
    view! {
        <button
            class=class
            type=kind.name()
            name=move || name.get()
            value=move || value.get()
            disabled=move || disabled.get()
            aria-busy=move || pending.get().then_some("true")
            aria-disabled=move || pending.get().then_some("true")
        >
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            <span class="button-label">{children()}</span>
            <span class="button-pending">{move || pending.get().then(|| pending_label.get())}</span>
        </button>
    }
}

/// A link that looks like a button: for going somewhere, never for changing something.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] icon: Option<icondata::Icon>,
    /// As wide as what it stands in.
    #[prop(optional)]
    wide: bool,
    /// Ask the browser to store what it finds there; also keeps the client router away.
    #[prop(optional)]
    download: bool,
    children: Children,
) -> impl IntoView {
    let class = if wide { format!("{} button-wide", variant.class()) } else { variant.class().to_owned() };
    view! {
        <a class=class href=href download=download.then_some("") rel=download.then_some("external")>
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            <span class="button-label">{children()}</span>
        </a>
    }
}

/// A button that is only an icon. Its label is read out and shown on hover.
#[component]
pub fn IconButton(
    icon: icondata::Icon,
    #[prop(into)] label: String,
    #[prop(optional)] kind: ButtonType,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="button button-quiet button-icon"
            type=kind.name()
            aria-label=label.clone()
            title=label
            disabled=move || disabled.get()
        >
            <Icon icon=icon/>
        </button>
    }
}

/// A link that is only an icon. Its label is read out and shown on hover.
#[component]
pub fn IconLink(
    icon: icondata::Icon,
    #[prop(into)] href: String,
    #[prop(into)] label: String,
) -> impl IntoView {
    view! {
        <a class="button button-quiet button-icon" href=href aria-label=label.clone() title=label>
            <Icon icon=icon/>
        </a>
    }
}
