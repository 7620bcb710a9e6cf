//! Lines of the audit log.

use crate::ids::PersonId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What stands in the place of a person where somebody used a command on the server itself, such as
/// `portico user`: there one has no account.
pub const COMMAND_LINE: &str = "command-line";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    pub at: Timestamp,
    /// Absent for guests and for Portico itself.
    pub person: Option<PersonId>,
    /// Verb and noun, such as `meeting.schedule`.
    pub action: String,
    /// What it was done to: an id of ours.
    pub subject: String,
    /// `done`, `refused` or `unknown`.
    pub outcome: String,
    /// Free of secrets: the vendor's code, a name, a number.
    pub detail: String,
}
