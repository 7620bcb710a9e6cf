//! Keeping the index true: takes over what a vendor lists.
//!
//! Only a listing that arrived whole may say that something is gone; a failed or partial one changes
//! nothing but what it did say.

use crate::Services;
use crate::failures::stored;
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::meetings::listing::ListedMeeting as Row;
use portico_vendors::{List, ListedMeeting, Span};
use std::collections::HashSet;
use std::time::Duration;

/// What a round took over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Synchronised {
    pub changed: u64,
    pub calls: u32,
}

const DAY: i64 = 86_400;
/// The vendor lists a year at most at once, and may not count a whole one to it.
const AHEAD_DAYS: i64 = 300;
const BEHIND_DAYS: i64 = 60;
/// The list of the past goes a day ahead as well.
const HISTORY_DAYS: i64 = 363;
/// Later rounds look back only so far beyond the last one.
const RECENT_DAYS: i64 = 2;
/// Pages of 100: only a vendor that never comes to an end has more. However many there are, `list_budget.rs` keeps them
/// below the vendor's limit. A first listing that stopped short would leave a hole for good, for later ones look back
/// only [`RECENT_DAYS`].
const MOST_PAGES: u32 = 2000;
/// Recordings are asked for meeting by meeting, so only so many meetings a round.
const RECORDINGS_A_ROUND: usize = 40;
/// After this long the recordings of an old meeting are looked at again.
const RECORDINGS_AGE: i64 = 6 * 3600;
/// After this long those of a series that goes on.
const SERIES_AGE: i64 = 900;
/// A recording appears some time after its meeting ended.
const FRESH_HOURS: i64 = 3;
/// How long someone who adds a connection waits to see its meetings.
const SOON: Duration = Duration::from_secs(5);

impl Services {
    /// A round for a connection that somebody is waiting for; it goes on in the background if it takes long.
    pub(crate) async fn synchronise_soon(&self, connection: &Connection) {
        let (services, connection) = (self.clone(), connection.clone());
        let round = tokio::spawn(async move { services.synchronise(&connection).await });
        if let Ok(Ok(Err(refusal))) = tokio::time::timeout(SOON, round).await {
            tracing::info!(%refusal, "the first synchronisation failed");
        }
    }

    /// One round: current meetings, past meetings, recordings of meetings that ended. Where the vendor lists
    /// no meetings, nothing is ever missing: those whose time is near are asked about instead.
    ///
    /// # Errors
    /// The vendor did not answer; what it said before that is kept.
    pub async fn synchronise(&self, connection: &Connection) -> Result<Synchronised, Refusal> {
        let vendor = self.vendor(connection).await?;
        let now = self.now();
        if let Client::Webapi(webapi) = &vendor {
            let done = self.move_on(connection, webapi).await?;
            self.store().connections().record_synchronised(&connection.id, now).await.map_err(stored)?;
            self.take_over_all_recordings(connection, now).await?;
            return Ok(done);
        }
        let mut done = Synchronised::default();
        let (span, past) = (current(now), past(connection.health.synchronised, now));
        let mut listed = HashSet::new();
        let lists = [(List::Current, span), (List::History, past)];
        let mut whole = self.take_over_lists(connection, &vendor, lists, &mut listed, &mut done).await?;
        let meetings = self.store().meetings();
        if whole && done.calls > 2 {
            // One that ended meanwhile moved those on later pages up, perhaps past us: whoever seems to be missing is
            // looked for once more.
            let missing = meetings.is_any_missing(&connection.id, past.from, span.to, now).await;
            if missing.map_err(stored)? {
                whole = self.take_over_lists(connection, &vendor, lists, &mut listed, &mut done).await?;
            }
        }
        if whole {
            let gone = meetings.mark_missing(&connection.id, past.from, span.to, now).await;
            for (meeting, state) in gone.map_err(stored)? {
                done.changed += 1;
                if state == MeetingState::Cancelled {
                    self.remember(&meeting, None, "cancelled-elsewhere", "").await;
                }
            }
        }
        self.store().connections().record_synchronised(&connection.id, self.now()).await.map_err(stored)?;
        Box::pin(self.take_over_awaited_records(connection)).await?;
        Box::pin(self.look_into_rooms(connection)).await?;
        self.take_over_all_recordings(connection, now).await?;
        Ok(done)
    }

    async fn take_over_lists(
        &self,
        connection: &Connection,
        vendor: &Client,
        lists: [(List, Span); 2],
        listed: &mut HashSet<VendorMeetingId>,
        done: &mut Synchronised,
    ) -> Result<bool, Refusal> {
        let mut whole = true;
        for (list, span) in lists {
            whole &= self.take_over(connection, vendor, list, span, listed, done).await?;
        }
        Ok(whole)
    }

    /// Takes one list over, page by page. Returns whether it was whole. A meeting counts where it is listed
    /// first: a series that goes on also stands in the history, once for each time it took place.
    async fn take_over(
        &self,
        connection: &Connection,
        vendor: &Client,
        list: List,
        span: Span,
        listed: &mut HashSet<VendorMeetingId>,
        done: &mut Synchronised,
    ) -> Result<bool, Refusal> {
        let mut whole = true;
        let mut seen_here = HashSet::new();
        for page in 1..=MOST_PAGES {
            let asked = self.now();
            let answer = vendor.list(list, span, page).await;
            let answer = self.heed(connection, &**vendor, answer).await?;
            done.calls += 1;
            let mut others = false;
            for row in &answer.rows {
                others |= seen_here.insert(row.vendor_id.clone());
            }
            // A listing from before a meeting was booked again still holds its former number.
            let former = self.store().meetings().former_numbers(&connection.id).await.map_err(stored)?;
            let fresh = answer.rows.into_iter().filter(|row| !former.contains(&row.vendor_id));
            let fresh = fresh.filter(|row| listed.insert(row.vendor_id.clone()));
            let rows: Vec<Row> = fresh.map(row).collect();
            let taken = self.store().meetings().upsert_listed(&connection.id, &rows, asked).await;
            done.changed += taken.map_err(stored)?.changed;
            // A meeting that cannot be read is not one that is gone.
            whole &= answer.odd.is_none();
            if !answer.more {
                return Ok(whole);
            }
            if !others && page > 1 {
                // Pages that repeat themselves lead nowhere.
                break;
            }
        }
        tracing::warn!(
            connection = connection.name,
            ?list,
            "a vendor's list does not end; the rest is left out"
        );
        Ok(false)
    }

