//! The visitor who follows a one-time link and chooses a password.

use super::PURPOSE;
use crate::Services;
use crate::access::{passwords, tokens};
use crate::failures::stored;
use crate::sessions::Visit;
use portico_domain::forms::PasswordForm;
use portico_domain::people::Person;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::one_time_links::LinkStanding;
use secrecy::{ExposeSecret, SecretString};

/// How a link to choose a password stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationDoor {
    Open(Box<Person>),
    /// Somebody chose a password with it.
    Used,
    Expired,
    /// There is no such link: cut off, replaced by a newer one, or its account is gone.
    Unknown,
}

impl Services {
    /// Looks at a link without using it.
    ///
    /// # Errors
    /// [`Kind::Throttled`]; [`Kind::Unavailable`].
    pub async fn invitation(&self, token: &str, visit: &Visit) -> Result<InvitationDoor, Refusal> {
        let hash = tokens::hash_token(token);
        let found = self.store().one_time_links().standing(&hash, PURPOSE, self.now()).await;
        let person = match found.map_err(stored)? {
            LinkStanding::Used => return Ok(InvitationDoor::Used),
            LinkStanding::Expired => return Ok(InvitationDoor::Expired),
            LinkStanding::Works(link) => link.person,
            LinkStanding::Unknown => {
                self.wrong_link("invitation", &hash, &visit.network).await?;
                None
            }
        };
        let Some(person) = person else { return Ok(InvitationDoor::Unknown) };
        let person = self.store().people().by_id(&person).await.map_err(stored)?;
        Ok(match person.filter(|person| !person.disabled) {
            Some(person) => InvitationDoor::Open(Box::new(person)),
            None => InvitationDoor::Unknown,
        })
    }

    /// Sets the password, uses the link up and signs its person in.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the fields `password` and `again`, which uses nothing up; [`Kind::NotFound`]
    /// if the link does not work (any more); [`Kind::Throttled`].
    pub async fn accept_invitation(
        &self,
        token: &str,
        password: &SecretString,
        again: &SecretString,
        visit: &Visit,
    ) -> Result<SecretString, Refusal> {
        let InvitationDoor::Open(person) = self.invitation(token, visit).await? else {
            return Err(Kind::NotFound.into());
        };
        PasswordForm::read(password.expose_secret(), again.expose_secret()).map_err(Refusal::invalid)?;
        let password_hash: SecretString = passwords::hash(password).await?.into();
        let subject = person.id.as_str();
        self.note(Some(&person.id), "person.accept-invitation", subject, "begun", &visit.network).await?;
        let (hash, people) = (tokens::hash_token(token), self.store().people());
        let set = people.set_password_by_link(&hash, PURPOSE, &password_hash, self.now()).await;
        if set.map_err(stored)?.is_none() {
            self.note(Some(&person.id), "person.accept-invitation", subject, "refused", "").await?;
            return Err(Kind::NotFound.into());
        }
        self.note(Some(&person.id), "person.accept-invitation", subject, "done", &visit.network).await?;
        // None if somebody has reset the password at this very moment.
        let session = self.open_session_by(&person.id, &password_hash, visit).await?;
        session.ok_or(Refusal::of(Kind::NotFound))
    }
}
