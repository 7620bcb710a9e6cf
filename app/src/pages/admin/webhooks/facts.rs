//! How an address stands, and what about it needs somebody.

use super::words::event_words;
use crate::api::webhooks::WebhookLine;
use crate::components::{Fact, Facts, Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::webhooks::StopReason;

/// Why nothing is sent, or nothing arrives.
#[component]
pub fn Concerns(line: WebhookLine) -> impl IntoView {
    let l = locale();
    let failing = line.failing.filter(|_| line.stopped.is_none());
    let stopped = line.stopped.map(|(since, reason)| {
        let since = since.as_str();
        match reason {
            StopReason::Gone => td_string!(l, webhooks.stopped.gone, since = since).to_string(),
            StopReason::Failing => td_string!(l, webhooks.stopped.failing, since = since).to_string(),
        }
    });
    view! {
        {stopped.map(|text| view! {
            <Notice tone=Tone::Danger title=td_string!(l, webhooks.stopped.title)>
                <p>{text}</p>
                <p>{td_string!(l, webhooks.stopped.remedy)}</p>
            </Notice>
        })}
        {failing.map(|since| view! {
            <Notice tone=Tone::Warning>
                <p>{td_string!(l, webhooks.failing_since, since = since.as_str()).to_string()}</p>
            </Notice>
        })}
        {line.paused.then(|| view! {
            <Notice tone=Tone::Info><p>{td_string!(l, webhooks.pause.paused)}</p></Notice>
        })}
    }
}

/// What it is told of, and how much waits.
#[component]
pub fn WebhookFacts(line: WebhookLine) -> impl IntoView {
    let l = locale();
    let events: Vec<_> = line.events.iter().map(|kind| event_words(l, *kind)).collect();
    view! {
        <Facts>
            <Fact label=td_string!(l, webhooks.form.url)>{line.url}</Fact>
            <Fact label=td_string!(l, webhooks.column.events)>{events.join(" · ")}</Fact>
            <Fact label=td_string!(l, webhooks.column.waiting)>{line.waiting}</Fact>
        </Facts>
    }
}
