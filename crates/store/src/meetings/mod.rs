//! Meetings in the index: one by one here, as pages in [`page`], as the vendor lists them in
//! [`listing`], by time in `windows.rs`, moved in `moved.rs`, creation without doubles in `filing.rs`.

mod filing;
mod former;
mod hand_over;
pub mod listing;
mod moved;
pub mod page;
mod row;
mod series;
pub mod windows;

pub use moved::Moved;
pub(crate) use row::{MeetingRow, meeting_columns};

use crate::seal::Place;
use crate::sql::{millis, searchable};
use crate::webhooks::outbox::tell_of_meetings;
use crate::{Result, Store};
use portico_domain::ids::{ConnectionId, MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState, Period, VendorOptions};
use portico_domain::time::Timestamp;
use secrecy::SecretString;

/// The way to meetings: [`Store::meetings`].
pub struct Meetings<'s> {
    pub(crate) store: &'s Store,
}

fn place(id: &MeetingId) -> Place<'_> {
    Place { table: "meetings", row: id.as_str(), column: "password_sealed" }
}

fn place_of_told(id: &MeetingId) -> Place<'_> {
    Place { table: "meetings", row: id.as_str(), column: "told_sealed" }
}

fn search_text(subject: &str, host: &str, number: Option<&VendorMeetingId>) -> String {
    searchable(&[subject, host, number.map_or("", VendorMeetingId::as_str)])
}

fn period_name(meeting: &Meeting) -> Option<&'static str> {
    meeting.repeat.map(|repeat| Period::name(repeat.period))
}

fn repeat_until(meeting: &Meeting) -> Option<i64> {
    millis(meeting.repeat.and_then(|repeat| repeat.until))
}

/// Options hold no secret and always have a JSON text.
fn options_text(options: Option<&VendorOptions>) -> Option<String> {
    options.and_then(|options| serde_json::to_string(options).ok())
}

