//! The account's bookings as of a moment ago, so that two thousand people who enter in the same second
//! cost the vendor one call.

use super::operations::booking::Booking;
use crate::kit::VendorError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// What was last heard may be used for so long.
const FRESH: Duration = Duration::from_secs(1);

type Heard = Result<Arc<Vec<Booking>>, VendorError>;

/// What the vendor last said, and when. Its errors count too: a vendor in trouble is not asked once per
/// person either.
#[derive(Default)]
pub(super) struct Lately(Mutex<Option<(Instant, Heard)>>);

impl Lately {
    /// What was heard within the last second, or asks; whoever comes meanwhile waits for that answer.
    pub async fn get(&self, ask: impl Future<Output = Result<Vec<Booking>, VendorError>>) -> Heard {
        let mut heard = self.0.lock().await;
        if let Some((at, said)) = heard.as_ref()
            && at.elapsed() < FRESH
        {
            return said.clone();
        }
        let said = ask.await.map(Arc::new);
        *heard = Some((Instant::now(), said.clone()));
        said
    }

    /// Forgets, because something has just been changed.
    pub async fn forget(&self) {
        *self.0.lock().await = None;
    }
}
