//! The agenda: a line of time, day after day, with now marked on it.

use super::state_badge::BadgeState;
use leptos::prelude::*;

/// One day; the children are [`TimelineItem`]s and, today, one [`TimelineNow`] between them.
#[component]
pub fn TimelineDay(
    /// The heading's id, unique on the page.
    #[prop(into)]
    id: String,
    /// "Today", "Tomorrow", "Thursday".
    #[prop(into)]
    title: String,
    /// "Tuesday 3 March".
    #[prop(optional, into)]
    note: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="timeline-day" aria-labelledby=id.clone()>
            <h2 class="timeline-heading" id=id.clone()>
                {title}
                {move || note.get().map(|note| view! { <span class="timeline-note">{note}</span> })}
            </h2>
            <ol class="timeline-list">{children()}</ol>
        </section>
    }
}

/// The days; the children are [`TimelineDay`]s.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <div class="timeline">{children()}</div> }
}

/// One meeting on the line.
#[component]
pub fn TimelineItem(
    #[prop(into)] href: String,
    #[prop(into)] title: String,
    #[prop(into)] state: BadgeState,
    /// "14:00" as it stands on the page, in a `<time>`.
    #[prop(into)]
    start: ViewFnOnce,
    /// "15:00", below it.
    #[prop(optional, into)]
    end: Option<ViewFnOnce>,
    /// Connection, organizer, repetition; one line.
    #[prop(optional, into)]
    meta: Option<ViewFnOnce>,
    /// The badge, if the state needs saying.
    #[prop(optional, into)]
    badge: Option<ViewFnOnce>,
    /// "Join" or "Start", for what is live or soon.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
) -> impl IntoView {
    view! {
        <li class="timeline-item" data-state=state.name()>
            <div class="timeline-time">
                <span class="timeline-start">{start.run()}</span>
                {end.map(|end| view! { <span class="timeline-end">{end.run()}</span> })}
            </div>
            <div class="timeline-body">
                <a class="timeline-title" href=href>{title}</a>
                {meta.map(|meta| view! { <p class="timeline-meta">{meta.run()}</p> })}
            </div>
            {badge.map(|badge| view! { <div class="timeline-badge">{badge.run()}</div> })}
            {actions.map(|actions| view! { <div class="timeline-actions">{actions.run()}</div> })}
        </li>
    }
}

/// Now, between what has begun and what has not.
#[component]
pub fn TimelineNow(
    /// "Now", with the time.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! { <li class="timeline-now"><span>{label}</span></li> }
}
