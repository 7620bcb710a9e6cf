//! Nothing grows for ever: what is not needed any more goes, in small batches, at one replica at a time. How long
//! what is kept: `portico_domain::retention`. The audit log is never purged.

use crate::Services;
use crate::failures::stored;
use portico_domain::refusals::Refusal;
use portico_domain::retention::{
    DELETED_RECORDING_DAYS, ENTRANT_DAYS, FORMER_NUMBER_DAYS, KEY_DAYS, RECORDING_ID_DAYS,
};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::LOG_DAYS;
use portico_store::{BATCH, Store};
use std::time::Duration;

const LEASE: &str = "purge";
/// Renewed with each batch; whoever takes longer than this for one has died.
const LEASE_SECONDS: i64 = 120;
/// Of one kind in a round. The next round goes on with what is left.
const MOST_BATCHES: u32 = 200;
/// Between two batches, for those who wait to write.
const BREATH: Duration = Duration::from_millis(20);
const DAY: i64 = 86_400;

/// What piles up.
#[derive(Clone, Copy, Debug)]
enum Leftover {
    Sessions,
    OneTimeLinks,
    PendingSignIns,
    Throttles,
    Places,
    Deliveries,
    Intents,
    Entrants,
    FormerNumbers,
    RecordingIds,
    Recordings,
}

impl Leftover {
    const ALL: [Self; 11] = [
        Self::Sessions,
        Self::OneTimeLinks,
        Self::PendingSignIns,
        Self::Throttles,
        Self::Places,
        Self::Deliveries,
        Self::Intents,
        Self::Entrants,
        Self::FormerNumbers,
        Self::RecordingIds,
        Self::Recordings,
    ];

    /// Takes a batch away and says how many rows that were.
    async fn purge(self, store: &Store, now: Timestamp) -> portico_store::Result<u64> {
        let before = |days: i64| now.minus_seconds(days * DAY);
        match self {
            Self::Sessions => store.sessions().purge_expired(now).await,
            Self::OneTimeLinks => store.one_time_links().purge_expired(now).await,
            Self::PendingSignIns => store.pending_sign_ins().purge_expired(now).await,
            Self::Throttles => store.throttles().purge(before(1), now).await,
            Self::Places => store.budgets().purge_places(before(1)).await,
            Self::Deliveries => store.webhooks().purge(before(LOG_DAYS), now).await,
            Self::Intents => store.intents().purge_settled(before(KEY_DAYS)).await,
            Self::Entrants => store.entrants().purge(before(ENTRANT_DAYS)).await,
            Self::FormerNumbers => store.meetings().purge_former_numbers(before(FORMER_NUMBER_DAYS)).await,
            Self::RecordingIds => store.recording_ids().purge(before(RECORDING_ID_DAYS)).await,
            Self::Recordings => store.recordings().purge_deleted(before(DELETED_RECORDING_DAYS)).await,
        }
    }
}

impl Services {
    /// One round; says how many rows went away. `None`: another replica is at it.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`]: the database does not answer. What is gone is gone.
    pub async fn purge(&self) -> Result<Option<u64>, Refusal> {
        if !self.hold_purge().await? {
            return Ok(None);
        }
        let outcome = self.purge_all().await;
        let released = self.store().leases().release(LEASE, &self.inner.replica).await;
        released.map_err(stored).and(outcome).map(Some)
    }

    async fn purge_all(&self) -> Result<u64, Refusal> {
        let mut purged = 0;
        for leftover in Leftover::ALL {
            for _ in 0..MOST_BATCHES {
                let rows = leftover.purge(self.store(), self.now()).await.map_err(stored)?;
                purged += rows;
                if self.is_stopping() || !self.hold_purge().await? {
                    return Ok(purged);
                }
                if rows < BATCH.unsigned_abs() {
                    break;
                }
                tokio::time::sleep(BREATH).await;
            }
        }
        self.store().leases().purge_expired(self.now()).await.map_err(stored)?;
        Ok(purged)
    }

    /// Takes the lease, or prolongs it.
    async fn hold_purge(&self) -> Result<bool, Refusal> {
        let now = self.now();
        let until = now.plus_seconds(LEASE_SECONDS);
        self.store().leases().acquire(LEASE, &self.inner.replica, now, until).await.map_err(stored)
    }
}
