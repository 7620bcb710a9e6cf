//! The form that makes a join link.

use super::fields::{LONGEST_NICKNAME, Reader};
use crate::links::{DEFAULT_EARLY_MINUTES, JoinRole};
use crate::refusals::{FieldRefusal, Rule};
use crate::time::read_local;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Personal links that are made in one go, at most.
pub const MOST_PEOPLE: u32 = 200;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// A [`JoinRole::name`]; empty = attendee.
    pub role: String,
    pub label: String,
    /// Names, one a line: a personal link for each, instead of one with this label.
    pub people: String,
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
    /// Whom personal links are for; empty = one link for all.
    pub people: Vec<String>,
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
        let people = read_people(&mut reader, &self.people);
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
            people,
            passcode: (!passcode.is_empty()).then_some(passcode),
            early_minutes: early.unwrap_or(DEFAULT_EARLY_MINUTES),
            expires,
            most_uses,
        }))
    }
}

/// One name a line, as pasted; empty lines are passed over.
fn read_people(reader: &mut Reader, text: &str) -> Vec<String> {
    const FIELD: &str = "people";
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let people: Vec<String> = lines.map(str::to_owned).collect();
    if people.len() > MOST_PEOPLE as usize {
        reader.refuse(FIELD, Rule::TooMany { most: MOST_PEOPLE });
    }
    // Once for the field, however many names are wrong.
    if people.iter().any(|name| name.chars().any(char::is_control)) {
        reader.refuse(FIELD, Rule::BadCharacter);
    } else if people.iter().any(|name| name.chars().count() > LONGEST_NICKNAME as usize) {
        reader.refuse(FIELD, Rule::TooLong { most: LONGEST_NICKNAME });
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Result<Vec<String>, Vec<FieldRefusal>> {
        LinkForm { people: text.into(), ..LinkForm::default() }.read().map(|read| read.people)
    }

    #[test]
    fn a_pasted_list_is_one_name_a_line() {
        let names = ["小明", "Li Wei, Dr.", "Li Wei, Dr."].map(str::to_owned).to_vec();
        assert_eq!(people(" 小明\r\n\n\tLi Wei, Dr. \nLi Wei, Dr.\n"), Ok(names));
        assert_eq!(people(" \n \r\n"), Ok(Vec::new()));
    }

    #[test]
    fn what_no_name_can_be_is_refused() {
        let refused = |text: &str| people(text).map_err(|wrong| wrong[0].clone());
        let field = |rule| Err(FieldRefusal::new("people", rule));
        assert_eq!(refused("a\u{7}b"), field(Rule::BadCharacter));
        assert_eq!(refused(&"x".repeat(31)), field(Rule::TooLong { most: LONGEST_NICKNAME }));
        assert_eq!(refused(&"x\n".repeat(201)), field(Rule::TooMany { most: MOST_PEOPLE }));
    }
}
