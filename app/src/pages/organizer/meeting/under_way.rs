//! What is being done to the series of the meeting, and how far it has come.

use crate::api::meetings::LivePanel;
use crate::api::series::SeriesWork;
use crate::components::{Notice, Progress, Tone, Variant};
use crate::i18n::*;
use crate::language::locale;
use crate::pages::organizer::meeting::live::ReadAnew;
use leptos::prelude::*;

/// Nothing, unless something goes on or was left undone. With script it stays up to date; without, one looks again.
#[component]
pub fn SeriesUnderWay(id: String, live: Signal<LivePanel>) -> impl IntoView {
    let work = Memo::new(move |_| live.with(|live| live.work.clone()));
    // What has come to its end while the page was open is said, too.
    let seen = Memo::new(move |before: Option<&bool>| before == Some(&true) || work.with(Option::is_some));
    // Made anew only where something else is done: what is read out, or has the focus, must not come anew with each
    // meeting.
    let what = Memo::new(move |_| work.with(|work| work.as_ref().map(std::mem::discriminant)));
    move || (what.get().is_some() || seen.get()).then(|| view! { <Said id=id.clone() work=work/> })
}

#[component]
fn Said(id: String, work: Memo<Option<SeriesWork>>) -> impl IntoView {
    let l = locale();
    let now = work.get_untracked();
    let (tone, title) = heading(l, now.as_ref());
    let goes_on = now.as_ref().is_some_and(SeriesWork::goes_on);
    let text = Signal::derive(move || work.with(|work| text(l, work.as_ref())));
    let percent = Signal::derive(move || work.with(|work| percent(work.as_ref())));
    let body = match goes_on {
        true => view! {
            <Progress label=text percent=percent/>
            <p>{td_string!(l, series.under_way.leave)}</p>
        }
        .into_any(),
        false => view! { <p>{text}</p> }.into_any(),
    };
    view! {
        <Notice
            tone=tone
            title=title
            live=!goes_on
            actions=move || view! {
                <ReadAnew id=id variant=Variant::Secondary label=td_string!(l, series.under_way.look)/>
            }
        >
            {body}
        </Notice>
    }
}

fn heading(l: Locale, work: Option<&SeriesWork>) -> (Tone, &'static str) {
    match work {
        Some(SeriesWork::Booking { .. }) => (Tone::Info, td_string!(l, series.under_way.booking)),
        Some(SeriesWork::Changing) => (Tone::Info, td_string!(l, series.under_way.changing)),
        Some(SeriesWork::Cancelling) => (Tone::Info, td_string!(l, series.under_way.cancelling)),
        Some(SeriesWork::Interrupted { .. }) => (Tone::Warning, td_string!(l, series.under_way.interrupted)),
        Some(SeriesWork::NotAllChanged { .. }) => (Tone::Warning, td_string!(l, series.under_way.unchanged)),
        Some(SeriesWork::NotAllCancelled { .. }) => {
            (Tone::Warning, td_string!(l, series.under_way.uncancelled))
        }
        Some(SeriesWork::Refused { .. }) => (Tone::Danger, td_string!(l, series.under_way.refused)),
        None => (Tone::Info, td_string!(l, series.under_way.over)),
    }
}

fn text(l: Locale, work: Option<&SeriesWork>) -> String {
    match work {
        Some(SeriesWork::Booking { booked, of }) => {
            td_string!(l, series.under_way.booked, booked = booked, of = of).to_string()
        }
        Some(SeriesWork::Changing | SeriesWork::Cancelling) => {
            td_string!(l, series.under_way.one_by_one).to_owned()
        }
        Some(SeriesWork::Interrupted { booked, of }) => {
            td_string!(l, series.under_way.interrupted_text, booked = booked, of = of).to_string()
        }
        Some(SeriesWork::Refused { why }) => {
            td_string!(l, series.under_way.refused_text, why = why.as_str()).to_string()
        }
        Some(SeriesWork::NotAllChanged { why } | SeriesWork::NotAllCancelled { why }) => {
            let broken_off = td_string!(l, series.under_way.broken_off);
            let why = why.as_deref().unwrap_or(broken_off);
            td_string!(l, series.under_way.left, why = why).to_string()
        }
        None => td_string!(l, series.under_way.over_text).to_owned(),
    }
}

/// How far it has come, where that is counted.
fn percent(work: Option<&SeriesWork>) -> Option<u8> {
    match work {
        Some(SeriesWork::Booking { booked, of }) => {
            u8::try_from(booked.saturating_mul(100).checked_div(*of)?.min(100)).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_many_of_a_series_are_booked_is_said_in_words_and_as_a_bar() {
        let work = SeriesWork::Booking { booked: 12, of: 60 };
        assert_eq!(text(Locale::en, Some(&work)), "12 of 60 meetings booked so far; the rest follows.");
        assert_eq!(text(Locale::zh_CN, Some(&work)), "已预约 12 场，共 60 场，其余场次将继续预约。");
        assert_eq!(percent(Some(&work)), Some(20));
        assert_eq!(percent(Some(&SeriesWork::Booking { booked: 0, of: 0 })), None);
        assert_eq!(percent(Some(&SeriesWork::Changing)), None, "it only says that work goes on");
    }
}
