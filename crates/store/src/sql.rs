//! Small helpers of all nouns: instants, lists that depend on a filter, search patterns.

use portico_domain::time::Timestamp;

/// An optional instant as the column holds it.
pub(crate) fn millis(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::millis)
}

/// An optional instant as the column held it.
pub(crate) fn instant(at: Option<i64>) -> Option<Timestamp> {
    at.map(Timestamp)
}

/// A bound value of a query that is put together from parts.
pub(crate) enum Value {
    Text(String),
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Number(number)
    }
}

/// Puts a query together from fixed texts and bound values. Only `&'static str` becomes SQL.
#[derive(Default)]
pub(crate) struct Query {
    pub sql: String,
    pub values: Vec<Value>,
}

impl Query {
    pub fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    pub fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Appends a placeholder for this value.
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.sql.push('$');
        self.sql.push_str(&self.values.len().to_string());
        self
    }

    /// Every word must occur in the column `search`.
    pub fn search(&mut self, text: &str) -> &mut Self {
        for word in text.split_whitespace().take(MOST_WORDS) {
            self.push(" AND search LIKE ").bind(pattern(word)).push(" ESCAPE '\\'");
        }
        self
    }
}

pub(crate) const MOST_WORDS: usize = 8;

/// `%word%`, in lower case as the column is, with the pattern's own signs taken literally.
pub(crate) fn pattern(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The text that a search looks through.
pub(crate) fn searchable(parts: &[&str]) -> String {
    parts.join("\n").to_lowercase()
}

/// Binds the values of a [`Query`].
macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::sql::Value::Text(text) => query.bind(text.as_str()),
                $crate::sql::Value::Number(number) => query.bind(*number),
            };
        }
        query
    }};
}
pub(crate) use bound;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_patterns_are_taken_literally() {
        assert_eq!(pattern("50%_\\Ä"), "%50\\%\\_\\\\ä%");
    }
}
