//! What the vendor said a moment ago, so that two thousand people who enter in the same second cost it one
//! call.

use super::ids::ConferenceKey;
use super::operations::info::RoomState;
use crate::kit::VendorError;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// What was last heard may be used for so long.
pub(super) const FRESH: Duration = Duration::from_secs(1);
/// Beyond this many rooms, those that nobody asks about are forgotten.
const MOST_ROOMS: usize = 1000;

/// What the vendor last said, and when. Its errors count too: a vendor in trouble is not asked once per
/// person either.
pub(super) struct Lately<T>(Mutex<Option<(Instant, Result<T, VendorError>)>>);

impl<T> Default for Lately<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone> Lately<T> {
    /// What was heard not longer ago than `fresh`, or asks; whoever comes meanwhile waits for that answer.
    pub async fn get(
        &self,
        fresh: Duration,
        ask: impl Future<Output = Result<T, VendorError>>,
    ) -> Result<T, VendorError> {
        let mut heard = self.0.lock().await;
        if let Some((at, said)) = heard.as_ref()
            && at.elapsed() < fresh
        {
            return said.clone();
        }
        let said = ask.await;
        *heard = Some((Instant::now(), said.clone()));
        said
    }

    /// Forgets, because something has just been changed.
    pub async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

/// The same for each room: who lists, who watches a meeting and who records it may ask in the same second.
#[derive(Default)]
pub(super) struct Rooms(std::sync::Mutex<HashMap<ConferenceKey, Arc<Lately<RoomState>>>>);

impl Rooms {
    pub fn of(&self, number: &ConferenceKey) -> Arc<Lately<RoomState>> {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if rooms.len() >= MOST_ROOMS {
            rooms.retain(|_, room| Arc::strong_count(room) > 1);
        }
        rooms.entry(number.clone()).or_default().clone()
    }
}
