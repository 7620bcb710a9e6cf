//! The queue at doors whose vendor is asked once for each person who goes in.
//!
//! A connection gives out places, one after the other (`portico_store::budgets`): whoever comes takes the next
//! one, is told when their turn is, and goes in then. So nobody is refused, nobody waits longer than they were
//! told, and the vendor never gets more join calls than the connection allows in any 60 s:
//!
//! - A call is made no earlier than its place, and no later than [`GRACE`] after it; whoever comes later takes a
//!   new place. On its way it loses [`WAY`] at most, by which the clocks of replicas may differ, too.
//! - So the calls that reach the vendor within any 60 s have places within 60 s + [`GRACE`] + [`WAY`].
//! - Places are that long divided by the number of joins a minute apart, rounded up ([`spacing`]), so that there
//!   are at most that many.
//! - A place is used once. Join calls are never tried again by themselves (`conference::Join` is not repeatable).
//!
//! When the vendor asks for fewer calls all the same, places come further apart for a while, and of those that
//! were given before only as many are used as the slower pace allows; the others get a new place.

use super::Guest;
use super::ticket::Ticket;
use crate::Services;
use crate::access::tokens;
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::budgets::Calls;
use secrecy::SecretString;
use std::time::Duration;

/// A place in the queue, as its holder is told.
pub struct Place {
    /// How many go in before them.
    pub before: i64,
    /// When it is their turn.
    pub turn: Timestamp,
    /// Seconds until then, rounded up; one at least.
    pub wait_seconds: i64,
    /// To be shown at that time.
    pub ticket: SecretString,
    /// The vendor's page for the browser, which they may take at once: a host's is their own. Not offered where the uses of a link are
    /// counted, because nobody counts there.
    pub public_url: Option<String>,
}

/// What follows from a place.
pub(super) enum Turn {
    /// It is time. `shown`: the holder had been told and came back.
    Now {
        ticket: Ticket,
        shown: bool,
    },
    Later(Place),
}

/// Whoever waits less than this is not told but held, in milliseconds; the same if they come early.
const HELD: i64 = 2_000;
/// Milliseconds after its turn for which a place is kept.
const GRACE: i64 = 4_000;
/// Milliseconds that a call may lose on its way, and that clocks may differ by.
const WAY: i64 = 2_000;
/// The vendor gets fewer calls for so long after it asked for that.
const SLOW_SECONDS: i64 = 60;
/// However long the vendor wants to hear nothing at all, it is not left alone for longer.
const LONGEST_SILENCE_SECONDS: i64 = 60;

/// Milliseconds between two places.
pub(crate) fn spacing(joins_a_minute: u32) -> i64 {
    let joins = i64::from(joins_a_minute.max(1));
    (60_000 + GRACE + WAY + joins - 1) / joins
}

impl Guest {
    fn spacing(&self) -> i64 {
        spacing(self.found.connection.settings.joins_a_minute())
    }

    /// Waits for the turn if it is near, else says when it is.
    pub(super) async fn wait_for_turn(&self, shown: Option<Ticket>) -> Result<Turn, Refusal> {
        let now = self.services.now();
        let kept = shown.filter(|ticket| now.since(ticket.turn) <= GRACE);
        let shown = kept.is_some();
        let ticket = match kept {
            Some(ticket) => ticket,
            None => self.take_place().await?,
        };
        // The place may have taken a while.
        let wait = ticket.turn.since(self.services.now());
        if wait > HELD {
            return Ok(Turn::Later(self.place(&ticket).await));
        }
        tokio::time::sleep(Duration::from_millis(u64::try_from(wait).unwrap_or(0))).await;
        Ok(Turn::Now { ticket, shown })
    }

    /// May this place be used, and now? A place that nobody was told of needs no asking.
    pub(super) async fn claim(&self, ticket: &Ticket) -> Result<bool, Refusal> {
        let (budgets, connection) = (self.services.store().budgets(), &self.found.connection.id);
        if !budgets.spend_place(&ticket.id, ticket.turn).await.map_err(stored)? {
            return Ok(false);
        }
        let now = self.services.now();
        let slowed = budgets.slowed_since(connection, Calls::Join, now).await.map_err(stored)?;
        match slowed {
            Some(since) if ticket.given < since => {
                budgets.pass(connection, Calls::Join, now, self.spacing()).await.map_err(stored)
            }
            _ => Ok(true),
        }
    }

