//! Whose: what lists mean by an owner.

use crate::sql::Query;
use portico_domain::ids::PersonId;

/// Whose meetings, or whose meetings' recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnedBy {
    Person(PersonId),
    /// Everything that is not this person's: others' and nobody's.
    Others(PersonId),
    /// Made elsewhere.
    Nobody,
}

impl OwnedBy {
    /// Narrows a query of meetings.
    pub(crate) fn restrict(&self, query: &mut Query) {
        match self {
            Self::Person(person) => query.push(" AND owner_id = ").bind(person.as_str()),
            Self::Others(person) => query.push(" AND owner_id IS DISTINCT FROM ").bind(person.as_str()),
            Self::Nobody => query.push(" AND owner_id IS NULL"),
        };
    }

    /// Narrows a query of recordings, which belong to whom their meetings belong. One person's meetings do not
    /// depend on the row, so they are looked up once for the page; all others may be a million, so they are not.
    pub(crate) fn restrict_recordings(&self, query: &mut Query) {
        const OWN: &str = "meeting_id IN (SELECT id FROM meetings WHERE owner_id = ";
        match self {
            Self::Person(person) => query.push(" AND ").push(OWN).bind(person.as_str()).push(")"),
            Self::Others(person) => {
                query.push(" AND (meeting_id IS NULL OR NOT ").push(OWN).bind(person.as_str()).push("))")
            }
            Self::Nobody => query.push(
                " AND NOT EXISTS (SELECT 1 FROM meetings o \
                 WHERE o.id = recordings.meeting_id AND o.owner_id IS NOT NULL)",
            ),
        };
    }
}
