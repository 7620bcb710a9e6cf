//! What goes on without anybody asking: synchronisation, reconciliation, clearing up.

use crate::Services;
use crate::failures::stored;
use crate::synchronise::Synchronised;
use futures::FutureExt;
use futures::future::join_all;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const TICK: Duration = Duration::from_secs(3);
/// Seconds between rounds for one connection.
const EVERY: i64 = 30;
/// Seconds between rounds while its vendor does not answer.
const EVERY_FAILING: i64 = 60;
/// A round whose lease was not renewed for so long has died, and another replica may take over.
const LEASE_SECONDS: i64 = 120;
/// Ticks after which is looked for what is not needed any more: an hour.
const PURGE_EVERY: u32 = 1200;
/// Ticks after which a server says again that it serves, which keeps `portico restore` away.
const SHOW_EVERY: u32 = 10;
/// In seconds: so long after a server was killed it still seems to serve.
const SHOWN_SECONDS: i64 = 100;

/// The running background work; stop it before closing the database.
pub struct Background {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
    delivering: JoinHandle<()>,
}

impl Background {
    /// Finishes what is under way.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
        let _ = self.delivering.await;
    }
}

/// What goes on in this process besides.
#[derive(Default)]
struct Rounds {
    running: HashSet<ConnectionId>,
    /// When the last one of a connection failed, if one did.
    failed: HashMap<ConnectionId, Timestamp>,
    /// Are recordings being deleted whose time has come?
    deleting: bool,
}

/// For so long reconciliation that is under way holds up the end of the process.
const LAST_LOOKS: Duration = Duration::from_secs(10);

/// The connections whose changes without an answer this process looks into just now.
type Reconciling = HashMap<Option<ConnectionId>, JoinHandle<()>>;

/// The lease by which a process shows that it serves.
fn serving(holder: &str) -> String {
    format!("{}{holder}", portico_store::leases::SERVING)
}

impl Services {
    /// Starts the background work.
    pub fn start_background(&self) -> Background {
        let (stop, mut stopped) = watch::channel(false);
        let delivering = tokio::spawn(self.clone().keep_delivering(stopped.clone()));
        let services = self.clone();
        let task = tokio::spawn(async move {
            let holder = portico_store::new_id();
            let rounds: Arc<Mutex<Rounds>> = Arc::default();
            let mut reconciling = HashMap::new();
            let mut ticks = 0u32;
            loop {
                // A panic must not end all background work while the process seems to be ready.
                let beat = services.beat(&holder, &rounds, &mut reconciling, ticks);
                if AssertUnwindSafe(beat).catch_unwind().await.is_err() {
                    tracing::error!("background work panicked; it goes on");
                }
                ticks = ticks.wrapping_add(1);
                tokio::select! {
                    () = tokio::time::sleep(TICK) => {}
                    _ = stopped.changed() => break,
                }
            }
            // What is not through by then is taken up again by whoever runs next.
            let _ = tokio::time::timeout(LAST_LOOKS, join_all(reconciling.into_values())).await;
            let _ = services.store().leases().release(&serving(&holder), &holder).await;
        });
        Background { stop, task, delivering }
    }

    /// What is done at each tick.
    async fn beat(
        &self,
        holder: &str,
        rounds: &Arc<Mutex<Rounds>>,
        reconciling: &mut Reconciling,
        ticks: u32,
    ) {
        if let Err(refusal) = self.tick(holder, rounds, ticks).await {
            tracing::warn!(%refusal, "background work failed; it will be tried again");
        }
        if let Err(refusal) = self.start_reconciling(reconciling).await {
            tracing::warn!(%refusal, "changes without an answer are looked into later");
        }
    }

