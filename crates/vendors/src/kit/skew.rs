//! How far a vendor's clock is from ours, measured from its `Date` headers.

use portico_domain::time::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

const UNKNOWN: i64 = i64::MIN;

/// The last skew seen, in seconds; positive when the vendor is ahead.
#[derive(Debug)]
pub struct Skew(AtomicI64);

impl Default for Skew {
    fn default() -> Self {
        Self(AtomicI64::new(UNKNOWN))
    }
}

impl Skew {
    /// Takes in one `Date`; the vendor wrote it somewhere between `sent` and `received`.
    pub fn observe(&self, date: Option<Timestamp>, sent: Timestamp, received: Timestamp) {
        let Some(date) = date else { return };
        let middle = sent.millis().midpoint(received.millis());
        // A Date is cut to whole seconds, so on average it is half a second early.
        let skew = date.millis().saturating_add(500).saturating_sub(middle).div_euclid(1000);
        self.0.store(skew, Ordering::Relaxed);
    }

    pub fn seconds(&self) -> Option<i64> {
        let seen = self.0.load(Ordering::Relaxed);
        (seen != UNKNOWN).then_some(seen)
    }
}

/// Reads an HTTP date (`Sat, 21 Nov 2026 18:26:14 GMT`).
pub(super) fn read_http_date(text: &str) -> Option<Timestamp> {
    let instant = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    Some(Timestamp::from_millis(instant.as_millisecond()))
}

/// Reads `Retry-After`: seconds or an HTTP date, counted from `now`. A past date is 0.
pub(super) fn read_retry_after(text: &str, now: Timestamp) -> Option<u32> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(text.parse().unwrap_or(u32::MAX));
    }
    let wait = read_http_date(text)?.since(now).max(0) / 1000;
    Some(u32::try_from(wait).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_between_sending_and_receiving_is_no_skew() {
        let skew = Skew::default();
        assert_eq!(skew.seconds(), None);
        let date = read_http_date("Sat, 21 Nov 2026 18:26:14 GMT");
        let at = Timestamp::from_seconds(1_795_285_574);
        assert_eq!(date, Some(at));
        skew.observe(date, at, at.plus_seconds(1));
        assert_eq!(skew.seconds(), Some(0));
        skew.observe(date, at.plus_minutes(6), at.plus_minutes(6));
        assert_eq!(skew.seconds(), Some(-360));
        skew.observe(None, at, at);
        assert_eq!(skew.seconds(), Some(-360), "an answer without a Date says nothing");
    }

    #[test]
    fn retry_after_in_both_forms() {
        let now = Timestamp::from_seconds(1_795_285_574);
        assert_eq!(read_retry_after("120", now), Some(120));
        assert_eq!(read_retry_after("Sat, 21 Nov 2026 18:26:44 GMT", now), Some(30));
        assert_eq!(read_retry_after("Sat, 21 Nov 2026 18:26:04 GMT", now), Some(0));
        assert_eq!(read_retry_after("99999999999999999999", now), Some(u32::MAX));
        assert_eq!(read_retry_after("-1", now), None);
        assert_eq!(read_retry_after("soon", now), None);
    }
}
