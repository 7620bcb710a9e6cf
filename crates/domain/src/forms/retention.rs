//! The form that says when a recording is deleted by itself.

use super::fields::Reader;
use crate::refusals::{FieldRefusal, Rule};
use crate::time::read_local;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RetentionForm {
    /// `datetime-local`; empty = never.
    pub delete_at: String,
}

impl RetentionForm {
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn read(&self) -> Result<Option<DateTime>, Vec<FieldRefusal>> {
        let mut reader = Reader::default();
        let delete_at = read_local(&self.delete_at);
        if delete_at.is_none() && !self.delete_at.trim().is_empty() {
            reader.refuse("delete_at", Rule::NotATime);
        }
        reader.finish(Some(delete_at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_is_never_and_nonsense_is_told() {
        let read = |typed: &str| RetentionForm { delete_at: typed.into() }.read();
        assert_eq!((read(""), read(" ")), (Ok(None), Ok(None)));
        assert!(matches!(read("2026-12-01T09:00"), Ok(Some(_))));
        let wrong = read("tomorrow").unwrap_err();
        assert_eq!((wrong[0].field.as_str(), &wrong[0].rule), ("delete_at", &Rule::NotATime));
    }
}
