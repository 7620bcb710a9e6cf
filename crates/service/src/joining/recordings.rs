//! What was recorded, where a join page leads to it.

use super::{Door, Guest};
use crate::failures::stored;
use portico_domain::refusals::Refusal;
use portico_store::recording_links::SharedRecording;

impl Guest {
    /// The recordings that the organizer shares on the join page: once the meeting has ended; of one that takes place
    /// again, those of earlier times at any time.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn shared_recordings(&self) -> Result<Vec<SharedRecording>, Refusal> {
        let shown = match self.door() {
            Door::Ended => true,
            Door::Revoked | Door::Expired | Door::Cancelled | Door::Unconfirmed => false,
            Door::Open | Door::TooEarly { .. } | Door::NotBegun { .. } | Door::UsedUp => {
                self.takes_place_again()
            }
        };
        if !shown {
            return Ok(Vec::new());
        }
        let (links, now) = (self.services.store().recording_links(), self.services.now());
        let meeting = &self.found.meeting;
        links.on_join_page(&meeting.id, meeting.series.as_ref(), now).await.map_err(stored)
    }

    fn takes_place_again(&self) -> bool {
        let meeting = &self.found.meeting;
        meeting.repeat.is_some() || meeting.series.is_some() || meeting.end.is_none()
    }
}