    /// Asked directly before the call: did the way here take so long that the call would come too late?
    pub(super) fn is_too_late(&self, ticket: &Ticket) -> bool {
        self.services.now().since(ticket.turn) > GRACE
    }

    /// A place is used, and the vendor asked.
    pub(super) fn count_call(&self) {
        let services = &self.services;
        services.inner.tally.count(&self.found.connection.id, Calls::Join, services.now());
    }

    /// A new place, at the end.
    pub(super) async fn queue_anew(&self) -> Result<Place, Refusal> {
        let ticket = self.take_place().await?;
        Ok(self.place(&ticket).await)
    }

    async fn take_place(&self) -> Result<Ticket, Refusal> {
        let now = self.services.now();
        let (budgets, connection) = (self.services.store().budgets(), &self.found.connection.id);
        let turn = budgets.take_together(connection, Calls::Join, now, self.spacing()).await;
        let turn = turn.map_err(stored)?;
        Ok(Ticket { turn, given: now, id: tokens::new_key() })
    }

    async fn place(&self, ticket: &Ticket) -> Place {
        let public_url = match self.found.link.most_uses {
            Some(_) => None,
            None => self.browser_address().await,
        };
        let wait = ticket.turn.since(self.services.now());
        Place {
            before: (wait - 1).max(0) / self.spacing(),
            turn: ticket.turn,
            wait_seconds: (wait.saturating_add(999) / 1000).max(1),
            ticket: self.write_ticket(ticket),
            public_url,
        }
    }
}

impl Services {
    /// Takes a place for a join call that is no guest's, and waits for it if it is near: such a caller does
    /// not stand in the queue, but comes again.
    ///
    /// # Errors
    /// [`Kind::VendorBusy`]: others are before it, and no place was taken.
    pub(crate) async fn take_turn(&self, connection: &Connection) -> Result<(), Refusal> {
        let now = self.now();
        let latest = Timestamp::from_millis(now.millis().saturating_add(HELD));
        let apart = spacing(connection.settings.joins_a_minute());
        let turn = self.store().budgets().take(&connection.id, Calls::Join, now, apart, latest).await;
        let busy = Refusal { retry_after: Some(5), ..Kind::VendorBusy.into() };
        let turn = turn.map_err(stored)?.ok_or(busy)?;
        tokio::time::sleep(Duration::from_millis(u64::try_from(turn.since(now)).unwrap_or(0))).await;
        self.inner.tally.count(&connection.id, Calls::Join, self.now());
        Ok(())
    }

    /// The vendor asks for fewer join calls.
    pub(super) async fn slow_down(&self, connection: &Connection, refusal: &Refusal) -> Result<(), Refusal> {
        let now = self.now();
        let silence = refusal.retry_after.map_or(1, i64::from).clamp(1, LONGEST_SILENCE_SECONDS);
        let resume = now.plus_seconds(silence);
        let until = resume.plus_seconds(SLOW_SECONDS);
        tracing::warn!(connection = connection.name, silence, "the vendor asks for fewer join calls");
        let budgets = self.store().budgets();
        budgets.slow_down(&connection.id, Calls::Join, now, resume, until).await.map_err(stored)
    }

    /// Does the vendor want fewer calls just now? Then those who go in come before all that can wait.
    pub(crate) async fn is_slowed(&self, connection: &ConnectionId) -> Result<bool, Refusal> {
        let since = self.store().budgets().slowed_since(connection, Calls::Join, self.now()).await;
        since.map(|since| since.is_some()).map_err(stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of calls that reach the vendor as late as they can or at once, no minute has more than the budget,
    /// wherever the change from late to early falls.
    #[test]
    fn no_minute_has_more_calls_than_allowed() {
        for joins in [1, 2, 6, 7, 59, 60, 600, 1_200, 1_201] {
            let apart = spacing(joins);
            for late in [0, 1, i64::from(joins) / 2, i64::from(joins)] {
                let at = |n: i64| n * apart + if n < late { GRACE + WAY } else { 0 };
                let mut calls: Vec<i64> = (0..3 * i64::from(joins) + 3).map(at).collect();
                calls.sort_unstable();
                for begin in &calls {
                    let from = calls.partition_point(|at| at < begin);
                    let to = calls.partition_point(|at| *at < begin + 60_000);
                    assert!(to - from <= joins as usize, "{joins} a minute: {} from {begin}", to - from);
                }
            }
        }
    }

    #[test]
    fn what_is_kept_free_for_the_late_is_little() {
        assert_eq!((spacing(1_200), spacing(60_000), spacing(0)), (55, 2, 66_000));
    }
}
