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
/// Longest key; forms send 32 digits. A script's may have 64, and a series adds a meeting's id to it.
const LONGEST_KEY: usize = 160;
/// So often may one form be refused and sent again.
const MOST_TRIES: u32 = 100;

/// What is about to be done to a meeting.
pub(crate) struct Plan<'a> {
    pub person: &'a PersonId,
    pub key: &'a str,
    pub action: &'static str,
    pub connection: &'a ConnectionId,
    pub meeting: &'a MeetingId,
    /// What reconciliation needs; no secrets.
    pub payload: Value,
}

/// How often an intent has been taken up that is still its maker's.
pub(crate) const NEVER_TAKEN_UP: i64 = 0;

/// How the actions of errands begin.
pub(crate) const ERRAND: &str = "directory.";

/// What is about to be done to something that no vendor lists, so that nothing can be reconciled.
pub(crate) struct Errand<'a> {
    pub person: &'a PersonId,
    pub key: &'a str,
    pub action: &'static str,
    pub connection: &'a ConnectionId,
}

/// How a plan may go on.
#[allow(clippy::large_enum_variant, reason = "one for each change, taken apart at once")]
pub(crate) enum Turn<T = MeetingId> {
    /// It is ours to carry out.
    Ours(IntentId),
    /// It was carried out before, with this outcome.
    Before(Result<T, Refusal>),
}

/// May it have happened all the same? No answer came, or it came and could not be filed.
fn is_open(refusal: &Refusal) -> bool {
    // Nothing was sent for a form that is out of date.
    if refusal.meanwhile.is_some() {
        return false;
    }
    // Each meeting has an intent of its own, which knows better.
    if refusal.partly.is_some() {
        return refusal.kind == Kind::Unconfirmed;
    }
    matches!(refusal.kind, Kind::Unconfirmed | Kind::Unavailable | Kind::Internal | Kind::Conflict)
}

/// Why an intent was closed without having been carried out.
pub(crate) fn refusal_of(intent: Intent) -> Refusal {
    let refusal = intent.result.and_then(|result| serde_json::from_value(result).ok());
    refusal.unwrap_or_else(|| Kind::Conflict.into())
}

/// What was refused changed nothing, so the same form may be sent again, mended or not. An errand that
/// was closed without an answer may have changed something.
fn may_be_sent_again(earlier: &Intent) -> bool {
    earlier.state == IntentState::Refused && refusal_of(earlier.clone()).kind != Kind::Unconfirmed
}

fn key_of_try(key: &str, try_number: u32) -> String {
    match try_number {
        0 => key.to_owned(),
        again => format!("{key}#{again}"),
    }
}

impl Services {
    /// Writes the intent, or finds the earlier one and waits for its outcome. `body` is what was asked for.
    pub(crate) async fn begin(&self, plan: Plan<'_>, body: &impl Serialize) -> Result<Turn, Refusal> {
        let Plan { person, key, action, connection, meeting, payload } = plan;
        let errand = Errand { person, key, action, connection };
        let wanted = NewIntent { meeting: Some(meeting.clone()), payload, ..self.intent(&errand) };
        Ok(match self.start(wanted, body).await? {
            Turn::Ours(intent) => Turn::Ours(intent),
            Turn::Before(Ok(intent)) => {
                Turn::Before(Ok(intent.meeting.ok_or(Refusal::of(Kind::Internal))?))
            }
            Turn::Before(Err(refusal)) => Turn::Before(Err(refusal)),
        })
    }

    /// The same for what is no meeting.
    pub(crate) async fn begin_errand(
        &self,
        errand: &Errand<'_>,
        body: &impl Serialize,
    ) -> Result<Turn<()>, Refusal> {
        Ok(match self.start(self.intent(errand), body).await? {
            Turn::Ours(intent) => Turn::Ours(intent),
            Turn::Before(outcome) => Turn::Before(outcome.map(drop)),
        })
    }

