//! Section OrderConfig: when a meeting takes place, and when it does so again.

use jiff::civil::Weekday;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp, Zoned};

/// The vendor's wall clock (Asia/Shanghai), which has had no daylight saving since 1991.
const ZONE: Offset = jiff::tz::offset(8);

/// 周期类型.
pub(super) mod period {
    pub const NONE: i64 = 0;
    pub const DAY: i64 = 1;
    pub const WORKING_DAY: i64 = 2;
    pub const WEEK: i64 = 3;
    pub const FORTNIGHT: i64 = 4;
    pub const MONTH: i64 = 5;
}

/// One appointment; of a series, the occurrence that comes next or is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schedule {
    pub start: i64,
    pub end: i64,
    pub period: i64,
    /// The last moment at which an occurrence may start.
    pub until: Option<i64>,
    /// The first occurrence's start: the 31st of a month stays the 31st after a February.
    pub anchor: i64,
}

impl Schedule {
    pub fn once(start: i64, end: i64) -> Self {
        Self::repeating(start, end, period::NONE, None)
    }

    pub fn repeating(start: i64, end: i64, period: i64, until: Option<i64>) -> Self {
        Self { start, end, period, until, anchor: start }
    }

    /// The occurrence after this one, if the series goes on.
    pub fn next(&self) -> Option<Self> {
        let start = self.next_start()?;
        if self.until.is_some_and(|until| start > until) {
            return None;
        }
        Some(Self { start, end: start + (self.end - self.start), ..*self })
    }

    fn next_start(&self) -> Option<i64> {
        let current = local(self.start);
        let days = |count: i64| later(&current, Span::new().try_days(count).ok()?);
        match self.period {
            period::DAY => days(1),
            period::WORKING_DAY => match current.weekday() {
                Weekday::Friday => days(3),
                Weekday::Saturday => days(2),
                _ => days(1),
            },
            period::WEEK => days(7),
            period::FORTNIGHT => days(14),
            period::MONTH => self.next_month(&current),
            _ => None,
        }
    }

    /// Counted from the anchor, because adding months one by one would wear the day down.
    fn next_month(&self, current: &Zoned) -> Option<i64> {
        let anchor = local(self.anchor);
        let months =
            i64::from(current.year() - anchor.year()) * 12 + i64::from(current.month() - anchor.month()) + 1;
        later(&anchor, Span::new().try_months(months).ok()?)
    }
}

fn local(seconds: i64) -> Zoned {
    Timestamp::from_second(seconds).unwrap_or_default().to_zoned(TimeZone::fixed(ZONE))
}

fn later(from: &Zoned, span: Span) -> Option<i64> {
    Some(from.checked_add(span).ok()?.timestamp().as_second())
}

/// `2021-04-14 15:07:31`, as the sample of 查询会议 writes times.
pub(super) fn as_text(seconds: i64) -> String {
    local(seconds).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The first second of the local day that holds this one.
pub(super) fn day_start(seconds: i64) -> i64 {
    let shifted = seconds + i64::from(ZONE.seconds());
    seconds - shifted.rem_euclid(86_400)
}

/// One year later on the calendar: 时间间隔最大一年.
pub(super) fn a_year_after(seconds: i64) -> Option<i64> {
    later(&local(seconds), Span::new().try_years(1).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday 2024-01-05 15:00 in Shanghai.
    const FRIDAY: i64 = 1_704_438_000;

    fn text_of_next(start: i64, period: i64) -> Option<String> {
        let schedule = Schedule::repeating(start, start + 3600, period, None);
        schedule.next().map(|next| as_text(next.start))
    }

    #[test]
    fn each_period_finds_its_next_occurrence() {
        let expected = [
            (period::DAY, "2024-01-06 15:00:00"),
            (period::WORKING_DAY, "2024-01-08 15:00:00"),
            (period::WEEK, "2024-01-12 15:00:00"),
            (period::FORTNIGHT, "2024-01-19 15:00:00"),
            (period::MONTH, "2024-02-05 15:00:00"),
        ];
        for (period, text) in expected {
            assert_eq!(text_of_next(FRIDAY, period).as_deref(), Some(text));
        }
        assert_eq!(text_of_next(FRIDAY, period::NONE), None);
    }

    #[test]
    fn the_31st_returns_after_february() {
        let january = FRIDAY + 26 * 86_400;
        let mut schedule = Schedule::repeating(january, january + 60, period::MONTH, None);
        let mut seen = Vec::new();
        for _ in 0..3 {
            schedule = schedule.next().unwrap();
            seen.push(as_text(schedule.start)[..10].to_owned());
        }
        assert_eq!(seen, ["2024-02-29", "2024-03-31", "2024-04-30"]);
    }

    #[test]
    fn a_series_stops_at_its_end() {
        let schedule = Schedule::repeating(FRIDAY, FRIDAY + 60, period::DAY, Some(FRIDAY + 86_400));
        let last = schedule.next().unwrap();
        assert_eq!(last.next(), None);
    }
}
