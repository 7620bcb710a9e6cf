//! Recordings that delete themselves: when, by whose word, and doing it.
//!
//! Whoever takes one up puts its next try off first, so that of several replicas one tries, and whoever dies over
//! it is replaced. Nothing counts as deleted before the vendor has said so.

use super::RecordingRow;
use crate::Services;
use crate::access::Organizer;
use crate::failures::stored;
use futures::future::join_all;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::{ConnectionId, RecordingId};
use portico_domain::recordings::Recording;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::{Timestamp, write_instant};
use portico_store::recordings::retention::Failure;
use std::collections::HashMap;

/// So many are taken up at once.
const AT_ONCE: i64 = 20;
/// Longer than all of them take, even if the vendor is silent at each.
const HOLD_SECONDS: i64 = 1800;
/// Seconds after each failed try; the last step is repeated.
const STEPS: [i64; 6] = [300, 900, 3600, 14_400, 43_200, 86_400];

/// When a recording that is new here goes, if its connection says so. Counted from now and not from when it was
/// made: else the old recordings of a new connection would go before anybody has seen them.
pub(crate) fn of_new(connection: &Connection, now: Timestamp) -> Option<Timestamp> {
    let possible = connection.vendor.capabilities().delete_recording.possible();
    let days = connection.settings.recording_days.filter(|_| possible)?;
    Some(now.plus_seconds(i64::from(days) * 86_400))
}

/// Until the next try, after so many.
fn step(tries: i64) -> i64 {
    let index = usize::try_from(tries.saturating_sub(1)).unwrap_or_default();
    STEPS[index.min(STEPS.len() - 1)]
}

impl Organizer {
    /// A recording that this organizer may delete, where its vendor can.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn own_recording(&self, id: &RecordingId) -> Result<RecordingRow, Refusal> {
        let row = self.recording(id).await?;
        // Who may share it may edit its meeting.
        if row.may_share { Ok(row) } else { Err(Kind::NotAllowed.into()) }
    }

    /// Says when a recording is deleted by itself; `None`: never.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`]; [`Kind::Unsupported`] where the vendor cannot delete;
    /// [`Kind::Invalid`] for a time that has passed.
    pub async fn retain_recording(&self, id: &RecordingId, at: Option<Timestamp>) -> Result<(), Refusal> {
        let row = self.own_recording(id).await?;
        if at.is_some() && !row.may_delete {
            return Err(Kind::Unsupported.into());
        }
        let services = &self.services;
        if at.is_some_and(|at| at <= services.now()) {
            return Err(Refusal::field("delete_at", Rule::InThePast));
        }
        let in_parts = row.connection.vendor == Vendor::Vmr;
        // Of parts the others may still have another time.
        if at == row.recording.delete_at && !in_parts {
            return Ok(());
        }
        let ids = match row.connection.vendor {
            Vendor::Vmr => services.parts_of(&row.recording).await?,
            Vendor::Cloudroom | Vendor::Webapi => vec![id.clone()],
        };
        let said = at.map_or_else(|| "never".to_owned(), write_instant);
        services.note(Some(self.id()), "recording.retain", id.as_str(), "done", &said).await?;
        services.store().recordings().set_delete_at(&ids, at).await.map_err(stored)?;
        if let Some(meeting) = &row.recording.meeting {
            let title = &row.recording.title;
            let (what, detail) = match at {
                None => ("recording-kept", title.clone()),
                Some(_) => ("recording-goes", format!("{said} {title}")),
            };
            services.remember(meeting, Some(self.id()), what, &detail).await;
        }
        Ok(())
    }
}

impl Services {
    /// Deletes the recordings whose time has come; returns how many went.
    ///
    /// # Errors
    /// [`Kind::Unavailable`]. What a vendor refuses or does not answer is tried again later.
    pub async fn delete_due_recordings(&self) -> Result<usize, Refusal> {
        let (now, recordings) = (self.now(), self.store().recordings());
        if !recordings.any_due(now).await.map_err(stored)? {
            return Ok(0);
        }
        let hold = now.plus_seconds(HOLD_SECONDS);
        let mut due: HashMap<ConnectionId, Vec<Recording>> = HashMap::new();
        for recording in recordings.claim_due(now, hold, AT_ONCE).await.map_err(stored)? {
            due.entry(recording.connection.clone()).or_default().push(recording);
        }
        // One vendor that hangs must not hold up the others.
        let work = due.into_iter().map(|(connection, due)| self.delete_all_due(connection, due));
        let mut gone = 0;
        for outcome in join_all(work).await {
            gone += outcome?;
        }
        Ok(gone)
    }

    async fn delete_all_due(&self, id: ConnectionId, due: Vec<Recording>) -> Result<usize, Refusal> {
        let connection = self.connection(&id).await?;
        let mut gone = 0;
        for recording in due {
            gone += usize::from(Box::pin(self.delete_one_due(&connection, &recording.id)).await?);
        }
        Ok(gone)
    }

    /// Looks once more before the vendor is asked: it may be kept by now, or gone with another of its files.
    async fn delete_one_due(&self, connection: &Connection, id: &RecordingId) -> Result<bool, Refusal> {
        let recordings = self.store().recordings();
        let recording = recordings.by_id(id).await.map_err(stored)?;
        let still_due = |recording: &Recording| recording.delete_at.is_some_and(|at| at <= self.now());
        let Some(recording) = recording.filter(still_due) else { return Ok(false) };
        if connection.vendor == Vendor::Vmr {
            // This vendor deletes all parts together, so one that is to stay keeps them all.
            for part in self.parts_of(&recording).await? {
                if recordings.by_id(&part).await.map_err(stored)?.is_some_and(|part| !still_due(&part)) {
                    return Ok(false);
                }
            }
        }
        let Err(refusal) = self.delete_recording_for(None, &recording, connection).await else {
            return Ok(true);
        };
        tracing::info!(%refusal, recording = %id, "a recording could not be deleted; it will be tried again");
        let now = self.now();
        let next = now.plus_seconds(step(recordings.delete_tries(id).await.map_err(stored)?));
        let code = refusal.vendor.as_ref().map(|answer| answer.code.as_str());
        let failure = Failure { kind: refusal.kind.name(), code };
        recordings.note_failed_deletion(id, failure, now, next).await.map_err(stored)?;
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_become_rarer_and_never_end() {
        assert_eq!((step(0), step(1), step(2)), (300, 300, 900));
        assert_eq!((step(6), step(7), step(i64::MAX)), (86_400, 86_400, 86_400));
    }
}
