//! Whose meetings and recordings a list is narrowed to.

use crate::OwnedBy;
use crate::access::{Administrator, Member};
use crate::failures::stored;
use portico_domain::ids::PersonId;
use portico_domain::people::Person;
use portico_domain::refusals::{Refusal, Rule};

impl Member {
    /// As an address says it: `mine`, `others`, `none`, or somebody's id; empty = anybody's. Whatever it says,
    /// nobody is shown more than they see.
    pub fn owned_by(&self, text: &str) -> Option<OwnedBy> {
        match text {
            "" => None,
            "mine" => Some(OwnedBy::Person(self.id().clone())),
            "others" => Some(OwnedBy::Others(self.id().clone())),
            "none" => Some(OwnedBy::Nobody),
            id => Some(OwnedBy::Person(PersonId::new(id))),
        }
    }

    /// The same as scripts say it: they may name an account, too, and hear when there is none.
    ///
    /// # Errors
    /// The field `owner`: there is no such account, or the member is no administrator, who alone may know.
    pub async fn owned_by_named(&self, text: &str) -> Result<Option<OwnedBy>, Refusal> {
        if matches!(text, "" | "mine" | "others" | "none") {
            return Ok(self.owned_by(text));
        }
        let unknown = || Refusal::field("owner", Rule::NotAChoice);
        if !self.is_administrator() {
            return Err(unknown());
        }
        let people = self.services.store().people();
        let found = match people.by_id(&PersonId::new(text)).await.map_err(stored)? {
            Some(found) => Some(found),
            None => people.by_account(text).await.map_err(stored)?.map(|(person, _)| person),
        };
        found.map(|person| Some(OwnedBy::Person(person.id))).ok_or_else(unknown)
    }
}

impl Administrator {
    /// Whoever owns a meeting, by name; and `chosen`, by which a list is narrowed already.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn owners(&self, chosen: &str) -> Result<Vec<Person>, Refusal> {
        self.services.store().people().owners(&PersonId::new(chosen)).await.map_err(stored)
    }
}
