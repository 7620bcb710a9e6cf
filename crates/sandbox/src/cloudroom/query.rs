//! Query strings, and the pages of lists.

use serde_json::{Map, Value, json};

use super::errors::{self, BAD_REQUEST, Refusal};
use super::schedule;

/// The decoded parameters of a call; of a repeated one the first counts.
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(raw: &str) -> Self {
        Self(url::form_urlencoded::parse(raw.as_bytes()).into_owned().collect())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A Long or Integer; an empty value counts as none, since the document's own address template
    /// names every parameter.
    pub fn integer(&self, name: &str) -> Result<Option<i64>, Refusal> {
        match self.text(name) {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| BAD_REQUEST),
        }
    }
}

/// startTime and endTime of the two lists, both inclusive.
pub(super) struct Window {
    start: Option<i64>,
    end: Option<i64>,
}

impl Window {
    /// Open on the side that is not given; 时间间隔最大一年 applies when both are.
    pub fn read(query: &Query) -> Result<Self, Refusal> {
        let start = query.integer("startTime")?;
        let end = query.integer("endTime")?;
        if let (Some(start), Some(end)) = (start, end) {
            if end < start {
                return Err(BAD_REQUEST);
            }
            if schedule::a_year_after(start).is_none_or(|limit| end > limit) {
                return Err(errors::SPAN_TOO_LONG);
            }
        }
        Ok(Self { start, end })
    }

    pub fn holds(&self, seconds: i64) -> bool {
        self.start.is_none_or(|start| seconds >= start) && self.end.is_none_or(|end| seconds <= end)
    }
}

/// current and size. 超出范围使用默认值 is taken by the letter: a page after the last one is out of
/// range too and shows the first again, so whoever pages must heed `total` or `remaining`.
pub(super) fn page(query: &Query, rows: Vec<Value>, lack_fields: bool) -> Result<Value, Refusal> {
    let current = query.integer("current")?.filter(|it| *it >= 1).unwrap_or(1);
    let size = query.integer("size")?.filter(|it| (1..=100).contains(it));
    let size = usize::try_from(size.unwrap_or(20)).unwrap_or(20);
    let total = rows.len();
    let skip = usize::try_from(current - 1)
        .ok()
        .and_then(|before| before.checked_mul(size))
        .filter(|skip| *skip < total)
        .unwrap_or(0);
    let records: Vec<Value> = rows.into_iter().skip(skip).take(size).collect();
    let remaining = i64::from(skip + records.len() < total);
    let mut answer = Map::new();
    answer.insert("total".to_owned(), json!(total));
    if !lack_fields {
        answer.insert("remaining".to_owned(), json!(remaining));
    }
    answer.insert("records".to_owned(), Value::Array(records));
    Ok(Value::Object(answer))
}