    async fn ended(&self, connection: &Connection, now: Timestamp) -> Result<Vec<Meeting>, Refusal> {
        let filter = crate::MeetingFilter {
            connection: Some(connection.id.clone()),
            states: vec![MeetingState::Ended],
            from: Some(now.minus_seconds(HISTORY_DAYS * DAY)),
            ..Default::default()
        };
        let page = self.store().meetings().page(&filter, crate::Order::Descending, None, 1000).await;
        Ok(page.map_err(stored)?.rows)
    }

    /// Series that go on: what took place of them may have been recorded.
    async fn series(&self, connection: &Connection, now: Timestamp) -> Result<Vec<Meeting>, Refusal> {
        let filter = crate::MeetingFilter {
            connection: Some(connection.id.clone()),
            states: vec![MeetingState::Scheduled, MeetingState::Live],
            from: Some(now.minus_seconds(DAY)),
            ..Default::default()
        };
        let page = self.store().meetings().page(&filter, crate::Order::Ascending, None, 1000).await;
        Ok(page.map_err(stored)?.rows.into_iter().filter(|meeting| meeting.repeat.is_some()).collect())
    }

    /// Meetings without an end: each time that somebody was in may have been recorded.
    async fn endless(&self, connection: &Connection, now: Timestamp) -> Result<Vec<Meeting>, Refusal> {
        let filter = crate::MeetingFilter {
            connection: Some(connection.id.clone()),
            states: vec![MeetingState::Scheduled, MeetingState::Live],
            to: Some(now),
            ..Default::default()
        };
        let page = self.store().meetings().page(&filter, crate::Order::Descending, None, 1000).await;
        Ok(page.map_err(stored)?.rows.into_iter().filter(|meeting| meeting.end.is_none()).collect())
    }

    async fn take_over_all_recordings(&self, connection: &Connection, now: Timestamp) -> Result<(), Refusal> {
        let mut recorded = self.ended(connection, now).await?;
        recorded.extend(self.series(connection, now).await?);
        if connection.vendor.capabilities().without_end.possible() {
            recorded.extend(self.endless(connection, now).await?);
        }
        let due = recorded.into_iter().filter(|meeting| {
            let end = meeting.end.unwrap_or(meeting.start);
            let ended = meeting.state == MeetingState::Ended;
            let fresh = ended && now.since(end) < FRESH_HOURS * 3_600_000;
            let age = if ended { RECORDINGS_AGE } else { SERIES_AGE };
            let looked = self.inner.recordings_looked.get(&meeting.id);
            looked.is_none_or(|looked| fresh || now.since(looked) > age * 1000)
        });
        for meeting in due.take(RECORDINGS_A_ROUND) {
            match self.take_over_recordings(connection, &meeting).await {
                Ok(()) => {}
                // What the vendor says of one meeting must not hide the others' recordings.
                Err(refusal) if is_about_one(&refusal) => {}
                Err(refusal) => return Err(refusal),
            }
            self.inner.recordings_looked.insert(meeting.id.clone(), now);
        }
        Ok(())
    }
}

/// Is this what the vendor says of the one thing that was asked about, so that others may still be asked about? An
/// answer that cannot be read is one: what is odd about one meeting need not be odd about the next.
pub(crate) fn is_about_one(refusal: &Refusal) -> bool {
    matches!(refusal.kind, Kind::VendorRefused | Kind::VendorUnreadable)
}

/// What is to come, and what may still run.
fn current(now: Timestamp) -> Span {
    Span { from: now.minus_seconds(BEHIND_DAYS * DAY), to: now.plus_seconds(AHEAD_DAYS * DAY) }
}

/// The past: all of it at first, then as far as the last round and a little more.
fn past(last: Option<Timestamp>, now: Timestamp) -> Span {
    let earliest = now.minus_seconds(HISTORY_DAYS * DAY);
    let from = last.map_or(earliest, |last| last.minus_seconds(RECENT_DAYS * DAY).max(earliest));
    Span { from, to: now.plus_seconds(DAY) }
}

fn row(listed: ListedMeeting) -> Row {
    Row {
        vendor_id: listed.vendor_id,
        subject: listed.subject,
        start: listed.start,
        end: listed.end,
        period: listed.repeat_period,
        silent_of_repeat: listed.silent_of_repeat,
        state: listed.state,
        host_name: listed.host_name,
        members: listed.members,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_spans_a_whole_year() {
        let now = Timestamp::from_seconds(1_800_000_000);
        let days = |span: Span| span.to.since(span.from) / 1000 / DAY;
        assert_eq!((days(past(None, now)), days(current(now))), (364, 360));
        let yesterday = now.minus_seconds(DAY);
        assert_eq!(days(past(Some(yesterday), now)), 4);
        let long_ago = now.minus_seconds(1000 * DAY);
        assert_eq!(past(Some(long_ago), now), past(None, now));
    }
}
