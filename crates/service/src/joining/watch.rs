//! Telling those who wait at a door that it changed: one look a second however many wait, at once when its
//! moment comes or something was written here, none while the start is far off and nothing was written.

use super::{Door, Guest};
use crate::Services;
use crate::access::tokens;
use portico_domain::refusals::{Kind, Refusal};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio::time::{Instant, sleep_until, timeout_at};

const TICK: Duration = Duration::from_secs(1);
/// What another replica or the vendor changed long before the start is seen within this time.
const FAR_LOOK: Duration = Duration::from_secs(15);
/// Several writes that belong together are looked at together. Where many doors are waited at, each look waits
/// longer by [`EACH_DOOR`], so that a storm of writes does not become one of looks.
const SETTLE: Duration = Duration::from_millis(200);
const EACH_DOOR: Duration = Duration::from_millis(1);

/// The doors that somebody waits at, by the hash of their slug, and the meetings that somebody looks at.
#[derive(Default)]
pub(crate) struct Doors(Mutex<HashMap<String, Sender<u64>>>);

impl Doors {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Sender<u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more who waits. `true`: the first, for whom somebody has to begin to watch.
    pub(crate) fn wait_at(&self, key: &str, mark: u64) -> (Receiver<u64>, bool) {
        let mut doors = self.lock();
        if let Some(door) = doors.get(key) {
            return (door.subscribe(), false);
        }
        let (door, receiver) = watch::channel(mark);
        doors.insert(key.to_owned(), door);
        (receiver, true)
    }

    /// Tells those who wait what is to be seen now, if it is something else.
    pub(crate) fn tell(&self, key: &str, now: u64) {
        if let Some(door) = self.lock().get(key) {
            door.send_if_modified(|before| std::mem::replace(before, now) != now);
        }
    }

    /// Removes a door that nobody waits at any more.
    pub(crate) fn leave(&self, key: &str) -> bool {
        let mut doors = self.lock();
        let empty = doors.get(key).is_none_or(|door| door.receiver_count() == 0);
        if empty {
            doors.remove(key);
        }
        empty
    }
}

impl Services {
    /// What changes whenever the page at a link would say something else. Ends when the server stops.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn watch_door(&self, slug: &str) -> Result<Receiver<u64>, Refusal> {
        let key = tokens::hash_token(slug);
        if let Some(door) = self.inner.doors.lock().get(&key) {
            return Ok(door.subscribe());
        }
        let guest = self.guest(slug).await?;
        let (receiver, first) = self.inner.doors.wait_at(&key, mark(&guest));
        if first {
            tokio::spawn(self.clone().keep_watching(slug.to_owned(), key, guest));
        }
        Ok(receiver)
    }

    /// From now on nobody new should be sent here.
    pub fn begin_stopping(&self) {
        self.inner.stopping.store(true, Ordering::Relaxed);
    }

    pub fn is_stopping(&self) -> bool {
        self.inner.stopping.load(Ordering::Relaxed)
    }

    /// Ends every wait, so that a server that stops is not held up by those who wait.
    pub fn stop_watching(&self) {
        self.inner.doors.lock().clear();
    }

    async fn keep_watching(self, slug: String, key: String, mut guest: Guest) {
        let (mut looked, mut writes) = (Instant::now(), self.store().watch_writes());
        loop {
            let written = self.rest(&guest, &mut writes).await;
            if self.inner.doors.leave(&key) {
                return;
            }
            let due = written || guest.is_near() || looked.elapsed() >= FAR_LOOK;
            if !due {
                continue;
            }
            writes.mark_unchanged();
            looked = Instant::now();
            let now = match self.guest(&slug).await {
                Ok(found) => {
                    guest = found;
                    mark(&guest)
                }
                Err(refusal) if refusal.kind == Kind::NotFound => 0,
                // The database is busy; whoever waits is told when it is not.
                Err(_) => continue,
            };
            self.inner.doors.tell(&key, now);
        }
    }
}

impl Services {
    /// Until there may be something to see: a second at most, or the moment when the door opens. Says whether
    /// something was written meanwhile, in which case it is over sooner.
    async fn rest(&self, guest: &Guest, writes: &mut Receiver<u64>) -> bool {
        let tick = match guest.door() {
            Door::TooEarly { opens } | Door::NotBegun { again: Some(opens) } => {
                let left = u64::try_from(opens.since(self.now())).unwrap_or_default();
                TICK.min(Duration::from_millis(left.max(1)))
            }
            _ => TICK,
        };
        let until = Instant::now() + tick;
        if !matches!(timeout_at(until, writes.changed()).await, Ok(Ok(()))) {
            return false;
        }
        let doors = u32::try_from(self.inner.doors.lock().len()).unwrap_or(u32::MAX);
        let settled = Instant::now() + SETTLE.saturating_add(EACH_DOOR.saturating_mul(doors));
        sleep_until(settled.min(until)).await;
        true
    }
}

/// Differs when the page would.
fn mark(guest: &Guest) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", guest.door()).hash(&mut hasher);
    (guest.occurrence(), guest.moved_from()).hash(&mut hasher);
    let meeting = guest.meeting();
    (&meeting.subject, meeting.state, guest.failing.is_some()).hash(&mut hasher);
    hasher.finish()
}
