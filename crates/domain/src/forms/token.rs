//! The form that makes an API token.

use super::fields::Reader;
use crate::refusals::{FieldRefusal, Rule};
use crate::tokens::Scopes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// After how many days a token ends, as choices; 0 = never.
pub const TOKEN_DAYS: [i64; 5] = [7, 30, 90, 365, 0];
/// What is chosen unless someone chooses.
pub const USUAL_TOKEN_DAYS: i64 = 90;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    pub name: String,
    /// One of [`TOKEN_DAYS`]; empty = [`USUAL_TOKEN_DAYS`].
    pub days: String,
    /// One ticked box each: the name of a scope, and anything.
    pub scopes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadToken {
    pub name: String,
    /// Absent = it does not end by itself.
    pub days: Option<i64>,
    pub scopes: Scopes,
}

impl TokenForm {
    /// # Errors
    /// Everything that is wrong, by field: `name`, `days`, `scopes`.
    pub fn read(&self) -> Result<ReadToken, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let name = reader.required_line("name", &self.name, 60);
        let days = match self.days.trim() {
            "" => Some(USUAL_TOKEN_DAYS),
            text => text.parse().ok().filter(|days| TOKEN_DAYS.contains(days)),
        };
        let days = reader.choice("days", days);
        let scopes = Scopes::read(self.scopes.keys().map(String::as_str)).ok();
        let scopes = reader.choice("scopes", scopes);
        if scopes.as_ref().is_some_and(Scopes::is_empty) {
            reader.refuse("scopes", Rule::Missing);
        }
        let read = days.zip(scopes).map(|(days, scopes)| ReadToken {
            name,
            days: (days > 0).then_some(days),
            scopes,
        });
        reader.finish(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(name: &str, days: &str, scopes: &[&str]) -> TokenForm {
        let scopes = scopes.iter().map(|scope| ((*scope).to_owned(), "on".to_owned())).collect();
        TokenForm { name: name.into(), days: days.into(), scopes }
    }

    #[test]
    fn a_token_has_a_name_an_end_and_something_to_do() {
        let read = form(" Nightly export ", "", &["meetings:read"]).read().expect("a token");
        assert_eq!((read.name.as_str(), read.days), ("Nightly export", Some(USUAL_TOKEN_DAYS)));
        assert_eq!(form("x", "0", &["join"]).read().expect("a token").days, None);
        let wrong = form("", "31", &[]).read().expect_err("refused");
        let wrong: Vec<_> = wrong.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(wrong, ["name", "days", "scopes"]);
        assert!(form("x", "7", &["everything"]).read().is_err());
    }
}
