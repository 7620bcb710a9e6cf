//! Where a join page leads once the meeting is over.

use super::{Door, Guest};
use crate::failures::stored;
use portico_domain::refusals::Refusal;
use portico_store::recording_links::SharedRecording;

impl Guest {
    /// The recordings that the organizer shares on the join page; none before the meeting has ended.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn shared_recordings(&self) -> Result<Vec<SharedRecording>, Refusal> {
        if self.door() != Door::Ended {
            return Ok(Vec::new());
        }
        let (links, now) = (self.services.store().recording_links(), self.services.now());
        links.on_join_page(&self.found.meeting.id, now).await.map_err(stored)
    }
}
