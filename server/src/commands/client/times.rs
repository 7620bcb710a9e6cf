//! Times as they are typed and shown.

use portico_client::Failure;
use portico_domain::time::{Timestamp, read_date, read_instant, read_local};
use portico_service::when::Zone;

/// The zone of a call, and whether it was asked for.
pub struct TimeZone {
    zone: Zone,
    named: bool,
}

/// A time that was typed.
pub struct Typed {
    pub instant: Timestamp,
    /// Without an offset, so it was meant in the call's zone.
    pub local: bool,
}

impl TimeZone {
    pub fn named(name: Option<&str>) -> Result<Self, Failure> {
        let Some(name) = name else { return Ok(Self { zone: Zone::of_this_machine(), named: false }) };
        let unknown =
            || Failure::Usage(format!("there is no time zone {name:?}; one is called Asia/Shanghai"));
        Ok(Self { zone: Zone::named(name).ok_or_else(unknown)?, named: true })
    }

    pub fn name(&self) -> &str {
        self.zone.name()
    }

    pub fn was_named(&self) -> bool {
        self.named
    }

    /// Reads `2026-12-01T09:00+08:00`, or `2026-12-01 09:00` and `2026-12-01` in this zone.
    ///
    /// # Errors
    /// It is no time, or one that the clocks of the zone jump over.
    pub fn read(&self, what: &str, text: &str) -> Result<Typed, Failure> {
        if let Some(instant) = read_instant(text) {
            return Ok(Typed { instant, local: false });
        }
        if let Some(day) = read_date(text).filter(|_| !text.contains([':', 'T', ' '])) {
            return Ok(Typed { instant: self.zone.day_start(day), local: true });
        }
        let local = read_local(text).ok_or_else(|| {
            Failure::Usage(format!(
                "{what}: {text:?} is no time; write 2026-12-01T09:00 or 2026-12-01T09:00:00+08:00"
            ))
        })?;
        let jumped = || Failure::Usage(format!("{what}: the clocks of {} jump over {text}", self.name()));
        Ok(Typed { instant: self.zone.place(local).ok_or_else(jumped)?, local: true })
    }

    /// RFC 3339 with this zone's offset.
    pub fn machine(&self, instant: Timestamp) -> String {
        self.zone.machine(instant)
    }

    /// As a table shows it: `2026-12-01 09:00`. What is no time stays as it is.
    pub fn show(&self, text: &str) -> String {
        read_instant(text)
            .map_or_else(|| text.to_owned(), |instant| self.zone.field(instant).replace('T', " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_with_its_offset_or_in_the_zone_of_the_call() {
        let zone = TimeZone::named(Some("Europe/Berlin")).expect("a zone");
        let read = |text: &str| {
            zone.read("start", text).map(|typed| (zone.machine(typed.instant), typed.local)).ok()
        };
        let is = |text: &str, local| Some((text.to_owned(), local));
        assert_eq!(read("2026-12-01T09:00+08:00"), is("2026-12-01T02:00:00+01:00", false));
        assert_eq!(read("2026-12-01T09:00:00Z"), is("2026-12-01T10:00:00+01:00", false));
        assert_eq!(read("2026-07-01 09:00"), is("2026-07-01T09:00:00+02:00", true));
        assert_eq!(read("2026-07-01"), is("2026-07-01T00:00:00+02:00", true));
        // The clocks jump from 2 to 3.
        assert_eq!(read("2026-03-29T02:30"), None);
        assert_eq!(read("tomorrow"), None);
        assert_eq!(zone.show("2026-12-01T08:00:00Z"), "2026-12-01 09:00");
        assert!(TimeZone::named(Some("Mars/Base")).is_err());
    }
}
