//! What the API says of things: the fields of its JSON. Times are RFC 3339.

pub mod connections;
pub mod directory;
pub mod links;
pub mod meetings;
pub mod options;
pub mod recordings;

use portico_domain::refusals::Rule;
use portico_domain::time::Timestamp;
use portico_service::when::Zone;

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
