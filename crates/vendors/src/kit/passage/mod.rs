//! What every call of a connection passes, so that a vendor that hangs costs nobody else anything, and its own
//! callers little: a breaker, which leaves alone who does not answer, and a bulkhead, beyond which no more calls
//! of this connection are under way at once.
//!
//! While all is well a call pays for it with a few atomic operations: no lock, nothing on the heap. Recordings that
//! stream are not counted: they come from hosts of their own, and last.

mod breaker;
mod bulkhead;

use super::clock::Clock;
use super::error::{Cause, Unreachable};
use breaker::{Breaker, Turned};
use bulkhead::Bulkhead;
use portico_domain::capabilities::Vendor;
use portico_domain::time::Timestamp;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The metric of connections whose vendor is left alone just now, by vendor.
pub const RESTING: &str = "portico_vendor_connections_resting";

/// A call that its caller has given up after so many milliseconds counts as one without an answer. Some wait for less
/// than a call's own deadlines, and would never show that a vendor hangs.
const GIVEN_UP_MILLIS: i64 = 5_000;

/// How much one connection is allowed, and what it is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// After so many calls without an answer in a row the vendor is left alone.
    pub failures: u32,
    /// For so long; it doubles with each trial in vain.
    pub pause: Duration,
    pub longest_pause: Duration,
    /// Calls under way at once.
    pub at_once: usize,
    /// So many of them are kept for calls that let people in.
    pub for_joins: usize,
}

impl Default for Limits {
    /// At a vendor that takes a second, a hundred calls at once are 6,000 a minute: more than a vendor allows of
    /// any kind.
    fn default() -> Self {
        Self {
            failures: 5,
            pause: Duration::from_secs(5),
            longest_pause: Duration::from_secs(60),
            at_once: 128,
            for_joins: 32,
        }
    }
}

/// What an outcome shows of the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// It is there.
    Answer,
    /// It is not, or something between us and it answers in its place. Not so a 500: there is something that fails
    /// at one thing, and may be well at the others.
    Failure,
    /// It was not asked.
    Nothing,
}

impl Shown {
    fn by<T>(outcome: &Result<T, Cause>) -> Self {
        match outcome {
            Err(Cause::Late(_) | Cause::Cut | Cause::Status { status: 502..=504, .. }) => Self::Failure,
            Err(Cause::Unreachable(why)) => match why {
                Unreachable::NoSuchName | Unreachable::ConnectTimeout | Unreachable::NoConnection => {
                    Self::Failure
                }
                // What an administrator has to mend is told as what it is, each time.
                Unreachable::NotAllowed | Unreachable::Tls | Unreachable::BadRequest => Self::Nothing,
            },
            Err(Cause::ForeignId | Cause::ForeignMedia | Cause::Unsupported | Cause::NoCredential) => {
                Self::Nothing
            }
            Err(Cause::HeldBack | Cause::Resting { .. }) => Self::Nothing,
            _ => Self::Answer,
        }
    }
}

/// The way to one vendor account; clones share it. By default everything passes.
#[derive(Clone, Default)]
pub struct Passage(Option<Arc<Gate>>);

impl fmt::Debug for Passage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Passage").field(&self.0.as_ref().map(|gate| gate.limits)).finish()
    }
}

struct Gate {
    vendor: Vendor,
    limits: Limits,
    clock: Arc<dyn Clock>,
    breaker: Breaker,
    bulkhead: Bulkhead,
}

impl Passage {
    pub fn new(vendor: Vendor, limits: Limits, clock: Arc<dyn Clock>) -> Self {
        let (breaker, bulkhead) = (Breaker::new(limits), Bulkhead::new(limits));
        Self(Some(Arc::new(Gate { vendor, limits, clock, breaker, bulkhead })))
    }

    /// Makes a call, if it may be made by `until`. `joins`: it lets somebody in.
    ///
    /// # Errors
    /// The call's own; [`Cause::Resting`] and [`Cause::HeldBack`]: it was not made.
    pub(crate) async fn through<T>(
        &self,
        joins: bool,
        until: Instant,
        call: impl Future<Output = Result<T, Cause>>,
    ) -> Result<T, Cause> {
        let Some(gate) = &self.0 else { return call.await };
        let mut pass = gate.enter(joins, until).await?;
        let outcome = call.await;
        pass.shown = Some(Shown::by(&outcome));
        outcome
    }

    /// Would a call be refused? For what is used up before a call is made.
    ///
    /// # Errors
    /// [`Cause::Resting`].
    pub(crate) fn look(&self) -> Result<(), Cause> {
        self.0.as_ref().map_or(Ok(()), |gate| gate.look(false))
    }

    /// A person wants to know how it stands: the next call is the trial, whenever the next one was due.
    pub fn try_now(&self) {
        if let Some(gate) = &self.0 {
            gate.breaker.try_now();
        }
    }
}

impl Gate {
    async fn enter(&self, joins: bool, until: Instant) -> Result<Pass<'_>, Cause> {
        // Whoever would be turned away behind the bulkhead does not wait before it.
        self.look(joins)?;
        // What is left of the time must do for the call itself.
        let now = Instant::now();
        let latest = now + until.saturating_duration_since(now) / 2;
        if !self.bulkhead.enter(joins, latest).await {
            return Err(Cause::HeldBack);
        }
        let now = self.clock.now();
        let mut pass = Pass { gate: self, since: now, trial: false, shown: None };
        if self.breaker.is_open() {
            pass.trial = self.breaker.enter(joins, now)?;
        }
        Ok(pass)
    }

    fn look(&self, joins: bool) -> Result<(), Cause> {
        if self.breaker.is_open() { self.breaker.look(joins, self.clock.now()) } else { Ok(()) }
    }

    fn tell(&self, turned: Turned) {
        let gauge = metrics::gauge!(RESTING, "vendor" => self.vendor.name());
        match turned {
            Turned::Opened => {
                tracing::warn!(vendor = self.vendor.name(), "a vendor does not answer and is left alone");
                gauge.increment(1.0);
            }
            Turned::Closed => {
                tracing::info!(vendor = self.vendor.name(), "a vendor answers again");
                gauge.decrement(1.0);
            }
        }
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        if self.breaker.is_open() {
            metrics::gauge!(RESTING, "vendor" => self.vendor.name()).decrement(1.0);
        }
    }
}

/// A call under way; it ends when this is dropped, whether it came to its end or nobody waits for it any more.
struct Pass<'a> {
    gate: &'a Gate,
    since: Timestamp,
    trial: bool,
    /// `None`: it has not come to its end.
    shown: Option<Shown>,
}

impl Pass<'_> {
    /// What it shows that nobody waits for it any more.
    fn given_up(&self) -> Shown {
        let waited = self.gate.clock.now().since(self.since);
        if waited >= GIVEN_UP_MILLIS { Shown::Failure } else { Shown::Nothing }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        let Gate { breaker, bulkhead, clock, .. } = self.gate;
        bulkhead.leave();
        let shown = self.shown.unwrap_or_else(|| self.given_up());
        if let Some(turned) = breaker.leave(self.trial, shown, || clock.now()) {
            self.gate.tell(turned);
        }
    }
}

#[cfg(test)]
mod tests;
