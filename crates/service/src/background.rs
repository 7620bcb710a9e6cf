//! What goes on without anybody asking: synchronisation, reconciliation, clearing up.

use crate::Services;
use crate::failures::stored;
use futures::future::join_all;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

const TICK: Duration = Duration::from_secs(3);
/// Seconds between rounds for one connection.
const EVERY: i64 = 30;
/// Seconds between rounds while its vendor does not answer.
const EVERY_FAILING: i64 = 60;
/// A round that takes longer than this has died, and another replica may take over.
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
                if let Err(refusal) = services.tick(&holder, &rounds, ticks).await {
                    tracing::warn!(%refusal, "background work failed; it will be tried again");
                }
                if let Err(refusal) = services.start_reconciling(&mut reconciling).await {
                    tracing::warn!(%refusal, "changes without an answer are looked into later");
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
        let (services, holder, rounds) = (self.clone(), holder.to_owned(), rounds.clone());
        tokio::spawn(async move {
            match services.synchronise(&connection).await {
                Ok(done) => tracing::debug!(changed = done.changed, calls = done.calls, "synchronised"),
                Err(refusal) => {
                    lock(&rounds).failed.insert(id.clone(), services.now());
                    tracing::info!(%refusal, connection = connection.name, "not synchronised");
                }
            }
            let _ = services.store().leases().release(&name, &holder).await;
            lock(&rounds).running.remove(&id);
        });
        Ok(())
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