impl Meetings<'_> {
    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &MeetingId) -> Result<Option<Meeting>> {
        const SQL: &str = concat!("SELECT ", meeting_columns!(), " FROM meetings m WHERE m.id = $1");
        let row: Option<MeetingRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(Meeting::try_from).transpose()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_vendor_id(
        &self,
        connection: &ConnectionId,
        vendor_id: &VendorMeetingId,
    ) -> Result<Option<Meeting>> {
        const SQL: &str = concat!(
            "SELECT ",
            meeting_columns!(),
            " FROM meetings m WHERE m.connection_id = $1 AND m.vendor_id = $2"
        );
        let row: Option<MeetingRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(connection.as_str())
            .bind(vendor_id.as_str())
            .fetch_optional(pool))?;
        row.map(Meeting::try_from).transpose()
    }

    /// Files a change that the vendor has just accepted. The draft's password is sealed here, and none
    /// means that the meeting has none.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked while there is a password.
    pub async fn apply_draft(&self, id: &MeetingId, draft: &MeetingDraft, at: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE meetings SET subject = $2, start_at = $3, end_at = $4, \
            repeat_period = $5, repeat_until = $6, options = $7, password_sealed = $8, search = $9, \
            moved_from = CASE WHEN start_at = $3 THEN moved_from ELSE start_at END, \
            moved_at = CASE WHEN start_at = $3 THEN moved_at ELSE $10 END, \
            seen_at = $10, changed_at = $10, sequence = sequence + 1 WHERE id = $1";
        let password = draft.password.clone().map(SecretString::from);
        let sealed = self.seal_password(id, password.as_ref())?;
        let Some(before) = self.by_id(id).await? else { return Ok(false) };
        let search = search_text(&draft.subject, &before.host_name, before.vendor_id.as_ref());
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(SQL)
                .bind(id.as_str())
                .bind(&draft.subject)
                .bind(draft.start.millis())
                .bind(millis(draft.lasting_end()))
                .bind(draft.repeat.map(|repeat| repeat.period.name()))
                .bind(millis(draft.repeat.and_then(|repeat| repeat.until)))
                .bind(options_text(Some(&draft.options)))
                .bind(&sealed)
                .bind(&search)
                .bind(at.millis())
                .execute(&mut *tx)
                .await?;
            tell_of_meetings(tx, std::slice::from_ref(&id.0), at).await?;
            Ok(done.rows_affected() > 0)
        })
    }

    /// Takes over what the vendor's detail says, unless something newer stands here already. Owner,
    /// password and creation stay. Returns whether anything changed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn refresh(&self, meeting: &Meeting) -> Result<bool> {
        // COALESCE: a detail that lacks options or address does not erase known ones. A repeated meeting moves on
        // by itself from one occurrence to the next, which is no change of its time.
        const SQL: &str = "UPDATE meetings SET \
            changed_at = CASE WHEN subject IS DISTINCT FROM $2 OR start_at IS DISTINCT FROM $3 \
                OR end_at IS DISTINCT FROM $4 OR repeat_period IS DISTINCT FROM $5 \
                OR repeat_until IS DISTINCT FROM $6 OR state IS DISTINCT FROM $7 \
                OR host_name IS DISTINCT FROM $8 OR members IS DISTINCT FROM $9 \
                OR ($10 IS NOT NULL AND options IS DISTINCT FROM $10) \
                OR ($11 IS NOT NULL AND public_url IS DISTINCT FROM $11) THEN $13 ELSE changed_at END, \
            sequence = sequence + CASE WHEN subject IS DISTINCT FROM $2 OR start_at IS DISTINCT FROM $3 \
                OR end_at IS DISTINCT FROM $4 OR repeat_period IS DISTINCT FROM $5 \
                OR repeat_until IS DISTINCT FROM $6 THEN 1 ELSE 0 END, \
            moved_from = CASE WHEN start_at = $3 THEN moved_from WHEN repeat_period IS NULL THEN start_at END, \
            moved_at = CASE WHEN start_at = $3 THEN moved_at WHEN repeat_period IS NULL THEN $13 END, \
            subject = $2, start_at = $3, end_at = $4, repeat_period = $5, repeat_until = $6, state = $7, \
            host_name = $8, members = $9, options = COALESCE($10, options), \
            public_url = COALESCE($11, public_url), search = $12, seen_at = $13 \
            WHERE id = $1 AND seen_at <= $13 RETURNING changed_at";
        let search = search_text(&meeting.subject, &meeting.host_name, meeting.vendor_id.as_ref());
        in_transaction!(self.store, |tx| {
            let rows: Vec<i64> = sqlx::query_scalar(SQL)
                .bind(meeting.id.as_str())
                .bind(&meeting.subject)
                .bind(meeting.start.millis())
                .bind(millis(meeting.end))
                .bind(period_name(meeting))
                .bind(repeat_until(meeting))
                .bind(meeting.state.name())
                .bind(&meeting.host_name)
                .bind(meeting.members)
                .bind(options_text(meeting.options.as_ref()))
                .bind(&meeting.public_url)
                .bind(&search)
                .bind(meeting.seen.millis())
                .fetch_all(&mut *tx)
                .await?;
            let changed = rows.contains(&meeting.seen.millis());
            if changed {
                tell_of_meetings(tx, std::slice::from_ref(&meeting.id.0), meeting.seen).await?;
            }
            Ok(changed)
        })
    }

    /// Notes a state, and how many are present if that is known. Returns whether anything changed.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_state(
        &self,
        id: &MeetingId,
        state: MeetingState,
        members: Option<i64>,
        at: Timestamp,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE meetings SET \
            changed_at = CASE WHEN state <> $2 OR members <> COALESCE($3, members) THEN $4 ELSE changed_at END, \
            sequence = sequence + CASE WHEN state <> $2 AND $2 = 'cancelled' THEN 1 ELSE 0 END, \
            state = $2, members = COALESCE($3, members), seen_at = $4 \
            WHERE id = $1 AND seen_at <= $4 RETURNING changed_at";
        in_transaction!(self.store, |tx| {
            let rows: Vec<i64> = sqlx::query_scalar(SQL)
                .bind(id.as_str())
                .bind(state.name())
                .bind(members)
                .bind(at.millis())
                .fetch_all(&mut *tx)
                .await?;
            let changed = rows.contains(&at.millis());
            if changed {
                tell_of_meetings(tx, std::slice::from_ref(&id.0), at).await?;
            }
            Ok(changed)
        })
    }

    /// Keeps what the vendor tells at the creation only.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn set_told(&self, id: &MeetingId, told: &SecretString) -> Result<bool> {
        const SQL: &str = "UPDATE meetings SET told_sealed = $2 WHERE id = $1";
        let sealed = self.store.sealer()?.seal(told, place_of_told(id))?;
        let done =
            changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(&sealed).execute(pool))?;
        Ok(done > 0)
    }

    /// What the vendor told at the creation, as it was put in.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn told(&self, id: &MeetingId) -> Result<Option<SecretString>> {
        const SQL: &str = "SELECT told_sealed FROM meetings WHERE id = $1 AND told_sealed IS NOT NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place_of_told(id))).transpose()
    }

    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn set_password(&self, id: &MeetingId, password: Option<&SecretString>) -> Result<bool> {
        const SQL: &str = "UPDATE meetings SET password_sealed = $2 WHERE id = $1";
        let sealed = self.seal_password(id, password)?;
        let done =
            changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(&sealed).execute(pool))?;
        Ok(done > 0)
    }

    /// The meeting's password, for its owner and for signing on the server.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn password(&self, id: &MeetingId) -> Result<Option<SecretString>> {
        const SQL: &str =
            "SELECT password_sealed FROM meetings WHERE id = $1 AND password_sealed IS NOT NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place(id))).transpose()
    }

    fn seal_password(&self, id: &MeetingId, password: Option<&SecretString>) -> Result<Option<String>> {
        password.map(|password| self.store.sealer()?.seal(password, place(id))).transpose()
    }
}
