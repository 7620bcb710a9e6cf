//! Who somebody is, as their provider says.

use serde_json::{Map, Value};

/// Somebody who was signed in by their provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// With `subject` it names one person forever; nothing else does.
    pub issuer: String,
    pub subject: String,
    pub(crate) claims: Map<String, Value>,
}

impl Identity {
    /// What the person is called; empty if the provider does not say.
    pub fn name(&self) -> &str {
        let whole = ["name", "nickname", "preferred_username", "email"].into_iter();
        whole.map(|name| self.text(name)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// What the person calls their account there; empty if the provider does not say. Others may have the
    /// same, now or later.
    pub fn account(&self) -> &str {
        let names = ["preferred_username", "email"].into_iter();
        names.map(|name| self.text(name)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn text(&self, name: &str) -> &str {
        self.claims.get(name).and_then(Value::as_str).unwrap_or_default().trim()
    }

    /// The values of a claim that is a text or a list of texts. `realm_access.roles` is the claim of that
    /// whole name, or else `roles` within `realm_access`.
    pub fn values(&self, claim: &str) -> Vec<&str> {
        match find(&self.claims, claim) {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

/// A claim by its name or its path.
pub(crate) fn find<'c>(claims: &'c Map<String, Value>, claim: &str) -> Option<&'c Value> {
    if let Some(whole) = claims.get(claim) {
        return Some(whole);
    }
    let (outer, inner) = claim.split_once('.')?;
    find(claims.get(outer)?.as_object()?, inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity(claims: Value) -> Identity {
        let claims = claims.as_object().cloned().unwrap_or_default();
        Identity { issuer: "i".into(), subject: "s".into(), claims }
    }

    #[test]
    fn roles_are_found_flat_nested_and_under_an_address() {
        let found = identity(json!({
            "role": "one",
            "groups": ["a", 7, "b"],
            "realm_access": {"roles": ["deep"]},
            "https://example.com/roles": ["far"],
            "number": 3,
        }));
        for (claim, values) in [
            ("role", vec!["one"]),
            ("groups", vec!["a", "b"]),
            ("realm_access.roles", vec!["deep"]),
            ("https://example.com/roles", vec!["far"]),
            ("number", vec![]),
            ("realm_access", vec![]),
            ("nothing.at.all", vec![]),
        ] {
            assert_eq!(found.values(claim), values, "{claim}");
        }
    }

    #[test]
    fn names_are_the_best_there_are() {
        assert_eq!(identity(json!({"name": " Li Na ", "email": "li@x"})).name(), "Li Na");
        assert_eq!(identity(json!({"name": "", "email": "li@x"})).name(), "li@x");
        assert_eq!(identity(json!({"name": 3})).name(), "");
        assert_eq!(identity(json!({"preferred_username": "li", "email": "li@x"})).account(), "li");
    }
}
