//! Series in words.

use super::{Asked, asked};
use crate::api::Refused;
use crate::api::series::SeriesLine;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::Meeting;

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
    asked()?.organizer()?.cancel_following(&MeetingId::new(id), &key).await?;
    Ok(())
}
