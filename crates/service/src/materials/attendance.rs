//! Who came and left, with the names that people gave when they joined through Portico.

use super::Place;
use crate::Services;
use crate::access::Member;
use crate::failures::stored;
use portico_domain::ids::MeetingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::Refusal;
use portico_domain::time::Timestamp;
use portico_store::entrants::Entrant;
use portico_vendors::webapi::Visit;
use std::collections::HashMap;

/// Who was in a meeting, and when.
#[derive(Clone, Debug)]
pub struct Attendance {
    pub meeting: Meeting,
    /// By the time of entering.
    pub stays: Vec<Stay>,
    /// By name.
    pub people: Vec<PersonTotal>,
}

/// One stay of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// What the vendor lists.
    pub user_id: String,
    /// As typed at the join; absent for somebody who did not come through Portico.
    pub name: Option<String>,
    pub role: Option<JoinRole>,
    pub entered: Timestamp,
    /// Absent while inside.
    pub left: Option<Timestamp>,
    /// Seconds, until now for somebody who is inside.
    pub seconds: i64,
}

/// All stays of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonTotal {
    /// The vendor's id for somebody who did not come through Portico.
    pub name: String,
    pub named: bool,
    pub role: Option<JoinRole>,
    /// Seconds; what overlaps counts once.
    pub seconds: i64,
    pub stays: usize,
    pub inside: bool,
}

impl Member {
    /// Who came and left. People who joined unseen are told only to those who may edit the meeting.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`], [`portico_domain::refusals::Kind::Unsupported`]; the
    /// vendor's refusal.
    pub async fn attendance(&self, id: &MeetingId) -> Result<Attendance, Refusal> {
        let place = self.services.place(self.find(id).await?).await?;
        let may_edit = self.may_edit(&place.meeting);
        self.services.attendance_at(&place, may_edit).await
    }
}

impl Services {
    pub(super) async fn attendance_at(&self, place: &Place, whole: bool) -> Result<Attendance, Refusal> {
        let visits = place.client.webapi()?.attendance(&place.number).await;
        let visits = self.heed(&place.connection, &*place.client, visits).await?;
        let entrants = self.store().entrants().of_meeting(&place.meeting.id).await.map_err(stored)?;
        let now = self.now();
        // Whose leaving was never noted did not stay beyond the end.
        let until = match (place.meeting.state, place.meeting.end) {
            (portico_domain::meetings::MeetingState::Ended, Some(end)) => end.min(now),
            _ => now,
        };
        let known: HashMap<&str, &Entrant> =
            entrants.iter().map(|entrant| (entrant.user_id.as_str(), entrant)).collect();
        let seen = |visit: &&Visit| {
            whole || known.get(visit.user_id.as_str()).is_none_or(|it| it.role != JoinRole::Invisible)
        };
        let mut visits: Vec<&Visit> = visits.iter().filter(seen).collect();
        visits.sort_by_key(|visit| (visit.entered, visit.left));
        let stays =
            visits.iter().map(|visit| stay(visit, known.get(visit.user_id.as_str()), until)).collect();
        let people = totals(&visits, &known, until);
        Ok(Attendance { meeting: place.meeting.clone(), stays, people })
    }
}

fn stay(visit: &Visit, who: Option<&&Entrant>, until: Timestamp) -> Stay {
    let left = visit.left.unwrap_or(until);
    Stay {
        user_id: visit.user_id.clone(),
        name: who.map(|entrant| entrant.name.clone()),
        role: who.map(|entrant| entrant.role),
        entered: visit.entered,
        left: visit.left,
        seconds: (left.since(visit.entered) / 1000).max(0),
    }
}

/// From when until when somebody was inside.
type Span = (Timestamp, Timestamp);

/// Each join has an id of its own at the vendor, so whoever joins again is known by name and link.
fn totals(visits: &[&Visit], known: &HashMap<&str, &Entrant>, until: Timestamp) -> Vec<PersonTotal> {
    let mut people: HashMap<(&str, &str), (PersonTotal, Vec<Span>)> = HashMap::new();
    for visit in visits {
        let who = known.get(visit.user_id.as_str());
        let key = match who {
            Some(entrant) => (entrant.name.as_str(), entrant.link.as_str()),
            None => (visit.user_id.as_str(), ""),
        };
        let (person, spans) = people.entry(key).or_insert_with(|| {
            let person = PersonTotal {
                name: key.0.to_owned(),
                named: who.is_some(),
                role: who.map(|entrant| entrant.role),
                seconds: 0,
                stays: 0,
                inside: false,
            };
            (person, Vec::new())
        });
        person.stays += 1;
        person.inside |= visit.left.is_none();
        spans.push((visit.entered, visit.left.unwrap_or(until)));
    }
    let mut totals: Vec<PersonTotal> = people
        .into_values()
        .map(|(person, spans)| PersonTotal { seconds: covered(spans), ..person })
        .collect();
    totals.sort_by(|a, b| (!a.named, &a.name).cmp(&(!b.named, &b.name)));
    totals
}

/// Seconds that are covered by at least one span.
fn covered(mut spans: Vec<(Timestamp, Timestamp)>) -> i64 {
    spans.sort();
    let (mut millis, mut reached) = (0, None::<Timestamp>);
    for (from, to) in spans {
        let from = reached.map_or(from, |reached| reached.max(from));
        millis += to.since(from).max(0);
        reached = Some(reached.map_or(to, |reached| reached.max(to)));
    }
    millis / 1000
}

#[cfg(test)]
mod tests {
    use super::covered;
    use portico_domain::time::Timestamp;

    #[test]
    fn time_spent_twice_at_once_counts_once() {
        let at = Timestamp::from_seconds;
        let spans = |pairs: &[(i64, i64)]| pairs.iter().map(|(from, to)| (at(*from), at(*to))).collect();
        assert_eq!(covered(spans(&[])), 0);
        assert_eq!(covered(spans(&[(10, 20), (30, 45)])), 25);
        assert_eq!(covered(spans(&[(30, 45), (10, 35), (12, 15)])), 35);
        assert_eq!(covered(spans(&[(10, 5), (20, 21)])), 1, "a clock that ran backwards");
    }
}
