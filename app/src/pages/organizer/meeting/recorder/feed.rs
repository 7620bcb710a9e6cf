//! How the page learns what happens in the room: it asks every five seconds while it is visible.

use crate::api::Refused;
use crate::api::control::{RoomNow, read_room};
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_domain::refusals::Refusal;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(5);

/// The room as last heard of, and why it could not be heard of just now, if so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub now: Option<RoomNow>,
    pub failing: Option<Refusal>,
}

/// The room as first rendered and then kept fresh. Nothing happens on the server or without script.
pub fn follow(id: String, first: Option<RoomNow>) -> Signal<Heard> {
    let heard = RwSignal::new(Heard { now: first, failing: None });
    let asking = StoredValue::new(false);
    let id = StoredValue::new(id);
    let ask = move || {
        if document().hidden() || asking.get_value() {
            return;
        }
        asking.set_value(true);
        let id = id.get_value();
        spawn_local(async move {
            hear(heard, read_room(id).await);
            asking.try_set_value(false);
        });
    };
    Effect::new(move |_| {
        if let Ok(every) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || every.clear());
        }
    });
    heard.into()
}

/// What is no news must not be drawn anew. The page may be gone by now, and then there is nobody to tell.
fn hear(heard: RwSignal<Heard>, answer: Result<Option<crate::api::control::RoomPanel>, Refused>) {
    let Some(known) = heard.try_get_untracked() else { return };
    let news = match answer {
        Ok(panel) => Heard { now: panel.and_then(|panel| panel.now), failing: None },
        // The incident's number differs each time; one is enough.
        Err(Refused(refusal)) if known.failing.as_ref().is_some_and(|old| old.kind == refusal.kind) => return,
        Err(Refused(refusal)) => Heard { now: known.now.clone(), failing: Some(refusal) },
    };
    if news != known {
        heard.try_set(news);
    }
}
