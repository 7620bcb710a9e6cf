//! The agenda: today and the next days, what is live, what needs attention.

use super::MeetingRow;
use super::between::{by_start, unroll};
use crate::MeetingFilter;
use crate::access::Member;
use crate::failures::stored;
use crate::when::Zone;
use portico_domain::connections::Connection;
use portico_domain::meetings::MeetingState;
use portico_domain::refusals::Refusal;
use portico_store::meetings::windows::Window;

/// Days that the agenda shows, today included.
pub const DAYS: i64 = 7;
const MOST_MEETINGS: i64 = 500;
/// A creation is not called unconfirmed while its call may still be under way.
const UNDER_WAY_SECONDS: i64 = 20;

pub struct Agenda {
    pub live: Vec<MeetingRow>,
    /// By start; occurrences of a series stand for themselves. The end is that of the occurrence.
    pub coming: Vec<MeetingRow>,
    pub unconfirmed: Vec<MeetingRow>,
    pub connections: Vec<Connection>,
}

impl Member {
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn agenda(&self, zone: &Zone) -> Result<Agenda, Refusal> {
        let services = &self.services;
        let now = services.now();
        let from = zone.day_start(zone.date(now));
        let to = from.plus_seconds(DAYS * 86_400);
        let seen_by = self.sees_only();
        let filter = MeetingFilter { seen_by: seen_by.clone(), ..MeetingFilter::default() };
        let window = Window { from, to, filter };
        let found = services.store().meetings().within(&window, MOST_MEETINGS).await.map_err(stored)?;
        let found = self.rows(found).await?;
        let (live, others): (Vec<MeetingRow>, Vec<MeetingRow>) =
            found.into_iter().partition(|row| row.meeting.state == MeetingState::Live);
        let mut coming: Vec<MeetingRow> = others
            .into_iter()
            .filter(|row| row.meeting.state != MeetingState::Unconfirmed)
            .flat_map(|row| unroll(row, from, to))
            .collect();
        by_start(&mut coming);
        let unconfirmed =
            services.store().meetings().unconfirmed(seen_by.as_ref(), 20).await.map_err(stored)?;
        let settled = now.minus_seconds(UNDER_WAY_SECONDS);
        let unconfirmed = unconfirmed
            .into_iter()
            .filter(|meeting| meeting.created < settled && self.may_edit(meeting))
            .collect();
        Ok(Agenda {
            live,
            coming,
            unconfirmed: self.rows(unconfirmed).await?,
            connections: self.connections().await?,
        })
    }
}
