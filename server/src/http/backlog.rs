//! How far the machine is behind with what it has begun. Where everything that came is worked on a little at a time,
//! all of it is late; so once answers come late, what can be asked for again is not begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// How often the machine is asked how late it is.
const BEAT: Duration = Duration::from_millis(25);
/// Where the smallest thing takes so long, more has been begun than can be done.
const LATE: Duration = Duration::from_millis(100);
/// As long as only so many are being answered, it is others on the same machine that make it late.
const FEW: usize = 32;

/// What is being answered, and how long the smallest thing takes.
#[derive(Debug)]
pub struct Backlog {
    begun: Instant,
    /// When the thing under way, or the next one, should begin: milliseconds after `begun`.
    due: AtomicU64,
    /// What the last one took from when it should have begun, in milliseconds.
    took: AtomicU64,
    answering: AtomicUsize,
}

impl Default for Backlog {
    fn default() -> Self {
        let answering = AtomicUsize::new(0);
        Self { begun: Instant::now(), due: AtomicU64::new(u64::MAX), took: AtomicU64::new(0), answering }
    }
}

impl Backlog {
    /// Looks from now on; until then the machine counts as never late. While much is being answered, each look does the
    /// smallest thing: pages wait for their turn at the database as much as for the processor, so it should be something
    /// that does both.
    pub fn watch<F>(self: Arc<Self>, smallest: impl Fn() -> F + Send + 'static) -> JoinHandle<()>
    where
        F: Future + Send,
    {
        tokio::spawn(async move {
            loop {
                self.due_at(Instant::now() + BEAT);
                tokio::time::sleep(BEAT).await;
                if self.answering.load(Ordering::Relaxed) >= FEW {
                    smallest().await;
                }
                self.done_at(Instant::now());
            }
        })
    }

    fn milliseconds(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.begun).as_millis()).unwrap_or(u64::MAX)
    }

    fn due_at(&self, at: Instant) {
        self.due.store(self.milliseconds(at), Ordering::Relaxed);
    }

    fn done_at(&self, now: Instant) {
        let late = self.milliseconds(now).saturating_sub(self.due.load(Ordering::Relaxed));
        self.took.store(late, Ordering::Relaxed);
    }

    fn late_at(&self, now: Instant) -> Duration {
        let waiting = self.milliseconds(now).saturating_sub(self.due.load(Ordering::Relaxed));
        Duration::from_millis(waiting.max(self.took.load(Ordering::Relaxed)))
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
        backlog.due_at(now);
        assert!(backlog.enter_at(now + LATE / 2).is_some());
        assert!(backlog.enter_at(now + LATE).is_none(), "it is still under way");
        backlog.done_at(now + LATE);
        backlog.due_at(now + LATE + BEAT);
        assert!(backlog.enter_at(now + LATE + BEAT).is_none(), "the last one was late");
        backlog.done_at(now + LATE + BEAT * 2);
        assert!(backlog.enter_at(now + LATE + BEAT * 2).is_some());
        backlog.due_at(now);
        drop(many);
        let few: Vec<_> = (0..FEW).map(|_| backlog.enter_at(now + LATE * 9).expect("few")).collect();
        assert!(backlog.enter_at(now + LATE * 9).is_none());
        drop(few);
        assert_eq!(backlog.answering.load(Ordering::Relaxed), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_looked_at_while_much_is_being_answered() {
        let backlog = Arc::new(Backlog::default());
        let (done, mut looks) = tokio::sync::mpsc::unbounded_channel();
        let watch = backlog.clone().watch(move || std::future::ready(done.send(())));
        tokio::time::sleep(BEAT * 9).await;
        assert!(looks.is_empty(), "little is being answered");
        assert_ne!(backlog.due.load(Ordering::Relaxed), u64::MAX);
        let many: Vec<_> = (0..FEW).map(|_| backlog.enter().expect("few")).collect();
        for _ in 0..3 {
            looks.recv().await.expect("it looks again");
        }
        drop(many);
        watch.abort();
    }
}
