//! Forms about people: first set-up, invitation, account, password.
//!
//! Passwords travel beside these forms, never in them, so that a form that is shown again cannot
//! show one.

use super::fields::Reader;
use crate::language::Language;
use crate::people::Role;
use crate::refusals::{FieldRefusal, Rule};
use serde::{Deserialize, Serialize};

/// First set-up: who the first administrator is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SetupForm {
    pub account: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadSetup {
    pub account: String,
    pub name: String,
}

/// Account and name, as both the set-up and an invitation ask for them.
fn who(reader: &mut Reader, account: &str, name: &str) -> (String, String) {
    let account = reader.required_line("account", account, 100);
    if account.contains(char::is_whitespace) {
        reader.refuse("account", Rule::BadCharacter);
    }
    (account.to_lowercase(), reader.required_line("name", name, 60))
}

impl SetupForm {
    /// # Errors
    /// Everything that is wrong, by field; `password` and `again` are the passwords' field names.
    pub fn read(&self, password: &str, again: &str) -> Result<ReadSetup, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let (account, name) = who(&mut reader, &self.account, &self.name);
        reader.new_password("password", password);
        if password != again {
            reader.refuse("again", Rule::Mismatch);
        }
        reader.finish(Some(ReadSetup { account, name }))
    }
}

/// Somebody who is to get an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    pub account: String,
    pub name: String,
    /// [`Role::name`].
    pub role: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadInvite {
    pub account: String,
    pub name: String,
    pub role: Role,
}

impl InviteForm {
    /// # Errors
    /// Everything that is wrong, by field. Whether the account is free only the server can tell.
    pub fn read(&self) -> Result<ReadInvite, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let (account, name) = who(&mut reader, &self.account, &self.name);
        let role = reader.choice("role", Role::from_name(&self.role));
        reader.finish(role.map(|role| ReadInvite { account, name, role }))
    }
}

/// Name, language and zone of the signed-in person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    pub name: String,
    /// A tag, or empty for "as the browser asks".
    pub language: String,
    /// IANA name, or empty for "as the browser says".
    pub zone: String,
}

impl AccountForm {
    /// # Errors
    /// Everything that is wrong, by field. Whether the zone exists only the server can tell.
    pub fn read(&self) -> Result<(String, Option<Language>, Option<String>), Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let name = reader.required_line("name", &self.name, 60);
        let language = match self.language.as_str() {
            "" => None,
            tag => reader.choice("language", Language::from_tag(tag)),
        };
        let zone = reader.line("zone", &self.zone, 60);
        reader.finish(Some((name, language, (!zone.is_empty()).then_some(zone))))
    }
}

/// A change of one's own password.
pub struct PasswordForm;

impl PasswordForm {
    /// # Errors
    /// The fields `password` and `again`.
    pub fn read(password: &str, again: &str) -> Result<(), Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        reader.new_password("password", password);
        if password != again {
            reader.refuse("again", Rule::Mismatch);
        }
        reader.finish(Some(()))
    }
}
