//! Tolerant reading of a vendor's JSON: a number may be a text, a name may have two spellings, an
//! empty text is nothing. What cannot be read even so is an error that names the place.

use serde_json::{Map, Value};

/// Where a reply could not be read: a path of our own field names, never the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub at: String,
}

type Read<T> = Result<T, Unreadable>;

/// The fields of one JSON object. Every getter takes all names under which the value may come; the
/// first that holds something wins.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    map: &'a Map<String, Value>,
    path: String,
}

impl<'a> Fields<'a> {
    /// # Errors
    /// `value` is no object.
    pub fn of(value: &'a Value, path: &str) -> Read<Self> {
        match value {
            Value::Object(map) => Ok(Self { map, path: path.to_owned() }),
            _ => Err(Unreadable { at: path.to_owned() }),
        }
    }

    fn present(&self, names: &[&'static str]) -> Option<(&'static str, &'a Value)> {
        names.iter().find_map(|name| {
            let value = self.map.get(*name)?;
            let nothing = match value {
                Value::Null => true,
                Value::String(text) => text.trim().is_empty(),
                _ => false,
            };
            (!nothing).then_some((*name, value))
        })
    }

    /// An error at the named field.
    pub fn wrong(&self, name: &str) -> Unreadable {
        Unreadable { at: format!("{}.{name}", self.path) }
    }

    fn optional<T>(&self, names: &[&'static str], read: impl Fn(&Value) -> Option<T>) -> Read<Option<T>> {
        let Some((name, value)) = self.present(names) else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| self.wrong(name))
    }

    /// Makes an absent value an error.
    ///
    /// # Errors
    /// The value is absent.
    pub fn required<T>(&self, names: &[&'static str], value: Option<T>) -> Read<T> {
        value.ok_or_else(|| self.wrong(names.first().copied().unwrap_or_default()))
    }

    /// A whole number, as number or text.
    ///
    /// # Errors
    /// There is something, and it is no whole number. (The same for all that follow.)
    pub fn integer(&self, names: &[&'static str]) -> Read<Option<i64>> {
        self.optional(names, integer)
    }

    /// 0 or 1, as number, text or boolean.
    pub fn flag(&self, names: &[&'static str]) -> Read<Option<bool>> {
        self.optional(names, |value| match value {
            Value::Bool(flag) => Some(*flag),
            other => match integer(other)? {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            },
        })
    }

    /// A text; a number is taken as its digits.
    pub fn text(&self, names: &[&'static str]) -> Read<Option<String>> {
        self.optional(names, text)
    }

    /// Anything, read by a function that says `None` where it cannot.
    pub fn with<T>(&self, names: &[&'static str], read: impl Fn(&Value) -> Option<T>) -> Read<Option<T>> {
        self.optional(names, read)
    }

    /// A nested object.
    pub fn object(&self, names: &[&'static str]) -> Read<Option<Fields<'a>>> {
        let Some((name, value)) = self.present(names) else { return Ok(None) };
        Fields::of(value, &format!("{}.{name}", self.path)).map(Some)
    }

    /// A list, each member read with its path. Absent is empty.
    pub fn list<T>(&self, names: &[&'static str], read: impl Fn(&Value, &str) -> Read<T>) -> Read<Vec<T>> {
        let Some((name, value)) = self.present(names) else { return Ok(Vec::new()) };
        let Value::Array(members) = value else { return Err(self.wrong(name)) };
        let member =
            |(index, member): (usize, &Value)| read(member, &format!("{}.{name}[{index}]", self.path));
        members.iter().enumerate().map(member).collect()
    }

    /// The first field whose name passes, in the order of the document.
    pub fn any(&self, accepts: impl Fn(&str) -> bool) -> Option<&'a Value> {
        self.map.iter().find(|(name, _)| accepts(name)).map(|(_, value)| value)
    }
}

/// JSON has no byte order mark, but some servers send one along, as PHP does with a file that was saved with it.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// For what only adorns a row: unreadable counts as absent, so that one odd value does not cost a whole list.
/// Never for what says which row it is or when.
pub(crate) fn tolerate<T>(read: Read<Option<T>>) -> Option<T> {
    read.unwrap_or_else(|unreadable| {
        tracing::debug!(at = unreadable.at, "a vendor's value that cannot be read is taken as absent");
        None
    })
}

/// A whole number: `7`, `7.0` or `"7"`.
pub(crate) fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // Beyond 2^53 a float is no longer one certain number.
            (float.fract() == 0.0 && float.abs() < 9.0e15).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A text, or a number's digits.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
