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

/// Which meetings are looked at, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub text: String,
    pub connection: String,
    pub state: String,
    pub owner: String,
}

impl Narrowed {
    /// The same meetings at another place; what is empty is left out.
    fn at(&self, path: &str, place: &[(&'static str, &str)]) -> String {
        let mut map = ParamsMap::new();
        let which = [
            ("text", self.text.as_str()),
            ("connection", &self.connection),
            ("state", &self.state),
            ("owner", &self.owner),
        ];
        for (name, value) in place.iter().chain(&which).filter(|(_, value)| !value.is_empty()) {
            map.insert(*name, (*value).to_owned());
        }
        format!("{path}{}", map.to_query_string())
    }
}

/// The way between them; which meetings are looked at stays as it is.
#[component]
pub fn Views(
    current: View,
    narrowed: Narrowed,
    /// The day that is looked at, empty = today.
    #[prop(optional)]
    day: String,
) -> impl IntoView {
    let l = locale();
    let calendar = "/meetings/calendar";
    let tabs = vec![
        Tab::new(narrowed.at("/meetings", &[]), td_string!(l, meetings.calendar.list), current == View::List),
        Tab::new(
            narrowed.at(calendar, &[("view", "month"), ("day", &day)]),
            td_string!(l, meetings.calendar.month),
            current == View::Month,
        ),
        Tab::new(
            narrowed.at(calendar, &[("view", "week"), ("day", &day)]),
            td_string!(l, meetings.calendar.week),
            current == View::Week,
        ),
    ];
    view! { <Tabs label=td_string!(l, meetings.calendar.views) tabs=tabs/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_view_shows_the_same_meetings() {
        let narrowed = Narrowed {
            text: "budget".into(),
            connection: "c".into(),
            state: "past".into(),
            owner: "mine".into(),
        };
        let same = "text=budget&connection=c&state=past&owner=mine";
        assert_eq!(narrowed.at("/meetings", &[]), format!("/meetings?{same}"));
        let month = narrowed.at("/meetings/calendar", &[("view", "month"), ("day", "")]);
        assert_eq!(month, format!("/meetings/calendar?view=month&{same}"));
        assert_eq!(Narrowed::default().at("/meetings", &[]), "/meetings");
    }
}
