//! Intents: what Portico is about to change at a vendor, written down before the call. They make a change
//! happen once however often it is submitted, and leave a trace to follow when no answer came. Those that
//! take several calls are in `stages.rs`, those without an answer in `holding.rs`.

mod holding;
mod stages;

use crate::error::StoreError;
use crate::{BATCH, Result, Store};
use portico_domain::ids::{ConnectionId, IntentId, MeetingId, PersonId, SeriesId};
use portico_domain::time::Timestamp;
use serde_json::Value;

/// The way to intents: [`Store::intents`].
pub struct Intents<'s> {
    pub(crate) store: &'s Store,
}

/// What became of an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntentState {
    /// The call is being made, or whoever made it died.
    Pending,
    Done,
    Refused,
    /// No answer came: it may have happened.
    Unknown,
}

impl IntentState {
    const ALL: [Self; 4] = [Self::Pending, Self::Done, Self::Refused, Self::Unknown];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// A new intent.
#[derive(Clone, Debug, PartialEq)]
pub struct NewIntent {
    pub id: IntentId,
    /// Keys of different people do not meet.
    pub person: Option<PersonId>,
    pub idempotency_key: String,
    /// Verb and noun, such as `meeting.schedule`.
    pub action: String,
    /// Tells whether the same key came with the same body.
    pub body_hash: String,
    pub connection: Option<ConnectionId>,
    pub meeting: Option<MeetingId>,
    /// What reconciliation needs. No secrets.
    pub payload: Value,
    pub at: Timestamp,
}

/// An intent as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    pub id: IntentId,
    pub person: Option<PersonId>,
    pub idempotency_key: String,
    pub action: String,
    pub body_hash: String,
    pub connection: Option<ConnectionId>,
    pub meeting: Option<MeetingId>,
    pub payload: Value,
    pub state: IntentState,
    /// What the first answer was, so that a repeated submit gets the same.
    pub result: Option<Value>,
    pub created: Timestamp,
    pub updated: Timestamp,
    /// How often reconciliation took it up. Whoever took it up last holds it: what an earlier one still wants
    /// to write is not written.
    pub attempts: i64,
}

/// What came of [`Intents::begin`].
#[derive(Clone, Debug, PartialEq)]
pub enum Begun {
    /// It is ours to carry out.
    Fresh,
    /// It was submitted before: its result, if it has one, is the answer.
    Existing(Box<Intent>),
    /// The key was used for something else.
    KeyReusedWithAnotherBody,
}

macro_rules! intent_columns {
    () => {
        "id, person_id, idempotency_key, action, body_hash, connection_id, meeting_id, payload, state, \
         result, created_at, updated_at, attempts"
    };
}
use intent_columns;

#[derive(sqlx_macros::FromRow)]
struct IntentRow {
    id: String,
    person_id: Option<String>,
    idempotency_key: String,
    action: String,
    body_hash: String,
    connection_id: Option<String>,
    meeting_id: Option<String>,
    payload: String,
    state: String,
    result: Option<String>,
    created_at: i64,
    updated_at: i64,
    attempts: i64,
}

impl TryFrom<IntentRow> for Intent {
    type Error = StoreError;

    fn try_from(row: IntentRow) -> Result<Self> {
        let state = IntentState::ALL.into_iter().find(|state| state.name() == row.state);
        let json =
            |text: String, column| serde_json::from_str(&text).map_err(|_| StoreError::corrupt(column));
        Ok(Intent {
            id: IntentId(row.id),
            person: row.person_id.map(PersonId),
            idempotency_key: row.idempotency_key,
            action: row.action,
            body_hash: row.body_hash,
            connection: row.connection_id.map(ConnectionId),
            meeting: row.meeting_id.map(MeetingId),
            payload: json(row.payload, "intents.payload")?,
            state: state.ok_or_else(|| StoreError::corrupt("intents.state"))?,
            result: row.result.map(|text| json(text, "intents.result")).transpose()?,
            created: Timestamp(row.created_at),
            updated: Timestamp(row.updated_at),
            attempts: row.attempts,
        })
    }
}

fn scope(person: Option<&PersonId>) -> &str {
    person.map_or("", PersonId::as_str)
}

