//! Leaves alone who has not answered several times in a row, so that nobody waits in vain. Then one call at a time
//! tries whether the vendor is back.

use super::{Limits, Shown};
use crate::kit::error::Cause;
use portico_domain::time::Timestamp;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a call has brought about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turned {
    Opened,
    Closed,
}

pub(super) struct Breaker {
    limits: Limits,
    /// All that a call looks at while all is well.
    open: AtomicBool,
    /// Failures in a row, while it is closed.
    failed: AtomicU32,
    rest: Mutex<Rest>,
}

struct Rest {
    /// Since when there has been no answer.
    since: Timestamp,
    /// Since when nobody has asked; `None`: somebody may.
    from: Option<Timestamp>,
    pause: Duration,
    /// Somebody asks just now.
    trying: bool,
}

impl Rest {
    /// Milliseconds until somebody may ask. A clock that was set back holds nobody up.
    fn left(&self, now: Timestamp) -> i64 {
        let pause = i64::try_from(self.pause.as_millis()).unwrap_or(i64::MAX);
        match self.from.map(|from| now.since(from)) {
            Some(rested) if (0..pause).contains(&rested) => pause - rested,
            _ => 0,
        }
    }

    /// Whoever wants in does not wait for the pause to end: what others failed at may concern them not at all.
    fn is_due(&self, joins: bool, now: Timestamp) -> bool {
        !self.trying && (joins || self.left(now) == 0)
    }

    fn refusal(&self, now: Timestamp) -> Cause {
        let seconds = |millis: i64| u32::try_from(millis.max(0).div_euclid(1000)).unwrap_or(u32::MAX);
        // Whoever tries just now may take a moment.
        let again = seconds(self.left(now).saturating_add(999)).max(1);
        Cause::Resting { silent_for: seconds(now.since(self.since)), again }
    }
}

impl Breaker {
    pub fn new(limits: Limits) -> Self {
        let rest = Rest { since: Timestamp(0), from: None, pause: limits.pause, trying: false };
        Self { limits, open: AtomicBool::new(false), failed: AtomicU32::new(0), rest: Mutex::new(rest) }
    }

    /// Is there anything to ask the others for?
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    /// Would a call be turned away?
    pub fn look(&self, joins: bool, now: Timestamp) -> Result<(), Cause> {
        let rest = self.rest();
        if !self.is_open() || rest.is_due(joins, now) { Ok(()) } else { Err(rest.refusal(now)) }
    }

    /// `true`: this call is the trial.
    pub fn enter(&self, joins: bool, now: Timestamp) -> Result<bool, Cause> {
        let mut rest = self.rest();
        if !self.is_open() {
            return Ok(false);
        }
        if !rest.is_due(joins, now) {
            return Err(rest.refusal(now));
        }
        rest.trying = true;
        Ok(true)
    }

    /// A call that entered is over.
    pub fn leave(&self, trial: bool, shown: Shown, now: impl FnOnce() -> Timestamp) -> Option<Turned> {
        match shown {
            Shown::Answer if !self.is_open() => {
                if self.failed.load(Ordering::Relaxed) != 0 {
                    self.failed.store(0, Ordering::Relaxed);
                }
                None
            }
            Shown::Answer => self.close(),
            Shown::Failure => self.fail(trial, now()),
            Shown::Nothing => {
                if trial {
                    self.rest().trying = false;
                }
                None
            }
        }
    }

    fn close(&self) -> Option<Turned> {
        let mut rest = self.rest();
        rest.trying = false;
        self.failed.store(0, Ordering::Relaxed);
        self.open.swap(false, Ordering::Relaxed).then_some(Turned::Closed)
    }

    fn fail(&self, trial: bool, now: Timestamp) -> Option<Turned> {
        let mut rest = self.rest();
        if self.is_open() {
            // Of the others, which began before it opened, nothing new is learnt.
            if trial {
                let pause = rest.pause.saturating_mul(2).min(self.limits.longest_pause);
                (rest.trying, rest.from, rest.pause) = (false, Some(now), pause);
            }
            return None;
        }
        let failed = self.failed.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        if failed == 1 {
            rest.since = now;
        }
        if failed < self.limits.failures {
            return None;
        }
        (rest.trying, rest.from, rest.pause) = (false, Some(now), self.limits.pause);
        self.open.store(true, Ordering::Relaxed);
        Some(Turned::Opened)
    }

    pub fn try_now(&self) {
        self.rest().from = None;
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
