//! How long is kept what nobody deletes by hand. docs/security.md says so to people, in its table "What is kept how
//! long"; a test below holds the two together.

/// A key that made a change happen once is remembered for so long after its first use; docs/api.md promises it.
pub const KEY_DAYS: i64 = 30;

/// Names that people typed when they came in. Pages that show them say so.
pub const ENTRANT_DAYS: i64 = 90;

/// Numbers of meetings that were booked again. Longer than any vendor's history reaches back, and never shorter than
/// the meeting, or its series, may still be joined.
pub const FORMER_NUMBER_DAYS: i64 = 400;

/// Ids of recordings whose files are complete, once none of the meeting's files is left.
pub const RECORDING_ID_DAYS: i64 = 90;

/// Rows of recordings that were deleted, with the links that led to them.
pub const DELETED_RECORDING_DAYS: i64 = 90;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhooks::LOG_DAYS;

    #[test]
    fn people_are_told_the_same() {
        let security = include_str!("../../../docs/security.md");
        let told = |what: &str, days: i64| {
            let line = security.lines().find(|line| line.starts_with(&format!("| {what}")));
            let line = line.unwrap_or_else(|| panic!("nothing is said of: {what}"));
            assert!(line.contains(&format!("{days} days")), "{line}");
        };
        told("Keys against doing things twice", KEY_DAYS);
        told("Who came in by which link", ENTRANT_DAYS);
        told("Former numbers", FORMER_NUMBER_DAYS);
        told("Ids of recordings", RECORDING_ID_DAYS);
        told("Deleted recordings", DELETED_RECORDING_DAYS);
        told("Events that were sent", LOG_DAYS);
        let api = include_str!("../../../docs/api.md");
        assert!(api.contains(&format!("Keys belong to the person and are remembered for {KEY_DAYS} days")));
    }
}
