//! Failed attempts per bucket (an account, a network, a link), shared by all replicas.

use crate::{BATCH, Result, Store};
use portico_domain::time::Timestamp;

/// The way to throttles: [`Store::throttles`].
pub struct Throttles<'s> {
    pub(crate) store: &'s Store,
}

/// How many failures are too many, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThrottlePolicy {
    /// Failures are counted over this long.
    pub window_seconds: i64,
    /// From this many on, the bucket is blocked.
    pub most_failures: i64,
    pub block_seconds: i64,
}

/// How a bucket stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    pub failures: i64,
    /// Absent unless it is blocked now.
    pub blocked_until: Option<Timestamp>,
}

impl Throttles<'_> {
    /// Counts one failure, and blocks the bucket when there are too many. `None`: it is blocked already, and
    /// nothing was counted.
    ///
    /// Counting before the attempt is checked, and [`Throttles::take_back`] after a success, leaves no
    /// room for many guesses at the same moment: whoever comes after the one who blocked it is told here,
    /// however many asked before whether it was blocked.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn register_failure(
        &self,
        bucket: &str,
        now: Timestamp,
        policy: ThrottlePolicy,
    ) -> Result<Option<Throttle>> {
        // $3: a window that began at or before this has passed. $4: most failures. $5: end of a block.
        const SQL: &str = "INSERT INTO throttles (bucket, failures, window_start, blocked_until) \
            VALUES ($1, 1, $2, CASE WHEN $4 <= 1 THEN $5 ELSE 0 END) \
            ON CONFLICT (bucket) DO UPDATE SET \
            failures = CASE WHEN throttles.window_start <= $3 THEN 1 ELSE throttles.failures + 1 END, \
            window_start = CASE WHEN throttles.window_start <= $3 THEN $2 ELSE throttles.window_start END, \
            blocked_until = CASE \
                WHEN CASE WHEN throttles.window_start <= $3 THEN 1 ELSE throttles.failures + 1 END >= $4 \
                THEN $5 ELSE throttles.blocked_until END \
            WHERE throttles.blocked_until <= $2 \
            RETURNING failures, blocked_until";
        let rows: Vec<(i64, i64)> = on_writer!(self.store, |pool| sqlx::query_as(SQL)
            .bind(bucket)
            .bind(now.millis())
            .bind(now.minus_seconds(policy.window_seconds).millis())
            .bind(policy.most_failures)
            .bind(now.plus_seconds(policy.block_seconds).millis())
            .fetch_all(pool))?;
        let counted = rows.into_iter().next();
        Ok(counted.map(|(failures, blocked)| Throttle { failures, blocked_until: still(blocked, now) }))
    }

    /// Until when the bucket is blocked, if it is.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn blocked_until(&self, bucket: &str, now: Timestamp) -> Result<Option<Timestamp>> {
        const SQL: &str = "SELECT blocked_until FROM throttles WHERE bucket = $1";
        let blocked: Option<i64> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(bucket).fetch_optional(pool))?;
        Ok(blocked.and_then(|until| still(until, now)))
    }

    /// Undoes one failure that was counted in advance. A block ends with it if there are no longer too many, or
    /// if it is the one that this failure began (`own_block`); a block that others have earned stays.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn take_back(
        &self,
        bucket: &str,
        policy: ThrottlePolicy,
        own_block: Option<Timestamp>,
    ) -> Result<()> {
        // On the right side stands what was there before.
        const SQL: &str = "UPDATE throttles SET failures = failures - 1, \
            blocked_until = CASE WHEN failures <= $2 OR blocked_until = $3 THEN 0 ELSE blocked_until END \
            WHERE bucket = $1 AND failures > 0";
        let own_block = own_block.map_or(0, Timestamp::millis);
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(bucket)
            .bind(policy.most_failures)
            .bind(own_block)
            .execute(pool))
        .map(drop)
    }

    /// Forgets the failures of a bucket.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn reset(&self, bucket: &str) -> Result<()> {
        const SQL: &str = "DELETE FROM throttles WHERE bucket = $1";
        changing!(self.store, |pool| sqlx::query(SQL).bind(bucket).execute(pool)).map(drop)
    }

    /// Forgets a batch of buckets whose window began before `before` and that are not blocked.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn purge(&self, before: Timestamp, now: Timestamp) -> Result<u64> {
        const SQL: &str = "DELETE FROM throttles WHERE window_start < $1 AND blocked_until <= $2 AND bucket IN \
            (SELECT bucket FROM throttles WHERE window_start < $1 AND blocked_until <= $2 LIMIT $3)";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(before.millis())
            .bind(now.millis())
            .bind(BATCH)
            .execute(pool))
    }
}

fn still(blocked_until: i64, now: Timestamp) -> Option<Timestamp> {
    (blocked_until > now.millis()).then_some(Timestamp(blocked_until))
}
