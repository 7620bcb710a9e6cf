//! A calendar sheet: the days of a month in whole weeks, or those of one week. Weeks begin on Monday.

use crate::when::Zone;
use jiff::ToSpan;
use jiff::civil::Date;
use portico_domain::language::Language;
use portico_domain::time::{Timestamp, read_date};

const DAYS: i8 = 7;
/// Years for which there are sheets; whoever asks for another gets today's.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2200;

/// How much a sheet shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Month,
    Week,
}

/// One sheet.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    span: Span,
    /// The day that was asked for.
    day: Date,
    /// The first day of the month or of the week.
    begins: Date,
}

impl Sheet {
    /// The sheet on which a day is (`2026-11-22`); on which `otherwise` is if that is no day.
    pub fn of(day: &str, span: Span, otherwise: Date) -> Self {
        let day = read_date(day).filter(|day| YEARS.contains(&day.year())).unwrap_or(otherwise);
        let begins = match span {
            Span::Month => day.first_of_month(),
            Span::Week => monday(day),
        };
        Self { span, day, begins }
    }

    /// Its weeks, each of seven days.
    pub fn weeks(&self) -> Vec<Vec<Date>> {
        let (first, end) = self.days();
        let weeks = first.series(7.days()).take_while(|monday| *monday < end);
        weeks.map(|monday| monday.series(1.day()).take(usize::from(DAYS.unsigned_abs())).collect()).collect()
    }

    /// Is a day of the month itself, not only of its first or last week?
    pub fn is_inside(&self, day: Date) -> bool {
        self.span == Span::Week || day.first_of_month() == self.begins
    }

    /// The instants at which its first day begins and its last one is over.
    pub fn instants(&self, zone: &Zone) -> (Timestamp, Timestamp) {
        let (first, end) = self.days();
        (zone.day_start(first), zone.day_start(end))
    }

    /// The same day on the sheet before, so that whoever leafs to and fro comes back to the same week.
    pub fn previous(&self) -> Date {
        self.day.saturating_sub(self.length())
    }

    /// The same day on the sheet after.
    pub fn next(&self) -> Date {
        self.day.saturating_add(self.length())
    }

    /// "November 2026", "16–22 Nov 2026".
    pub fn title(&self, language: Language) -> String {
        let (first, last) = (self.begins, self.last());
        match (self.span, language) {
            (Span::Month, Language::English) => first.strftime("%B %Y").to_string(),
            (Span::Month, Language::Chinese) => format!("{}年{}月", first.year(), first.month()),
            (Span::Week, Language::English) => {
                let begin = match () {
                    () if first.year() != last.year() => first.strftime("%-d %b %Y – "),
                    () if first.month() != last.month() => first.strftime("%-d %b – "),
                    () => first.strftime("%-d–"),
                };
                format!("{begin}{}", last.strftime("%-d %b %Y"))
            }
            (Span::Week, Language::Chinese) => {
                let end = match () {
                    () if first.year() != last.year() => last.strftime("%Y年%-m月%-d日"),
                    () if first.month() != last.month() => last.strftime("%-m月%-d日"),
                    () => last.strftime("%-d日"),
                };
                format!("{}–{end}", first.strftime("%Y年%-m月%-d日"))
            }
        }
    }

    fn length(&self) -> jiff::Span {
        match self.span {
            Span::Month => 1.month(),
            Span::Week => i32::from(DAYS).days(),
        }
    }

    /// The first day shown and the one after the last.
    fn days(&self) -> (Date, Date) {
        (monday(self.begins), monday(self.last()).saturating_add(i32::from(DAYS).days()))
    }

    /// The last day of the month or of the week.
    fn last(&self) -> Date {
        self.begins.saturating_add(self.length()).saturating_sub(1.day())
    }
}

/// What the columns of a sheet are called.
pub const fn weekdays(language: Language) -> [&'static str; 7] {
    match language {
        Language::English => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        Language::Chinese => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    }
}

/// The Monday of a day's week.
fn monday(day: Date) -> Date {
    day.saturating_sub(i32::from(day.weekday().to_monday_zero_offset()).days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn sheet(day: &str, span: Span) -> Sheet {
        Sheet::of(day, span, date(2026, 11, 22))
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        let november = sheet("2026-11-22", Span::Month);
        let weeks = november.weeks();
        assert_eq!(weeks.len(), 6);
        assert!(weeks.iter().all(|week| week.len() == 7));
        assert_eq!((weeks[0][0], weeks[5][6]), (date(2026, 10, 26), date(2026, 12, 6)));
        assert!(!november.is_inside(weeks[0][0]) && november.is_inside(weeks[0][6]));
        assert_eq!(sheet("2027-02-10", Span::Month).weeks().len(), 4, "a February of four whole weeks");
    }

    #[test]
    fn a_week_begins_on_monday() {
        let week = sheet("2026-11-22", Span::Week);
        assert_eq!(week.weeks(), [(16..=22).map(|day| date(2026, 11, day)).collect::<Vec<_>>()]);
        assert_eq!((week.previous(), week.next()), (date(2026, 11, 15), date(2026, 11, 29)));
    }

    #[test]
    fn whoever_leafs_to_and_fro_comes_back_to_the_same_day() {
        let later = sheet("2026-11-22", Span::Month).next();
        assert_eq!(later, date(2026, 12, 22));
        assert_eq!(sheet(&later.to_string(), Span::Month).previous(), date(2026, 11, 22));
        assert_eq!(sheet("2026-10-31", Span::Month).next(), date(2026, 11, 30), "as November has no 31st");
    }

    #[test]
    fn sheets_are_named_in_both_languages() {
        let titles = |day, span| [Language::English, Language::Chinese].map(|l| sheet(day, span).title(l));
        assert_eq!(titles("2026-11-01", Span::Month), ["November 2026", "2026年11月"]);
        assert_eq!(titles("2026-11-18", Span::Week), ["16–22 Nov 2026", "2026年11月16日–22日"]);
        assert_eq!(titles("2026-12-01", Span::Week), ["30 Nov – 6 Dec 2026", "2026年11月30日–12月6日"]);
        assert_eq!(
            titles("2027-01-01", Span::Week),
            ["28 Dec 2026 – 3 Jan 2027", "2026年12月28日–2027年1月3日"]
        );
    }

    #[test]
    fn what_is_no_day_or_too_far_off_becomes_today() {
        for day in ["", "tomorrow", "2026-02-30", "9999-12-31", "0001-01-01"] {
            assert_eq!(sheet(day, Span::Month).begins, date(2026, 11, 1), "{day}");
        }
    }
}
