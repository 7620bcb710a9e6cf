//! Events, deliveries and how an address stands, in words.

use crate::api::webhooks::{DeliveryLine, WebhookLine};
use crate::components::{BadgeState, StateBadge};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use portico_domain::webhooks::{DeliveryState, EventKind, Failing};

/// Where webhooks are.
pub const WEBHOOKS: &str = "/webhooks";

/// What happened.
pub fn event_words(l: Locale, kind: EventKind) -> &'static str {
    match kind {
        EventKind::Scheduled => td_string!(l, webhooks.event.scheduled),
        EventKind::Changed => td_string!(l, webhooks.event.changed),
        EventKind::Started => td_string!(l, webhooks.event.started),
        EventKind::Ended => td_string!(l, webhooks.event.ended),
        EventKind::Cancelled => td_string!(l, webhooks.event.cancelled),
        EventKind::Participants => td_string!(l, webhooks.event.participants),
        EventKind::Joined => td_string!(l, webhooks.event.joined),
        EventKind::RecordingReady => td_string!(l, webhooks.event.recording_ready),
        EventKind::RecordingDeleted => td_string!(l, webhooks.event.recording_deleted),
        EventKind::Test => td_string!(l, webhooks.event.test),
    }
}

/// How an address stands: a stop outdoes a pause, and a pause what failed before.
#[component]
pub fn Standing(line: WebhookLine) -> impl IntoView {
    let l = locale();
    let (state, label) = if line.stopped.is_some() {
        (BadgeState::Cancelled, td_string!(l, webhooks.state.stopped))
    } else if line.paused {
        (BadgeState::Paused, td_string!(l, webhooks.state.paused))
    } else if line.failing.is_some() {
        (BadgeState::Silent, td_string!(l, webhooks.state.failing))
    } else {
        (BadgeState::Ok, td_string!(l, webhooks.state.good))
    };
    view! { <StateBadge state=state label=label/> }
}

/// How far a delivery is.
#[component]
pub fn DeliveryBadge(state: DeliveryState) -> impl IntoView {
    let l = locale();
    let (badge, label) = match state {
        DeliveryState::Waiting => (BadgeState::Soon, td_string!(l, webhooks.delivery.waiting)),
        DeliveryState::Delivered => (BadgeState::Ok, td_string!(l, webhooks.delivery.delivered)),
        DeliveryState::Failed => (BadgeState::Silent, td_string!(l, webhooks.delivery.failed)),
    };
    view! { <StateBadge state=badge label=label/> }
}

/// What the last try brought: the status and how long it took, or why there is none.
pub fn outcome_words(l: Locale, line: &DeliveryLine) -> String {
    let took = line.took.unwrap_or_default();
    match (line.failing, line.status) {
        (Some(Failing::Stopped), _) => td_string!(l, webhooks.failing.stopped).to_owned(),
        (_, Some(status)) => td_string!(l, webhooks.answered, status = status, took = took).to_string(),
        (Some(failing), None) => {
            td_string!(l, webhooks.unanswered, reason = failing_words(l, failing), took = took).to_string()
        }
        (None, None) => td_string!(l, webhooks.untried).to_owned(),
    }
}

fn failing_words(l: Locale, failing: Failing) -> &'static str {
    match failing {
        Failing::Status => td_string!(l, webhooks.failing.status),
        Failing::Late => td_string!(l, webhooks.failing.late),
        Failing::Cut => td_string!(l, webhooks.failing.cut),
        Failing::NoSuchName => td_string!(l, webhooks.failing.no_such_name),
        Failing::NotAllowed => td_string!(l, webhooks.failing.not_allowed),
        Failing::Tls => td_string!(l, webhooks.failing.tls),
        Failing::NoConnection => td_string!(l, webhooks.failing.no_connection),
        Failing::Stopped => td_string!(l, webhooks.failing.stopped),
    }
}
