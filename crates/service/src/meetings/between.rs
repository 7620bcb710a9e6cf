//! The meetings of a month or a week, for a calendar.

use super::MeetingRow;
use crate::MeetingFilter;
use crate::access::Member;
use crate::failures::stored;
use crate::when::{Zone, occurrences};
use portico_domain::meetings::{Meeting, MeetingState, VendorOptions};
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_store::meetings::windows::Window;

/// More than so many no calendar page shows.
const MOST_MEETINGS: i64 = 2_000;

/// What falls between two instants.
pub struct Between {
    /// By start; occurrences of a series stand for themselves. The end is that of the occurrence.
    pub rows: Vec<MeetingRow>,
    /// There are more than are shown: the later ones are left out.
    pub cut: bool,
}

impl Member {
    /// What this member sees between two instants and the filter lets through; without states, all but what is
    /// cancelled.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn meetings_between(
        &self,
        (from, to): (Timestamp, Timestamp),
        zone: &Zone,
        filter: &MeetingFilter,
    ) -> Result<Between, Refusal> {
        let filter = MeetingFilter { seen_by: self.sees_only(), ..filter.clone() };
        let window = Window { from, to, filter };
        let found = self.services.store().meetings().within(&window, MOST_MEETINGS + 1).await;
        let mut found = found.map_err(stored)?;
        let most = usize::try_from(MOST_MEETINGS).unwrap_or(usize::MAX);
        let cut = found.len() > most;
        found.truncate(most);
        // Of a repeated meeting the past occurrences are meetings of their own, in the vendor's history.
        let states = &window.filter.states;
        let today = zone.day_start(zone.date(self.services.now()));
        let mut rows: Vec<MeetingRow> = self
            .rows(found)
            .await?
            .into_iter()
            .flat_map(|row| {
                let from = if row.meeting.repeat.is_some() { from.max(today) } else { from };
                unroll(row, from, to)
            })
            .filter(|row| row.meeting.start < to && self.lasts_until(&row.meeting) >= from)
            // Of what repeats and runs, the later occurrences do not run.
            .filter(|row| states.is_empty() || states.contains(&row.meeting.state))
            .collect();
        by_start(&mut rows);
        Ok(Between { rows, cut })
    }

    /// What is live lasts until now at least, whatever was planned; what is to have no end goes on.
    fn lasts_until(&self, meeting: &Meeting) -> Timestamp {
        if meeting.end.is_none() && goes_on(meeting) {
            return Timestamp::from_millis(i64::MAX);
        }
        let planned = meeting.end.unwrap_or(meeting.start);
        if meeting.state == MeetingState::Live { planned.max(self.services.now()) } else { planned }
    }
}

/// Is a meeting without an end still open? One that merely runs, and whose end is not known, is not meant to stay.
fn goes_on(meeting: &Meeting) -> bool {
    let permanent = matches!(&meeting.options, Some(VendorOptions::Webapi(options)) if options.permanent);
    match meeting.state {
        MeetingState::Scheduled => true,
        MeetingState::Live => permanent,
        MeetingState::Ended | MeetingState::Cancelled | MeetingState::Unconfirmed => false,
    }
}

/// The earliest first.
pub(super) fn by_start(rows: &mut [MeetingRow]) {
    rows.sort_by(|a, b| (a.meeting.start, &a.meeting.id).cmp(&(b.meeting.start, &b.meeting.id)));
}

/// The occurrences of a meeting between two instants; one that does not repeat has at most one. The vendor
/// repeats it at the hour and on the days of its connection's zone, wherever it is looked at.
pub(super) fn unroll(row: MeetingRow, from: Timestamp, to: Timestamp) -> Vec<MeetingRow> {
    let Some(repeat) = row.meeting.repeat else { return vec![row] };
    let MeetingRow { meeting, connection, mine } = row;
    let lasts = meeting.end.map(|end| end.since(meeting.start));
    let zone = Zone::named(&connection.zone).unwrap_or_else(Zone::utc);
    let occurrence = |start: Timestamp| Meeting {
        start,
        // What the meeting is now, only the occurrence is that comes next or runs.
        state: if start > meeting.start { MeetingState::Scheduled } else { meeting.state },
        end: lasts.map(|lasts| Timestamp::from_millis(start.millis() + lasts)),
        ..meeting.clone()
    };
    occurrences(meeting.start, repeat, from, to, &zone)
        .into_iter()
        .map(|start| MeetingRow { meeting: occurrence(start), connection: connection.clone(), mine })
        .collect()
}