    /// Recordings whose time has come. A vendor that hangs must not hold up the rest.
    fn start_deleting(&self, rounds: &Arc<Mutex<Rounds>>) {
        if std::mem::replace(&mut lock(rounds).deleting, true) {
            return;
        }
        let (services, rounds) = (self.clone(), rounds.clone());
        tokio::spawn(async move {
            // A task of its own, so that a panic does not end this work for good.
            let deleting = tokio::spawn(async move { services.delete_due_recordings().await });
            if let Ok(Err(refusal)) = deleting.await {
                tracing::warn!(%refusal, "recordings whose time has come could not be looked for");
            }
            lock(&rounds).deleting = false;
        });
    }

    /// However much there is to take away, nothing else waits for it.
    fn start_purge(&self) {
        let services = self.clone();
        tokio::spawn(async move {
            match services.purge().await {
                Ok(Some(purged)) => tracing::debug!(purged, "what was not needed any more is gone"),
                Ok(None) => {}
                Err(refusal) => {
                    tracing::warn!(%refusal, "not all that is not needed any more could be taken away")
                }
            }
        });
    }

    async fn tick(&self, holder: &str, rounds: &Arc<Mutex<Rounds>>, ticks: u32) -> Result<(), Refusal> {
        if ticks.is_multiple_of(SHOW_EVERY) {
            let (now, leases) = (self.now(), self.store().leases());
            let until = now.plus_seconds(SHOWN_SECONDS);
            leases.acquire(&serving(holder), holder, now, until).await.map_err(stored)?;
        }
        for connection in self.store().connections().list().await.map_err(stored)? {
            // While the vendor asks for fewer calls, those that let people in come first.
            if !connection.paused
                && self.is_due(&connection, rounds)
                && !self.is_slowed(&connection.id).await?
            {
                self.start_round(connection, holder, rounds).await?;
            }
        }
        self.start_deleting(rounds);
        if ticks.is_multiple_of(PURGE_EVERY) {
            self.start_purge();
        }
        Ok(())
    }

    /// Only rounds count: other calls may fail all the time while the lists would be told.
    fn is_due(&self, connection: &Connection, rounds: &Mutex<Rounds>) -> bool {
        let health = &connection.health;
        let every = if health.is_failing() { EVERY_FAILING } else { EVERY };
        let failed = lock(rounds).failed.get(&connection.id).copied();
        let last = health.synchronised.max(failed);
        last.is_none_or(|last| self.now().since(last) >= every * 1000)
    }

    /// One vendor that hangs must not hold up the others, so each round is a task of its own.
    async fn start_round(
        &self,
        connection: Connection,
        holder: &str,
        rounds: &Arc<Mutex<Rounds>>,
    ) -> Result<(), Refusal> {
        let id = connection.id.clone();
        if !lock(rounds).running.insert(id.clone()) {
            return Ok(());
        }
        let name = format!("synchronise:{id}");
        let (now, leases) = (self.now(), self.store().leases());
        let ours = leases.acquire(&name, holder, now, now.plus_seconds(LEASE_SECONDS)).await;
        if !matches!(ours, Ok(true)) {
            lock(rounds).running.remove(&id);
            return ours.map(|_| ()).map_err(stored);
        }
        let services = self.clone();
        let round = async move {
            let done = services.synchronise(&connection).await;
            done.inspect_err(
                |refusal| tracing::info!(%refusal, connection = connection.name, "not synchronised"),
            )
        };
        let (services, holder, rounds) = (self.clone(), holder.to_owned(), rounds.clone());
        tokio::spawn(async move { services.see_through(&id, (&name, &holder), &rounds, round).await });
        Ok(())
    }

    /// Waits for a round that has its lease, and renews that meanwhile, for a long list may take longer than it.
    /// Whatever becomes of the round, the next one can begin.
    async fn see_through(
        &self,
        id: &ConnectionId,
        (lease, holder): (&str, &str),
        rounds: &Mutex<Rounds>,
        round: impl Future<Output = Result<Synchronised, Refusal>> + Send + 'static,
    ) {
        // A task of its own, so that a panic does not end the rounds of this connection for good.
        let mut round = tokio::spawn(round);
        let ended = loop {
            tokio::select! {
                ended = &mut round => break ended,
                () = tokio::time::sleep(TICK) => {}
            }
            let now = self.now();
            let renewed =
                self.store().leases().renew(lease, holder, now, now.plus_seconds(LEASE_SECONDS)).await;
            // Another replica has taken over. An error says nothing: the lease may last until the database answers.
            if matches!(renewed, Ok(false)) {
                round.abort();
            }
        };
        match ended {
            Ok(Ok(done)) => tracing::debug!(changed = done.changed, calls = done.calls, "synchronised"),
            Ok(Err(_)) | Err(_) => {
                lock(rounds).failed.insert(id.clone(), self.now());
            }
        }
        let _ = self.store().leases().release(lease, holder).await;
        lock(rounds).running.remove(id);
    }

