//! So many calls at once and no more. Whoever comes too many waits until somebody leaves; those who let people in
//! come first, and have some places to themselves.

use super::Limits;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

pub(super) struct Bulkhead {
    inside: AtomicUsize,
    joins: Row,
    others: Row,
}

/// Those who wait, first come, first served.
struct Row {
    /// They go in while fewer than so many are inside.
    most: usize,
    waiting: AtomicUsize,
    turns: Notify,
}

impl Row {
    fn new(most: usize) -> Self {
        Self { most: most.max(1), waiting: AtomicUsize::new(0), turns: Notify::new() }
    }

    fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) > 0
    }
}

impl Bulkhead {
    pub fn new(limits: Limits) -> Self {
        let others = limits.at_once.saturating_sub(limits.for_joins);
        Self { inside: AtomicUsize::new(0), joins: Row::new(limits.at_once), others: Row::new(others) }
    }

    /// `false`: there was no place until then. Whoever is in leaves again with [`Bulkhead::leave`].
    pub async fn enter(&self, joins: bool, until: Instant) -> bool {
        let row = if joins { &self.joins } else { &self.others };
        // Nobody goes in before those who wait.
        (!row.is_waiting() && self.step_in(row)) || self.wait(row, until).await
    }

    fn step_in(&self, row: &Row) -> bool {
        let free = |inside: usize| (inside < row.most).then(|| inside + 1);
        self.inside.fetch_update(Ordering::SeqCst, Ordering::SeqCst, free).is_ok()
    }

    async fn wait(&self, row: &Row, until: Instant) -> bool {
        row.waiting.fetch_add(1, Ordering::SeqCst);
        let _waiting = Waiting { bulkhead: self, row };
        loop {
            let mut turn = pin!(row.turns.notified());
            // From here on no turn is missed, so a place that is free now is seen either way.
            turn.as_mut().enable();
            if self.step_in(row) {
                return true;
            }
            if timeout_at(until, turn).await.is_err() {
                return false;
            }
        }
    }

    pub fn leave(&self) {
        self.inside.fetch_sub(1, Ordering::SeqCst);
        self.call_next();
    }

    fn call_next(&self) {
        let inside = self.inside.load(Ordering::SeqCst);
        if let Some(row) = [&self.joins, &self.others].into_iter().find(|row| row.is_waiting())
            && inside < row.most
        {
            row.turns.notify_one();
        }
    }
}

/// Somebody in a row.
struct Waiting<'a> {
    bulkhead: &'a Bulkhead,
    row: &'a Row,
}

impl Drop for Waiting<'_> {
    /// Whether they went in or went away: there may be another place, and it may have been their turn.
    fn drop(&mut self) {
        self.row.waiting.fetch_sub(1, Ordering::SeqCst);
        self.bulkhead.call_next();
    }
}
