//! What a line of the table says.

use axum::http::Method;
use portico_domain::people::Role;
use portico_domain::refusals::Kind;
use portico_service::Caller;

/// Who may come at all. What they see behind the door is decided by the use cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    /// Whoever holds the link that the path ends in, or the token that the request carries: it is looked at
    /// behind the door.
    Holder,
    SignedIn,
    Organizer,
    Administrator,
}

/// What kind of door it is, which decides how it stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// A page of the application: who is not signed in signs in first and comes back; who is, and may not
    /// see it, is told so on the page itself.
    Page,
    /// A server function: a refusal as JSON.
    Function,
    /// The API and the proxy: a refusal as a problem document. Whose token comes is found out behind it.
    Api,
    /// Anything else: a line of text.
    Plain,
}

/// Whose what it is about has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// About nothing that belongs to anybody, or about one's own.
    Nothing,
    /// A meeting that one sees: one's own, or shared; an administrator sees all.
    SeenMeeting,
    /// A meeting that one may change: one's own; an administrator changes all.
    OwnMeeting,
    /// A recording of a meeting that one sees.
    SeenRecording,
    /// A recording of a meeting that one may change.
    OwnRecording,
}

/// A line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// As the router has it.
    pub path: &'static str,
    pub methods: &'static [Method],
    pub who: Who,
    pub door: Door,
    #[cfg_attr(not(test), allow(dead_code, reason = "said for the matrix; the use cases decide it"))]
    pub about: About,
}

impl Rule {
    /// `HEAD` goes where `GET` does.
    pub fn allows(&self, method: &Method) -> bool {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.methods.contains(method)
    }

    /// May this caller come?
    ///
    /// # Errors
    /// [`Kind::NotSignedIn`], [`Kind::NotAllowed`].
    pub fn admits(&self, caller: &Caller) -> Result<(), Kind> {
        let least = match self.who {
            Who::Anyone | Who::Holder => return Ok(()),
            Who::SignedIn => Role::Viewer,
            Who::Organizer => Role::Organizer,
            Who::Administrator => Role::Administrator,
        };
        let person = caller.person().ok_or(Kind::NotSignedIn)?;
        if rank(person.role) >= rank(least) { Ok(()) } else { Err(Kind::NotAllowed) }
    }
}

const fn rank(role: Role) -> u8 {
    match role {
        Role::Viewer => 0,
        Role::Organizer => 1,
        Role::Administrator => 2,
    }
}
