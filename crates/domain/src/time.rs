//! Instants and wall-clock times.

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    pub const fn minus_seconds(self, seconds: i64) -> Self {
        self.plus_seconds(-seconds)
    }

    /// Milliseconds from `earlier` to `self`; negative if `self` is the earlier one.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Reads an instant as machines write it: RFC 3339 with its offset, such as `2026-11-21T14:00:00+08:00`.
pub fn read_instant(text: &str) -> Option<Timestamp> {
    let instant: jiff::Timestamp = text.trim().parse().ok()?;
    Some(Timestamp(instant.as_millisecond()))
}

/// Writes an instant as machines read it: RFC 3339 in UTC, to the second.
pub fn write_instant(instant: Timestamp) -> String {
    jiff::Timestamp::from_second(instant.seconds()).map(|it| it.to_string()).unwrap_or_default()
}

/// Reads what a `datetime-local` field holds: `2026-11-21T14:00`, seconds optional.
pub fn read_local(text: &str) -> Option<jiff::civil::DateTime> {
    text.trim().parse().ok()
}

/// Reads what a `date` field holds: `2026-11-21`.
pub fn read_date(text: &str) -> Option<jiff::civil::Date> {
    text.trim().parse().ok()
}
