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
/// More than so many nobody reads on one page; the calendar has them.
const MOST_SHOWN: usize = 100;
/// What is read for that: of a series that has no occurrence in these days a row comes too.
const MOST_MEETINGS: i64 = 500;
/// A creation is not called unconfirmed while its call may still be under way.
const UNDER_WAY_SECONDS: i64 = 20;

pub struct Agenda {
    pub live: Vec<MeetingRow>,
    /// By start; occurrences of a series stand for themselves. The end is that of the occurrence.
    pub coming: Vec<MeetingRow>,
    /// There are more than `coming` has: some that are over are left out, and if need be the latest.
    pub cut: bool,
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
        let within = async |states: &[MeetingState]| {
            let filter = MeetingFilter {
                seen_by: seen_by.clone(),
                states: states.to_vec(),
                ..MeetingFilter::default()
            };
            let found = services.store().meetings().within(&Window { from, to, filter }, MOST_MEETINGS).await;
            self.rows(found.map_err(stored)?).await
        };
        // By themselves: what runs now is not to be missed on a busy day.
        let live = within(&[MeetingState::Live]).await?;
        let others = within(&[MeetingState::Scheduled, MeetingState::Ended]).await?;
        let most_read = i64::try_from(others.len()).is_ok_and(|read| read >= MOST_MEETINGS);
        let mut coming: Vec<MeetingRow> = others.into_iter().flat_map(|row| unroll(row, from, to)).collect();
        by_start(&mut coming);
        let cut = most_read || coming.len() > MOST_SHOWN;
        // What is over gives way first, the earliest of it.
        let mut surplus = coming.len().saturating_sub(MOST_SHOWN);
        coming.retain(|row| {
            let goes = surplus > 0 && row.meeting.state == MeetingState::Ended;
            surplus -= usize::from(goes);
            !goes
        });
        coming.truncate(MOST_SHOWN);
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
            cut,
            unconfirmed: self.rows(unconfirmed).await?,
            connections: self.connections().await?,
        })
    }
}
