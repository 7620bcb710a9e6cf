//! Changes that take several calls: how far one has come, and what it needs to go on.

use super::{Intent, IntentRow, Intents, intent_columns};
use crate::Result;
use crate::seal::Place;
use portico_domain::ids::{IntentId, MeetingId};
use portico_domain::time::Timestamp;
use secrecy::SecretString;
use serde_json::Value;

fn place(id: &IntentId) -> Place<'_> {
    Place { table: "intents", row: id.as_str(), column: "secrets_sealed" }
}

impl Intents<'_> {
    /// Notes how far a change has come, before its next call; `secrets` are sealed here. `held` is how often it
    /// had been taken up when it was read (its maker: never). `false`: it was settled before, or somebody else has
    /// taken it up since, so the call must not be made.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn advance(
        &self,
        id: &IntentId,
        held: i64,
        payload: &Value,
        secrets: &SecretString,
        at: Timestamp,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE intents SET payload = $2, secrets_sealed = $3, updated_at = $4 \
            WHERE id = $1 AND attempts = $5 AND state IN ('pending', 'unknown')";
        let sealed = self.store.sealer()?.seal(secrets, place(id))?;
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(payload.to_string())
            .bind(&sealed)
            .bind(at.millis())
            .bind(held)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// The secrets of a change that is not settled, as they were put in.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn secrets(&self, id: &IntentId) -> Result<Option<SecretString>> {
        const SQL: &str = "SELECT secrets_sealed FROM intents WHERE id = $1 AND secrets_sealed IS NOT NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place(id))).transpose()
    }

    /// What is being done to a meeting, or was done without an answer; the earliest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open_of_meeting(&self, meeting: &MeetingId) -> Result<Vec<Intent>> {
        const SQL: &str = concat!(
            "SELECT ",
            intent_columns!(),
            " FROM intents WHERE meeting_id = $1 AND state IN ('pending', 'unknown') ORDER BY created_at, id"
        );
        let rows: Vec<IntentRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(meeting.as_str()).fetch_all(pool))?;
        rows.into_iter().map(Intent::try_from).collect()
    }
}
