//! What the API says of things: the fields of its JSON. Times are RFC 3339.

pub mod connections;
pub mod directory;
pub mod entries;
pub mod links;
pub mod materials;
pub mod meetings;
pub mod options;
pub mod recordings;
pub mod ways_in;
pub mod webhooks;

use portico_domain::refusals::Rule;
use portico_domain::time::Timestamp;
use portico_service::when::Zone;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::problem::Problem;

/// RFC 3339 in UTC, to the second.
pub fn time(instant: Timestamp) -> String {
    let text = Zone::utc().machine(instant);
    text.strip_suffix("+00:00").map(|text| format!("{text}Z")).unwrap_or(text)
}

/// Reads RFC 3339 with its offset.
///
/// # Errors
/// The field, if it is none.
pub fn instant(field: &str, text: &str) -> Result<Timestamp, Problem> {
    portico_domain::time::read_instant(text).ok_or_else(|| Problem::field(field, Rule::NotATime))
}

/// The wall-clock time in a zone, to the second, as a form takes it.
pub fn wall_clock(zone: &Zone, instant: Timestamp) -> String {
    zone.machine(instant).chars().take("2026-11-21T14:00:00".len()).collect()
}

/// # Errors
/// The field, if there is no such zone.
pub fn zone(field: &str, name: &str) -> Result<Zone, Problem> {
    Zone::named(name).ok_or_else(|| Problem::field(field, Rule::UnknownZone))
}

/// Reads a whole number that may be written with a point: to JSON Schema `5.0` is an integer.
///
/// # Errors
/// It is none, or beyond 32 bits.
pub fn whole<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u32>, D::Error> {
    let Some(number) = Option::<f64>::deserialize(from)? else { return Ok(None) };
    let fits = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
    if fits { Ok(Some(number as u32)) } else { Err(D::Error::custom("a whole number is wanted")) }
}

/// Tells `null` from what is not said; for a field that may be left out.
///
/// # Errors
/// It is of another type.
pub fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_may_have_a_point_and_nothing_else_may() {
        let read = |text: &str| whole(&mut serde_json::Deserializer::from_str(text)).ok();
        assert_eq!((read("5"), read("5.0"), read("null")), (Some(Some(5)), Some(Some(5)), Some(None)));
        for bad in ["5.5", "-1", "4294967296", "1e300", "\"5\"", "true"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
