//! Telling those who look at a meeting that it changed: the vendor is asked once in five seconds however many
//! look, and what is written here is seen at once.

use crate::Services;
use crate::access::Member;
use crate::failures::stored;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;
use tokio::sync::watch::Receiver;
use tokio::time::{Instant, sleep, timeout_at};

const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Several writes that belong together are looked at together.
const SETTLE: Duration = Duration::from_millis(200);

impl Member {
    /// What changes whenever the live part of a meeting's page would say something else. Ends when the server
    /// stops.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn watch_meeting(&self, id: &MeetingId) -> Result<Receiver<u64>, Refusal> {
        let meeting = self.find(id).await?;
        let key = format!("meeting {id}");
        let (receiver, first) = self.services.inner.doors.wait_at(&key, mark(&meeting, None));
        if first {
            tokio::spawn(self.services.clone().keep_looking(meeting, key));
        }
        Ok(receiver)
    }
}

impl Services {
    async fn keep_looking(self, mut meeting: Meeting, key: String) {
        let (mut asked, mut writes) = (Instant::now(), self.store().watch_writes());
        let mut failing = None;
        loop {
            let written = matches!(timeout_at(asked + LOOK_EVERY, writes.changed()).await, Ok(Ok(())));
            if written {
                sleep(SETTLE).await;
            }
            if self.inner.doors.leave(&key) {
                return;
            }
            writes.mark_unchanged();
            if asked.elapsed() >= LOOK_EVERY {
                asked = Instant::now();
                failing = self.look_again(&meeting).await.err().map(|refusal| refusal.kind);
            }
            match self.store().meetings().by_id(&meeting.id).await.map_err(stored) {
                Ok(Some(found)) => meeting = found,
                // Removed with its connection: the page finds out when it looks.
                Ok(None) => return self.inner.doors.tell(&key, 0),
                // The database is busy; whoever looks is told when it is not.
                Err(_) => continue,
            }
            self.inner.doors.tell(&key, mark(&meeting, failing));
        }
    }
}

/// Differs when the page would.
fn mark(meeting: &Meeting, failing: Option<Kind>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&meeting.subject, meeting.state, meeting.members).hash(&mut hasher);
    (meeting.start, meeting.end, failing.map(Kind::name)).hash(&mut hasher);
    hasher.finish()
}
