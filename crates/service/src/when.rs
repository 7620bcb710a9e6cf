//! Instants as people say them, in a zone and a language. Zones exist only here and in the forms.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp as JiffTimestamp, ToSpan, Zoned};
use portico_domain::language::Language;
use portico_domain::meetings::{Period, Repeat};
use portico_domain::time::Timestamp;

/// A time zone that exists.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// Looks an IANA name up; `None` if there is no such zone.
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        Some(Self { name: zone.iana_name().unwrap_or(name).to_owned(), zone })
    }

    /// The zone that this machine is set to (`TZ`, or else the system's); UTC if it has none by name.
    pub fn of_this_machine() -> Self {
        TimeZone::system().iana_name().and_then(Self::named).unwrap_or_else(Self::utc)
    }

    /// Coordinated Universal Time, for when nothing better is known.
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    fn at(&self, instant: Timestamp) -> Zoned {
        let instant = JiffTimestamp::from_millisecond(instant.millis()).unwrap_or(JiffTimestamp::UNIX_EPOCH);
        instant.to_zoned(self.zone.clone())
    }

    /// Places a wall-clock time; `None` where the clock jumps over it or the year is out of reach.
    pub fn place(&self, time: DateTime) -> Option<Timestamp> {
        let placed = self.zone.to_ambiguous_zoned(time);
        if matches!(placed.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
            return None;
        }
        let instant = placed.compatible().ok()?.timestamp();
        Some(Timestamp::from_millis(instant.as_millisecond()))
    }

    pub fn date(&self, instant: Timestamp) -> Date {
        self.at(instant).date()
    }

    /// The hour that clocks show here.
    pub fn time(&self, instant: Timestamp) -> Time {
        self.at(instant).time()
    }

    /// How many days one date is after another here.
    pub fn days_between(&self, from: Timestamp, to: Timestamp) -> i32 {
        self.date(from).until(self.date(to)).map_or(0, |span| span.get_days())
    }

    /// So many days on, at the same hour or at another one; a day that lacks the hour takes the next one.
    /// `None`: out of reach.
    pub fn moved(&self, instant: Timestamp, days: i32, clock: Option<Time>) -> Option<Timestamp> {
        let from = self.at(instant).datetime();
        let date = from.date().checked_add(days.days()).ok()?;
        let local = date.to_datetime(clock.unwrap_or_else(|| from.time()));
        let placed = local.to_zoned(self.zone.clone()).ok()?;
        Some(Timestamp::from_millis(placed.timestamp().as_millisecond()))
    }

    /// The instant at which a day begins here.
    pub fn day_start(&self, date: Date) -> Timestamp {
        let start = date.to_datetime(jiff::civil::Time::midnight()).to_zoned(self.zone.clone());
        Timestamp::from_millis(start.map_or(0, |zoned| zoned.timestamp().as_millisecond()))
    }

    /// When a day begins here and when the next one does; `None` if the text is no day (`2026-03-01`).
    pub fn whole_day(&self, text: &str) -> Option<(Timestamp, Timestamp)> {
        let day: Date = text.trim().parse().ok()?;
        Some((self.day_start(day), self.day_start(day.tomorrow().ok()?)))
    }

    /// As a `datetime-local` field wants it.
    pub fn field(&self, instant: Timestamp) -> String {
        self.at(instant).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// As a `date` field wants it.
    pub fn date_field(&self, instant: Timestamp) -> String {
        self.at(instant).strftime("%Y-%m-%d").to_string()
    }

    /// As a machine reads it: RFC 3339 with the zone's offset.
    pub fn machine(&self, instant: Timestamp) -> String {
        self.at(instant).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The zone for people: its name and what it is off from UTC at that instant.
    pub fn label(&self, instant: Timestamp) -> String {
        let offset = self.at(instant).strftime("%:z").to_string();
        if self.name == "UTC" { "UTC".to_owned() } else { format!("{}, UTC{offset}", self.name) }
    }

    /// As a calendar file writes it, with the zone named beside it.
    pub fn calendar_local(&self, instant: Timestamp) -> String {
        self.at(instant).strftime("%Y%m%dT%H%M%S").to_string()
    }

    /// As a calendar file writes an instant.
    pub fn calendar_instant(&self, instant: Timestamp) -> String {
        Self::utc().at(instant).strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// The zone as a calendar file describes it: every change of its clocks that matters between two
    /// instants. `None` for UTC, which needs no description.
    pub fn calendar_text(&self, from: Timestamp, to: Timestamp) -> Option<String> {
        if self.name == "UTC" {
            return None;
        }
        let instant =
            |at: Timestamp| JiffTimestamp::from_millisecond(at.millis()).unwrap_or(JiffTimestamp::UNIX_EPOCH);
        let (from, to) = (instant(from), instant(to));
        let mut before = self.zone.to_offset(from);
        let mut parts =
            vec![observance("STANDARD", DateTime::constant(1970, 1, 1, 0, 0, 0, 0), before, before)];
        if let Some(last) = self.zone.preceding(from).next() {
            // What applies at the start, from when it began to apply.
            let earlier = self.zone.to_offset(last.timestamp().saturating_sub(1.second()).unwrap_or(from));
            let began = earlier.to_datetime(last.timestamp());
            parts = vec![observance(season(last.dst()), began, earlier, last.offset())];
        }
        for change in self.zone.following(from).take_while(|change| change.timestamp() <= to) {
            let began = before.to_datetime(change.timestamp());
            parts.push(observance(season(change.dst()), began, before, change.offset()));
            before = change.offset();
        }
        let parts = parts.concat();
        Some(format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n{parts}END:VTIMEZONE\r\n", self.name))
    }

    pub fn clock(&self, instant: Timestamp) -> String {
        self.at(instant).strftime("%H:%M").to_string()
    }

    /// A day: "today", "tomorrow", else weekday and date, the year only where it differs.
    pub fn day(&self, instant: Timestamp, now: Timestamp, language: Language) -> String {
        let (day, today) = (self.at(instant).date(), self.at(now).date());
        let apart = today.until(day).map_or(i32::MAX, |span| span.get_days());
        match (language, apart) {
            (Language::English, 0) => "today".to_owned(),
            (Language::English, 1) => "tomorrow".to_owned(),
            (Language::English, -1) => "yesterday".to_owned(),
            (Language::Chinese, 0) => "今天".to_owned(),
            (Language::Chinese, 1) => "明天".to_owned(),
            (Language::Chinese, -1) => "昨天".to_owned(),
            _ => full_day(day, day.year() != today.year(), language),
        }
    }

    /// A day in full: "Sat 21 Nov 2026".
    pub fn full_day(&self, instant: Timestamp, language: Language) -> String {
        full_day(self.date(instant), true, language)
    }

    /// A moment: "today 14:00".
    pub fn moment(&self, instant: Timestamp, now: Timestamp, language: Language) -> String {
        format!("{} {}", self.day(instant, now, language), self.clock(instant))
    }

    /// A span: "today 14:00–15:00", or both days where it crosses midnight.
    pub fn span(
        &self,
        start: Timestamp,
        end: Option<Timestamp>,
        now: Timestamp,
        language: Language,
    ) -> String {
        let from = self.moment(start, now, language);
        match end {
            None => from,
            Some(end) if self.date(end) == self.date(start) => format!("{from}–{}", self.clock(end)),
            Some(end) => format!("{from} – {}", self.moment(end, now, language)),
        }
    }
}

fn season(dst: jiff::tz::Dst) -> &'static str {
    if dst.is_dst() { "DAYLIGHT" } else { "STANDARD" }
}

/// From when which offset applies instead of which, as a calendar file says it.
fn observance(kind: &str, began: DateTime, before: jiff::tz::Offset, after: jiff::tz::Offset) -> String {
    let offset = |offset: jiff::tz::Offset| {
        let minutes = offset.seconds() / 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
    };
    format!(
        "BEGIN:{kind}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\nEND:{kind}\r\n",
        began.strftime("%Y%m%dT%H%M%S"),
        offset(before),
        offset(after)
    )
}

fn full_day(day: Date, with_year: bool, language: Language) -> String {
    match language {
        Language::English if with_year => day.strftime("%a %-d %b %Y").to_string(),
        Language::English => day.strftime("%a %-d %b").to_string(),
        Language::Chinese => {
            let weekday = match day.weekday().to_monday_zero_offset() {
                0 => "周一",
                1 => "周二",
                2 => "周三",
                3 => "周四",
                4 => "周五",
                5 => "周六",
                _ => "周日",
            };
            let year = if with_year { format!("{}年", day.year()) } else { String::new() };
            format!("{year}{}月{}日 {weekday}", day.month(), day.day())
        }
    }
}

/// The names of all zones, for choosing.
pub fn zone_names() -> Vec<String> {
    let mut names: Vec<String> =
        jiff::tz::db().available().map(|name| name.to_string()).filter(|name| name.contains('/')).collect();
    names.sort();
    names
}

/// The starts of a repeating meeting's occurrences between two instants. The local hour stays the same
/// across daylight-saving changes; a day that lacks the hour takes the next one.
pub fn occurrences(
    start: Timestamp,
    repeat: Repeat,
    from: Timestamp,
    to: Timestamp,
    zone: &Zone,
) -> Vec<Timestamp> {
    const MOST_STEPS: i64 = 20_000;
    let first = zone.at(start).datetime();
    let mut found = Vec::new();
    // Long-running series: skip close to the window instead of walking from the first day.
    let days_off = (from.since(start) / 86_400_000 - 31).max(0);
    let skip = match repeat.period {
        Period::Daily | Period::WorkingDays => days_off,
        Period::Weekly => days_off / 7,
        Period::Fortnightly => days_off / 14,
        Period::Monthly => days_off / 31,
        Period::Quarterly => days_off / 92,
        Period::Yearly => days_off / 366,
    };
    for step in skip..skip + MOST_STEPS {
        let span = match repeat.period {
            Period::Daily | Period::WorkingDays => step.days(),
            Period::Weekly => (step * 7).days(),
            Period::Fortnightly => (step * 14).days(),
            Period::Monthly => step.months(),
            Period::Quarterly => (step * 3).months(),
            Period::Yearly => step.years(),
        };
        let Ok(local) = first.checked_add(span) else { break };
        let Ok(zoned) = local.to_zoned(zone.zone.clone()) else { break };
        let at = Timestamp::from_millis(zoned.timestamp().as_millisecond());
        if at >= to || repeat.until.is_some_and(|until| at > until) {
            break;
        }
        let weekend = local.weekday().to_monday_zero_offset() >= 5;
        if at >= from && !(repeat.period == Period::WorkingDays && weekend) {
            found.push(at);
        }
    }
    found
}

/// How far off: "in 20 minutes", "3 hours ago", "now". Beyond 24 hours it counts the midnights of the zone
/// between the two, as people do: tomorrow afternoon is never two days off.
pub fn distance(instant: Timestamp, now: Timestamp, zone: &Zone, language: Language) -> String {
    let seconds = instant.since(now) / 1000;
    let away = seconds.unsigned_abs();
    let (count, english, chinese) = match away {
        0..30 => {
            return match language {
                Language::English => "now".to_owned(),
                Language::Chinese => "现在".to_owned(),
            };
        }
        30..3600 => (away.div_ceil(60).min(59), "minute", "分钟"),
        3600..86_400 => ((away + 1800) / 3600, "hour", "小时"),
        _ => {
            let (from, to) = (zone.date(now), zone.date(instant));
            let midnights = from.duration_until(to).as_hours() / 24;
            // A day with 25 hours may hold both.
            (midnights.unsigned_abs().max(1), "day", "天")
        }
    };
    let plural = if count == 1 { "" } else { "s" };
    match (language, seconds > 0) {
        (Language::English, true) => format!("in {count} {english}{plural}"),
        (Language::English, false) => format!("{count} {english}{plural} ago"),
        (Language::Chinese, true) => format!("{count} {chinese}后"),
        (Language::Chinese, false) => format!("{count} {chinese}前"),
    }
}

/// A length: "1:02:03" or "2:03".
pub fn length(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{minutes}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_seconds(1_795_233_600); // 2026-11-21T04:00:00Z, noon in Shanghai

    #[test]
    fn people_read_times_in_their_zone_and_language() {
        let zone = Zone::named("Asia/Shanghai").expect("zone");
        let span = |start: i64, end: i64, language| {
            zone.span(NOON.plus_minutes(start), Some(NOON.plus_minutes(end)), NOON, language)
        };
        assert_eq!(span(120, 180, Language::English), "today 14:00–15:00");
        assert_eq!(span(120, 180, Language::Chinese), "今天 14:00–15:00");
        assert_eq!(span(660, 780, Language::English), "today 23:00 – tomorrow 01:00");
        assert_eq!(span(4320, 4380, Language::Chinese), "11月24日 周二 12:00–13:00");
        assert_eq!(zone.day(NOON.plus_minutes(-1_000_000), NOON, Language::English), "Fri 27 Dec 2024");
        assert_eq!(zone.label(NOON), "Asia/Shanghai, UTC+08:00");
    }

    #[test]
    fn a_weekly_meeting_keeps_its_local_hour_over_the_change_of_clocks() {
        let zone = Zone::named("Europe/Berlin").expect("zone");
        let start = zone.place("2026-03-16T10:00".parse().expect("time")).expect("a time");
        let repeat = Repeat { period: Period::Weekly, until: None };
        let found = occurrences(start, repeat, start, start.plus_seconds(22 * 86_400), &zone);
        let read: Vec<String> = found.into_iter().map(|at| zone.field(at)).collect();
        assert_eq!(read, ["2026-03-16T10:00", "2026-03-23T10:00", "2026-03-30T10:00", "2026-04-06T10:00"]);
    }

    #[test]
    fn working_days_leave_the_weekend_out_and_end() {
        let zone = Zone::named("Asia/Shanghai").expect("zone");
        let start = zone.place("2024-11-21T09:00".parse().expect("time")).expect("a time");
        let until = zone.place("2026-11-24T23:59".parse().expect("time"));
        let repeat = Repeat { period: Period::WorkingDays, until };
        let from = zone.day_start("2026-11-20".parse().expect("date"));
        let found = occurrences(start, repeat, from, from.plus_seconds(10 * 86_400), &zone);
        let read: Vec<String> = found.into_iter().map(|at| zone.field(at)).collect();
        assert_eq!(read, ["2026-11-20T09:00", "2026-11-23T09:00", "2026-11-24T09:00"]);
    }

    #[test]
    fn distances() {
        let zone = Zone::named("Asia/Shanghai").expect("zone");
        let far = |seconds, language| distance(NOON.plus_seconds(seconds), NOON, &zone, language);
        assert_eq!(far(20 * 60, Language::English), "in 20 minutes");
        assert_eq!(far(-3600, Language::English), "1 hour ago");
        assert_eq!(far(5, Language::Chinese), "现在");
        assert_eq!(far(86_400 * 2, Language::Chinese), "2 天后");
        // From three in the night to tomorrow afternoon, and to the morning of the day after.
        let night = zone.place("2026-11-23T03:00".parse().expect("time")).expect("a time");
        let after = |seconds| distance(night.plus_seconds(seconds), night, &zone, Language::English);
        assert_eq!(after(37 * 3600 + 1800), "in 1 day");
        assert_eq!(after(45 * 3600 + 1), "in 2 days");
        assert_eq!(after(-28 * 3600), "2 days ago");
        assert_eq!(length(461), "7:41");
        assert_eq!(length(3723), "1:02:03");
    }

    #[test]
    fn a_time_that_the_clock_skips_is_not_a_time() {
        let zone = Zone::named("Europe/Berlin").expect("zone");
        let skipped: DateTime = "2026-03-29T02:30".parse().expect("time");
        assert_eq!(zone.place(skipped), None);
        let real: DateTime = "2026-03-29T03:30".parse().expect("time");
        assert_eq!(zone.field(zone.place(real).expect("a time")), "2026-03-29T03:30");
    }
}
