//! Takes up changes whose answer never came: every connection by itself, so that a vendor that hangs holds up
//! no other's, and every change by one replica at a time.
//!
//! Changes are claimed one by one, each when its turn has come, and held while somebody is at it
//! (`store/intents/holding.rs`). Whoever lost the hold writes nothing more.

use super::reconcile::Found;
use crate::Services;
use crate::failures::stored;
use crate::intents::ERRAND;
use futures::future::{join_all, pending};
use portico_domain::ids::{ConnectionId, MeetingId};
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::{Intent, IntentState};
use serde_json::Value;
use std::convert::Infallible;
use std::time::Duration;

/// A change is looked into when it has been without an answer for this long; longer than any call lasts.
const QUIET_SECONDS: i64 = 20;
/// Of one connection in one round; the others wait for the next.
const AT_ONCE: usize = 50;
/// Often enough that a hold survives a database that is slow to write it.
const HOLD_EVERY: Duration = Duration::from_secs(5);

impl Services {
    /// Looks into all changes without an answer, the connections side by side. Returns how many were settled.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn reconcile(&self) -> Result<usize, Refusal> {
        let waiting = self.connections_without_answer().await?;
        // On the heap, because each holds much.
        let rounds = waiting.iter().map(|connection| Box::pin(self.reconcile_at(connection.as_ref())));
        let mut settled = 0;
        for round in join_all(rounds).await {
            settled += round?;
        }
        Ok(settled)
    }

    /// Connections with changes that have been without an answer for long enough.
    pub(crate) async fn connections_without_answer(&self) -> Result<Vec<Option<ConnectionId>>, Refusal> {
        let quiet_since = self.now().minus_seconds(QUIET_SECONDS);
        self.store().intents().connections_waiting(quiet_since).await.map_err(stored)
    }

    /// Looks into the changes of one connection, one after the other. Returns how many were settled.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub(crate) async fn reconcile_at(&self, connection: Option<&ConnectionId>) -> Result<usize, Refusal> {
        let quiet_since = self.now().minus_seconds(QUIET_SECONDS);
        let intents = self.store().intents();
        let mut settled = 0;
        for _ in 0..AT_ONCE {
            if self.is_stopping() {
                break;
            }
            let claimed = intents.claim(connection, quiet_since, self.now(), 1).await.map_err(stored)?;
            let Some(intent) = claimed.into_iter().next() else { break };
            settled += usize::from(Box::pin(self.take_up(&intent)).await?);
        }
        Ok(settled)
    }

    /// `true`: it is settled now.
    async fn take_up(&self, intent: &Intent) -> Result<bool, Refusal> {
        if intent.action.starts_with(ERRAND) {
            return self.close_errand(intent).await;
        }
        let (state, why) = match self.holding(intent, self.look_into(intent)).await {
            Ok(Found::Open) => return Ok(false),
            Ok(Found::Happened) => (IntentState::Done, None),
            Ok(Found::DidNot) => (IntentState::Refused, Some(Refusal::of(Kind::VendorSilent))),
            Ok(Found::Refused(why)) => (IntentState::Refused, Some(*why)),
            // The vendor is silent, or somebody else has taken it up: later, if at all.
            Err(refusal) => {
                tracing::info!(%refusal, action = intent.action, "still unconfirmed");
                return Ok(false);
            }
        };
        self.close_intent(intent, state, why.and_then(|why| serde_json::to_value(why).ok())).await
    }

    /// Does `work`, and meanwhile shows the others that somebody is at it.
    async fn holding<T>(&self, intent: &Intent, work: impl Future<Output = T>) -> T {
        tokio::select! {
            done = work => done,
            never = self.hold(intent) => match never {},
        }
    }

    async fn hold(&self, intent: &Intent) -> Infallible {
        loop {
            tokio::time::sleep(HOLD_EVERY).await;
            match self.is_held(intent).await {
                Ok(true) => {}
                // What is still done about it is not written any more, so it need not be stopped.
                Ok(false) => pending().await,
                Err(refusal) => tracing::warn!(%refusal, "a change could not be held"),
            }
        }
    }

    /// Has nobody taken it up since we did?
    pub(super) async fn is_held(&self, intent: &Intent) -> Result<bool, Refusal> {
        let intents = self.store().intents();
        intents.hold_on(&intent.id, intent.attempts, self.now()).await.map_err(stored)
    }

    /// `false`: somebody else had the last word.
    async fn close_intent(
        &self,
        intent: &Intent,
        state: IntentState,
        result: Option<Value>,
    ) -> Result<bool, Refusal> {
        let intents = self.store().intents();
        let (held, now) = (intent.attempts, self.now());
        if !intents.finish_held(&intent.id, held, state, result.as_ref(), now).await.map_err(stored)? {
            return Ok(false);
        }
        let subject = intent.meeting.as_ref().map_or("", MeetingId::as_str);
        let (person, action) = (intent.person.as_ref(), &intent.action);
        self.note(person, action, subject, state.name(), "reconciled").await?;
        Ok(true)
    }
}
