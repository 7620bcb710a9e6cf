//! Reads JSON bodies as strictly as the tables: a Long is a number, a String is a string, and a
//! member that is there must not be null.

use serde_json::{Map, Value};

use super::errors::{BAD_REQUEST, Refusal};

/// A JSON object under reading, which remembers what was never asked for.
pub(super) struct Fields<'a> {
    map: &'a Map<String, Value>,
    prefix: &'a str,
    asked: Vec<&'a str>,
}

impl<'a> Fields<'a> {
    pub fn new(map: &'a Map<String, Value>, prefix: &'a str) -> Self {
        Self { map, prefix, asked: Vec::new() }
    }

    pub fn text(&mut self, name: &'a str) -> Result<Option<String>, Refusal> {
        self.read(name, BAD_REQUEST, |value| value.as_str().map(str::to_owned))
    }

    /// An Integer or Long; another type is refused with `refusal`.
    pub fn integer(&mut self, name: &'a str, refusal: Refusal) -> Result<Option<i64>, Refusal> {
        self.read(name, refusal, Value::as_i64)
    }

    /// 0：否；1：是.
    pub fn flag(&mut self, name: &'a str) -> Result<Option<i64>, Refusal> {
        let value = self.integer(name, BAD_REQUEST)?;
        match value {
            Some(0 | 1) | None => Ok(value),
            Some(_) => Err(BAD_REQUEST),
        }
    }

    pub fn integers(&mut self, name: &'a str) -> Result<Option<Vec<i64>>, Refusal> {
        self.read(name, BAD_REQUEST, |value| value.as_array()?.iter().map(Value::as_i64).collect())
    }

    pub fn texts(&mut self, name: &'a str) -> Result<Option<Vec<String>>, Refusal> {
        self.read(name, BAD_REQUEST, |value| {
            let items = value.as_array()?.iter();
            items.map(|it| it.as_str().map(str::to_owned)).collect()
        })
    }

    pub fn object(&mut self, name: &'a str) -> Result<Option<&'a Map<String, Value>>, Refusal> {
        self.read(name, BAD_REQUEST, Value::as_object)
    }

    /// Members that no table names, with the path to them. They are ignored, but logged.
    pub fn unknown(&self) -> Vec<String> {
        self.map
            .keys()
            .filter(|name| !self.asked.contains(&name.as_str()))
            .map(|name| format!("{}{name}", self.prefix))
            .collect()
    }

    fn read<T>(
        &mut self,
        name: &'a str,
        refusal: Refusal,
        convert: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        self.asked.push(name);
        match self.map.get(name) {
            None => Ok(None),
            Some(value) => convert(value).map(Some).ok_or(refusal),
        }
    }
}
