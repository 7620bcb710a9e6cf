//! Ending a meeting for everyone, and cancelling one.

use super::look::is_over;
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use portico_domain::connections::Connection;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use serde_json::Value;

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    End,
    Cancel,
}

impl How {
    const fn action(self) -> &'static str {
        match self {
            How::End => "meeting.end",
            How::Cancel => "meeting.cancel",
        }
    }
}

impl Organizer {
    /// Ends the meeting for everyone. Ending an ended one is fine.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`]; the vendor's refusal; [`Kind::Unconfirmed`].
    pub async fn end(&self, id: &MeetingId, key: &str) -> Result<(), Refusal> {
        self.finish(id, key, How::End).await
    }

    /// Deletes the meeting at its vendor and keeps it here as cancelled. Cancelling again is fine.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`]; the vendor's refusal; [`Kind::Unconfirmed`].
    pub async fn cancel(&self, id: &MeetingId, key: &str) -> Result<(), Refusal> {
        self.finish(id, key, How::Cancel).await
    }

    async fn finish(&self, id: &MeetingId, key: &str, how: How) -> Result<(), Refusal> {
        let (meeting, connection) = self.own(id).await?;
        if matches!(meeting.state, MeetingState::Ended | MeetingState::Cancelled) {
            return Ok(());
        }
        let plan = Plan {
            person: self.id(),
            key,
            action: how.action(),
            connection: &connection.id,
            meeting: id,
            payload: Value::Null,
        };
        match self.services.begin(plan, &(id, how.action())).await? {
            Turn::Before(outcome) => outcome.map(|_| ()),
            Turn::Ours(intent) => {
                let outcome = match self.services.wait_for_rebooking(&intent, id, &connection).await {
                    Ok(()) => self.tell(&meeting, &connection, how).await,
                    Err(refusal) => Err(refusal),
                };
                self.services.settle(&intent, outcome.as_ref().copied()).await?;
                outcome
            }
        }
    }

    async fn tell(&self, meeting: &Meeting, connection: &Connection, how: How) -> Result<(), Refusal> {
        let services = &self.services;
        let Some(vendor_id) = &meeting.vendor_id else {
            // Nobody knows yet whether it exists, so it cannot be taken back yet either.
            return Err(Kind::Unconfirmed.into());
        };
        let vendor = services.vendor(connection).await?;
        let (person, subject) = (Some(self.id()), meeting.id.as_str());
        services.note(person, how.action(), subject, "begun", vendor_id.as_str()).await?;
        let answer = match how {
            How::End => vendor.end(vendor_id).await,
            How::Cancel => vendor.delete(vendor_id).await,
        };
        let outcome = match services.heed(connection, &*vendor, answer).await {
            Err(refusal) if how == How::End && is_over(&refusal) => Ok(()),
            outcome => outcome,
        };
        match &outcome {
            Ok(()) => {
                let (state, what) = match how {
                    How::End => (MeetingState::Ended, "ended"),
                    How::Cancel => (MeetingState::Cancelled, "cancelled"),
                };
                let meetings = services.store().meetings();
                meetings.set_state(&meeting.id, state, None, services.now()).await.map_err(stored)?;
                services.inner.looked.invalidate(&meeting.id).await;
                services.note(person, how.action(), subject, "done", vendor_id.as_str()).await?;
                services.remember(&meeting.id, person, what, "").await;
                if how == How::End && meeting.repeat.is_some() {
                    // Only this occurrence has ended; the vendor tells when the next one is.
                    services.take_over_detail(connection, &*vendor, &meeting.id, vendor_id).await;
                }
            }
            Err(refusal) => {
                let outcome = if refusal.kind == Kind::Unconfirmed { "unknown" } else { "refused" };
                services.note(person, how.action(), subject, outcome, &refusal.to_string()).await?;
            }
        }
        outcome
    }
}
