//! Changes at a vendor happen once, whatever the browser, the network or this process does.
//!
//! An intent is written before the call. The same key again gets the first answer again; the same
//! key with other content is refused; a call without an answer becomes unknown and is reconciled
//! against what the vendor lists, never blindly repeated.

use crate::Services;
use crate::access::tokens;
use crate::failures::stored;
use portico_domain::ids::{ConnectionId, IntentId, MeetingId, PersonId};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_store::intents::{Begun, Intent, IntentState, NewIntent};
use serde::Serialize;
use serde_json::Value;
use std::time::Duration;

/// A repeated submit waits this long for the first one's answer.
const PATIENCE: Duration = Duration::from_secs(12);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// Longest key; forms send 32 digits.
const LONGEST_KEY: usize = 100;
/// So often may one form be refused and sent again.
const MOST_TRIES: u32 = 100;

/// What is about to be done.
pub(crate) struct Plan<'a> {
    pub person: &'a PersonId,
    pub key: &'a str,
    pub action: &'static str,
    pub connection: &'a ConnectionId,
    pub meeting: &'a MeetingId,
    /// What reconciliation needs; no secrets.
    pub payload: Value,
}

/// How a plan may go on.
pub(crate) enum Turn {
    /// It is ours to carry out.
    Ours(IntentId),
    /// It was carried out before, with this outcome.
    Before(Result<MeetingId, Refusal>),
}

/// May it have happened all the same? No answer came, or it came and could not be filed.
fn is_open(refusal: &Refusal) -> bool {
    matches!(refusal.kind, Kind::Unconfirmed | Kind::Unavailable | Kind::Internal | Kind::Conflict)
}

impl Services {
    /// Writes the intent, or finds the earlier one and waits for its outcome. `body` is what was asked for.
    pub(crate) async fn begin(&self, plan: Plan<'_>, body: &impl Serialize) -> Result<Turn, Refusal> {
        if plan.key.is_empty() || plan.key.len() > LONGEST_KEY {
            return Err(Refusal::field("key", Rule::Missing));
        }
        // Keyed: the rest of a form is no secret, so from a plain hash its password could be guessed.
        let body = serde_json::to_vec(body).map_err(|_| Refusal::of(Kind::Internal))?;
        let body_hash = tokens::keyed_hash(&self.inner.audit_key, "form", &body);
        for try_number in 0..MOST_TRIES {
            let intent = self.intent(&plan, &body_hash, try_number);
            match self.store().intents().begin(&intent).await.map_err(stored)? {
                Begun::Fresh => return Ok(Turn::Ours(intent.id)),
                Begun::KeyReusedWithAnotherBody => {
                    let earlier =
                        self.store().intents().by_key(Some(plan.person), &intent.idempotency_key).await;
                    let refused = earlier.map_err(stored)?.is_some_and(|it| it.state == IntentState::Refused);
                    if !refused {
                        return Err(Kind::Conflict.into());
                    }
                }
                // What was refused changed nothing, so the same form may be sent again, mended or not.
                Begun::Existing(earlier) if earlier.state == IntentState::Refused => {}
                Begun::Existing(earlier) => return Ok(Turn::Before(self.await_outcome(*earlier).await?)),
            }
        }
        Err(Kind::Conflict.into())
    }

    fn intent(&self, plan: &Plan<'_>, body_hash: &str, try_number: u32) -> NewIntent {
        let key = match try_number {
            0 => plan.key.to_owned(),
            again => format!("{}#{again}", plan.key),
        };
        NewIntent {
            id: IntentId(portico_store::new_id()),
            person: Some(plan.person.clone()),
            idempotency_key: key,
            action: plan.action.to_owned(),
            body_hash: body_hash.to_owned(),
            connection: Some(plan.connection.clone()),
            meeting: Some(plan.meeting.clone()),
            payload: plan.payload.clone(),
            at: self.now(),
        }
    }

    async fn await_outcome(&self, mut intent: Intent) -> Result<Result<MeetingId, Refusal>, Refusal> {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            match intent.state {
                IntentState::Done => {
                    let meeting = intent.meeting.ok_or(Refusal::of(Kind::Internal))?;
                    return Ok(Ok(meeting));
                }
                IntentState::Refused => {
                    let refusal = intent.result.and_then(|result| serde_json::from_value(result).ok());
                    return Ok(Err(refusal.unwrap_or_else(|| Kind::Conflict.into())));
                }
                IntentState::Unknown => return Ok(Err(Kind::Unconfirmed.into())),
                IntentState::Pending if tokio::time::Instant::now() >= until => {
                    return Ok(Err(Kind::InProgress.into()));
                }
                IntentState::Pending => tokio::time::sleep(LOOK_EVERY).await,
            }
            let found = self.store().intents().by_id(&intent.id).await.map_err(stored)?;
            intent = found.ok_or(Refusal::of(Kind::Internal))?;
        }
    }

    /// Notes the outcome of what was begun, for whoever asks with the same key.
    pub(crate) async fn settle(&self, id: &IntentId, outcome: Result<(), &Refusal>) -> Result<(), Refusal> {
        let (state, result) = match outcome {
            Ok(()) => (IntentState::Done, None),
            Err(refusal) if is_open(refusal) => (IntentState::Unknown, None),
            Err(refusal) => (IntentState::Refused, serde_json::to_value(refusal).ok()),
        };
        self.store().intents().finish(id, state, result.as_ref(), self.now()).await.map_err(stored)?;
        Ok(())
    }
}
