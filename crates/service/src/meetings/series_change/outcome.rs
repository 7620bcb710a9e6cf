//! What became of each meeting of a series that was to be changed, in one refusal.

use super::basis::Occurrence;
use crate::when::Zone;
use portico_domain::refusals::{Kind, Partly, PartlyMeeting, Refusal};

pub(super) struct Outcome {
    pub occurrence: Occurrence,
    pub outcome: Result<(), Refusal>,
}

/// The first refusal that is one, and in it what became of all. What got no answer is being checked, so it
/// comes first only where nothing else went wrong.
pub(super) fn refusal_of(mut outcomes: Vec<Outcome>, version: String, zone: &Zone) -> Refusal {
    outcomes.sort_by_key(|one| one.occurrence.start);
    let day = |one: &Outcome| zone.date_field(one.occurrence.start);
    let failed = |one: &&Outcome| one.outcome.is_err();
    let said_no = |one: &&Outcome| matches!(&one.outcome, Err(why) if why.kind != Kind::Unconfirmed);
    let first = outcomes.iter().find(said_no).or_else(|| outcomes.iter().find(failed));
    let occurrence = first.map(day);
    let refusal = first.and_then(|one| one.outcome.clone().err()).unwrap_or_else(|| Kind::Internal.into());
    let meetings = outcomes.iter().map(|one| PartlyMeeting {
        meeting: one.occurrence.id.0.clone(),
        day: day(one),
        refusal: one.outcome.clone().err().map(Box::new),
    });
    let partly = Partly { version, meetings: meetings.collect() };
    Refusal { occurrence, partly: Some(Box::new(partly)), ..refusal }
}
