//! What is happening in the meeting.

use crate::api::meetings::LivePanel;
use crate::components::{ButtonLink, Notice, Section, Tone, Variant};
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Refusal;

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
    let running =
        Memo::new(move |_| live.with(|live| live.duration_seconds.map(|seconds| running_text(l, seconds))));
    let failing = Memo::new(move |_| live.with(|live| live.failing.clone()));
    view! {
        <Section
            id="live"
            title=td_string!(l, meetings.live.title)
            note=seen
            actions=move || view! {
                <ReadAnew id=id variant=Variant::Quiet label=td_string!(l, meetings.live.refresh)/>
            }
        >
            <div aria-live="polite">
                <p>{sentence}</p>
                {move || failing.get().map(|refusal| view! { <Failing refusal=refusal/> })}
            </div>
            {move || running.get().map(|text| view! { <p class="muted">{text}</p> })}
        </Section>
    }
}

/// The way to the same page, read anew: without script a plain link.
#[component]
pub fn ReadAnew(id: String, variant: Variant, label: &'static str) -> impl IntoView {
    view! {
        // Otherwise the router would take it for the page that is there already.
        <ButtonLink
            href=format!("/meetings/{id}")
            variant=variant
            icon=icondata::LuRefreshCw
            attr:rel="external"
        >
            {label}
        </ButtonLink>
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
    match (live.state, live.members) {
        (MeetingState::Live, Some(count)) => {
            format!("{state} · {}", td_string!(l, meetings.live.present, count = count))
        }
        (MeetingState::Ended, Some(count)) => {
            format!("{state} · {}", td_string!(l, meetings.live.counted, count = count))
        }
        _ => state.to_owned(),
    }
}

/// "Running for 12 min"
fn running_text(l: Locale, seconds: i64) -> String {
    // The first minute is one from its beginning.
    let minutes = (seconds / 60).max(1);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => td_string!(l, meetings.live.running_minutes, minutes = minutes).to_string(),
        (hours, minutes) => {
            td_string!(l, meetings.live.running_hours, hours = hours, minutes = minutes).to_string()
        }
    }
}

#[component]
fn Failing(refusal: Refusal) -> impl IntoView {
    let l = locale();
    view! {
        <Notice tone=Tone::Old title=td_string!(l, meetings.live.failing)>
            <p>{refusal_text(l, &refusal)}</p>
        </Notice>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::refusals::{Kind, VendorAnswer};

    #[test]
    fn why_the_vendor_could_not_be_asked_is_said_with_its_code_and_stays_the_same() {
        let answer = VendorAnswer {
            vendor: "cloudroom".into(),
            code: "22008".into(),
            meaning_en: "Too many calls.".into(),
            meaning_zh: "请求过多。".into(),
            remedy_en: "Wait a minute.".into(),
            remedy_zh: "请稍候。".into(),
        };
        let refused = |incident: &str| Refusal {
            vendor: Some(answer.clone()),
            incident: Some(incident.into()),
            ..Kind::VendorBusy.into()
        };
        let reason = LivePanel::reason(&refused("one"));
        assert_eq!(reason, LivePanel::reason(&refused("two")), "read out once");
        let text = refusal_text(Locale::en, &reason);
        for part in ["Too many calls.", "Wait a minute.", "22008"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn nobody_is_counted_where_the_vendor_does_not() {
        let said = |state, members| {
            let panel = LivePanel {
                state,
                members,
                duration_seconds: None,
                seen: String::new(),
                failing: None,
                work: None,
            };
            sentence(Locale::en, &panel)
        };
        assert_eq!(said(MeetingState::Ended, Some(3)), "Ended · 3 took part");
        assert_eq!(said(MeetingState::Ended, None), "Ended");
        assert_eq!(said(MeetingState::Live, Some(0)), "Running now · 0 present");
    }

    #[test]
    fn how_long_it_has_been_running_is_said_in_minutes_and_hours() {
        assert_eq!(running_text(Locale::en, 0), "Running for 1 min");
        assert_eq!(running_text(Locale::en, 12 * 60 + 59), "Running for 12 min");
        assert_eq!(running_text(Locale::en, 3600 + 5 * 60), "Running for 1 h 5 min");
        assert_eq!(running_text(Locale::zh_CN, 7200), "已进行 2 小时 0 分钟");
    }
}
