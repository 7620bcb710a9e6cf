//! How far a change goes in a series, and what became of it where not all meetings could be changed.

use crate::components::{Choice, ChoicesField, Notice, Tone};
use crate::forms::FormState;
use crate::i18n::*;
use crate::language::{locale, refusal_text};
use leptos::prelude::*;
use portico_domain::meetings::Reach;
use portico_domain::refusals::{Partly, Refusal};

fn reach_word(l: Locale, reach: Reach) -> &'static str {
    match reach {
        Reach::This => td_string!(l, series.reach.this),
        Reach::Following => td_string!(l, series.reach.following),
        Reach::All => td_string!(l, series.reach.all),
    }
}

/// This meeting, this and those that follow, or all.
#[component]
pub fn HowFar(state: FormState) -> impl IntoView {
    let l = locale();
    let choices = Reach::ALL.map(|reach| Choice::new(reach.name(), reach_word(l, reach)));
    view! {
        <ChoicesField
            name=state.input("scope")
            legend=td_string!(l, series.reach.title)
            hint=td_string!(l, series.reach.hint)
            choices=choices.to_vec()
            value=state.value("scope", Reach::This.name())
            error=state.error("scope")
        />
    }
}

/// Which meetings were changed, and which were not and why.
#[component]
pub fn ChangedPartly(state: FormState) -> impl IntoView {
    let l = locale();
    let refusal = state.refusal();
    let title = td_string!(l, series.partly.title);
    move || {
        let partly = refusal.with(|refusal| refusal.as_ref()?.partly.clone())?;
        let lines = lines(l, &partly).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        Some(view! {
            <Notice tone=Tone::Warning title=title>
                <ul>{lines}</ul>
                <p>{td_string!(l, series.partly.again)}</p>
            </Notice>
        })
    }
}

fn lines(l: Locale, partly: &Partly) -> Vec<String> {
    let changed = partly.meetings.iter().filter(|one| one.refusal.is_none());
    let days: Vec<&str> = changed.map(|one| one.day.as_str()).collect();
    let done = match days.is_empty() {
        true => td_string!(l, series.partly.none).to_owned(),
        false => {
            let days = days.join(td_string!(l, meetings.one.comma));
            td_string!(l, series.partly.changed, days = days).to_string()
        }
    };
    let why = |day: &str, refusal: &Refusal| {
        let why = refusal_text(l, refusal);
        td_string!(l, series.partly.not, day = day, why = why).to_string()
    };
    let left = partly.meetings.iter().filter_map(|one| Some(why(&one.day, one.refusal.as_deref()?)));
    std::iter::once(done).chain(left).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::refusals::{Kind, PartlyMeeting};

    #[test]
    fn it_says_which_and_why_not() {
        let one = |day: &str, refusal: Option<Kind>| PartlyMeeting {
            meeting: String::new(),
            day: day.to_owned(),
            refusal: refusal.map(|kind| Box::new(kind.into())),
        };
        let partly = |meetings| Partly { version: String::new(), meetings };
        let some = partly(vec![
            one("2026-11-21", None),
            one("2026-11-28", Some(Kind::VendorSilent)),
            one("2026-12-05", None),
        ]);
        assert_eq!(
            lines(Locale::en, &some),
            [
                "Changed: 2026-11-21, 2026-12-05.",
                "Not changed: 2026-11-28. The vendor did not answer. Nothing was changed."
            ]
        );
        let none = partly(vec![one("2026-11-28", Some(Kind::VendorSilent))]);
        assert_eq!(lines(Locale::zh_CN, &none)[0], "没有任何一场被修改。");
    }
}
