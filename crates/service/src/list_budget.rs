//! List calls stay below the vendor's limit, over all replicas: 300 a minute (document: 查询会议列表,
//! 查询历史会议列表; whether both lists share the limit is not said, so they do here).
//!
//! Places lie [`SPACING`] apart, and a call may be made [`AHEAD`] before its place: so [`AT_ONCE`] calls go at
//! once when nobody has called for a while, and then one in each [`SPACING`]. A call is made between
//! [`AHEAD`] before its place and the place itself, and reaches the vendor within [`WAY`]. What reaches the
//! vendor in any 60 s therefore has places within 60 s + [`WAY`] + [`AHEAD`], which are at most [`MOST`].

use crate::tally::Tally;
use async_trait::async_trait;
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;
use portico_store::Store;
use portico_store::budgets::Calls;
use portico_vendors::kit::{Clock, ListGate};
use std::sync::Arc;
use std::time::Duration;

/// List calls in any 60 s.
pub(crate) const MOST: u32 = 300;
const AT_ONCE: i64 = 150;
/// So many of them one after the other.
const REST: i64 = MOST as i64 - AT_ONCE;
/// Milliseconds, as all that follows: waiting among the calls under way (at most half of the 10 s that a call may
/// take), connecting (3 s), and what the clocks of replicas differ by.
const WAY: i64 = 10_000;
const SPACING: i64 = (60_000 + WAY + REST - 1) / REST;
const AHEAD: i64 = AT_ONCE * SPACING;
/// Longer waits are not worth holding a call: whoever lists comes again later.
const PATIENCE: i64 = 5_000;

/// The gate of one connection.
pub(crate) struct ListBudget {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub tally: Arc<Tally>,
    pub connection: ConnectionId,
}

#[async_trait]
impl ListGate for ListBudget {
    async fn pass(&self) -> bool {
        let now = self.clock.now();
        let latest = Timestamp::from_millis(now.millis() + AHEAD + PATIENCE);
        match self.store.budgets().take(&self.connection, Calls::List, now, SPACING, latest).await {
            Ok(Some(place)) => {
                let wait = u64::try_from(place.since(now) - AHEAD).unwrap_or(0);
                tokio::time::sleep(Duration::from_millis(wait)).await;
                self.tally.count(&self.connection, Calls::List, self.clock.now());
                true
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!(%error, "the budget of list calls could not be asked, so none is made");
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When calls reach the vendor if everybody calls as soon as they may, and each either at once or as late
    /// as it can.
    fn arrivals(from: i64, late: impl Fn(i64) -> bool) -> Vec<i64> {
        let mut next = from;
        let calls = (0..2_000).map(|n| {
            let place = next;
            next += SPACING;
            let sent = (place - AHEAD).max(from);
            if late(n) { sent + WAY } else { sent }
        });
        calls.collect()
    }

    #[test]
    fn no_minute_has_more_than_the_limit() {
        for late_until in [0, 1, AT_ONCE, 2 * AT_ONCE, 500] {
            let mut arrivals = arrivals(0, |n| n < late_until);
            arrivals.sort_unstable();
            for begin in &arrivals {
                let within = arrivals.iter().filter(|at| (*begin..begin + 60_000).contains(at)).count();
                assert!(within <= MOST as usize, "{within} from {begin}");
            }
        }
    }
}
