//! Tolerant reading of the vendor's values.

use super::ids::Serial;
use super::places::ServerPath;
use crate::kit::{Fields, SecretString, Unreadable, integer};
use jiff::tz::TimeZone;
use portico_domain::ids::VendorMeetingId;
use portico_domain::time::Timestamp;
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// `serial`, int or text. Blank is none.
pub(super) fn maybe_serial(fields: &Fields<'_>) -> Read<Option<VendorMeetingId>> {
    let Some(text) = fields.text(&["serial"])? else { return Ok(None) };
    let serial = Serial::read(&VendorMeetingId::new(text.trim())).map_err(|_| fields.wrong("serial"))?;
    Ok(Some(serial.id()))
}

/// `serial`, which must be there.
pub(super) fn serial(fields: &Fields<'_>) -> Read<VendorMeetingId> {
    fields.required(&["serial"], maybe_serial(fields)?)
}

/// `yyyy-MM-dd HH:mm:ss` in the connection's zone, or seconds since 1970. `0` and MySQL's zero date
/// are none.
pub(super) fn time(fields: &Fields<'_>, name: &'static str, zone: &TimeZone) -> Read<Option<Timestamp>> {
    let read = fields.with(&[name], |value| read_time(value, zone))?;
    Ok(read.filter(|time| time.seconds() > 0))
}

fn read_time(value: &Value, zone: &TimeZone) -> Option<Timestamp> {
    if let Some(seconds) = integer(value) {
        return Some(Timestamp::from_seconds(seconds));
    }
    let text = value.as_str()?.trim();
    if text.starts_with("0000-00-00") {
        return Some(Timestamp::from_seconds(0));
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    let instant = civil.to_zoned(zone.clone()).ok()?.timestamp();
    Some(Timestamp::from_millis(instant.as_millisecond()))
}

/// A length in seconds, int or text; never negative. Absent is `None`.
pub(super) fn duration(fields: &Fields<'_>) -> Read<Option<i64>> {
    let seconds = fields.with(&["duration"], |value| {
        integer(value).or_else(|| {
            let float: f64 = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
            (float.is_finite() && float.abs() < 9.0e15).then_some(float as i64)
        })
    })?;
    Ok(seconds.map(|seconds| seconds.max(0)))
}

/// Those of the rows that belong to the meeting that was asked for; all where none was. A row that names no
/// meeting belongs to it too, unless others show that the server ignored the question.
pub(super) fn of_asked<T>(
    mut rows: Vec<T>,
    asked: Option<&VendorMeetingId>,
    serial: impl Fn(&T) -> Option<&VendorMeetingId>,
) -> Vec<T> {
    let Some(asked) = asked else { return rows };
    let heeded = rows.iter().filter_map(&serial).all(|serial| serial == asked);
    rows.retain(|row| serial(row).map_or(heeded, |serial| serial == asked));
    rows
}

/// A path on a server.
pub(super) fn path(fields: &Fields<'_>, name: &'static str) -> Read<ServerPath> {
    let path = fields.with(&[name], |value| ServerPath::read(value.as_str()?))?;
    fields.required(&[name], path)
}

/// A text that is a credential.
pub(super) fn secret(fields: &Fields<'_>, name: &'static str) -> Read<Option<SecretString>> {
    Ok(fields.text(&[name])?.map(SecretString::from))
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
