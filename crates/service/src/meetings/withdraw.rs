//! Giving back what was booked for a series that then could not be had whole.
//!
//! It is repeated until the vendor answers, by whoever reconciles: deleting twice does no harm.

use crate::Services;
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use portico_domain::connections::Connection;
use portico_domain::ids::{PersonId, SeriesId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use serde_json::Value;

/// What the intent to give a meeting back is called.
pub(super) const WITHDRAW: &str = "meeting.withdraw";

impl Organizer {
    /// Gives back all meetings of a series. What cannot be given back now is noted, and given back later.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub(super) async fn withdraw_series(
        &self,
        connection: &Connection,
        series: &SeriesId,
    ) -> Result<(), Refusal> {
        for meeting in self.services.store().meetings().of_series(series).await.map_err(stored)? {
            if matches!(meeting.state, MeetingState::Scheduled | MeetingState::Unconfirmed)
                && let Err(refusal) = self.withdraw(connection, &meeting).await
            {
                tracing::warn!(%refusal, meeting = %meeting.id, "a meeting is to be given back later");
            }
        }
        Ok(())
    }

    /// Gives a meeting back: now, or as soon as its vendor answers and it is known to stand there.
    ///
    /// # Errors
    /// The vendor refused; or it cannot be noted.
    pub(super) async fn withdraw(&self, connection: &Connection, meeting: &Meeting) -> Result<(), Refusal> {
        let key = format!("{}/withdraw", meeting.id);
        let plan = Plan {
            person: self.id(),
            key: &key,
            action: WITHDRAW,
            connection: &connection.id,
            meeting: &meeting.id,
            payload: Value::Null,
        };
        let Turn::Ours(intent) = self.services.begin(plan, &meeting.id).await? else { return Ok(()) };
        let outcome = match &meeting.vendor_id {
            Some(_) => self.services.give_back(connection, meeting, Some(self.id())).await,
            None => Err(Kind::Unconfirmed.into()),
        };
        match &outcome {
            Err(refusal) if refusal.kind == Kind::VendorRefused => {
                self.services.settle(&intent, Err(refusal)).await?;
                outcome
            }
            // Nothing said no, so it stays open until it is done.
            Err(_) => self.services.settle(&intent, Err(&Kind::Unconfirmed.into())).await,
            Ok(()) => self.services.settle(&intent, Ok(())).await,
        }
    }
}

impl Services {
    /// Deletes a meeting at its vendor and keeps it here as cancelled.
    ///
    /// # Errors
    /// The vendor's refusal, or its silence.
    pub(super) async fn give_back(
        &self,
        connection: &Connection,
        meeting: &Meeting,
        person: Option<&PersonId>,
    ) -> Result<(), Refusal> {
        let vendor_id = meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let vendor = self.vendor(connection).await?;
        let subject = meeting.id.as_str();
        self.note(person, WITHDRAW, subject, "begun", vendor_id.as_str()).await?;
        let answer = vendor.delete(vendor_id).await;
        let outcome = self.heed(connection, &*vendor, answer).await;
        match &outcome {
            Ok(()) => {
                let meetings = self.store().meetings();
                let now = self.now();
                meetings.set_state(&meeting.id, MeetingState::Cancelled, None, now).await.map_err(stored)?;
                self.inner.looked.invalidate(&meeting.id).await;
                self.remember(&meeting.id, person, "withdrawn", "").await;
                self.note(person, WITHDRAW, subject, "done", vendor_id.as_str()).await?;
            }
            Err(refusal) => {
                let outcome = if refusal.kind == Kind::VendorRefused { "refused" } else { "unknown" };
                self.note(person, WITHDRAW, subject, outcome, &refusal.to_string()).await?;
            }
        }
        outcome
    }
}
