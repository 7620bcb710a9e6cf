//! Whose a meeting is.

use super::Meetings;
use crate::Result;
use crate::shares::shared_id;
use portico_domain::ids::PersonId;
use portico_domain::meetings::Meeting;
use portico_domain::time::Timestamp;

impl Meetings<'_> {
    /// Makes a meeting, or all of its series, somebody else's, with the links that its owner made. It stays shared with
    /// whose it was, unless they are an administrator. `false`: it has become another one's since it was read.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn hand_over(&self, meeting: &Meeting, to: &PersonId, now: Timestamp) -> Result<bool> {
        const SHARE: &str = "INSERT INTO meeting_shares (meeting_id, person_id) \
            SELECT $1, id FROM people WHERE id = $2 AND role <> 'administrator' \
            ON CONFLICT (person_id, meeting_id) DO NOTHING";
        const UNSHARE: &str = "DELETE FROM meeting_shares WHERE meeting_id = $1 AND person_id = $2";
        const LINKS: &str = "UPDATE join_links SET created_by = $2 WHERE created_by = $3 \
            AND meeting_id IN (SELECT id FROM meetings WHERE id = $1 OR series_id = $4)";
        const MEETINGS: &str = "UPDATE meetings SET owner_id = $2, changed_at = $3 \
            WHERE (id = $1 OR series_id = $4) AND COALESCE(owner_id, '') = $5";
        let (id, shared) = (meeting.id.as_str(), shared_id(meeting));
        let series = meeting.series.as_ref().map(|series| series.as_str());
        let was = meeting.owner.as_ref().map_or("", |owner| owner.as_str());
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(MEETINGS)
                .bind(id)
                .bind(to.as_str())
                .bind(now.millis())
                .bind(series)
                .bind(was)
                .execute(&mut *tx)
                .await?;
            if done.rows_affected() == 0 {
                return Ok(false);
            }
            if let Some(owner) = &meeting.owner {
                sqlx::query(SHARE).bind(shared).bind(owner.as_str()).execute(&mut *tx).await?;
                sqlx::query(LINKS)
                    .bind(id)
                    .bind(to.as_str())
                    .bind(owner.as_str())
                    .bind(series)
                    .execute(&mut *tx)
                    .await?;
            }
            sqlx::query(UNSHARE).bind(shared).bind(to.as_str()).execute(&mut *tx).await?;
            Ok(true)
        })
    }
}
