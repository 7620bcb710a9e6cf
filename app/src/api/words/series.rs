//! Series in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::series::{SeriesLine, SeriesWork};
use crate::language::{locale_of, refusal_text};
use portico_domain::ids::MeetingId;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};
use portico_service::{Member, Organizer, SeriesWork as Known};

pub fn lines(asked: &Asked, series: &[Meeting], here: &MeetingId) -> Vec<SeriesLine> {
    let line = |meeting: &Meeting| SeriesLine {
        id: meeting.id.0.clone(),
        when: asked.zone.span(meeting.start, meeting.end, asked.now, asked.language),
        machine: asked.zone.machine(meeting.start),
        state: meeting.state,
        here: meeting.id == *here,
    };
    series.iter().map(line).collect()
}

pub async fn cancel_following(id: String, key: String) -> Result<(), Refused> {
    let (organizer, id) = (asked()?.organizer()?, MeetingId::new(id));
    match organizer.cancel_following(&id, &key).await {
        // The page shows that it goes on, with how far it has come.
        Err(refusal) if is_cancelling(&organizer, &id, &refusal).await? => Ok(()),
        outcome => Ok(outcome?),
    }
}

/// Does it only take longer than its request may?
async fn is_cancelling(organizer: &Organizer, id: &MeetingId, refusal: &Refusal) -> Result<bool, Refused> {
    // With a day it is about one of the meetings.
    if refusal.kind != Kind::InProgress || refusal.occurrence.is_some() {
        return Ok(false);
    }
    let meeting = organizer.meeting(id).await?.meeting;
    Ok(organizer.series_work(&meeting).await? == Some(Known::Cancelling))
}

/// What is being done to the series of a meeting, for its page.
pub async fn work(asked: &Asked, member: &Member, meeting: &Meeting) -> Result<Option<SeriesWork>, Refused> {
    let said = |why: Option<Box<Refusal>>| why.map(|why| refusal_text(locale_of(asked.language), &why));
    let words = |known| match known {
        Known::Booking { booked, of } => SeriesWork::Booking { booked, of },
        Known::Interrupted { booked, of } => SeriesWork::Interrupted { booked, of },
        Known::Refused(why) => SeriesWork::Refused { why: refusal_text(locale_of(asked.language), &why) },
        Known::Changing => SeriesWork::Changing,
        Known::Cancelling => SeriesWork::Cancelling,
        Known::NotAllChanged(why) => SeriesWork::NotAllChanged { why: said(why) },
        Known::NotAllCancelled(why) => SeriesWork::NotAllCancelled { why: said(why) },
    };
    Ok(member.series_work(meeting).await?.map(words))
}
