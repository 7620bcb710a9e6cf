//! What of all this needs somebody.

use super::{ConnectionState, Space, SystemState};
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;
use portico_store::audit::Verdict;

/// Something to be looked into, the most urgent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// The last check of the audit log found that it was tampered with.
    AuditBroken,
    /// No process does the background work.
    NoBackground,
    /// The database was migrated by a later release than this process is.
    SchemaAhead,
    DiskLow(Space),
    Failing(ConnectionId),
    /// Its vendor answers, but the index was not brought up to date since; absent = never.
    Late(ConnectionId, Option<Timestamp>),
    /// So many changes at vendors are without an answer, the first since then.
    Unconfirmed(i64, Timestamp),
    /// So many webhooks are no longer written to.
    WebhooksStopped(i64),
    /// So many events were given up within a day.
    EventsLost(i64),
}

/// A round is made every half minute, every minute while the vendor fails.
const LATE_SECONDS: i64 = 600;
/// Reconciliation settles most within a minute.
const UNCONFIRMED_SECONDS: i64 = 600;
/// Below this, or below a twentieth of the whole, a disk is full before long.
const LITTLE_SPACE: u64 = 1 << 30;

impl SystemState {
    pub fn concerns(&self) -> Vec<Concern> {
        let mut concerns = Vec::new();
        if self.last_check.is_some_and(|check| !matches!(check.verdict, Verdict::Whole { .. })) {
            concerns.push(Concern::AuditBroken);
        }
        if self.serving == 0 {
            concerns.push(Concern::NoBackground);
        }
        if self.database.schema > self.database.known {
            concerns.push(Concern::SchemaAhead);
        }
        concerns.extend(self.space.filter(Space::is_low).map(Concern::DiskLow));
        concerns.extend(self.connections.iter().filter_map(|it| self.about(it)));
        if let Some(oldest) = self.intents.oldest.map(Timestamp::from_millis)
            && self.is_old(oldest, UNCONFIRMED_SECONDS)
        {
            concerns.push(Concern::Unconfirmed(self.intents.open, oldest));
        }
        if self.deliveries.stopped > 0 {
            concerns.push(Concern::WebhooksStopped(self.deliveries.stopped));
        }
        if self.deliveries.failed > 0 {
            concerns.push(Concern::EventsLost(self.deliveries.failed));
        }
        concerns
    }

    fn about(&self, state: &ConnectionState) -> Option<Concern> {
        let (connection, health) = (&state.connection, &state.connection.health);
        if connection.paused {
            return None;
        }
        if health.is_failing() {
            return Some(Concern::Failing(connection.id.clone()));
        }
        let last = health.synchronised.unwrap_or(connection.created);
        self.is_old(last, LATE_SECONDS).then(|| Concern::Late(connection.id.clone(), health.synchronised))
    }

    fn is_old(&self, at: Timestamp, seconds: i64) -> bool {
        self.at.since(at) > seconds * 1000
    }
}

impl Space {
    fn is_low(&self) -> bool {
        self.free < LITTLE_SPACE || self.free < self.total / 20
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_space_is_told_of_on_large_disks_and_small_ones() {
        const GIB: u64 = 1 << 30;
        let low = |free, total| Space { free, total }.is_low();
        assert!(low(GIB - 1, 10 * GIB) && low(9 * GIB, 200 * GIB));
        assert!(!low(GIB, 10 * GIB) && !low(10 * GIB, 200 * GIB));
    }
}
