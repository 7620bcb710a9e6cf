//! Cancelling what is left of a series: each meeting under an intent of its own, and one of the whole, so that it is
//! known afterwards whether somebody came to its end.

use super::lasting::{LOOK_EVERY, booking, cancelling, changing, in_progress};
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use crate::when::Zone;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, SeriesId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use serde_json::Value;
use tokio::time::Instant;

/// What the intent to cancel what is left of a series is called.
pub(super) const CANCEL_SERIES: &str = "series.cancel";

impl Organizer {
    /// Cancels a meeting of a series and all that follow it. Those that have begun stay.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`]; the first refusal of the vendor, with its day in
    /// the connection's zone; the others are cancelled all the same. [`Kind::InProgress`]: it takes longer than
    /// a request may, and goes on; or somebody books or changes the series.
    pub async fn cancel_following(&self, id: &MeetingId, key: &str) -> Result<(), Refusal> {
        let until = self.services.last_moment();
        let (meeting, connection) = self.own(id).await?;
        let Some(series) = meeting.series.clone() else { return self.cancel(id, key).await };
        let (organizer, key) = (self.clone(), key.to_owned());
        let work = async move { organizer.cancel_alone(&meeting, &connection, &series, &key, until).await };
        self.services.begun(work, until).await
    }

    /// Whoever asks again meanwhile waits for the first, and finds nothing left to do after that.
    async fn cancel_alone(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        series: &SeriesId,
        key: &str,
        until: Instant,
    ) -> Result<(), Refusal> {
        let (lease, holder) = (cancelling(series), portico_store::new_id());
        while !self.services.show(&lease, &holder).await? {
            if Instant::now() >= until {
                return Err(in_progress());
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        let work = async {
            // What somebody books or moves meanwhile would stay.
            if self.services.is_at(&[booking(series), changing(series)]).await? {
                return Err(in_progress());
            }
            self.cancel_as_whole(meeting, connection, series, key).await
        };
        self.services.shown(&lease, &holder, work).await
    }

    async fn cancel_as_whole(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        series: &SeriesId,
        key: &str,
    ) -> Result<(), Refusal> {
        let plan = Plan {
            person: self.id(),
            key,
            action: CANCEL_SERIES,
            connection: &connection.id,
            meeting: &meeting.id,
            payload: Value::Null,
        };
        let intent = match self.services.begin(plan, &meeting.id).await? {
            Turn::Before(outcome) => return outcome.map(drop),
            Turn::Ours(intent) => intent,
        };
        let work = self.cancel_each(meeting, connection, series, key);
        let outcome = self.services.keeping_open(&intent, work).await;
        // What is open has an intent of its own, so the whole may be sent again.
        let closed = outcome.as_ref().copied().map_err(|refusal| Refusal {
            kind: if refusal.kind == Kind::VendorRefused { refusal.kind } else { Kind::VendorSilent },
            ..refusal.clone()
        });
        self.services.settle(&intent, closed.as_ref().copied()).await?;
        outcome
    }

    async fn cancel_each(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        series: &SeriesId,
        key: &str,
    ) -> Result<(), Refusal> {
        let zone = Zone::named(&connection.zone).unwrap_or_else(Zone::utc);
        let all = self.services.store().meetings().of_series(series).await.map_err(stored)?;
        let mut refused = None;
        for one in all.into_iter().filter(|one| one.start >= meeting.start) {
            let outcome = match one.state {
                MeetingState::Scheduled => self.cancel(&one.id, &format!("{key}/{}", one.id)).await,
                MeetingState::Unconfirmed => self.withdraw(connection, &one).await,
                MeetingState::Live | MeetingState::Ended | MeetingState::Cancelled => Ok(()),
            };
            if let Err(mut refusal) = outcome {
                refusal.occurrence = Some(zone.date_field(one.start));
                refused.get_or_insert(refusal);
            }
        }
        refused.map_or(Ok(()), Err)
    }
}
