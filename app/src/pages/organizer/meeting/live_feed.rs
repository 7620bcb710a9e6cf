//! How the page learns what is happening in the meeting. Today it asks every five seconds; when the
//! server sends events, only this file changes.

use crate::api::Refused;
use crate::api::meetings::{LivePanel, read_live};
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_domain::meetings::MeetingState;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(5);

/// The live state, as first rendered and then kept fresh while the page is visible. Nothing happens
/// on the server or without script.
pub fn follow(id: String, first: LivePanel) -> Signal<LivePanel> {
    let panel = RwSignal::new(first);
    let asking = StoredValue::new(false);
    let id = StoredValue::new(id);
    let ask = move || {
        let wanted = panel.try_with_untracked(|panel| may_still_change(panel.state)).unwrap_or(false);
        if !wanted || document().hidden() || asking.get_value() {
            return;
        }
        asking.set_value(true);
        let id = id.get_value();
        spawn_local(async move {
            hear(panel, read_live(id).await);
            asking.try_set_value(false);
        });
    };
    Effect::new(move |_| {
        if let Ok(every) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || every.clear());
        }
    });
    panel.into()
}

/// What is over stays over.
fn may_still_change(state: MeetingState) -> bool {
    !matches!(state, MeetingState::Ended | MeetingState::Cancelled)
}

/// A failed question leaves what is known and says that it could not be checked. The page may be gone
/// by now, and then there is nobody to tell.
fn hear(panel: RwSignal<LivePanel>, answer: Result<LivePanel, Refused>) {
    match answer {
        Ok(news) => {
            let is_news = panel.try_with_untracked(|known| *known != news).unwrap_or(false);
            if is_news {
                panel.try_set(news);
            }
        }
        Err(Refused(refusal)) => {
            panel.try_update(|known| known.failing = Some(refusal.kind.name().to_owned()));
        }
    }
}
