//! How each connection stands, and how much of what its vendor allows is used.

use crate::Services;
use crate::failures::noted_failure;
use crate::joining::spacing;
use crate::list_budget;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_store::budgets::{Calls, Standing};

/// A connection as whoever runs the server wants to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionState {
    pub connection: Connection,
    /// When a contact last failed, and why, with what the vendor's document says of its code.
    pub failure: Option<(Timestamp, Refusal)>,
    /// Empty where Portico keeps to no limit.
    pub budgets: Vec<CallBudget>,
    /// Places in the queue of those who want to go in.
    pub queue: i64,
    /// Until when the vendor gets fewer calls, because it asked for that.
    pub slowed: Option<Timestamp>,
}

/// What is made of one of the vendor's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallBudget {
    pub calls: Calls,
    /// Calls of this process in the last minute.
    pub made: u32,
    /// Calls of all processes that a minute may have.
    pub most: u32,
}

fn failure(connection: &Connection) -> Option<(Timestamp, Refusal)> {
    let health = &connection.health;
    let refusal = noted_failure(connection.vendor, health.failure.as_deref()?, health.code.as_deref())?;
    Some((health.failed?, refusal))
}

/// Places of the queue whose turn is still to come. A place is given up by nobody who goes away.
fn waiting(standing: &Standing, joins_a_minute: u32, now: Timestamp) -> i64 {
    let apart = spacing(joins_a_minute).saturating_mul(standing.slowness);
    standing.next.since(now).saturating_sub(1).max(0) / apart.max(1)
}

impl Services {
    pub(super) fn connection_state(
        &self,
        connection: Connection,
        standings: &[Standing],
        now: Timestamp,
    ) -> ConnectionState {
        let joins = connection.settings.joins_a_minute();
        let of = |calls| standings.iter().find(|it| it.connection == connection.id && it.calls == calls);
        let join = of(Calls::Join);
        let budget = |(calls, most)| {
            let made = self.inner.tally.last_minute(&connection.id, calls, now);
            CallBudget { calls, made, most }
        };
        // The other vendors name no limit, and nobody is queued before them.
        let limits = match connection.vendor {
            Vendor::Cloudroom => vec![(Calls::List, list_budget::MOST), (Calls::Join, joins)],
            Vendor::Vmr | Vendor::Webapi => Vec::new(),
        };
        ConnectionState {
            failure: failure(&connection),
            budgets: limits.into_iter().map(budget).collect(),
            queue: join.map_or(0, |join| waiting(join, joins, now)),
            slowed: join.and_then(|join| join.slowed_until),
            connection,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::ConnectionId;

    #[test]
    fn the_queue_is_as_long_as_its_places_reach() {
        let now = Timestamp::from_seconds(1_000);
        let apart = spacing(60);
        let queue = |ahead: i64, slowness| {
            let next = Timestamp::from_millis(now.millis() + ahead);
            let (connection, calls) = (ConnectionId::new("c"), Calls::Join);
            waiting(&Standing { connection, calls, next, slowness, slowed_until: None }, 60, now)
        };
        // The first of those who come goes in at once, and the next place is then one step ahead.
        assert_eq!((queue(-5, 1), queue(0, 1), queue(apart, 1)), (0, 0, 0));
        assert_eq!((queue(2 * apart, 1), queue(10 * apart, 1)), (1, 9));
        assert_eq!(queue(10 * apart, 2), 4, "places are twice as far apart");
    }
}
