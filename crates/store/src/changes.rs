//! The history of changes that a meeting's page shows.

use crate::error::StoreError;
use crate::{Result, Store};
use portico_domain::ids::{MeetingId, PersonId};
use portico_domain::time::Timestamp;

/// The way to the changes of meetings: [`Store::changes`].
pub struct Changes<'s> {
    pub(crate) store: &'s Store,
}

/// One change of a meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingChange {
    pub id: String,
    pub meeting: MeetingId,
    pub at: Timestamp,
    /// Absent when it was changed at the vendor.
    pub person: Option<PersonId>,
    /// A word such as `scheduled`, `moved`, `cancelled`.
    pub what: String,
    /// Free of secrets.
    pub detail: serde_json::Value,
}

#[derive(sqlx_macros::FromRow)]
struct ChangeRow {
    id: String,
    meeting_id: String,
    at: i64,
    person_id: Option<String>,
    what: String,
    detail: String,
}

impl TryFrom<ChangeRow> for MeetingChange {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self> {
        Ok(MeetingChange {
            id: row.id,
            meeting: MeetingId(row.meeting_id),
            at: Timestamp(row.at),
            person: row.person_id.map(PersonId),
            what: row.what,
            detail: serde_json::from_str(&row.detail)
                .map_err(|_| StoreError::corrupt("meeting_changes.detail"))?,
        })
    }
}

impl Changes<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn append(&self, change: &MeetingChange) -> Result<()> {
        const SQL: &str = "INSERT INTO meeting_changes (id, meeting_id, at, person_id, what, detail) \
            VALUES ($1, $2, $3, $4, $5, $6)";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(&change.id)
            .bind(change.meeting.as_str())
            .bind(change.at.millis())
            .bind(change.person.as_ref().map(PersonId::as_str))
            .bind(&change.what)
            .bind(change.detail.to_string())
            .execute(pool))
        .map(drop)
    }

    /// The last changes of a meeting, the newest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn of_meeting(&self, meeting: &MeetingId, limit: i64) -> Result<Vec<MeetingChange>> {
        const SQL: &str = "SELECT id, meeting_id, at, person_id, what, detail FROM meeting_changes \
            WHERE meeting_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
        let rows: Vec<ChangeRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(meeting.as_str())
            .bind(limit)
            .fetch_all(pool))?;
        rows.into_iter().map(MeetingChange::try_from).collect()
    }
}
