//! A message of the page itself: done, old, doubtful, broken.

use super::icon::Icon;
use leptos::prelude::*;

/// What kind of message it is; each has its own icon, so that colour is never alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Info,
    Success,
    Warning,
    Danger,
    /// What is shown comes from the index and is so and so old.
    Old,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Tone::Info => "notice notice-info",
            Tone::Success => "notice notice-success",
            Tone::Warning => "notice notice-warning",
            Tone::Danger => "notice notice-danger",
            Tone::Old => "notice notice-old",
        }
    }

    const fn icon(self) -> icondata::Icon {
        match self {
            Tone::Info => icondata::LuInfo,
            Tone::Success => icondata::LuCircleCheck,
            Tone::Warning => icondata::LuTriangleAlert,
            Tone::Danger => icondata::LuCircleAlert,
            Tone::Old => icondata::LuHistory,
        }
    }
}

/// A message with an optional title and something to do about it.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: Signal<Option<String>>,
    /// It appeared because of something just done, or by itself: read it out.
    #[prop(optional)]
    live: bool,
    /// A button or a link.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let role = live.then_some(if tone == Tone::Danger { "alert" } else { "status" });
    view! {
        <div class=tone.class() role=role>
            <Icon icon=tone.icon()/>
            <div class="notice-body">
                {move || title.get().map(|title| view! { <p class="notice-title">{title}</p> })}
                <div class="notice-text">{children()}</div>
            </div>
            {actions.map(|actions| view! { <div class="notice-actions">{actions.run()}</div> })}
        </div>
    }
}
