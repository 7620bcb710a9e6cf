//! People and what they may see: inviting, roles, sharing meetings.
//!
//! Portico sends no mail: who invites somebody passes the link on.

mod accept;
mod govern;
mod hand_over;
mod invite;
pub(crate) mod sharing;

pub use accept::InvitationDoor;
pub use sharing::MeetingShares;

use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::people::Person;
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use secrecy::SecretString;

/// A one-time link to choose a password is for this many days.
const INVITATION_DAYS: i64 = 7;
/// What such links are called in the store.
const PURPOSE: &str = "password";

/// Somebody with an account, as an administrator sees them.
pub struct PersonRow {
    pub person: Person,
    /// They were invited, or their password was reset, and they have not chosen one yet.
    pub waiting: bool,
    /// They come in through an identity provider.
    pub from_provider: bool,
    /// It is the administrator who looks.
    pub is_self: bool,
    /// The only one who can administer: nothing may happen to them.
    pub is_last_administrator: bool,
}

/// A link to choose a password, which can be read only now.
pub struct Invitation {
    pub person: Person,
    pub token: SecretString,
    pub expires: Timestamp,
}

impl Administrator {
    /// Everybody, by account.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn people(&self) -> Result<Vec<PersonRow>, Refusal> {
        let people = self.services.store().people();
        let waiting = people.without_password().await.map_err(stored)?;
        let from_provider = self.services.store().identities().people().await.map_err(stored)?;
        let mut rows: Vec<PersonRow> = Vec::new();
        for person in people.list().await.map_err(stored)? {
            let (waiting, is_self) = (waiting.contains(&person.id), person.id == *self.id());
            let from_provider = from_provider.contains(&person.id);
            rows.push(PersonRow { person, waiting, from_provider, is_self, is_last_administrator: false });
        }
        let mut able = rows.iter_mut().filter(|row| row.can_administer());
        if let (Some(only), None) = (able.next(), able.next()) {
            only.is_last_administrator = true;
        }
        Ok(rows)
    }
}

impl PersonRow {
    fn can_administer(&self) -> bool {
        use portico_domain::people::Role;
        self.person.role == Role::Administrator && !self.person.disabled && !self.waiting
    }
}
