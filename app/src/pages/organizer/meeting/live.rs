//! What is happening in the meeting.

use crate::api::meetings::LivePanel;
use crate::components::{ButtonLink, Notice, Section, Tone, Variant};
use crate::i18n::*;
use crate::language::{kind_text, locale};
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Kind;

/// State and people, how old that is, and whether the vendor still answers.
#[component]
pub fn LiveState(id: String, live: Signal<LivePanel>) -> impl IntoView {
    let l = locale();
    // Only what matters is read out: the sentence, not the age that changes every few seconds.
    let sentence = Memo::new(move |_| live.with(|live| sentence(l, live)));
    let seen = Signal::derive(move || {
        let seen = live.with(|live| live.seen.clone());
        (!seen.is_empty()).then(|| td_string!(l, meetings.live.seen, seen = seen).to_string())
    });
    let failing = Memo::new(move |_| live.with(|live| live.failing.clone()));
    view! {
        <Section
            id="live"
            title=td_string!(l, meetings.live.title)
            note=seen
            actions=move || view! {
                // External: without script a plain link, with script a page read anew.
                <ButtonLink
                    href=format!("/meetings/{id}")
                    variant=Variant::Quiet
                    icon=icondata::LuRefreshCw
                    attr:rel="external"
                >
                    {td_string!(l, meetings.live.refresh)}
                </ButtonLink>
            }
        >
            <div aria-live="polite">
                <p>{sentence}</p>
                {move || failing.get().map(|kind| view! { <Failing kind=kind/> })}
            </div>
        </Section>
    }
}

fn sentence(l: Locale, live: &LivePanel) -> String {
    let state = match live.state {
        MeetingState::Scheduled => td_string!(l, meetings.live.scheduled),
        MeetingState::Live => td_string!(l, meetings.live.live),
        MeetingState::Ended => td_string!(l, meetings.live.ended),
        MeetingState::Cancelled => td_string!(l, meetings.live.cancelled),
        MeetingState::Unconfirmed => td_string!(l, meetings.live.unconfirmed),
    };
    let count = live.members;
    match live.state {
        MeetingState::Live => format!("{state} · {}", td_string!(l, meetings.live.present, count = count)),
        MeetingState::Ended => format!("{state} · {}", td_string!(l, meetings.live.counted, count = count)),
        _ => state.to_owned(),
    }
}

#[component]
fn Failing(kind: String) -> impl IntoView {
    let l = locale();
    let kind = Kind::from_name(&kind).unwrap_or(Kind::VendorSilent);
    view! {
        <Notice tone=Tone::Old title=td_string!(l, meetings.live.failing)>
            <p>{kind_text(l, kind)}</p>
        </Notice>
    }
}
