//! What was read from the database a moment ago. It counts only until this process writes anything, so what
//! is revoked or changed here holds at once, and for a second at most, after which it does in every replica.

use crate::Services;
use moka::sync::Cache;
use portico_domain::refusals::Refusal;
use std::hash::Hash;
use std::time::Duration;

const FRESH: Duration = Duration::from_secs(1);

/// Things by their keys, each with the count of writes before it was read.
pub(crate) struct Lately<K, V>(Cache<K, (u64, V)>);

impl<K: Hash + Eq + Send + Sync + 'static, V: Clone + Send + Sync + 'static> Lately<K, V> {
    pub fn new(most: u64) -> Self {
        Self(Cache::builder().max_capacity(most).time_to_live(FRESH).build())
    }

    /// What stands under `key`, from a moment ago or from `read`; what is not there is not kept.
    ///
    /// # Errors
    /// Those of `read`.
    pub async fn get(
        &self,
        services: &Services,
        key: K,
        read: impl Future<Output = Result<Option<V>, Refusal>>,
    ) -> Result<Option<V>, Refusal> {
        let writes = services.writes();
        if let Some((_, known)) = self.0.get(&key).filter(|(then, _)| *then == writes) {
            return Ok(Some(known));
        }
        let found = read.await?;
        if let Some(found) = &found {
            self.0.insert(key, (writes, found.clone()));
        }
        Ok(found)
    }
}
