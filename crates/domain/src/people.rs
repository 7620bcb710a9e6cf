//! People with an account here.

use crate::ids::PersonId;
use crate::language::Language;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Administrator,
    Organizer,
    Viewer,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Administrator, Role::Organizer, Role::Viewer];

    pub const fn name(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Organizer => "organizer",
            Role::Viewer => "viewer",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    /// What they sign in with; compared without regard to case.
    pub account: String,
    pub name: String,
    pub role: Role,
    /// Absent = as the browser asks.
    pub language: Option<Language>,
    /// IANA name; absent = as the browser says, else the server's default.
    pub zone: Option<String>,
    pub disabled: bool,
    pub created: Timestamp,
}
