//! Readers for single fields. Each returns the value or records what is wrong.

use crate::refusals::{FieldRefusal, Rule};

/// Longest name at the join (CloudRoom code 22232), in characters.
pub const LONGEST_NICKNAME: u32 = 30;
pub const SHORTEST_PASSWORD: u32 = 12;
pub const LONGEST_PASSWORD: u32 = 128;

/// Collects what is wrong while a form is read, so that everything is told at once.
#[derive(Default)]
pub(super) struct Reader {
    pub wrong: Vec<FieldRefusal>,
}

impl Reader {
    pub fn refuse(&mut self, field: &str, rule: Rule) {
        self.wrong.push(FieldRefusal::new(field, rule));
    }

    /// Text on one line, trimmed, at most `most` characters.
    pub fn line(&mut self, field: &str, text: &str, most: u32) -> String {
        let text = text.trim();
        if text.chars().any(char::is_control) {
            self.refuse(field, Rule::BadCharacter);
        } else if text.chars().count() > most as usize {
            self.refuse(field, Rule::TooLong { most });
        }
        text.to_owned()
    }

    /// As [`Reader::line`], and not empty.
    pub fn required_line(&mut self, field: &str, text: &str, most: u32) -> String {
        let line = self.line(field, text, most);
        if line.is_empty() {
            self.refuse(field, Rule::Missing);
        }
        line
    }

    /// A whole number within bounds; empty is `None`.
    pub fn number(&mut self, field: &str, text: &str, least: i64, most: i64) -> Option<i64> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        match text.parse::<i64>() {
            Ok(number) if (least..=most).contains(&number) => Some(number),
            Ok(_) => {
                self.refuse(field, Rule::OutOfRange { least, most });
                None
            }
            Err(_) => {
                self.refuse(field, Rule::NotANumber);
                None
            }
        }
    }

    /// Vendor user ids, separated by commas, spaces or lines.
    pub fn ids(&mut self, field: &str, text: &str, most: u32) -> Vec<u64> {
        let mut ids = Vec::new();
        for part in split_list(text) {
            match part.parse::<u64>() {
                Ok(id) if !ids.contains(&id) => ids.push(id),
                Ok(_) => {}
                Err(_) => {
                    self.refuse(field, Rule::NotANumber);
                    return ids;
                }
            }
        }
        if ids.len() > most as usize {
            self.refuse(field, Rule::TooMany { most });
        }
        ids
    }

    pub fn choice<T>(&mut self, field: &str, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.refuse(field, Rule::NotAChoice);
        }
        found
    }

    pub fn new_password(&mut self, field: &str, text: &str) {
        let length = text.chars().count();
        if length == 0 {
            self.refuse(field, Rule::Missing);
        } else if length < SHORTEST_PASSWORD as usize {
            self.refuse(field, Rule::TooShort { least: SHORTEST_PASSWORD });
        } else if length > LONGEST_PASSWORD as usize {
            self.refuse(field, Rule::TooLong { most: LONGEST_PASSWORD });
        }
    }

    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldRefusal>> {
        match value {
            Some(value) if self.wrong.is_empty() => Ok(value),
            _ => Err(self.wrong),
        }
    }
}

/// The parts of a list typed with commas (either language's), spaces or lines.
pub(super) fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、'))
        .filter(|part| !part.is_empty())
}

/// A checkbox sends something when it is ticked and nothing when it is not.
pub(super) fn ticked(text: &str) -> bool {
    !text.is_empty()
}

/// The name a participant enters with.
///
/// # Errors
/// The field `name` is missing, too long, or holds a control character.
pub fn read_nickname(text: &str) -> Result<String, Vec<FieldRefusal>> {
    let mut reader = Reader::default();
    let name = reader.required_line("name", text, LONGEST_NICKNAME);
    reader.finish(Some(name))
}
