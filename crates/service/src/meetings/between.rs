//! The meetings of a month or a week, for a calendar.

use super::MeetingRow;
use crate::OwnedBy;
use crate::access::Member;
use crate::failures::stored;
use crate::when::{Zone, occurrences};
use portico_domain::ids::ConnectionId;
use portico_domain::meetings::{Meeting, MeetingState};
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
    /// What this member sees between two instants, cancelled meetings left out; with `owner` only
    /// what is theirs, with `connection` only what is held there.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn meetings_between(
        &self,
        (from, to): (Timestamp, Timestamp),
        zone: &Zone,
        owner: Option<OwnedBy>,
        connection: Option<ConnectionId>,
    ) -> Result<Between, Refusal> {
        let window = Window { from, to, seen_by: self.sees_only(), owner, connection };
        let found = self.services.store().meetings().within(&window, MOST_MEETINGS + 1).await;
        let mut found = found.map_err(stored)?;
        let most = usize::try_from(MOST_MEETINGS).unwrap_or(usize::MAX);
        let cut = found.len() > most;
        found.truncate(most);
        // Of a repeated meeting the past occurrences are meetings of their own, in the vendor's history.
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
            .collect();
        by_start(&mut rows);
        Ok(Between { rows, cut })
    }

    /// What is live lasts until now at least, whatever was planned.
    fn lasts_until(&self, meeting: &Meeting) -> Timestamp {
        let planned = meeting.end.unwrap_or(meeting.start);
        if meeting.state == MeetingState::Live { planned.max(self.services.now()) } else { planned }
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
