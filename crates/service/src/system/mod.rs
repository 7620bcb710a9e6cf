//! The state of the whole at one glance, for whoever runs the server: read from the tables and from this
//! process, at the moment when somebody looks. Nothing here asks a vendor.

mod concerns;
mod connections;

pub use concerns::Concern;
pub use connections::{CallBudget, ConnectionState};

use crate::access::Administrator;
use crate::failures::stored;
use crate::{AuditCheck, Services};
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_store::figures::{DatabaseFigures, DeliveryFigures, IntentFigures, PeopleFigures};
use portico_store::leases::SERVING;
use std::time::{Duration, Instant};

/// Of this release.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Events that were given up are of interest for so long.
const LATELY_SECONDS: i64 = 86_400;

/// Room on a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    pub free: u64,
    pub total: u64,
}

/// Tells how much room there is where the data lie; absent if the system does not say.
pub type AskSpace = Box<dyn Fn() -> Option<Space> + Send + Sync>;

/// The state of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SystemState {
    /// When all this was so.
    pub at: Timestamp,
    /// Since when this process runs.
    pub started: Timestamp,
    /// Processes that serve on this database.
    pub serving: usize,
    /// Duties that one process at a time does, such as a synchronisation, and that are being done.
    pub leases: usize,
    pub database: DatabaseFigures,
    /// How long it took to answer.
    pub took: Duration,
    /// Absent where nobody knows.
    pub space: Option<Space>,
    /// The name of the key that seals, which is no secret.
    pub master_key: String,
    pub connections: Vec<ConnectionState>,
    pub intents: IntentFigures,
    /// Failures are those of a day.
    pub deliveries: DeliveryFigures,
    pub people: PeopleFigures,
    /// Lines of the audit log.
    pub audit_lines: i64,
    /// The last check of the audit log from its page.
    pub last_check: Option<AuditCheck>,
}

impl Services {
    /// Lets the state of the whole tell of a disk. To be called once, before anybody comes.
    pub fn watch_space(&self, ask: AskSpace) {
        if self.inner.space.set(ask).is_err() {
            tracing::error!("the disk was named twice");
        }
    }
}

impl Administrator {
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn system_state(&self) -> Result<SystemState, Refusal> {
        let (services, now) = (&self.services, self.services.now());
        let (store, figures) = (services.store(), services.store().figures());
        let asked = Instant::now();
        store.ping().await.map_err(stored)?;
        let took = asked.elapsed();
        let leases = store.leases().held(now).await.map_err(stored)?;
        let serving = leases.iter().filter(|name| name.starts_with(SERVING)).count();
        let standings = store.budgets().standings(now).await.map_err(stored)?;
        let connections = store.connections().list().await.map_err(stored)?;
        let state = |connection| services.connection_state(connection, &standings, now);
        Ok(SystemState {
            at: now,
            started: services.inner.started,
            serving,
            leases: leases.len() - serving,
            database: figures.database().await.map_err(stored)?,
            took,
            space: services.inner.space.get().and_then(|ask| ask()),
            master_key: store.key_id().map_err(stored)?,
            connections: connections.into_iter().map(state).collect(),
            intents: figures.intents().await.map_err(stored)?,
            deliveries: figures.deliveries(now.minus_seconds(LATELY_SECONDS)).await.map_err(stored)?,
            people: figures.people(now).await.map_err(stored)?,
            audit_lines: store.audit().head().await.map_err(stored)?.0,
            last_check: self.last_audit_check().await?,
        })
    }
}
