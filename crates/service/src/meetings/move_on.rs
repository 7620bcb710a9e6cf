//! Meetings at a vendor that lists none: what a round of the synchroniser does for them.

use crate::Services;
use crate::failures::stored;
use crate::synchronise::{Synchronised, is_about_one};
use portico_domain::connections::Connection;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_vendors::webapi::WebApi;

/// Before its start a meeting is not worth asking for; who comes earlier is asked about by the join page.
const NEAR_MINUTES: i64 = 10;
/// Meetings asked about in one round; two calls each at most.
const AT_ONCE: usize = 30;
/// A meeting without an end in which nobody is, is asked about so often.
const ENDLESS_MILLIS: i64 = 300_000;
/// Open meetings that have begun, at most.
const MOST_OPEN: usize = 1000;

impl Services {
    /// Moves meetings on whose time is near. The vendor's silence about all others means nothing: Portico's
    /// own record is the truth, so nothing is ever missing.
    ///
    /// # Errors
    /// The vendor did not answer.
    pub(crate) async fn move_on(
        &self,
        connection: &Connection,
        webapi: &WebApi,
    ) -> Result<Synchronised, Refusal> {
        let mut done = Synchronised::default();
        for meeting in self.near(connection).await? {
            if meeting.vendor_id.is_none() {
                continue;
            }
            done.calls += 1;
            self.inner.presence_looked.insert(meeting.id.clone(), self.now());
            match self.look_again(&meeting).await {
                Ok(()) => {
                    let now = self.store().meetings().by_id(&meeting.id).await.map_err(stored)?;
                    done.changed += u64::from(now.is_some_and(|now| now.state != meeting.state));
                }
                // What the vendor says of one meeting must not hold up the others.
                Err(refusal) if is_about_one(&refusal) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        if done.calls == 0 {
            // Nothing to ask for, but whether the vendor answers is worth knowing.
            done.calls += 1;
            let answer = portico_vendors::MeetingVendor::check(webapi).await;
            self.heed(connection, webapi, answer).await?;
        }
        Ok(done)
    }

    /// Open meetings about which it is time to ask, the longest unheard of first.
    async fn near(&self, connection: &Connection) -> Result<Vec<Meeting>, Refusal> {
        let now = self.now();
        let filter = crate::MeetingFilter {
            connection: Some(connection.id.clone()),
            states: vec![MeetingState::Scheduled, MeetingState::Live],
            to: Some(now.plus_minutes(NEAR_MINUTES)),
            ..Default::default()
        };
        let page = self.store().meetings().page(&filter, crate::Order::Descending, None, MOST_OPEN).await;
        let mut near: Vec<(Timestamp, Meeting)> = page
            .map_err(stored)?
            .rows
            .into_iter()
            .map(|meeting| {
                let looked = self.inner.presence_looked.get(&meeting.id);
                (looked.map_or(meeting.seen, |looked| looked.max(meeting.seen)), meeting)
            })
            .filter(|(heard, meeting)| {
                let idle = meeting.end.is_none() && meeting.state == MeetingState::Scheduled;
                !idle || now.since(*heard) >= ENDLESS_MILLIS
            })
            .collect();
        near.sort_by_key(|(heard, _)| *heard);
        near.truncate(AT_ONCE);
        Ok(near.into_iter().map(|(_, meeting)| meeting).collect())
    }
}
