//! A view of the library has an address: the filters stand in its query.

use crate::api::recordings::RecordingQuery;
use leptos_router::params::ParamsMap;

/// Where the library is.
pub const LIBRARY: &str = "/recordings";

/// What the address asks for.
pub fn read(query: &ParamsMap) -> RecordingQuery {
    let value = |name: &str| query.get(name).unwrap_or_default();
    RecordingQuery {
        text: value("text"),
        connection: value("connection"),
        owner: value("owner"),
        sort: value("sort"),
        after: value("after"),
    }
}

/// Does it ask for anything but everything?
pub fn narrows(query: &RecordingQuery) -> bool {
    !query.text.trim().is_empty() || !query.connection.is_empty() || !query.owner.is_empty()
}

/// The same view, beginning after the given place; empty = from the start.
pub fn beginning(query: &RecordingQuery, after: &str) -> String {
    let fields = [
        ("text", &*query.text),
        ("connection", &*query.connection),
        ("owner", &*query.owner),
        ("sort", &*query.sort),
        ("after", after),
    ];
    let mut map = ParamsMap::new();
    for (name, value) in fields.into_iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(name, value.to_owned());
    }
    format!("{LIBRARY}{}", map.to_query_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_filters_and_nothing_empty() {
        let query = RecordingQuery {
            text: "a b&c".into(),
            sort: "oldest".into(),
            owner: "none".into(),
            ..Default::default()
        };
        let address = beginning(&query, "x");
        assert!(address.starts_with("/recordings?text=a"), "{address}");
        assert!(!address.contains("b&c"), "{address}");
        assert!(
            ["sort=oldest", "owner=none", "after=x"].iter().all(|part| address.contains(part)),
            "{address}"
        );
        assert!(narrows(&query) && narrows(&RecordingQuery { owner: "mine".into(), ..Default::default() }));
        assert_eq!(beginning(&RecordingQuery::default(), ""), "/recordings");
    }
}
