//! What a provider said of itself, remembered for a while.

use crate::asking::{ask, get};
use crate::discovery::{self, Metadata};
use crate::error::{IdentityError, Step};
use crate::keys::{Key, read_keys};
use crate::provider::Provider;
use portico_domain::time::Timestamp;
use portico_vendors::kit::Cause;
use std::sync::Arc;
use tokio::sync::Mutex;

/// For so many seconds what a provider said of itself, and its keys, are good.
pub(crate) const GOOD_SECONDS: i64 = 3600;
/// For so many seconds a provider that did not answer is not asked again, so that nobody waits in a row.
const SILENT_SECONDS: i64 = 5;
/// Keys are asked for again no sooner than this, whatever tokens say by whom they are signed.
pub(crate) const KEYS_SECONDS: i64 = 30;

/// Something that was asked for, and when.
type Last<T> = Mutex<Option<(Timestamp, T)>>;

/// What was heard last.
#[derive(Default)]
pub(crate) struct Remembered {
    metadata: Last<Result<Arc<Metadata>, IdentityError>>,
    keys: Last<Arc<Vec<Key>>>,
}

impl Provider {
    /// Where the provider is found. Of many who ask at once one does.
    pub(crate) async fn metadata(&self, now: Timestamp) -> Result<Arc<Metadata>, IdentityError> {
        let mut remembered = self.remembered.metadata.lock().await;
        if let Some((at, outcome)) = &*remembered {
            let good = if outcome.is_ok() { GOOD_SECONDS } else { SILENT_SECONDS };
            if is_recent(*at, now, good) {
                return outcome.clone();
            }
        }
        let outcome = self.discover(now).await.map(Arc::new);
        *remembered = Some((now, outcome.clone()));
        outcome
    }

    async fn discover(&self, now: Timestamp) -> Result<Metadata, IdentityError> {
        let request = get(&discovery::address(&self.issuer));
        let document = ask(&self.transport, Step::Discovery, request, now).await?;
        discovery::read(&document, &self.config.issuer, self.transport.policy())
    }

    /// The provider's keys, no older than so many seconds.
    pub(crate) async fn keys(
        &self,
        metadata: &Metadata,
        now: Timestamp,
        good: i64,
    ) -> Result<Arc<Vec<Key>>, IdentityError> {
        let mut remembered = self.remembered.keys.lock().await;
        if let Some((at, keys)) = &*remembered
            && is_recent(*at, now, good)
        {
            return Ok(keys.clone());
        }
        let document = ask(&self.transport, Step::Keys, get(&metadata.keys), now).await?;
        let unreadable = || IdentityError::Silent {
            step: Step::Keys,
            cause: Cause::Unreadable { at: "the key set".to_owned() },
        };
        let keys = Arc::new(read_keys(&document).ok_or_else(unreadable)?);
        *remembered = Some((now, keys.clone()));
        Ok(keys)
    }
}

/// A clock that was set back makes nothing last longer.
fn is_recent(at: Timestamp, now: Timestamp, seconds: i64) -> bool {
    (0..seconds * 1000).contains(&now.since(at))
}
