//! Recordings that are to be deleted at a time: which are due, who tries, and what came of it.

use super::{RecordingRow, Recordings, recording_columns};
use crate::Result;
use crate::sql::millis;
use portico_domain::ids::RecordingId;
use portico_domain::recordings::Recording;
use portico_domain::time::Timestamp;

/// Why a recording could not be deleted.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// The name of a [`portico_domain::refusals::Kind`].
    pub kind: &'a str,
    /// The vendor's own code.
    pub code: Option<&'a str>,
}

/// Due, there, and of a connection that may be spoken to.
macro_rules! is_due {
    () => {
        "delete_at IS NOT NULL AND deleted_at IS NULL AND delete_next_at <= $1 AND connection_id IN \
         (SELECT id FROM connections WHERE removed_at IS NULL AND NOT paused)"
    };
}

impl Recordings<'_> {
    /// Says when these recordings are to be deleted, or that they never are; what failed before is forgotten.
    ///
    /// # Errors
    /// The database does not answer: then none of them is changed.
    pub async fn set_delete_at(&self, ids: &[RecordingId], at: Option<Timestamp>) -> Result<()> {
        const SQL: &str = "UPDATE recordings SET delete_at = $2, delete_next_at = $2, delete_tries = 0, \
            delete_failed_at = NULL, delete_failure = NULL, delete_code = NULL \
            WHERE id = $1 AND deleted_at IS NULL";
        in_transaction!(self.store, |tx| {
            for id in ids {
                sqlx::query(SQL).bind(id.as_str()).bind(millis(at)).execute(&mut *tx).await?;
            }
            Ok(())
        })
    }

    /// Is there anything to delete? To be asked before [`Recordings::claim_due`], which writes.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn any_due(&self, now: Timestamp) -> Result<bool> {
        const SQL: &str = concat!("SELECT EXISTS (SELECT 1 FROM recordings WHERE ", is_due!(), ")");
        on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(now.millis()).fetch_one(pool))
    }

    /// Takes up recordings that are due. Each goes to one caller only, until `hold`: whoever dies over it is
    /// replaced after that.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn claim_due(&self, now: Timestamp, hold: Timestamp, limit: i64) -> Result<Vec<Recording>> {
        // Asked twice: on PostgreSQL the inner answer may be out of date when the row is locked.
        const SQL: &str = concat!(
            "UPDATE recordings SET delete_next_at = $2, delete_tries = delete_tries + 1 WHERE id IN \
             (SELECT id FROM recordings WHERE ",
            is_due!(),
            " ORDER BY delete_next_at, id LIMIT $3) AND ",
            is_due!(),
            " RETURNING ",
            recording_columns!()
        );
        let rows: Vec<RecordingRow> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(now.millis())
            .bind(hold.millis())
            .bind(limit)
            .fetch_all(pool))?;
        Ok(rows.into_iter().map(Recording::from).collect())
    }

    /// How often it was tried to delete it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn delete_tries(&self, id: &RecordingId) -> Result<i64> {
        const SQL: &str = "SELECT delete_tries FROM recordings WHERE id = $1";
        let tries: Option<i64> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        Ok(tries.unwrap_or_default())
    }

    /// Notes that it could not be deleted, and when that is tried again. Whoever meanwhile said otherwise has the
    /// last word.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn note_failed_deletion(
        &self,
        id: &RecordingId,
        failure: Failure<'_>,
        at: Timestamp,
        next: Timestamp,
    ) -> Result<()> {
        const SQL: &str = "UPDATE recordings SET delete_failed_at = $2, delete_failure = $3, delete_code = $4, \
            delete_next_at = $5 WHERE id = $1 AND delete_at <= $2 AND deleted_at IS NULL";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(at.millis())
            .bind(failure.kind)
            .bind(failure.code)
            .bind(next.millis())
            .execute(pool))
        .map(drop)
    }
}
