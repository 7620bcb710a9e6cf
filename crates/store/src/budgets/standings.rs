//! How budgets stand, for whoever only looks.

use super::{Budgets, Calls, FARTHEST_MILLIS};
use crate::Result;
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;

/// A budget at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub connection: ConnectionId,
    pub calls: Calls,
    /// The next place that is free, now at the earliest.
    pub next: Timestamp,
    /// Places come so many times as far apart as usual.
    pub slowness: i64,
    /// Until when they do, because the vendor asked for fewer calls.
    pub slowed_until: Option<Timestamp>,
}

impl Budgets<'_> {
    /// All of them. One that was never used has none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn standings(&self, now: Timestamp) -> Result<Vec<Standing>> {
        const SQL: &str = "SELECT connection_id, kind, next_at, slowness, slowed_until FROM call_budgets";
        let rows: Vec<(String, String, i64, i64, i64)> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).fetch_all(pool))?;
        let standing = |(connection, kind, next, slowness, until): (String, String, i64, i64, i64)| {
            let slowed = until > now.millis();
            // What lies further ahead is the trace of a wrong clock, as for whoever takes a place.
            let real = (now.millis()..=now.millis().saturating_add(FARTHEST_MILLIS)).contains(&next);
            Some(Standing {
                connection: ConnectionId(connection),
                calls: Calls::from_name(&kind)?,
                next: if real { Timestamp(next) } else { now },
                slowness: if slowed { slowness } else { 1 },
                slowed_until: slowed.then_some(Timestamp(until)),
            })
        };
        Ok(rows.into_iter().filter_map(standing).collect())
    }
}