    async fn start(&self, wanted: NewIntent, body: &impl Serialize) -> Result<Turn<Intent>, Refusal> {
        let key = wanted.idempotency_key.clone();
        if key.is_empty() || key.len() > LONGEST_KEY {
            return Err(Refusal::field("key", Rule::Missing));
        }
        // Keyed: the rest of a form is no secret, so from a plain hash its password could be guessed.
        let body = serde_json::to_vec(body).map_err(|_| Refusal::of(Kind::Internal))?;
        let body_hash = tokens::keyed_hash(&self.inner.audit_key, "form", &body);
        for try_number in 0..MOST_TRIES {
            let idempotency_key = key_of_try(&key, try_number);
            let id = IntentId(portico_store::new_id());
            let intent = NewIntent { id, idempotency_key, body_hash: body_hash.clone(), ..wanted.clone() };
            match self.store().intents().begin(&intent).await.map_err(stored)? {
                Begun::Fresh => return Ok(Turn::Ours(intent.id)),
                Begun::KeyReusedWithAnotherBody => {
                    let person = intent.person.as_ref();
                    let earlier = self.store().intents().by_key(person, &intent.idempotency_key).await;
                    if !earlier.map_err(stored)?.is_some_and(|earlier| may_be_sent_again(&earlier)) {
                        return Err(Kind::Conflict.into());
                    }
                }
                Begun::Existing(earlier) if may_be_sent_again(&earlier) => {}
                Begun::Existing(earlier) => return Ok(Turn::Before(self.await_outcome(*earlier).await?)),
            }
        }
        Err(Kind::Conflict.into())
    }

    /// The intent that a key led to last, of all the tries that were made with it.
    pub(crate) async fn latest(&self, person: &PersonId, key: &str) -> Result<Option<Intent>, Refusal> {
        self.latest_where(person, key, |_| true).await
    }

    /// The last of them that was for `action`.
    pub(crate) async fn latest_of(
        &self,
        person: &PersonId,
        key: &str,
        action: &str,
    ) -> Result<Option<Intent>, Refusal> {
        self.latest_where(person, key, |intent| intent.action == action).await
    }

    async fn latest_where(
        &self,
        person: &PersonId,
        key: &str,
        wanted: impl Fn(&Intent) -> bool,
    ) -> Result<Option<Intent>, Refusal> {
        let mut latest = None;
        for try_number in 0..MOST_TRIES {
            let key = key_of_try(key, try_number);
            match self.store().intents().by_key(Some(person), &key).await.map_err(stored)? {
                None => break,
                Some(found) if wanted(&found) => latest = Some(found),
                Some(_) => {}
            }
        }
        Ok(latest)
    }

    fn intent(&self, errand: &Errand<'_>) -> NewIntent {
        NewIntent {
            id: IntentId(portico_store::new_id()),
            person: Some(errand.person.clone()),
            idempotency_key: errand.key.to_owned(),
            action: errand.action.to_owned(),
            body_hash: String::new(),
            connection: Some(errand.connection.clone()),
            meeting: None,
            payload: Value::Null,
            at: self.now(),
        }
    }

    async fn await_outcome(&self, mut intent: Intent) -> Result<Result<Intent, Refusal>, Refusal> {
        let until = tokio::time::Instant::now() + PATIENCE.min(self.patience());
        loop {
            match intent.state {
                IntentState::Done => return Ok(Ok(intent)),
                IntentState::Refused => return Ok(Err(refusal_of(intent))),
                IntentState::Unknown => return Ok(Err(Kind::Unconfirmed.into())),
                IntentState::Pending if tokio::time::Instant::now() >= until => {
                    return Ok(Err(crate::meetings::in_progress()));
                }
                IntentState::Pending => tokio::time::sleep(LOOK_EVERY).await,
            }
            let found = self.store().intents().by_id(&intent.id).await.map_err(stored)?;
            intent = found.ok_or(Refusal::of(Kind::Internal))?;
        }
    }

    /// Closes an errand of which nobody can find out what became, so that it is neither asked about for
    /// ever nor sent again with the same key. `false`: somebody else has settled it.
    pub(crate) async fn close_errand(&self, intent: &Intent) -> Result<bool, Refusal> {
        let untold = serde_json::to_value(Refusal::of(Kind::Unconfirmed)).ok();
        let intents = self.store().intents();
        let (held, state, now) = (intent.attempts, IntentState::Refused, self.now());
        if !intents.finish_held(&intent.id, held, state, untold.as_ref(), now).await.map_err(stored)? {
            return Ok(false);
        }
        self.note(intent.person.as_ref(), &intent.action, "", "unknown", "no answer came").await?;
        Ok(true)
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
