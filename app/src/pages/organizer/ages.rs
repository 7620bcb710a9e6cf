//! Above a list: what in it is old, and how old.

use crate::api::ages::Age;
use crate::components::{Notice, Tone};
use crate::i18n::*;
use crate::language::locale;
use crate::page::Page;
use leptos::prelude::*;
use portico_domain::connections::Lag;

/// What the list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Meetings,
    Recordings,
}

/// One quiet notice for all connections that lag; nothing when all are fresh.
#[component]
pub fn Ages(ages: Vec<Age>, shown: Shown) -> impl IntoView {
    let l = locale();
    let viewer = use_context::<Page>().and_then(|page| page.viewer);
    let administers = viewer.is_some_and(|viewer| viewer.may_administer());
    (!ages.is_empty()).then(|| {
        let lines = ages.into_iter().map(|age| line(l, age, shown, administers)).collect_view();
        view! { <Notice tone=Tone::Old>{lines}</Notice> }
    })
}

fn line(l: Locale, age: Age, shown: Shown, administers: bool) -> impl IntoView {
    let text = text(l, &age, shown);
    let check = administers.then(|| {
        let check = td_string!(l, agenda.attention.open_connection);
        view! {
            " "
            <a href=format!("/connections/{}", age.connection) aria-label=format!("{check}: {}", age.name)>
                {check}
            </a>
        }
    });
    view! { <p>{text} {check}</p> }
}

/// Why, since when, and what that means for what is shown.
fn text(l: Locale, age: &Age, shown: Shown) -> String {
    let name = age.name.as_str();
    let Some(since) = age.since.as_deref() else {
        let why = td_string!(l, meetings.age.never, name = name).to_string();
        let what = match shown {
            Shown::Meetings => td_string!(l, meetings.age.no_meetings),
            Shown::Recordings => td_string!(l, meetings.age.no_recordings),
        };
        return join(l, why, what);
    };
    let why = match age.lag {
        Lag::Silent => td_string!(l, meetings.age.silent, name = name, since = since).to_string(),
        Lag::Behind => td_string!(l, meetings.age.behind, name = name, since = since).to_string(),
        Lag::Paused => td_string!(l, meetings.age.paused, name = name, since = since).to_string(),
    };
    let what = match shown {
        Shown::Meetings => td_string!(l, meetings.age.meetings),
        Shown::Recordings => td_string!(l, meetings.age.recordings),
    };
    join(l, why, what)
}

/// Two sentences, as each language sets them side by side.
fn join(l: Locale, first: String, second: &str) -> String {
    let between = if l == Locale::zh_CN { "" } else { " " };
    format!("{first}{between}{second}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_names_the_connection_the_reason_and_the_time() {
        let age = |lag, since: Option<&str>| Age {
            connection: "c".into(),
            name: "Main".into(),
            lag,
            since: since.map(str::to_owned),
        };
        let silent = age(Lag::Silent, Some("today 09:12"));
        assert_eq!(
            text(Locale::en, &silent, Shown::Meetings),
            "Main has given no usable answer since today 09:12. Its meetings are shown as they were then."
        );
        let paused = text(Locale::en, &age(Lag::Paused, Some("yesterday 09:12")), Shown::Recordings);
        assert_eq!(
            paused,
            "Main is paused and was last read yesterday 09:12. Its recordings are shown as they were then."
        );
        let never = text(Locale::en, &age(Lag::Silent, None), Shown::Meetings);
        assert_eq!(never, "Main has not been read yet. Its meetings are missing here.");
        let chinese = text(Locale::zh_CN, &age(Lag::Silent, Some("今天 09:12")), Shown::Meetings);
        assert_eq!(chinese, "自今天 09:12 起，Main 没有给出有效应答。此处显示的是其当时的会议。");
    }
}
