//! What the calendar's address says.

use crate::api::meetings::CalendarQuery;
use leptos_router::params::ParamsMap;

/// The query as it stands in the address; what is missing is empty.
pub fn read_query(address: &ParamsMap) -> CalendarQuery {
    let read = |name: &str| address.get(name).unwrap_or_default();
    CalendarQuery {
        view: read("view"),
        day: read("day"),
        text: read("text"),
        connection: read("connection"),
        state: read("state"),
        owner: read("owner"),
    }
}

/// The address of a query, without what is empty.
pub fn address(query: &CalendarQuery) -> String {
    let mut map = ParamsMap::new();
    let parts = [
        ("view", &query.view),
        ("day", &query.day),
        ("text", &query.text),
        ("connection", &query.connection),
        ("state", &query.state),
        ("owner", &query.owner),
    ];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(name, value.clone());
    }
    format!("/meetings/calendar{}", map.to_query_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_sheet_shows_the_same_meetings() {
        let query = CalendarQuery {
            day: "2026-11-22".into(),
            text: "a&b".into(),
            state: "past".into(),
            owner: "mine".into(),
            ..CalendarQuery::default()
        };
        let expected = "/meetings/calendar?day=2026%2D11%2D22&text=a%26b&state=past&owner=mine";
        assert_eq!(address(&query), expected);
        let mut map = ParamsMap::new();
        for (name, value) in [("day", "2026-11-22"), ("text", "a&b"), ("state", "past"), ("owner", "mine")] {
            map.insert(name, value.to_owned());
        }
        assert_eq!(read_query(&map), query);
    }
}
