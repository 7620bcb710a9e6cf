//! Tolerant reading of VMR's values. What the document's tables and samples disagree about is settled
//! here and nowhere else.

use super::ids::RoomId;
use crate::kit::{Cause, Fields, Readable, SecretString, Unreadable, integer, readable, text};
use jiff::tz::TimeZone;
use portico_domain::time::Timestamp;
use serde_json::Value;

pub(super) type Read<T> = Result<T, Unreadable>;

/// `"yes"`/`"no"` stand where the tables say boolean, and booleans where they say text.
pub(super) fn yes(fields: &Fields<'_>, name: &'static str) -> Read<Option<bool>> {
    fields.with(&[name], |value| match value {
        Value::Bool(yes) => Some(*yes),
        Value::String(word) => match word.trim().to_ascii_lowercase().as_str() {
            "yes" | "true" | "1" => Some(true),
            "no" | "false" | "0" => Some(false),
            _ => None,
        },
        other => match integer(other)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
    })
}

/// `yyyy-MM-dd HH:mm`, with or without seconds, in the zone of the operation.
pub(super) fn time(fields: &Fields<'_>, name: &'static str, zone: &TimeZone) -> Read<Option<Timestamp>> {
    fields.with(&[name], |value| {
        let civil: jiff::civil::DateTime = value.as_str()?.trim().parse().ok()?;
        let instant = civil.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Timestamp::from_millis(instant.as_millisecond()))
    })
}

/// A password; empty is none.
pub(super) fn secret(fields: &Fields<'_>, name: &'static str) -> Read<Option<SecretString>> {
    Ok(fields.text(&[name])?.map(SecretString::from))
}

/// An id of ours: int or text at the vendor, checked like one that is sent.
pub(super) fn id<T>(
    fields: &Fields<'_>,
    names: &[&'static str],
    read: impl Fn(&str) -> Result<T, Cause>,
) -> Read<Option<T>> {
    fields.with(names, |value| read(text(value)?.trim()).ok())
}

/// A room's id, as int or text. Some replies say "" or 0 for none.
pub(super) fn room(fields: &Fields<'_>, name: &'static str) -> Read<Option<RoomId>> {
    let id = fields.with(&[name], |value| u64::try_from(integer(value)?).ok())?;
    Ok(id.filter(|id| *id > 0).map(RoomId))
}

/// `fileSize`: a double in the table, an int in the sample. Bytes.
pub(super) fn bytes(fields: &Fields<'_>, name: &'static str) -> Read<Option<i64>> {
    fields.with(&[name], |value| {
        let float = || match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        let whole = integer(value).or_else(|| {
            let size = float()?.round();
            (0.0..9.0e15).contains(&size).then_some(size as i64)
        })?;
        (whole >= 0).then_some(whole)
    })
}

/// A vendor's link is shown to people, so it leads to the web or nowhere.
pub(super) fn web_address(fields: &Fields<'_>, name: &'static str) -> Read<Option<String>> {
    let is_web = |text: &String| {
        url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    Ok(fields.text(&[name])?.filter(is_web))
}

/// What the vendor says to people: one line, not too long.
pub(super) fn words(fields: &Fields<'_>, name: &'static str) -> Read<Option<String>> {
    const MOST_CHARS: usize = 300;
    let line = |text: String| {
        text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST_CHARS).collect::<String>()
    };
    Ok(fields.text(&[name])?.map(line))
}

/// The members of `data`, which is an object or a list of them; nothing is an empty list.
fn members<T>(reply: &Value, row: impl Fn(&Fields<'_>) -> Read<T>) -> Vec<Read<T>> {
    let read = |member: &Value, path: &str| Fields::of(member, path).and_then(|fields| row(&fields));
    match reply.get("data") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => {
            let list = list.iter().enumerate();
            list.map(|(index, member)| read(member, &format!("reply.data[{index}]"))).collect()
        }
        Some(one) => vec![read(one, "reply.data")],
    }
}

/// All members of `data`.
pub(super) fn rows<T>(reply: &Value, row: impl Fn(&Fields<'_>) -> Read<T>) -> Read<Vec<T>> {
    members(reply, row).into_iter().collect()
}

/// The members of `data` that can be read.
pub(super) fn readable_rows<T>(reply: &Value, row: impl Fn(&Fields<'_>) -> Read<T>) -> Read<Readable<T>> {
    readable(members(reply, row))
}

/// The first member of `data`.
pub(super) fn first<T>(reply: &Value, row: impl Fn(&Fields<'_>) -> Read<T>) -> Read<T> {
    rows(reply, row)?.into_iter().next().ok_or_else(|| Unreadable { at: "reply.data".to_owned() })
}
