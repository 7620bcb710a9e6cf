//! How a meeting stands at a vendor that tells of none (WebAPI): from the clock, from who came and
//! left, and from how long it has been running.

use super::look::is_gone;
use crate::Services;
use crate::access::Member;
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_vendors::webapi::{Visit, WebApi};
use std::collections::HashSet;

/// Somebody whose leaving the vendor never noted must not keep a meeting running for ever.
const LONGEST_OVERTIME_MINUTES: i64 = 12 * 60;

impl Member {
    /// For how many seconds this meeting has been running, as last heard: where the vendor lets it be known,
    /// and while it runs.
    pub fn duration_seconds(&self, meeting: &Meeting) -> Option<i64> {
        let heard = self.services.inner.durations.get(&meeting.id);
        heard.filter(|_| meeting.state == MeetingState::Live)
    }

    /// How many are present, or took part; nothing where its vendor cannot tell.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn people(&self, meeting: &Meeting) -> Result<Option<i64>, Refusal> {
        let connection = self.services.connection(&meeting.connection).await?;
        Ok(meeting.people(connection.vendor))
    }
}

impl Services {
    /// Asks who is inside, and files what follows from it.
    ///
    /// # Errors
    /// The vendor did not answer; the index stays as it is.
    pub(super) async fn look_by_presence(
        &self,
        meeting: &Meeting,
        number: &VendorMeetingId,
        connection: &Connection,
        webapi: &WebApi,
    ) -> Result<(), Refusal> {
        let asked = self.now();
        let visits = webapi.attendance(number).await;
        let visits = match self.heed(connection, webapi, visits).await {
            Ok(visits) => visits,
            Err(refusal) if is_gone(&refusal) => return self.file_gone(meeting).await,
            Err(refusal) => return Err(refusal),
        };
        // What the vendor says of it counts; where it says nothing, the visits tell.
        let duration = match pauses(meeting, &visits, asked) || inside(&visits) > 0 {
            true => {
                let duration = webapi.duration(number).await;
                match self.heed(connection, webapi, duration).await {
                    Ok(duration) if duration > 0 => duration,
                    Err(refusal) if inside(&visits) == 0 && !is_gone(&refusal) => return Err(refusal),
                    _ => lasts(&visits, asked),
                }
            }
            false => 0,
        };
        let (state, members) = stands(meeting, &visits, duration > 0, asked);
        self.inner.durations.insert(meeting.id.clone(), duration);
        let meetings = self.store().meetings();
        meetings.set_state(&meeting.id, state, Some(members), asked).await.map_err(stored)?;
        Ok(())
    }
}

fn inside(visits: &[Visit]) -> i64 {
    let inside = visits.iter().filter(|visit| visit.left.is_none());
    inside.map(|visit| &visit.user_id).collect::<HashSet<_>>().len() as i64
}

/// For how many seconds somebody has been inside without a break; 0 if nobody is.
fn lasts(visits: &[Visit], now: Timestamp) -> i64 {
    let mut stays: Vec<_> = visits.iter().map(|visit| (visit.entered, visit.left)).collect();
    stays.sort_unstable_by_key(|(entered, _)| *entered);
    let joined = stays.into_iter().reduce(|(since, until), (entered, left)| {
        match until.is_none_or(|until| entered <= until) {
            true => (since, until.zip(left).map(|(until, left)| until.max(left))),
            false => (entered, left),
        }
    });
    match joined {
        Some((since, None)) => now.since(since).max(0) / 1000,
        _ => 0,
    }
}

/// Between its start and its end, and nobody is known to be inside.
fn pauses(meeting: &Meeting, visits: &[Visit], now: Timestamp) -> bool {
    let within = meeting.end.is_some_and(|end| meeting.start <= now && now < end);
    within && inside(visits) == 0
}

