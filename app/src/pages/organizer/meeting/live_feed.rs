//! How the page learns what is happening in the meeting: the server says when something changed, and the page
//! looks. Where no such word comes, because a proxy swallows it, the page looks every five seconds.

use super::nudges::{self, Nudges};
use crate::api::Refused;
use crate::api::meetings::{LivePanel, read_live};
use crate::api::series::SeriesWork;
use leptos::prelude::*;
use leptos::task::spawn_local;
use portico_domain::meetings::MeetingState;
use std::time::Duration;

/// How often the page sees whether there is something to do; and how often it looks where it is not told.
const EVERY: Duration = Duration::from_secs(5);
/// It looks that rarely where it is told of changes: only so that the age it shows is true.
const SELDOM: u32 = 6;
/// A stream that said nothing for so long is none. It says that it lives every 20 s.
const SILENT: u32 = 9;
/// So long after the last word a new stream is tried.
const NEW_STREAM: u32 = 20;

/// The live state, as first rendered and then kept fresh while the page is visible. Nothing happens
/// on the server or without script.
pub fn follow(id: String, first: LivePanel) -> Signal<LivePanel> {
    let panel = RwSignal::new(first);
    // Under way; and asked once more meanwhile, so that no answer is older than the last word.
    let (asking, again) = (StoredValue::new(false), StoredValue::new(false));
    let id = StoredValue::new(id);
    // Since the page looked, and since the last word, in multiples of `EVERY`.
    let (idle, silent) = (StoredValue::new(0), StoredValue::new(SILENT));
    let ask = move || {
        idle.set_value(0);
        if asking.get_value() {
            again.set_value(true);
            return;
        }
        asking.set_value(true);
        let id = id.get_value();
        spawn_local(async move {
            loop {
                again.try_set_value(false);
                hear(panel, read_live(id.clone()).await);
                if again.try_get_value() != Some(true) {
                    break;
                }
            }
            asking.try_set_value(false);
        });
    };
    let wanted = move || {
        let may_change = panel.try_with_untracked(may_still_change).unwrap_or(false);
        may_change && !document().hidden()
    };
    Effect::new(move |_| {
        // Here, where only browsers come: what belongs to one thread must not be made among the server's many.
        let stream = StoredValue::new_local(None::<Nudges>);
        let listen = move || {
            let heard = move |is_news: bool| {
                silent.try_set_value(0);
                if is_news && wanted() {
                    ask();
                }
            };
            stream.set_value(nudges::listen(&id.get_value(), heard));
        };
        let tick = move || {
            if !wanted() {
                // Nobody looks: the line is free for other tabs.
                stream.set_value(None);
                silent.set_value(SILENT);
                return;
            }
            silent.update_value(|ticks| *ticks += 1);
            idle.update_value(|ticks| *ticks += 1);
            let quiet = silent.get_value();
            if stream.with_value(Option::is_none) || quiet % NEW_STREAM == 0 {
                listen();
            }
            // How far something long has come, nobody tells.
            let works = panel.try_with_untracked(works_on).unwrap_or(false);
            if works || quiet >= SILENT || idle.get_value() >= SELDOM {
                ask();
            }
        };
        if let Ok(every) = set_interval_with_handle(tick, EVERY) {
            on_cleanup(move || every.clear());
        }
    });
    panel.into()
}

fn works_on(panel: &LivePanel) -> bool {
    panel.work.as_ref().is_some_and(SeriesWork::goes_on)
}

/// What is over stays over, but something may still go on with the rest of its series.
fn may_still_change(panel: &LivePanel) -> bool {
    works_on(panel) || !matches!(panel.state, MeetingState::Ended | MeetingState::Cancelled)
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
            panel.try_update(|known| known.failing = Some(LivePanel::reason(&refusal)));
        }
    }
}
