//! The meetings can be looked at as a list, as a month, as a week.

use crate::components::{Tab, Tabs};
use crate::i18n::*;
use crate::language::locale;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

/// Which of them is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    List,
    Month,
    Week,
}

/// The way between them; which meetings are looked at stays as it is.
#[component]
pub fn Views(
    current: View,
    connection: String,
    owner: String,
    /// The day that is looked at, empty = today.
    #[prop(optional)]
    day: String,
) -> impl IntoView {
    let l = locale();
    let to = |path: &str, parts: &[(&'static str, &str)]| {
        let mut map = ParamsMap::new();
        let common = [("connection", connection.as_str()), ("owner", owner.as_str())];
        for (name, value) in parts.iter().chain(&common).filter(|(_, value)| !value.is_empty()) {
            map.insert(*name, (*value).to_owned());
        }
        format!("{path}{}", map.to_query_string())
    };
    let calendar = "/meetings/calendar";
    let tabs = vec![
        Tab::new(to("/meetings", &[]), td_string!(l, meetings.calendar.list), current == View::List),
        Tab::new(
            to(calendar, &[("view", "month"), ("day", &day)]),
            td_string!(l, meetings.calendar.month),
            current == View::Month,
        ),
        Tab::new(
            to(calendar, &[("view", "week"), ("day", &day)]),
            td_string!(l, meetings.calendar.week),
            current == View::Week,
        ),
    ];
    view! { <Tabs label=td_string!(l, meetings.calendar.views) tabs=tabs/> }
}
