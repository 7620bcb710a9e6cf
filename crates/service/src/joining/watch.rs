//! Telling those who wait at a door that it changed: one look a second however many wait, none while the
//! start is far off and nothing was written here.

use super::Guest;
use crate::Services;
use crate::access::tokens;
use portico_domain::refusals::{Kind, Refusal};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch::{self, Receiver, Sender};
use tokio::time::Instant;

const TICK: Duration = Duration::from_secs(1);
/// What another replica or the vendor changed long before the start is seen within this time.
const FAR_LOOK: Duration = Duration::from_secs(15);

/// The doors that somebody waits at, by the hash of their slug.
#[derive(Default)]
pub(crate) struct Doors(Mutex<HashMap<String, Sender<u64>>>);

impl Doors {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Sender<u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes a door that nobody waits at any more.
    fn leave(&self, key: &str) -> bool {
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
        let mut doors = self.inner.doors.lock();
        if let Some(door) = doors.get(&key) {
            return Ok(door.subscribe());
        }
        let (door, receiver) = watch::channel(mark(&guest));
        doors.insert(key.clone(), door);
        drop(doors);
        tokio::spawn(self.clone().keep_watching(slug.to_owned(), key, guest));
        Ok(receiver)
    }

    /// Ends every wait, so that a server that stops is not held up by those who wait.
    pub fn stop_watching(&self) {
        self.inner.doors.lock().clear();
    }

    async fn keep_watching(self, slug: String, key: String, mut guest: Guest) {
        let (mut looked, mut writes) = (Instant::now(), self.writes());
        loop {
            tokio::time::sleep(TICK).await;
            if self.inner.doors.leave(&key) {
                return;
            }
            let due = guest.is_near() || self.writes() != writes || looked.elapsed() >= FAR_LOOK;
            if !due {
                continue;
            }
            (looked, writes) = (Instant::now(), self.writes());
            let now = match self.guest(&slug).await {
                Ok(found) => {
                    guest = found;
                    mark(&guest)
                }
                Err(refusal) if refusal.kind == Kind::NotFound => 0,
                // The database is busy; whoever waits is told when it is not.
                Err(_) => continue,
            };
            if let Some(door) = self.inner.doors.lock().get(&key) {
                door.send_if_modified(|before| std::mem::replace(before, now) != now);
            }
        }
    }
}

/// Differs when the page would.
fn mark(guest: &Guest) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{:?}", guest.door()).hash(&mut hasher);
    guest.occurrence().hash(&mut hasher);
    let meeting = guest.meeting();
    (&meeting.subject, meeting.state, guest.failing.is_some()).hash(&mut hasher);
    hasher.finish()
}
