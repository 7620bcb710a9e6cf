//! Who sees which meetings.
//!
//! An administrator sees all. Everybody else sees what is theirs and what is shared with them, and the
//! recordings of those meetings. A meeting that was made elsewhere has no owner here, so it is seen by
//! others once an administrator shares it. To see is to look only; sharing a meeting of a series shares the
//! whole series.

use super::hand_over::{HANDED_OVER, can_take_over};
use crate::access::{Member, Organizer};
use crate::failures::stored;
use portico_domain::ids::{MeetingId, PersonId};
use portico_domain::meetings::Meeting;
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Refusal, Rule};

/// What a meeting's history calls it.
const SHARED: &str = "shared";
const UNSHARED: &str = "unshared";

/// Does a line of the history name somebody whose the meeting became, or with whom it is shared? That is for those who may change it.
pub(crate) fn names_a_colleague(what: &str) -> bool {
    matches!(what, SHARED | UNSHARED | HANDED_OVER)
}

/// Who sees a meeting besides its owner and administrators, and who else could.
pub struct MeetingShares {
    pub shared: Vec<Person>,
    pub others: Vec<Person>,
    /// Whose it is; nobody's if it was made elsewhere.
    pub owner: Option<Person>,
    /// Whose it could become.
    pub heirs: Vec<Person>,
}

impl Member {
    /// Whose eyes a list is for; `None` sees everything.
    pub(crate) fn sees_only(&self) -> Option<PersonId> {
        (!self.is_administrator()).then(|| self.id().clone())
    }

    pub(crate) async fn sees(&self, meeting: &Meeting) -> Result<bool, Refusal> {
        if self.is_administrator() || meeting.owner.as_ref() == Some(self.id()) {
            return Ok(true);
        }
        self.services.store().shares().includes(meeting, self.id()).await.map_err(stored)
    }
}

impl Organizer {
    /// With whom a meeting is shared, and with whom it could be.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`], `NotAllowed`.
    pub async fn shares(&self, id: &MeetingId) -> Result<MeetingShares, Refusal> {
        let (meeting, _) = self.own(id).await?;
        let store = self.services.store();
        let shared = store.shares().of_meeting(&meeting).await.map_err(stored)?;
        let people = store.people().list().await.map_err(stored)?;
        let those =
            |is: &dyn Fn(&Person) -> bool| people.iter().filter(|person| is(person)).cloned().collect();
        Ok(MeetingShares {
            others: those(&|person| can_be_shown(&meeting, person) && !shared.contains(person)),
            owner: people.iter().find(|person| meeting.owner.as_ref() == Some(&person.id)).cloned(),
            // Whose accounts administer is not for everyone.
            heirs: those(&|person| {
                can_take_over(&meeting, person)
                    && (self.is_administrator() || person.role != Role::Administrator)
            }),
            shared,
        })
    }

    /// Shows a meeting, or the whole series that it belongs to, to somebody. To who sees it already: fine.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`], `NotAllowed`; the field `person`.
    pub async fn share(&self, id: &MeetingId, person: &PersonId) -> Result<(), Refusal> {
        let (meeting, _) = self.own(id).await?;
        let services = &self.services;
        let found = services.store().people().by_id(person).await.map_err(stored)?;
        let Some(found) = found.filter(|found| can_be_shown(&meeting, found)) else {
            return Err(Refusal::field("person", Rule::NotAChoice));
        };
        services.note(Some(self.id()), "meeting.share", id.as_str(), "done", &found.account).await?;
        if services.store().shares().add(&meeting, person).await.map_err(stored)? {
            services.remember(id, Some(self.id()), SHARED, &found.name).await;
        }
        Ok(())
    }

    /// Takes a meeting, or the whole series, out of somebody's sight. Its owner and administrators go on
    /// seeing it.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`], `NotAllowed`.
    pub async fn unshare(&self, id: &MeetingId, person: &PersonId) -> Result<(), Refusal> {
        let (meeting, _) = self.own(id).await?;
        let services = &self.services;
        services.note(Some(self.id()), "meeting.unshare", id.as_str(), "done", person.as_str()).await?;
        let store = services.store();
        if store.shares().remove(&meeting, person).await.map_err(stored)? {
            let found = store.people().by_id(person).await.map_err(stored)?;
            let name = found.map(|found| found.name).unwrap_or_default();
            services.remember(id, Some(self.id()), UNSHARED, &name).await;
        }
        Ok(())
    }
}

/// Owner and administrators see it anyway.
fn can_be_shown(meeting: &Meeting, person: &Person) -> bool {
    !person.disabled && person.role != Role::Administrator && meeting.owner.as_ref() != Some(&person.id)
}