    /// The same for changes whose answer never came. Replicas share them one by one, so no lease is needed.
    async fn start_reconciling(&self, running: &mut Reconciling) -> Result<(), Refusal> {
        running.retain(|_, task| !task.is_finished());
        for connection in self.connections_without_answer().await? {
            let Entry::Vacant(free) = running.entry(connection.clone()) else { continue };
            let services = self.clone();
            free.insert(tokio::spawn(async move {
                if let Err(refusal) = services.reconcile_at(connection.as_ref()).await {
                    tracing::warn!(%refusal, "changes without an answer are looked into later");
                }
            }));
        }
        Ok(())
    }
}

fn lock(rounds: &Mutex<Rounds>) -> MutexGuard<'_, Rounds> {
    rounds.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_vendors::kit::FixedClock;

    const LEASE: &str = "synchronise:c";

    struct Stage {
        services: Services,
        clock: Arc<FixedClock>,
        rounds: Mutex<Rounds>,
        connection: ConnectionId,
    }

    impl Stage {
        /// A round holds its lease and is about to run.
        async fn begin() -> Self {
            let store = portico_store::Store::open("sqlite::memory:").await.expect("a store");
            let clock = Arc::new(FixedClock::at(Timestamp::from_seconds(1_800_000_000)));
            let services = Services::with_clock(store, "key".into(), clock.clone());
            let connection = ConnectionId::new("c");
            let rounds = Rounds { running: HashSet::from([connection.clone()]), ..Rounds::default() };
            let stage = Self { services, clock, rounds: Mutex::new(rounds), connection };
            assert!(stage.may_take_over("us").await);
            stage
        }

        async fn may_take_over(&self, holder: &str) -> bool {
            let (now, leases) = (self.services.now(), self.services.store().leases());
            leases.acquire(LEASE, holder, now, now.plus_seconds(LEASE_SECONDS)).await.expect("an answer")
        }

        async fn see_through(
            &self,
            round: impl Future<Output = Result<Synchronised, Refusal>> + Send + 'static,
        ) {
            self.services.see_through(&self.connection, (LEASE, "us"), &self.rounds, round).await;
        }
    }

    #[tokio::test]
    async fn a_round_that_panics_is_followed_by_others() {
        let stage = Stage::begin().await;
        stage.see_through(async { panic!("as a mistake of ours would") }).await;
        assert!(lock(&stage.rounds).running.is_empty());
        assert!(lock(&stage.rounds).failed.contains_key(&stage.connection), "so not again at once");
        assert!(stage.may_take_over("another").await);
    }

    #[tokio::test]
    async fn a_long_round_keeps_its_lease_until_another_has_it() {
        let stage = Stage::begin().await;
        let watch = async {
            for _ in 0..2 {
                stage.clock.set(stage.services.now().plus_seconds(LEASE_SECONDS - 20));
                assert!(!stage.may_take_over("another").await);
                tokio::time::sleep(TICK + TICK / 2).await;
            }
            stage.clock.set(stage.services.now().plus_seconds(LEASE_SECONDS + 1));
            assert!(stage.may_take_over("another").await, "this process was away for too long");
        };
        // It never ends by itself.
        tokio::join!(stage.see_through(std::future::pending()), watch);
        assert!(lock(&stage.rounds).running.is_empty());
        assert!(!stage.may_take_over("us").await, "the lease is the other's");
    }
}
