//! Who someone is and what they may do. Use cases hang on the narrowed types, so that none can be
//! called without the check.

mod operator;
pub mod passwords;
pub mod tokens;

use portico_domain::ids::{PersonId, SessionId};
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Kind, Refusal};
use std::sync::Arc;

use crate::Services;

/// Who sends a request.
#[derive(Clone, Debug, Default)]
pub enum Caller {
    #[default]
    Guest,
    SignedIn(Arc<SignedIn>),
}

/// A person with a live session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub person: Person,
    pub session: SessionId,
}

impl Caller {
    pub fn person(&self) -> Option<&Person> {
        match self {
            Caller::Guest => None,
            Caller::SignedIn(signed_in) => Some(&signed_in.person),
        }
    }
}

/// Anyone with an account: may see meetings and recordings that are theirs or shared with them, and their
/// own account.
#[derive(Clone)]
pub struct Member {
    pub(crate) services: Services,
    pub(crate) signed_in: Arc<SignedIn>,
}

/// May schedule and run meetings.
#[derive(Clone)]
pub struct Organizer(pub(crate) Member);

/// May connect vendors and manage people.
#[derive(Clone)]
pub struct Administrator(pub(crate) Member);

impl Member {
    pub fn person(&self) -> &Person {
        &self.signed_in.person
    }

    pub(crate) fn id(&self) -> &PersonId {
        &self.signed_in.person.id
    }

    pub fn is_administrator(&self) -> bool {
        self.person().role == Role::Administrator
    }
}

impl std::ops::Deref for Organizer {
    type Target = Member;
    fn deref(&self) -> &Member {
        &self.0
    }
}

impl std::ops::Deref for Administrator {
    type Target = Member;
    fn deref(&self) -> &Member {
        &self.0
    }
}

impl Services {
    /// # Errors
    /// [`Kind::NotSignedIn`].
    pub fn member(&self, caller: &Caller) -> Result<Member, Refusal> {
        match caller {
            Caller::Guest => Err(Kind::NotSignedIn.into()),
            Caller::SignedIn(signed_in) => {
                Ok(Member { services: self.clone(), signed_in: signed_in.clone() })
            }
        }
    }

    /// # Errors
    /// [`Kind::NotSignedIn`], [`Kind::NotAllowed`].
    pub fn organizer(&self, caller: &Caller) -> Result<Organizer, Refusal> {
        let member = self.member(caller)?;
        match member.person().role {
            Role::Organizer | Role::Administrator => Ok(Organizer(member)),
            Role::Viewer => Err(Kind::NotAllowed.into()),
        }
    }

    /// # Errors
    /// [`Kind::NotSignedIn`], [`Kind::NotAllowed`].
    pub fn administrator(&self, caller: &Caller) -> Result<Administrator, Refusal> {
        let member = self.member(caller)?;
        match member.person().role {
            Role::Administrator => Ok(Administrator(member)),
            Role::Organizer | Role::Viewer => Err(Kind::NotAllowed.into()),
        }
    }
}