impl Intents<'_> {
    /// Writes an intent down. Of several with one key at once, exactly one is fresh.
    ///
    /// # Errors
    /// The database does not answer: then the call must not be made.
    pub async fn begin(&self, intent: &NewIntent) -> Result<Begun> {
        const SQL: &str = "INSERT INTO intents (id, scope, person_id, idempotency_key, action, body_hash, \
            connection_id, meeting_id, payload, state, created_at, updated_at, attempts) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'pending', $10, $10, 0) \
            ON CONFLICT (scope, idempotency_key) DO NOTHING";
        let person = intent.person.as_ref();
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(intent.id.as_str())
            .bind(scope(person))
            .bind(person.map(PersonId::as_str))
            .bind(&intent.idempotency_key)
            .bind(&intent.action)
            .bind(&intent.body_hash)
            .bind(intent.connection.as_ref().map(ConnectionId::as_str))
            .bind(intent.meeting.as_ref().map(MeetingId::as_str))
            .bind(intent.payload.to_string())
            .bind(intent.at.millis())
            .execute(pool))?;
        if done > 0 {
            return Ok(Begun::Fresh);
        }
        let existing = self.by_key(person, &intent.idempotency_key).await?;
        let existing = existing.ok_or_else(|| StoreError::corrupt("intents.idempotency_key"))?;
        let same = existing.body_hash == intent.body_hash && existing.action == intent.action;
        Ok(if same { Begun::Existing(Box::new(existing)) } else { Begun::KeyReusedWithAnotherBody })
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_key(&self, person: Option<&PersonId>, key: &str) -> Result<Option<Intent>> {
        const SQL: &str =
            concat!("SELECT ", intent_columns!(), " FROM intents WHERE scope = $1 AND idempotency_key = $2");
        let row: Option<IntentRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(scope(person))
            .bind(key)
            .fetch_optional(pool))?;
        row.map(Intent::try_from).transpose()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &IntentId) -> Result<Option<Intent>> {
        const SQL: &str = concat!("SELECT ", intent_columns!(), " FROM intents WHERE id = $1");
        let row: Option<IntentRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(Intent::try_from).transpose()
    }

    /// The last of these actions that was begun at any meeting of the series.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn latest_of_series(&self, series: &SeriesId, actions: [&str; 2]) -> Result<Option<Intent>> {
        const SQL: &str = concat!(
            "SELECT ",
            intent_columns!(),
            " FROM intents WHERE meeting_id IN (SELECT id FROM meetings WHERE series_id = $1) \
             AND action IN ($2, $3) ORDER BY created_at DESC, id DESC LIMIT 1"
        );
        let row: Option<IntentRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(series.0.as_str())
            .bind(actions[0])
            .bind(actions[1])
            .fetch_optional(pool))?;
        row.map(Intent::try_from).transpose()
    }

    /// Notes which meeting of the index the intent is about, once that is known.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_meeting(&self, id: &IntentId, meeting: &MeetingId) -> Result<()> {
        const SQL: &str = "UPDATE intents SET meeting_id = $2 WHERE id = $1";
        changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(meeting.as_str()).execute(pool))
            .map(drop)
    }

    /// Notes what became of it, and erases the secrets it needed no longer. What is done or refused stays
    /// so: `false` means it had been settled before.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn finish(
        &self,
        id: &IntentId,
        state: IntentState,
        result: Option<&Value>,
        at: Timestamp,
    ) -> Result<bool> {
        self.finish_by(id, None, state, result, at).await
    }

    /// The same for whoever holds it since it was taken up for the `held`th time. `false`: it is settled,
    /// or somebody else holds it now, whose word counts.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn finish_held(
        &self,
        id: &IntentId,
        held: i64,
        state: IntentState,
        result: Option<&Value>,
        at: Timestamp,
    ) -> Result<bool> {
        self.finish_by(id, Some(held), state, result, at).await
    }

    async fn finish_by(
        &self,
        id: &IntentId,
        held: Option<i64>,
        state: IntentState,
        result: Option<&Value>,
        at: Timestamp,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE intents SET state = $2, result = $3, updated_at = $4, \
            secrets_sealed = CASE WHEN $2 IN ('done', 'refused') THEN NULL ELSE secrets_sealed END \
            WHERE id = $1 AND state IN ('pending', 'unknown') AND attempts = COALESCE($5, attempts)";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(state.name())
            .bind(result.map(Value::to_string))
            .bind(at.millis())
            .bind(held)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Intents of one state that were last touched before `before`, the oldest first.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn older_than(&self, state: IntentState, before: Timestamp, limit: i64) -> Result<Vec<Intent>> {
        const SQL: &str = concat!(
            "SELECT ",
            intent_columns!(),
            " FROM intents WHERE state = $1 AND updated_at < $2 ORDER BY updated_at, id LIMIT $3"
        );
        let rows: Vec<IntentRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(state.name())
            .bind(before.millis())
            .bind(limit)
            .fetch_all(pool))?;
        rows.into_iter().map(Intent::try_from).collect()
    }

    /// Forgets a batch of what was settled before `before`. Of the tries with one key the first goes first; so a key
    /// is known for as long after its first use as this is long ago.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_settled(&self, before: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM intents WHERE id IN (SELECT id FROM intents \
            WHERE state IN ('done', 'refused') AND updated_at < $1 ORDER BY updated_at, id LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(before.millis()).bind(BATCH).execute(pool))
    }
}
