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
    /// What a form that was posted without script was answered with, where that is shown once: a
    /// [`FormAnswer`] as JSON.
    pub answer: Option<String>,
}

/// Who looks at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub name: String,
    pub role: Role,
    /// The zone that times on pages are shown in: "Asia/Shanghai, UTC+08:00".
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

/// What a server function answered to a form that was posted without script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormAnswer {
    /// The server function, such as `/fn/accounts/invite`.
    pub action: String,
    /// Its answer, as JSON.
    pub body: String,
}

impl Page {
    /// Takes an answer along that is shown once.
    pub fn set_answer(&mut self, answer: &FormAnswer) {
        self.answer = serde_json::to_string(answer).ok();
    }

    /// What this server function answered, if it was just asked without script.
    pub fn answer_of<T: serde::de::DeserializeOwned>(&self, action: &str) -> Option<T> {
        let answer: FormAnswer = serde_json::from_str(self.answer.as_deref()?).ok()?;
        if answer.action == action { serde_json::from_str(&answer.body).ok() } else { None }
    }

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
