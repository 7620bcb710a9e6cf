//! What a rendered page knows of its visitor, the same on the server and after hydration.

use portico_domain::language::Language;
use portico_domain::people::Role;
use portico_domain::refusals::Refusal;
use serde::{Deserialize, Serialize};

/// Provided as a context to every signed-in page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    pub language: Language,
    pub viewer: Option<Viewer>,
    /// A form that was posted without script and refused, to be shown again: a [`FormReplay`] as JSON,
    /// so that only pages with forms carry its reader.
    pub replay: Option<String>,
}

/// Who looks at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub name: String,
    pub role: Role,
    /// IANA name of the zone that times on pages are shown in.
    pub zone: String,
}

impl Viewer {
    pub fn may_organize(&self) -> bool {
        matches!(self.role, Role::Organizer | Role::Administrator)
    }

    pub fn may_administer(&self) -> bool {
        self.role == Role::Administrator
    }
}

/// A form as it was typed, less its secrets, and why it was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReplay {
    /// The server function that refused it, such as `/fn/meetings/schedule`.
    pub action: String,
    /// The path of the page that it was posted from.
    pub page: String,
    pub fields: Vec<(String, String)>,
    pub refusal: Refusal,
}

impl Page {
    /// Takes a refused form along.
    pub fn set_replay(&mut self, replay: &FormReplay) {
        self.replay = serde_json::to_string(replay).ok();
    }

    /// The refused form, if there is one.
    pub fn replay(&self) -> Option<FormReplay> {
        serde_json::from_str(self.replay.as_deref()?).ok()
    }
}

impl FormReplay {
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}
