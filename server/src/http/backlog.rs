//! How far the machine is behind with what it has begun. Where everything that came is worked on a little at a time,
//! all of it is late; so once answers come late, what can be asked for again is not begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// How often the machine is asked how late it is.
const BEAT: Duration = Duration::from_millis(50);
/// A machine that does not get to a task for so long has more to do than it can.
const LATE: Duration = Duration::from_millis(200);
/// As long as only so many are being answered, it is others on the same machine that make it late.
const FEW: usize = 32;

/// What is being answered, and when the machine last got to something new.
#[derive(Debug)]
pub struct Backlog {
    begun: Instant,
    /// Milliseconds after `begun`.
    beat: AtomicU64,
    answering: AtomicUsize,
}

impl Default for Backlog {
    fn default() -> Self {
        Self { begun: Instant::now(), beat: AtomicU64::new(u64::MAX), answering: AtomicUsize::new(0) }
    }
}

impl Backlog {
    /// Looks from now on; until then the machine counts as never late.
    pub fn watch(self: Arc<Self>) -> JoinHandle<()> {
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(BEAT).await;
                // To the end of what is waiting to be done.
                tokio::task::yield_now().await;
                self.beat_at(Instant::now());
            }
        })
    }

    fn beat_at(&self, now: Instant) {
        let since = now.saturating_duration_since(self.begun);
        self.beat.store(u64::try_from(since.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn late_at(&self, now: Instant) -> Duration {
        match self.beat.load(Ordering::Relaxed) {
            u64::MAX => Duration::ZERO,
            beat => {
                now.saturating_duration_since(self.begun + Duration::from_millis(beat)).saturating_sub(BEAT)
            }
        }
    }

    /// A place among what is being answered, unless the machine is behind.
    pub fn enter(&self) -> Option<Place<'_>> {
        self.enter_at(Instant::now())
    }

    fn enter_at(&self, now: Instant) -> Option<Place<'_>> {
        let before = self.answering.fetch_add(1, Ordering::Relaxed);
        let place = Place(&self.answering);
        (before < FEW || self.late_at(now) < LATE).then_some(place)
    }
}

/// Something is being answered for as long as this is kept.
pub struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_late_takes_no_more_than_a_few() {
        let backlog = Backlog::default();
        let now = backlog.begun + Duration::from_secs(5);
        let many: Vec<_> = (0..100).map(|_| backlog.enter_at(now).expect("nobody looked yet")).collect();
        backlog.beat_at(now);
        assert!(backlog.enter_at(now + BEAT + LATE / 2).is_some());
        assert!(backlog.enter_at(now + BEAT + LATE).is_none());
        drop(many);
        let few: Vec<_> = (0..FEW).map(|_| backlog.enter_at(now + LATE * 9).expect("few")).collect();
        assert!(backlog.enter_at(now + LATE * 9).is_none());
        drop(few);
        assert_eq!(backlog.answering.load(Ordering::Relaxed), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_looked_at_while_it_is_watched() {
        let backlog = Arc::new(Backlog::default());
        let watch = backlog.clone().watch();
        while backlog.beat.load(Ordering::Relaxed) == u64::MAX {
            tokio::time::sleep(BEAT).await;
        }
        watch.abort();
    }
}
