//! JSON bodies, read as strictly as the tables.

use serde_json::{Map, Value};

use super::errors::{BAD_PARAMETER, Refusal};
use crate::pipeline::Incoming;

/// The object of a POST.
pub(super) struct Body(Map<String, Value>);

impl Body {
    /// "Content-Type":"application/json", and an object.
    pub fn read(request: &Incoming) -> Result<Self, Refusal> {
        let bytes = request.body.as_deref().filter(|_| request.says_json()).ok_or(BAD_PARAMETER)?;
        serde_json::from_slice(bytes).map(Self).map_err(|_| BAD_PARAMETER)
    }

    /// A varchar of at most so many characters; none when absent.
    pub fn text(&self, name: &str, longest: usize) -> Result<Option<&str>, Refusal> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.chars().count() <= longest => Ok(Some(text)),
            Some(_) => Err(BAD_PARAMETER),
        }
    }

    /// A varchar that must be there and not be empty.
    pub fn required(&self, name: &str, longest: usize) -> Result<&str, Refusal> {
        self.text(name, longest)?.filter(|text| !text.is_empty()).ok_or(BAD_PARAMETER)
    }

    /// An id, which tables and samples show now as int and now as text; none when it is absent or "".
    pub fn id(&self, name: &str, longest: usize) -> Result<Option<String>, Refusal> {
        match self.0.get(name) {
            Some(Value::Number(number)) if number.is_i64() => Ok(Some(number.to_string())),
            _ => Ok(self.text(name, longest)?.filter(|text| !text.is_empty()).map(str::to_owned)),
        }
    }

    /// Members that no table names; they are ignored, but logged.
    pub fn unknown(&self, known: &[&str]) -> Vec<String> {
        self.0.keys().filter(|name| !known.contains(&name.as_str())).cloned().collect()
    }
}
