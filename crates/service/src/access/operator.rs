//! Whoever may run commands on the server itself. They hold the database and its key, so there is nothing to
//! check; what they do stands in the audit log all the same.

use super::{Administrator, Member, SignedIn};
use crate::Services;
use portico_domain::audit::COMMAND_LINE;
use portico_domain::ids::{PersonId, SessionId};
use portico_domain::people::{Person, Role};
use portico_domain::refusals::Refusal;
use std::sync::Arc;

impl Services {
    /// May do what administrators may with people and connections, without an account. Never for a request:
    /// there is nobody to whom it could belong.
    pub fn operator(&self) -> Administrator {
        let person = Person {
            id: PersonId::new(COMMAND_LINE),
            account: String::new(),
            name: String::new(),
            role: Role::Administrator,
            language: None,
            zone: None,
            disabled: false,
            created: self.now(),
        };
        let signed_in = SignedIn { person, session: SessionId::new(COMMAND_LINE) };
        Administrator(Member { services: self.clone(), signed_in: Arc::new(signed_in) })
    }

    /// Writes that everything was copied into a file, or taken from one.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`]: then it must not be done.
    pub async fn note_backup(&self, restored: bool, outcome: &str, detail: &str) -> Result<(), Refusal> {
        let action = if restored { "database.restore" } else { "database.backup" };
        self.note(Some(&PersonId::new(COMMAND_LINE)), action, "", outcome, detail).await
    }
}
