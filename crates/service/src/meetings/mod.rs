//! Meetings: schedule, change, end, cancel, list, look at.

mod agenda;
mod between;
mod cancel_series;
mod change;
mod control;
mod finish;
mod lasting;
mod list;
mod look;
mod move_on;
mod presence;
mod rebooking;
mod recognise;
mod reconcile;
mod schedule;
mod send_again;
mod series;
mod series_change;
mod take_up;
mod version;
mod watch;
mod withdraw;

pub use agenda::Agenda;
pub use between::Between;
pub(crate) use control::RoomTold;
pub use control::{Recorder, RoomLook};
pub use lasting::SeriesWork;
pub(crate) use lasting::in_progress;
pub use list::MeetingRow;
pub use look::MeetingWhole;
pub(crate) use look::is_not_begun;
pub use version::Seen;

use crate::Services;
use crate::access::{Member, Organizer};
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, PersonId};
use portico_domain::meetings::Meeting;
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::changes::MeetingChange;
use serde_json::Value;

impl Member {
    /// May this member change the meeting? Its owner may, and administrators; a meeting that was made
    /// elsewhere has no owner here, so only administrators may.
    pub fn may_edit(&self, meeting: &Meeting) -> bool {
        match self.person().role {
            Role::Administrator => true,
            Role::Organizer => meeting.owner.as_ref() == Some(self.id()),
            Role::Viewer => false,
        }
    }

    /// A meeting that this member sees. One that they do not see is not found, so that nobody learns what
    /// there is.
    pub(crate) async fn find(&self, id: &MeetingId) -> Result<Meeting, Refusal> {
        let found = self.services.store().meetings().by_id(id).await.map_err(stored)?;
        let meeting = found.ok_or(Refusal::of(Kind::NotFound))?;
        if self.sees(&meeting).await? { Ok(meeting) } else { Err(Kind::NotFound.into()) }
    }
}

impl Organizer {
    /// A meeting that this organizer may change, with its connection.
    pub(crate) async fn own(&self, id: &MeetingId) -> Result<(Meeting, Connection), Refusal> {
        let meeting = self.find(id).await?;
        if !self.may_edit(&meeting) {
            return Err(Kind::NotAllowed.into());
        }
        let connection = self.services.connection(&meeting.connection).await?;
        Ok((meeting, connection))
    }
}

impl Services {
    /// Adds a line to a meeting's history. What is lost here is only a line, so it never fails.
    pub(crate) async fn remember(
        &self,
        meeting: &MeetingId,
        person: Option<&PersonId>,
        what: &str,
        detail: &str,
    ) {
        let change = MeetingChange {
            id: portico_store::new_id(),
            meeting: meeting.clone(),
            at: self.now(),
            person: person.cloned(),
            what: what.to_owned(),
            detail: Value::String(detail.to_owned()),
        };
        if let Err(error) = self.store().changes().append(&change).await {
            tracing::warn!(%error, "a line of a meeting's history was lost");
        }
    }
}
