//! What can be told of JSON by looking through it once, without reading it.

use serde_json::Value;

/// As deep as `serde_json` reads; so deep is no answer of any vendor.
pub(super) const DEEPEST: usize = 128;

pub(super) struct Shape {
    /// Most objects and lists within each other.
    pub depth: usize,
    /// In all objects together, each as often as it comes.
    pub fields: usize,
}

impl Shape {
    /// What is no JSON has some shape too.
    pub fn of(json: &str) -> Self {
        let (mut shape, mut open) = (Self { depth: 0, fields: 0 }, 0_usize);
        let mut bytes = json.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => pass_text(&mut bytes),
                b'{' | b'[' => {
                    open += 1;
                    shape.depth = shape.depth.max(open);
                }
                b'}' | b']' => open = open.saturating_sub(1),
                b':' => shape.fields += 1,
                _ => {}
            }
        }
        shape
    }
}

fn pass_text(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

/// The same, of JSON that was read: fewer, if a name came twice in one object.
pub(super) fn fields(json: &Value) -> usize {
    match json {
        Value::Object(object) => object.len() + object.values().map(fields).sum::<usize>(),
        Value::Array(entries) => entries.iter().map(fields).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_fields_are_told_whatever_stands_in_texts() {
        for (json, depth, fields) in [
            ("1", 0, 0),
            ("[]", 1, 0),
            (r#"{"a:[{":"}:\\","b\"{:":[{"c":1}]}"#, 3, 3),
            (r#"{"a":1,"a":{"a":2}}"#, 2, 3),
            (r#"{"a":"\"#, 1, 1),
        ] {
            let shape = Shape::of(json);
            assert_eq!((shape.depth, shape.fields), (depth, fields), "{json}");
        }
        let read = |json| super::fields(&serde_json::from_str(json).unwrap());
        assert_eq!(read(r#"{"a":1,"a":{"a":2}}"#), 2);
        assert_eq!(read(r#"[{"a:":[{"b":1}]},2]"#), 2);
    }
}
