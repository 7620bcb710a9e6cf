//! JSON within bounds.

use super::Shape;
use serde_json::Value;

/// Longest entry of a list, and longest value in a record, in characters.
pub(super) const MOST_LIST_CHARS: usize = 100;
const MOST_ENTRIES: usize = 500;
/// A record in a record is as deep as any document goes.
const MOST_DEPTH: usize = 3;

/// Is the value of the shape? `null` is, as "nothing".
pub(super) fn fits(value: &Value, shape: Shape) -> bool {
    match (shape, value) {
        (_, Value::Null) => true,
        (Shape::Text(most), value) => is_scalar(value, most),
        (Shape::List, Value::Array(entries)) => {
            entries.len() <= MOST_ENTRIES && entries.iter().all(|entry| is_scalar(entry, MOST_LIST_CHARS))
        }
        (Shape::Record, Value::Object(_)) => is_record(value, MOST_DEPTH),
        _ => false,
    }
}

/// Fractions are refused: no document has one, and those that are no fractions in another's eyes would change.
fn is_scalar(value: &Value, most: usize) -> bool {
    match value {
        Value::String(text) => {
            let strange = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            text.chars().count() <= most && !text.contains(strange)
        }
        Value::Number(number) => number.is_i64() || number.is_u64(),
        Value::Bool(_) => true,
        _ => false,
    }
}

fn is_record(value: &Value, depth: usize) -> bool {
    let name = |name: &str| {
        (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    match value {
        Value::Null => true,
        Value::Object(fields) => {
            depth > 0
                && fields.len() <= MOST_ENTRIES
                && fields.iter().all(|(field, value)| name(field) && is_record(value, depth - 1))
        }
        Value::Array(entries) => {
            depth > 0 && entries.len() <= MOST_ENTRIES && entries.iter().all(|it| is_record(it, depth - 1))
        }
        scalar => is_scalar(scalar, MOST_LIST_CHARS),
    }
}
