//! Trying again: only for operations that declare themselves repeatable, at most three times, with
//! full jitter, and only while the connection's budget lasts, so that a vendor in trouble is not
//! buried under our patience.

use super::error::{Cause, Unreachable, VendorError};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// Chance as a parameter: a number from 0 up to, not including, 1.
pub type Chance = Arc<dyn Fn() -> f64 + Send + Sync>;

pub fn random_chance() -> Chance {
    Arc::new(|| {
        let (_, low) = uuid::Uuid::new_v4().as_u64_pair();
        // The low 53 bits of a version 4 UUID are all random, and as many as a float can tell apart.
        (low & ((1 << 53) - 1)) as f64 / (1u64 << 53) as f64
    })
}

/// How often and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// All tries, the first included; at most 3 are made whatever stands here.
    pub tries: u32,
    /// The longest pause after the first failure; it doubles with each.
    pub base: Duration,
    /// The longest pause of all.
    pub cap: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { tries: MOST_TRIES, base: Duration::from_millis(200), cap: Duration::from_secs(2) }
    }
}

const MOST_TRIES: u32 = 3;

impl RetryPolicy {
    /// The pause after `failed` failures (from 1): what the vendor asked for, plus full jitter.
    pub fn pause(&self, failed: u32, chance: f64, retry_after: Option<u32>) -> Duration {
        let longest = self.base.saturating_mul(1 << failed.saturating_sub(1).min(16)).min(self.cap);
        let jitter = longest.mul_f64(chance.clamp(0.0, 1.0));
        Duration::from_secs(retry_after.unwrap_or(0).into()).saturating_add(jitter)
    }
}

/// At most one retry for ten calls in the long run, ten at once.
#[derive(Debug)]
pub struct RetryBudget {
    /// In tenths of a retry.
    tenths: AtomicI64,
}

const FULL: i64 = 100;
const ONE_RETRY: i64 = 10;

impl Default for RetryBudget {
    fn default() -> Self {
        Self { tenths: AtomicI64::new(FULL) }
    }
}

impl RetryBudget {
    fn earn(&self) {
        let _ = self
            .tenths
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |have| (have < FULL).then_some(have + 1));
    }

    fn spend(&self) -> bool {
        let spent = self.tenths.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |have| {
            (have >= ONE_RETRY).then_some(have - ONE_RETRY)
        });
        spent.is_ok()
    }
}

/// Could the same request do better a moment later? A code of the vendor is an answer, so no; but
/// for "too many calls", when the vendor says how long to wait.
fn worth_another_try(error: &VendorError) -> bool {
    match &error.cause {
        Cause::Unreachable(Unreachable::NoConnection | Unreachable::ConnectTimeout) => true,
        Cause::Late(_) | Cause::Cut => true,
        Cause::Status { status: 429, retry_after, .. } | Cause::Code { status: 429, retry_after, .. } => {
            retry_after.is_some()
        }
        Cause::Status { status: 408 | 500.., .. } => true,
        _ => false,
    }
}

/// The tries of one call.
pub(crate) struct Tries<'a> {
    policy: &'a RetryPolicy,
    budget: &'a RetryBudget,
    failed: u32,
    /// Of the tries before, what tells most.
    earlier: Option<VendorError>,
}

impl<'a> Tries<'a> {
    pub(crate) fn start(policy: &'a RetryPolicy, budget: &'a RetryBudget) -> Self {
        budget.earn();
        Self { policy, budget, failed: 0, earlier: None }
    }

    /// When to try again after this error.
    ///
    /// # Errors
    /// It would not help, or time (`until`), tries or budget have run out: what the call has come to.
    pub(crate) fn again(
        &mut self,
        error: VendorError,
        chance: f64,
        until: Instant,
    ) -> Result<Instant, VendorError> {
        self.failed += 1;
        let Some(wake) = self.wake(&error, chance, until) else { return Err(self.verdict(error)) };
        if !error.is_unsent() || self.earlier.is_none() {
            self.earlier = Some(error);
        }
        Ok(wake)
    }

    fn wake(&self, error: &VendorError, chance: f64, until: Instant) -> Option<Instant> {
        if self.failed >= self.policy.tries.min(MOST_TRIES) || !worth_another_try(error) {
            return None;
        }
        let wake = Instant::now().checked_add(self.policy.pause(self.failed, chance, error.retry_after()))?;
        (wake < until && self.budget.spend()).then_some(wake)
    }

    /// What the call has come to. That the vendor was left alone in the end does not say why; and a change that was
    /// not sent the last time may have been made by the try before.
    fn verdict(&mut self, last: VendorError) -> VendorError {
        match self.earlier.take() {
            Some(earlier) if matches!(last.cause, Cause::Resting { .. }) => earlier,
            Some(earlier) if last.changes && last.is_unsent() && !earlier.is_unsent() => earlier,
            _ => last,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_cap_and_never_undercut_retry_after() {
        let policy =
            RetryPolicy { tries: 3, base: Duration::from_millis(100), cap: Duration::from_millis(150) };
        assert_eq!(policy.pause(1, 0.0, None), Duration::ZERO);
        assert_eq!(policy.pause(1, 0.5, None), Duration::from_millis(50));
        assert_eq!(policy.pause(2, 1.0, None), Duration::from_millis(150));
        assert_eq!(policy.pause(40, 1.0, Some(2)), Duration::from_millis(2150));
    }

    #[test]
    fn the_budget_runs_dry_and_fills_up_again() {
        let budget = RetryBudget::default();
        assert_eq!((0..20).filter(|_| budget.spend()).count(), 10);
        (0..9).for_each(|_| budget.earn());
        assert!(!budget.spend());
        budget.earn();
        assert!(budget.spend());
        (0..1000).for_each(|_| budget.earn());
        assert_eq!((0..20).filter(|_| budget.spend()).count(), 10, "it never holds more than ten");
    }

    #[test]
    fn chance_is_a_fraction() {
        let chance = random_chance();
        let drawn: Vec<f64> = (0..1000).map(|_| chance()).collect();
        assert!(drawn.iter().all(|x| (0.0..1.0).contains(x)));
        assert!(drawn.iter().any(|x| *x < 0.2) && drawn.iter().any(|x| *x > 0.8));
    }
}
