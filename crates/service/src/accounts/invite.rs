//! Inviting somebody, and letting somebody choose a new password: both by a link that works once.

use super::{INVITATION_DAYS, Invitation, PURPOSE};
use crate::access::{Administrator, tokens};
use crate::failures::stored;
use portico_domain::forms::InviteForm;
use portico_domain::ids::PersonId;
use portico_domain::people::Person;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_store::StoreErrorKind;
use secrecy::{ExposeSecret, SecretString};

impl Administrator {
    /// Makes an account without a password, and the link by which its owner chooses one.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Rule::Taken`] for an account that exists.
    pub async fn invite(&self, form: &InviteForm) -> Result<Invitation, Refusal> {
        let read = form.read().map_err(Refusal::invalid)?;
        let services = &self.services;
        let person = Person {
            id: PersonId(portico_store::new_id()),
            account: read.account,
            name: read.name,
            role: read.role,
            language: None,
            zone: None,
            disabled: false,
            created: services.now(),
        };
        let people = services.store().people();
        if people.by_account(&person.account).await.map_err(stored)?.is_some() {
            return Err(Refusal::field("account", Rule::Taken));
        }
        let detail = format!("{} as {}", person.account, person.role.name());
        services.note(Some(self.id()), "person.invite", person.id.as_str(), "begun", &detail).await?;
        let nothing = SecretString::from("");
        people.insert(&person, &nothing).await.map_err(|error| match error.kind() {
            // Somebody was invited under the same account at this very moment.
            StoreErrorKind::Conflict => Refusal::field("account", Rule::Taken),
            _ => stored(error),
        })?;
        let token = tokens::new_token();
        let hash = tokens::hash_token(token.expose_secret());
        let expires = services.now().plus_seconds(INVITATION_DAYS * 86_400);
        let links = services.store().one_time_links();
        links.insert(&hash, PURPOSE, Some(&person.id), expires).await.map_err(stored)?;
        services.note(Some(self.id()), "person.invite", person.id.as_str(), "done", &detail).await?;
        Ok(Invitation { person, token, expires })
    }

    /// Takes somebody's password away, ends their sessions, and makes the link by which they choose a new
    /// one. For who was invited and lost the link, too. Earlier links stop working.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::Conflict`]: the account is disabled; [`Rule::LastAdministrator`].
    pub async fn reset_password(&self, id: &PersonId) -> Result<Invitation, Refusal> {
        let services = &self.services;
        let people = services.store().people();
        let person = people.by_id(id).await.map_err(stored)?.ok_or(Refusal::of(Kind::NotFound))?;
        if person.disabled {
            return Err(Kind::Conflict.into());
        }
        let token = tokens::new_token();
        let hash = tokens::hash_token(token.expose_secret());
        let expires = services.now().plus_seconds(INVITATION_DAYS * 86_400);
        let work = people.reset_password(id, &hash, PURPOSE, expires);
        self.govern("person.reset-password", id, &person.account, work).await?;
        Ok(Invitation { person, token, expires })
    }
}
