//! Turns in which things happen one after the other that would get past a throttle at the same moment.

use std::hash::{BuildHasher, RandomState};
use tokio::sync::{Mutex, MutexGuard};

/// So many go on at once. Links that fall together wait for each other, for a few look-ups in the database.
const LOCKS: u64 = 256;

/// One turn at a time for each link and network, first come, first served. It does not grow with them, and nobody
/// outside knows which fall together.
pub(crate) struct Turns {
    hasher: RandomState,
    locks: Vec<Mutex<()>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { hasher: RandomState::new(), locks: (0..LOCKS).map(|_| Mutex::new(())).collect() }
    }
}

impl Turns {
    /// Waits for a turn, which lasts until it is dropped.
    pub async fn take(&self, link: &str, network: &str) -> MutexGuard<'_, ()> {
        let number = (self.hasher.hash_one((link, network)) % LOCKS) as usize;
        self.locks[number].lock().await
    }
}
