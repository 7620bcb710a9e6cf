//! Times as the vendors write them: wall clocks that name no zone.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};

/// The vendors' wall clock (Asia/Shanghai), which has had no daylight saving since 1991.
const SHANGHAI: Offset = jiff::tz::offset(8);
const HOURS_AHEAD: i64 = 8;
const DAY: i64 = 24 * 3600;

/// `2020-12-30 09:56:50` in Shanghai.
pub(crate) fn local(seconds: i64) -> String {
    written(seconds, SHANGHAI, "%Y-%m-%d %H:%M:%S")
}

/// `2020-01-30 09:00` in Shanghai.
pub(crate) fn local_minute(seconds: i64) -> String {
    written(seconds, SHANGHAI, "%Y-%m-%d %H:%M")
}

/// `2019-05-31 01:43:09` in UTC.
pub(crate) fn utc(seconds: i64) -> String {
    written(seconds, Offset::UTC, "%Y-%m-%d %H:%M:%S")
}

/// A Shanghai time in a form of one's own, for file names.
pub(crate) fn local_as(seconds: i64, form: &str) -> String {
    written(seconds, SHANGHAI, form)
}

/// Reads exactly `yyyy-MM-dd HH:mm` in Shanghai, to Unix seconds.
pub(crate) fn parse_local_minute(text: &str) -> Option<i64> {
    let shape = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        10 => byte == b' ',
        13 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    if text.len() != 16 || !text.bytes().enumerate().all(shape) {
        return None;
    }
    let moment = DateTime::strptime("%Y-%m-%d %H:%M", text).ok()?;
    Some(SHANGHAI.to_timestamp(moment).ok()?.as_second())
}

/// The first second of the Shanghai day that holds this one.
pub(crate) fn day_start(seconds: i64) -> i64 {
    seconds - (seconds + HOURS_AHEAD * 3600).rem_euclid(DAY)
}

fn written(seconds: i64, zone: Offset, form: &str) -> String {
    let moment: Zoned = Timestamp::from_second(seconds).unwrap_or_default().to_zoned(TimeZone::fixed(zone));
    moment.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_read_strictly() {
        assert_eq!(parse_local_minute("2020-01-30 09:00"), Some(1_580_346_000));
        assert_eq!(local_minute(1_580_346_000), "2020-01-30 09:00");
        let wrong = [
            "2020-1-30 09:00",
            "2020-01-30T09:00",
            "2020-01-30 09:00:00",
            "2020-02-30 09:00",
            "2020-01-30 24:01",
            "",
        ];
        for text in wrong {
            assert_eq!(parse_local_minute(text), None, "{text}");
        }
    }

    #[test]
    fn the_two_zones_are_eight_hours_apart() {
        assert_eq!(utc(1_559_266_989), "2019-05-31 01:43:09");
        assert_eq!(local(1_559_266_989), "2019-05-31 09:43:09");
        assert_eq!(local_as(1_559_266_989, "%H%M%S"), "094309");
        assert_eq!(local(day_start(1_559_266_989)), "2019-05-31 00:00:00");
    }
}
