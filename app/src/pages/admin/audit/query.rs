//! What the page's address says.

use crate::api::audit::AuditQuery;
use leptos_router::params::ParamsMap;

/// Where the log is.
pub const AUDIT: &str = "/audit";

/// The query as it stands in the address; what is missing is empty.
pub fn read_query(address: &ParamsMap) -> AuditQuery {
    let read = |name: &str| address.get(name).unwrap_or_default();
    AuditQuery {
        text: read("text"),
        person: read("person"),
        action: read("action"),
        from: read("from"),
        until: read("until"),
        after: read("after"),
    }
}

/// The address of a query below `path`, without what is empty.
pub fn address(path: &str, query: &AuditQuery) -> String {
    let mut map = ParamsMap::new();
    let parts = [
        ("text", &query.text),
        ("person", &query.person),
        ("action", &query.action),
        ("from", &query.from),
        ("until", &query.until),
        ("after", &query.after),
    ];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(name, value.clone());
    }
    format!("{path}{}", map.to_query_string())
}

/// Does the query leave anything out?
pub fn narrows(query: &AuditQuery) -> bool {
    let parts = [&query.text, &query.person, &query.action, &query.from, &query.until];
    parts.into_iter().any(|part| !part.is_empty())
}

/// The same query from its first page on.
pub fn from_the_newest(query: &AuditQuery) -> AuditQuery {
    AuditQuery { after: String::new(), ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_only_what_was_asked_for() {
        assert_eq!(address(AUDIT, &AuditQuery::default()), "/audit");
        let query = AuditQuery { text: "a&b".into(), after: "x".into(), ..AuditQuery::default() };
        assert_eq!(address(AUDIT, &query), "/audit?text=a%26b&after=x");
        assert_eq!(address("/audit/log.csv", &from_the_newest(&query)), "/audit/log.csv?text=a%26b");
        assert!(narrows(&query) && !narrows(&AuditQuery { after: "x".into(), ..AuditQuery::default() }));
    }
}
