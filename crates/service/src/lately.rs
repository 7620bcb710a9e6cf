//! What was read from the database a moment ago. It counts only until this process writes anything, so what
//! is revoked or changed here holds at once, and for a second at most, after which it does in every replica.

use crate::Services;
use portico_domain::refusals::Refusal;
use quick_cache::sync::Cache;
use std::hash::Hash;
use std::time::{Duration, Instant};

const FRESH: Duration = Duration::from_secs(1);

/// Things by their keys. (Each call through the proxy looks here three times: a cache that itself forgets what is old
/// takes several times as long for each.)
pub(crate) struct Lately<K, V>(Cache<K, Read<V>>);

#[derive(Clone)]
struct Read<V> {
    /// The count of writes before it was read.
    writes: u64,
    at: Instant,
    value: V,
}

impl<K: Hash + Eq + Send + Sync + 'static, V: Clone + Send + Sync + 'static> Lately<K, V> {
    pub fn new(most: usize) -> Self {
        Self(Cache::new(most))
    }

    /// What stands under `key`, from a moment ago or from `read`; what is not there is not kept.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn get<F: Future<Output = Result<Option<V>, Refusal>>>(
        &self,
        services: &Services,
        key: K,
        read: impl FnOnce() -> F,
    ) -> Result<Option<V>, Refusal> {
        let writes = services.writes();
        let now = Instant::now();
        let holds = |known: &Read<V>| known.writes == writes && now.duration_since(known.at) < FRESH;
        if let Some(known) = self.0.get(&key).filter(holds) {
            return Ok(Some(known.value));
        }
        // Large, and seldom needed.
        let found = Box::pin(read()).await?;
        match &found {
            Some(found) => self.0.insert(key, Read { writes, at: now, value: found.clone() }),
            None => drop(self.0.remove(&key)),
        }
        Ok(found)
    }
}
