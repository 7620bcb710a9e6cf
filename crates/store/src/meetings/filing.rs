//! Filing what Portico created, although the synchroniser may have listed it first: never two rows for
//! one meeting of a vendor.

use super::{Meetings, options_text, period_name, repeat_until, search_text};
use crate::Result;
use crate::sql::millis;
use crate::webhooks::outbox::tell_of_meetings;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::time::Timestamp;
use secrecy::SecretString;

/// How to hold off: another transaction may file the same meeting between two statements of ours.
const ATTEMPTS: usize = 3;

impl Meetings<'_> {
    /// Files a meeting and its password. If the synchroniser has filed the same meeting of the vendor
    /// already, that row becomes this one. Returns the id under which it stands.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked while there is a password.
    pub async fn insert(&self, meeting: &Meeting, password: Option<&SecretString>) -> Result<MeetingId> {
        for _ in 0..ATTEMPTS {
            if self.try_insert(meeting, password).await? {
                return Ok(meeting.id.clone());
            }
            let Some(vendor_id) = &meeting.vendor_id else { break };
            if let Some(listed) = self.by_vendor_id(&meeting.connection, vendor_id).await? {
                self.adopt(&listed.id, meeting, password).await?;
                return Ok(listed.id);
            }
        }
        Err(crate::StoreError::new(crate::StoreErrorKind::Conflict, "meetings.id"))
    }

    async fn try_insert(&self, meeting: &Meeting, password: Option<&SecretString>) -> Result<bool> {
        const SQL: &str = "INSERT INTO meetings (id, connection_id, vendor_id, subject, search, start_at, \
            end_at, repeat_period, repeat_until, state, host_name, members, owner_id, options, \
            password_sealed, public_url, created_at, seen_at, changed_at, sequence, series_id) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19, \
            $20) \
            ON CONFLICT DO NOTHING";
        let search = search_text(&meeting.subject, &meeting.host_name, meeting.vendor_id.as_ref());
        let sealed = self.seal_password(&meeting.id, password)?;
        in_transaction!(self.store, |tx| {
            let done = sqlx::query(SQL)
                .bind(meeting.id.as_str())
                .bind(meeting.connection.as_str())
                .bind(meeting.vendor_id.as_ref().map(VendorMeetingId::as_str))
                .bind(&meeting.subject)
                .bind(&search)
                .bind(meeting.start.millis())
                .bind(millis(meeting.end))
                .bind(period_name(meeting))
                .bind(repeat_until(meeting))
                .bind(meeting.state.name())
                .bind(&meeting.host_name)
                .bind(meeting.members)
                .bind(meeting.owner.as_ref().map(|owner| owner.as_str()))
                .bind(options_text(meeting.options.as_ref()))
                .bind(&sealed)
                .bind(&meeting.public_url)
                .bind(meeting.created.millis())
                .bind(meeting.seen.millis())
                .bind(meeting.sequence)
                .bind(meeting.series.as_ref().map(|series| series.as_str()))
                .execute(&mut *tx)
                .await?;
            tell_of_meetings(tx, std::slice::from_ref(&meeting.id.0), meeting.seen).await?;
            Ok(done.rows_affected() > 0)
        })
    }

    /// What only we know goes to the row that was listed.
    async fn adopt(&self, id: &MeetingId, meeting: &Meeting, password: Option<&SecretString>) -> Result<()> {
        const SQL: &str = "UPDATE meetings SET owner_id = $2, options = COALESCE($3, options), \
            password_sealed = COALESCE($4, password_sealed), public_url = COALESCE($5, public_url), \
            repeat_until = COALESCE($6, repeat_until), changed_at = $7 WHERE id = $1";
        const NOT_FOUND: &str = "DELETE FROM meeting_changes WHERE meeting_id = $1 AND what = 'found'";
        let sealed = self.seal_password(id, password)?;
        in_transaction!(self.store, |tx| {
            sqlx::query(SQL)
                .bind(id.as_str())
                .bind(meeting.owner.as_ref().map(|owner| owner.as_str()))
                .bind(options_text(meeting.options.as_ref()))
                .bind(&sealed)
                .bind(&meeting.public_url)
                .bind(repeat_until(meeting))
                .bind(meeting.seen.millis())
                .execute(&mut *tx)
                .await?;
            sqlx::query(NOT_FOUND).bind(id.as_str()).execute(&mut *tx).await?;
            Ok(())
        })
    }

    /// An unconfirmed meeting turns out to stand at the vendor under this number. If the synchroniser
    /// filed it meanwhile, that row is folded into ours. `false`: ours is gone, or has a number already.
    ///
    /// # Errors
    /// The database does not answer; [`crate::StoreErrorKind::Conflict`] if another row with that number
    /// appeared at this very moment: try again.
    pub async fn confirm(
        &self,
        id: &MeetingId,
        vendor_id: &VendorMeetingId,
        state: MeetingState,
        at: Timestamp,
    ) -> Result<bool> {
        const TWIN: &str = "SELECT t.id FROM meetings m \
            JOIN meetings t ON t.connection_id = m.connection_id AND t.vendor_id = $2 \
            WHERE m.id = $1 AND t.id <> m.id";
        const FOLD: [&str; 8] = [
            // It was not made elsewhere after all.
            "DELETE FROM meeting_changes WHERE meeting_id = $2 AND what = 'found' AND meeting_id <> $1",
            "UPDATE recordings SET meeting_id = $1 WHERE meeting_id = $2",
            "UPDATE recording_ids SET meeting_id = $1 WHERE meeting_id = $2",
            "UPDATE join_links SET meeting_id = $1 WHERE meeting_id = $2",
            "UPDATE meeting_changes SET meeting_id = $1 WHERE meeting_id = $2",
            "UPDATE intents SET meeting_id = $1 WHERE meeting_id = $2",
            "INSERT INTO meeting_shares (meeting_id, person_id) SELECT COALESCE(m.series_id, m.id), s.person_id \
             FROM meeting_shares s JOIN meetings m ON m.id = $1 WHERE s.meeting_id = $2 \
             ON CONFLICT (person_id, meeting_id) DO NOTHING",
            "DELETE FROM meeting_shares WHERE meeting_id = $2 AND meeting_id <> $1",
        ];
        const DELETE: &str = "DELETE FROM meetings WHERE id = $1";
        const NUMBER: &str = "UPDATE meetings SET vendor_id = $2, state = $3, seen_at = $4, changed_at = $4, \
            search = search || $5 WHERE id = $1 AND vendor_id IS NULL";
        let number = vendor_id.as_str().to_lowercase();
        in_transaction!(self.store, |tx| {
            let twin: Option<String> = sqlx::query_scalar(TWIN)
                .bind(id.as_str())
                .bind(vendor_id.as_str())
                .fetch_optional(&mut *tx)
                .await?;
            if let Some(twin) = twin {
                for sql in FOLD {
                    sqlx::query(sql).bind(id.as_str()).bind(&twin).execute(&mut *tx).await?;
                }
                sqlx::query(DELETE).bind(&twin).execute(&mut *tx).await?;
            }
            let done = sqlx::query(NUMBER)
                .bind(id.as_str())
                .bind(vendor_id.as_str())
                .bind(state.name())
                .bind(at.millis())
                .bind(&number)
                .execute(&mut *tx)
                .await?;
            tell_of_meetings(tx, std::slice::from_ref(&id.0), at).await?;
            Ok(done.rows_affected() > 0)
        })
    }

    /// The meeting is about to be booked again: its number becomes a former one, and the meeting is
    /// unconfirmed until it has a new one ([`Meetings::confirm`]). The vendor's own page goes with the number.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn lay_down_number(&self, id: &MeetingId, at: Timestamp) -> Result<bool> {
        const KEEP: &str = "INSERT INTO former_numbers (connection_id, vendor_id, meeting_id, at) \
            SELECT connection_id, vendor_id, id, $2 FROM meetings WHERE id = $1 AND vendor_id IS NOT NULL \
            ON CONFLICT DO NOTHING";
        const LAY_DOWN: &str = "UPDATE meetings SET vendor_id = NULL, state = 'unconfirmed', public_url = NULL, \
            seen_at = $2, changed_at = $2 WHERE id = $1 AND vendor_id IS NOT NULL";
        in_transaction!(self.store, |tx| {
            sqlx::query(KEEP).bind(id.as_str()).bind(at.millis()).execute(&mut *tx).await?;
            let done = sqlx::query(LAY_DOWN).bind(id.as_str()).bind(at.millis()).execute(&mut *tx).await?;
            Ok(done.rows_affected() > 0)
        })
    }

    /// An unconfirmed meeting that turned out not to exist, or whose creation the vendor refused, goes
    /// away with its history. `false`: it is not unconfirmed, or join links hang on it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn forget_unconfirmed(&self, id: &MeetingId) -> Result<bool> {
        const CHANGES: &str = "DELETE FROM meeting_changes WHERE meeting_id IN (SELECT id FROM meetings \
            WHERE id = $1 AND state = 'unconfirmed' AND vendor_id IS NULL) \
            AND NOT EXISTS (SELECT 1 FROM join_links WHERE meeting_id = $1)";
        const MEETING: &str = "DELETE FROM meetings WHERE id = $1 AND state = 'unconfirmed' \
            AND vendor_id IS NULL AND NOT EXISTS (SELECT 1 FROM join_links WHERE meeting_id = $1)";
        in_transaction!(self.store, |tx| {
            sqlx::query(CHANGES).bind(id.as_str()).execute(&mut *tx).await?;
            let done = sqlx::query(MEETING).bind(id.as_str()).execute(&mut *tx).await?;
            Ok(done.rows_affected() > 0)
        })
    }
}
