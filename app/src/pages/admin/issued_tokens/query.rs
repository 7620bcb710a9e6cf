//! What the page's address says.

use crate::api::issued_tokens::IssuedQuery;
use leptos_router::params::ParamsMap;

/// Where everybody's tokens are.
pub const ISSUED_TOKENS: &str = "/tokens";

/// The query as it stands in the address; what is missing is empty.
pub fn read_query(address: &ParamsMap) -> IssuedQuery {
    let read = |name: &str| address.get(name).unwrap_or_default();
    IssuedQuery { person: read("person"), state: read("state"), after: read("after") }
}

/// The address of a query, without what is empty.
pub fn address(query: &IssuedQuery) -> String {
    let mut map = ParamsMap::new();
    let parts = [("person", &query.person), ("state", &query.state), ("after", &query.after)];
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        map.insert(name, value.clone());
    }
    format!("{ISSUED_TOKENS}{}", map.to_query_string())
}

/// Does the query leave anything out?
pub fn narrows(query: &IssuedQuery) -> bool {
    !query.person.is_empty() || !query.state.is_empty()
}

/// The same query from its first page on.
pub fn from_the_newest(query: &IssuedQuery) -> IssuedQuery {
    IssuedQuery { after: String::new(), ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_only_what_was_asked_for() {
        assert_eq!(address(&IssuedQuery::default()), "/tokens");
        let query = IssuedQuery { state: "active".into(), after: "a&b".into(), ..IssuedQuery::default() };
        assert_eq!(address(&query), "/tokens?state=active&after=a%26b");
        assert_eq!(address(&from_the_newest(&query)), "/tokens?state=active");
        assert!(narrows(&query) && !narrows(&IssuedQuery { after: "x".into(), ..IssuedQuery::default() }));
    }
}
