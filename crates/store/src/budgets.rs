//! Budgets: how many calls of one kind a vendor is asked at most, shared by all replicas.
//!
//! A budget is one row with the next place that is free. Whoever wants to call takes that place and moves the
//! next one on, in one statement, so that no two callers ever have the same place. Time is the callers': the
//! database only compares what they say.

mod standings;
mod together;

pub use standings::Standing;
pub(crate) use together::PlaceDesk;

use crate::{BATCH, Result, Store};
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;

/// The way to budgets: [`Store::budgets`].
pub struct Budgets<'s> {
    pub(crate) store: &'s Store,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calls {
    Join,
    List,
}

impl Calls {
    const fn name(self) -> &'static str {
        match self {
            Calls::Join => "join",
            Calls::List => "list",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Calls::Join, Calls::List].into_iter().find(|calls| calls.name() == name)
    }
}

/// Places that were taken at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    pub first: Timestamp,
    /// From each to the next, in milliseconds.
    pub step_millis: i64,
}

impl Places {
    /// The first is the 0th.
    pub fn nth(&self, nth: i64) -> Timestamp {
        Timestamp(self.first.millis().saturating_add(self.step_millis.saturating_mul(nth)))
    }
}

/// A place further ahead than this is no queue but the trace of a clock that was wrong: it is given up.
const FARTHEST_MILLIS: i64 = 86_400_000;
/// However often the vendor asks for fewer calls, places come no further apart than so many times.
const MOST_SLOWNESS: i64 = 8;
/// Calls that were under way together meet the same refusal: it counts once in so long.
const ONE_REFUSAL_SECONDS: i64 = 10;

impl Budgets<'_> {
    /// Takes the next place that is free, now at the earliest; the one after it comes `spacing_millis` later,
    /// or more while the vendor asks for fewer calls. `None`: it would be later than `latest`, and none was
    /// taken.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take(
        &self,
        connection: &ConnectionId,
        calls: Calls,
        now: Timestamp,
        spacing_millis: i64,
        latest: Timestamp,
    ) -> Result<Option<Timestamp>> {
        let places = self.take_many(connection, calls, now, spacing_millis, latest, 1).await?;
        Ok(places.map(|places| places.first))
    }

    /// Takes so many places at once; only the first is held against `latest`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_many(
        &self,
        connection: &ConnectionId,
        calls: Calls,
        now: Timestamp,
        spacing_millis: i64,
        latest: Timestamp,
        many: i64,
    ) -> Result<Option<Places>> {
        // $3: now. $4: spacing. $5: latest. $6: farthest. $7: how many.
        const SQL: &str = "INSERT INTO call_budgets (connection_id, kind, next_at, slowness, slowed_at, \
            slowed_until, passes_at) VALUES ($1, $2, $3 + $4 * $7, 1, 0, 0, 0) \
            ON CONFLICT (connection_id, kind) DO UPDATE SET next_at = \
            CASE WHEN call_budgets.next_at > $3 AND call_budgets.next_at <= $6 THEN call_budgets.next_at \
                ELSE $3 END \
            + $4 * $7 * CASE WHEN call_budgets.slowed_until > $3 THEN call_budgets.slowness ELSE 1 END \
            WHERE call_budgets.next_at <= $5 OR call_budgets.next_at > $6 \
            RETURNING next_at, $4 * CASE WHEN slowed_until > $3 THEN slowness ELSE 1 END";
        let farthest = now.millis().saturating_add(FARTHEST_MILLIS);
        let rows: Vec<(i64, i64)> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(connection.as_str())
            .bind(calls.name())
            .bind(now.millis())
            .bind(spacing_millis)
            .bind(latest.millis().clamp(now.millis(), farthest))
            .bind(farthest)
            .bind(many)
            .fetch_all(pool))?;
        let places =
            |(next, step_millis)| Places { first: Timestamp(next - step_millis * many), step_millis };
        Ok(rows.into_iter().next().map(places))
    }

    /// The vendor asks for fewer calls: until `until` places come twice as far apart as before, and none is
    /// given before `resume`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn slow_down(
        &self,
        connection: &ConnectionId,
        calls: Calls,
        now: Timestamp,
        resume: Timestamp,
        until: Timestamp,
    ) -> Result<()> {
        // $3: now. $4: resume. $5: until. $6: a refusal since then is the same one.
        const SQL: &str = "INSERT INTO call_budgets (connection_id, kind, next_at, slowness, slowed_at, \
            slowed_until, passes_at) VALUES ($1, $2, $4, 2, $3, $5, $4) \
            ON CONFLICT (connection_id, kind) DO UPDATE SET \
            slowness = CASE WHEN call_budgets.slowed_until <= $3 THEN 2 \
                WHEN call_budgets.slowed_at > $6 OR call_budgets.slowness >= $7 THEN call_budgets.slowness \
                ELSE call_budgets.slowness * 2 END, \
            slowed_at = CASE WHEN call_budgets.slowed_until > $3 AND call_budgets.slowed_at > $6 \
                THEN call_budgets.slowed_at ELSE $3 END, \
            slowed_until = $5, \
            next_at = CASE WHEN call_budgets.next_at > $4 THEN call_budgets.next_at ELSE $4 END, \
            passes_at = CASE WHEN call_budgets.passes_at > $4 THEN call_budgets.passes_at ELSE $4 END";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(calls.name())
            .bind(now.millis())
            .bind(resume.millis())
            .bind(until.millis())
            .bind(now.minus_seconds(ONE_REFUSAL_SECONDS).millis())
            .bind(MOST_SLOWNESS)
            .execute(pool))
        .map(drop)
    }

    /// Since when the vendor asks for fewer calls, if it does now.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn slowed_since(
        &self,
        connection: &ConnectionId,
        calls: Calls,
        now: Timestamp,
    ) -> Result<Option<Timestamp>> {
        const SQL: &str = "SELECT slowed_at FROM call_budgets \
            WHERE connection_id = $1 AND kind = $2 AND slowed_until > $3";
        let since: Option<i64> = on_reader!(self.store, |pool| sqlx::query_scalar(SQL)
            .bind(connection.as_str())
            .bind(calls.name())
            .bind(now.millis())
            .fetch_optional(pool))?;
        Ok(since.map(Timestamp))
    }

    /// May a place that was given before the vendor asked for fewer calls still be used now? Only as many may
    /// as the slower pace allows.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn pass(
        &self,
        connection: &ConnectionId,
        calls: Calls,
        now: Timestamp,
        spacing_millis: i64,
    ) -> Result<bool> {
        const SQL: &str = "UPDATE call_budgets SET passes_at = $3 + $4 * slowness \
            WHERE connection_id = $1 AND kind = $2 AND passes_at <= $3";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.as_str())
            .bind(calls.name())
            .bind(now.millis())
            .bind(spacing_millis)
            .execute(pool))?;
        Ok(done > 0)
    }

    /// Uses a place of a queue. `false`: it was used before.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn spend_place(&self, id: &str, turn: Timestamp) -> Result<bool> {
        const SQL: &str = "INSERT INTO spent_places (id, turn_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let done = changing!(self.store, |pool| sqlx::query(SQL).bind(id).bind(turn.millis()).execute(pool))?;
        Ok(done > 0)
    }

    /// Forgets a batch of used places whose turn was before `before`.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge_places(&self, before: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM spent_places WHERE id IN \
            (SELECT id FROM spent_places WHERE turn_at < $1 LIMIT $2)";
        changing!(self.store, |pool| sqlx::query(SQL).bind(before.millis()).bind(BATCH).execute(pool))
    }
}