/// State, and how many are inside; once it is over, how many came.
fn stands(meeting: &Meeting, visits: &[Visit], running: bool, now: Timestamp) -> (MeetingState, i64) {
    let inside = inside(visits);
    let came = visits.iter().map(|visit| &visit.user_id).collect::<HashSet<_>>().len() as i64;
    match meeting.end {
        Some(end) if end.plus_minutes(LONGEST_OVERTIME_MINUTES) <= now => (MeetingState::Ended, came),
        Some(end) if end <= now && inside == 0 => (MeetingState::Ended, came),
        _ if inside > 0 => (MeetingState::Live, inside),
        // Begun, and everyone is out for the moment.
        Some(_) if running => (MeetingState::Live, 0),
        // A meeting without an end waits for the next time.
        _ => (MeetingState::Scheduled, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::{ConnectionId, MeetingId};

    const START: i64 = 1_800_000_000;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_seconds(START + seconds)
    }

    fn meeting(end: Option<i64>) -> Meeting {
        Meeting {
            id: MeetingId::new("m"),
            connection: ConnectionId::new("c"),
            vendor_id: None,
            series: None,
            subject: String::new(),
            start: at(0),
            end: end.map(at),
            repeat: None,
            state: MeetingState::Scheduled,
            host_name: String::new(),
            members: 0,
            owner: None,
            options: None,
            public_url: None,
            created: at(0),
            seen: at(0),
            sequence: 0,
        }
    }

    fn visit(who: &str, left: Option<i64>) -> Visit {
        Visit { user_id: who.into(), entered: at(0), left: left.map(at) }
    }

    #[test]
    fn presence_decides_and_the_end_only_without_it() {
        let hour = meeting(Some(3600));
        let here = [visit("a", None), visit("a", None), visit("b", None), visit("c", Some(5))];
        let gone = [visit("a", Some(5)), visit("b", Some(6)), visit("a", Some(9))];
        assert_eq!(stands(&hour, &[], false, at(60)), (MeetingState::Scheduled, 0));
        assert_eq!(stands(&hour, &here, false, at(-60)), (MeetingState::Live, 2), "some come early");
        assert_eq!(stands(&hour, &gone, false, at(60)), (MeetingState::Scheduled, 0));
        assert_eq!(stands(&hour, &gone, true, at(60)), (MeetingState::Live, 0));
        assert_eq!(stands(&hour, &here, false, at(3700)), (MeetingState::Live, 2), "it runs late");
        assert_eq!(stands(&hour, &gone, true, at(3600)), (MeetingState::Ended, 2));
        assert_eq!(stands(&hour, &[], false, at(3600)), (MeetingState::Ended, 0));
        assert_eq!(stands(&hour, &here, false, at(3600 + 12 * 3600)), (MeetingState::Ended, 3));
    }

    #[test]
    fn it_lasts_as_long_as_one_stays_until_the_next_comes() {
        let stay = |who: &str, entered, left: Option<i64>| Visit {
            user_id: who.into(),
            entered: at(entered),
            left: left.map(at),
        };
        assert_eq!(lasts(&[], at(60)), 0);
        assert_eq!(lasts(&[stay("a", 0, Some(50))], at(60)), 0, "nobody is inside");
        assert_eq!(lasts(&[stay("a", 10, None)], at(60)), 50);
        assert_eq!(lasts(&[stay("b", 40, None), stay("a", 10, Some(40))], at(60)), 50);
        assert_eq!(lasts(&[stay("a", 10, Some(30)), stay("b", 40, None)], at(60)), 20, "after a break");
        assert_eq!(lasts(&[stay("a", 0, None), stay("b", 10, Some(20)), stay("c", 30, None)], at(60)), 60);
        assert_eq!(lasts(&[stay("a", 90, None)], at(60)), 0, "clocks differ");
    }

    #[test]
    fn without_an_end_it_waits_for_the_next_time() {
        let open = meeting(None);
        assert_eq!(stands(&open, &[visit("a", None)], false, at(9_999_999)), (MeetingState::Live, 1));
        assert_eq!(stands(&open, &[visit("a", Some(9))], true, at(10)), (MeetingState::Scheduled, 0));
        assert!(!pauses(&open, &[], at(10)), "how long it has run is not asked for");
    }
}
