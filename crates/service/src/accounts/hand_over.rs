//! Whose a meeting is from now on.
//!
//! What was made elsewhere has no owner here until an administrator hands it to somebody; whoever goes on holiday hands
//! their meetings to a colleague. A meeting of a series is handed over with the whole series, its join links with it.

use crate::access::Organizer;
use crate::failures::stored;
use crate::meetings::in_progress;
use portico_domain::ids::{MeetingId, PersonId};
use portico_domain::meetings::Meeting;
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Kind, Refusal, Rule};

/// What a meeting's history calls it.
pub(super) const HANDED_OVER: &str = "handed-over";

impl Organizer {
    /// Makes a meeting, or the whole series that it belongs to, somebody else's. Whose it was goes on seeing it.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`]; the field `owner`: there is no such person, or they may not organise
    /// meetings; [`Kind::InProgress`]: the series is being booked, changed or cancelled; [`Kind::Conflict`]: it has
    /// become another one's meanwhile.
    pub async fn hand_over(&self, id: &MeetingId, person: &PersonId) -> Result<(), Refusal> {
        let (meeting, _) = self.own(id).await?;
        let services = &self.services;
        if meeting.owner.as_ref() == Some(person) {
            return Ok(());
        }
        if let Some(series) = &meeting.series
            && services.is_worked_on(series).await?
        {
            return Err(in_progress());
        }
        let found = services.store().people().by_id(person).await.map_err(stored)?;
        let Some(found) = found.filter(|found| can_take_over(&meeting, found)) else {
            return Err(Refusal::field("owner", Rule::NotAChoice));
        };
        services.note(Some(self.id()), "meeting.hand-over", id.as_str(), "done", &found.account).await?;
        if !services.store().meetings().hand_over(&meeting, person, services.now()).await.map_err(stored)? {
            services
                .note(Some(self.id()), "meeting.hand-over", id.as_str(), "refused", &found.account)
                .await?;
            return Err(Kind::Conflict.into());
        }
        services.remember(id, Some(self.id()), HANDED_OVER, &found.name).await;
        Ok(())
    }
}

pub(super) fn can_take_over(meeting: &Meeting, person: &Person) -> bool {
    !person.disabled && person.role != Role::Viewer && meeting.owner.as_ref() != Some(&person.id)
}
