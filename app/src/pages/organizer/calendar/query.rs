//! What the calendar's address says.

use crate::api::meetings::CalendarQuery;
use leptos_router::params::ParamsMap;

/// The query as it stands in the address; what is missing is empty.
pub fn read_query(address: &ParamsMap) -> CalendarQuery {
    let read = |name: &str| address.get(name).unwrap_or_default();
    CalendarQuery {
        view: read("view"),
        day: read("day"),
        connection: read("connection"),
        owner: read("owner"),
    }
}

/// The address of a query, without what is empty.
pub fn address(query: &CalendarQuery) -> String {
    let mut map = ParamsMap::new();
    let parts = [
        ("view", &query.view),
        ("day", &query.day),
        ("connection", &query.connection),
        ("owner", &query.owner),
    ];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(name, value.clone());
    }
    format!("/meetings/calendar{}", map.to_query_string())
}
