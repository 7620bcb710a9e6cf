//! The form that makes a join link.

use super::fields::Reader;
use crate::links::{DEFAULT_EARLY_MINUTES, JoinRole};
use crate::refusals::{FieldRefusal, Rule};
use crate::time::read_local;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// A [`JoinRole::name`]; empty = attendee.
    pub role: String,
    pub label: String,
    pub passcode: String,
    /// Minutes.
    pub early_minutes: String,
    /// `datetime-local`
    pub expires: String,
    pub most_uses: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadLink {
    pub role: JoinRole,
    pub label: String,
    pub passcode: Option<String>,
    pub early_minutes: i64,
    pub expires: Option<DateTime>,
    pub most_uses: Option<i64>,
}

impl LinkForm {
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read(&self) -> Result<ReadLink, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let role =
            if self.role.is_empty() { Some(JoinRole::Attendee) } else { JoinRole::from_name(&self.role) };
        let role = reader.choice("role", role);
        let label = reader.line("label", &self.label, 60);
        let passcode = reader.line("passcode", &self.passcode, 64);
        if !passcode.is_empty() && passcode.chars().count() < 4 {
            reader.refuse("passcode", Rule::TooShort { least: 4 });
        }
        let early = reader.number("early_minutes", &self.early_minutes, 0, 24 * 60);
        let expires = read_local(&self.expires);
        if expires.is_none() && !self.expires.trim().is_empty() {
            reader.refuse("expires", Rule::NotATime);
        }
        let most_uses = reader.number("most_uses", &self.most_uses, 1, 1_000_000);
        reader.finish(role.map(|role| ReadLink {
            role,
            label,
            passcode: (!passcode.is_empty()).then_some(passcode),
            early_minutes: early.unwrap_or(DEFAULT_EARLY_MINUTES),
            expires,
            most_uses,
        }))
    }
}
