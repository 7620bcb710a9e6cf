//! What the list's address says.

use crate::api::meetings::MeetingQuery;
use leptos_router::params::ParamsMap;

/// The query as it stands in the address; what is missing is empty.
pub fn read_query(address: &ParamsMap) -> MeetingQuery {
    let read = |name: &str| address.get(name).unwrap_or_default();
    MeetingQuery {
        text: read("text"),
        connection: read("connection"),
        state: read("state"),
        owner: read("owner"),
        after: read("after"),
    }
}

/// The address of a query, without what is empty.
pub fn address(query: &MeetingQuery) -> String {
    let mut map = ParamsMap::new();
    let parts = [
        ("text", &query.text),
        ("connection", &query.connection),
        ("state", &query.state),
        ("owner", &query.owner),
        ("after", &query.after),
    ];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(name, value.clone());
    }
    format!("/meetings{}", map.to_query_string())
}

/// Does the query leave anything out that the plain list shows?
pub fn narrows(query: &MeetingQuery) -> bool {
    let usual_state = matches!(query.state.as_str(), "" | "upcoming" | "all");
    !usual_state || [&query.text, &query.connection, &query.owner].into_iter().any(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_only_what_was_asked_for() {
        assert_eq!(address(&MeetingQuery::default()), "/meetings");
        let query = MeetingQuery { text: "a&b".into(), state: "all".into(), ..MeetingQuery::default() };
        assert_eq!(address(&query), "/meetings?text=a%26b&state=all");
        let next = MeetingQuery { owner: "none".into(), after: "x".into(), ..MeetingQuery::default() };
        assert_eq!(address(&next), "/meetings?owner=none&after=x", "the next page is of the same");
        assert!(narrows(&next));
    }

    #[test]
    fn the_usual_states_do_not_count_as_a_filter() {
        let with = |state: &str| MeetingQuery { state: state.into(), ..MeetingQuery::default() };
        assert!(!narrows(&with("")));
        assert!(!narrows(&with("all")));
        assert!(narrows(&with("live")));
    }
}
