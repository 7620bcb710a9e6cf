//! The way in without a join link: for a script that brings people in by itself, and whose person may edit the
//! meeting.

use super::entering::queues;
use crate::access::Organizer;
use crate::dial_in::DialIn;
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::forms::read_nickname;
use portico_domain::ids::MeetingId;
use portico_domain::links::JoinRole;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_vendors::{Entry, Joiner};

/// How somebody gets in. Made at the moment it is asked for, stored nowhere, logged nowhere.
pub struct WayIn {
    pub entry: Entry,
    /// A page for whoever has no client of the vendor.
    pub public_url: Option<String>,
    pub dial_in: Option<DialIn>,
}

impl Organizer {
    /// The way into a meeting for somebody of this name. When the vendor lets people in is the vendor's to say: there
    /// is no door as a join link has one.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the fields `name`, `role`; [`Kind::NotFound`], [`Kind::NotAllowed`]; [`Kind::Conflict`]
    /// if the meeting is over, [`Kind::Unconfirmed`] if nobody knows whether it exists; [`Kind::VendorBusy`] if guests
    /// are before it; the vendor's refusal.
    pub async fn enter(&self, meeting: &MeetingId, role: JoinRole, name: &str) -> Result<WayIn, Refusal> {
        let (meeting, connection) = self.own(meeting).await?;
        if !connection.vendor.join_roles().contains(&role) {
            return Err(Refusal::field("role", Rule::NotAChoice));
        }
        let name = read_nickname(name).map_err(Refusal::invalid)?;
        match meeting.state {
            MeetingState::Scheduled | MeetingState::Live => {}
            MeetingState::Unconfirmed => return Err(Kind::Unconfirmed.into()),
            MeetingState::Ended | MeetingState::Cancelled => return Err(Kind::Conflict.into()),
        }
        if connection.paused {
            return Err(Kind::Paused.into());
        }
        let entry = self.ask_for_entry(&meeting, &connection, role, &name).await;
        let (said, detail) = match &entry {
            Ok(_) => ("done", role.name().to_owned()),
            Err(refusal) => ("refused", refusal.to_string()),
        };
        let services = &self.services;
        services.note(Some(self.id()), "meeting.enter", meeting.id.as_str(), said, &detail).await?;
        let entry = entry?;
        let (mut public_url, mut dial_in) = (None, None);
        if matches!(entry, Entry::Client { .. }) {
            public_url = services.browser_address(&meeting, role).await;
            dial_in = services.dial_in(&meeting.id).await;
        }
        Ok(WayIn { entry, public_url, dial_in })
    }

    async fn ask_for_entry(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        role: JoinRole,
        name: &str,
    ) -> Result<Entry, Refusal> {
        let services = &self.services;
        let number = meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let vendor = services.vendor(connection).await?;
        let password = services.store().meetings().password(&meeting.id).await.map_err(stored)?;
        if queues(connection.vendor) {
            services.take_turn(connection).await?;
        }
        let answer = vendor.join(number, Joiner { name, role, password: password.as_ref() }).await;
        let entry = services.heed_entry(connection, &*vendor, answer).await;
        if let Err(refusal) = &entry {
            // What was heard a moment ago may no longer be so.
            services.doubt(&meeting.id).await;
            if refusal.kind == Kind::VendorBusy && queues(connection.vendor) {
                services.slow_down(connection, refusal).await?;
            }
        }
        entry
    }
}
