//! Rooms that nobody looks at: what is recorded in them is found all the same.

use super::has_room;
use crate::failures::stored;
use crate::synchronise::is_about_one;
use crate::{MeetingFilter, Order, Services};
use portico_domain::connections::Connection;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::{Kind, Refusal};

/// Each takes two calls, so only so many a round; those that waited longest come first.
const ROOMS_A_ROUND: usize = 40;
const MOST_MEETINGS: usize = 1000;

impl Services {
    /// Asks the rooms in which meetings take place now. The vendor tells the number of a recording only while it runs,
    /// and finds a recording by nothing else.
    ///
    /// # Errors
    /// The vendor did not answer; the database does not.
    pub(crate) async fn look_into_rooms(&self, connection: &Connection) -> Result<(), Refusal> {
        if !connection.vendor.capabilities().record_on_demand.possible() {
            return Ok(());
        }
        let now = self.now();
        let filter = MeetingFilter {
            connection: Some(connection.id.clone()),
            states: vec![MeetingState::Scheduled, MeetingState::Live],
            to: Some(now),
            ..MeetingFilter::default()
        };
        let page = self.store().meetings().page(&filter, Order::Descending, None, MOST_MEETINGS).await;
        let mut running = page.map_err(stored)?.rows;
        running.retain(|meeting| has_room(meeting, now));
        let looked = &self.inner.recordings_looked;
        running.sort_by_key(|meeting| looked.get(&meeting.id));
        for meeting in running.iter().take(ROOMS_A_ROUND) {
            looked.insert(meeting.id.clone(), now);
            match self.look_into_room(connection, meeting).await {
                Ok(_) => {}
                Err(refusal) if is_about_one(&refusal) => {}
                // Cancelled meanwhile, without a number, or not yet confirmed.
                Err(refusal) if matches!(refusal.kind, Kind::NotFound | Kind::Unconfirmed) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        Ok(())
    }
}
