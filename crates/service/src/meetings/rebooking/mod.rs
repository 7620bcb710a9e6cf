//! Changing a meeting where the vendor has no change: it is booked again and the old booking is cancelled,
//! as one act that never leaves the meeting without a booking, nor with two.
//!
//! The new one is booked first. Only if the vendor says that the room is taken, which may be by our own
//! booking, is the old one cancelled before; and if the new one is refused all the same, the old one is
//! booked again as it was. Each step is written down before its call ([`Stage`]), so whatever is lost is
//! taken up again by `resume.rs`.

mod act;
mod plan;
mod resume;

use super::change::differences;
use crate::Services;
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::NEVER_TAKEN_UP;
use crate::registry::Client;
use plan::{Plan, Stage};
use portico_domain::capabilities::Support;
use portico_domain::connections::Connection;
use portico_domain::ids::{IntentId, MeetingId, PersonId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::vmr::operations::booking::Booking;

/// A change on its way, with everything that its steps need.
struct Rebooking<'a> {
    services: &'a Services,
    connection: &'a Connection,
    client: &'a Client,
    intent: &'a IntentId,
    /// How often the intent had been taken up when it came to us.
    held: i64,
    person: Option<&'a PersonId>,
    meeting: &'a MeetingId,
    plan: Plan,
}

impl Organizer {
    /// A meeting that can be booked again: the vendor has it, and nobody is inside.
    ///
    /// # Errors
    /// [`Kind::Conflict`]: it runs, or is over; the vendor's silence.
    pub(super) async fn rebookable(&self, meeting: &Meeting) -> Result<Meeting, Refusal> {
        self.services.look_again(meeting).await?;
        let meeting = self.find(&meeting.id).await?;
        match meeting.state {
            MeetingState::Scheduled => Ok(meeting),
            MeetingState::Unconfirmed => Err(Kind::Unconfirmed.into()),
            _ => Err(Kind::Conflict.into()),
        }
    }

    /// Books the meeting again as `draft` says, and cancels the booking that it had. The meeting keeps its
    /// id, its links and its history; its number changes.
    ///
    /// # Errors
    /// [`Kind::InProgress`]: something else is being done to it; the vendor's refusal, and then it stands
    /// as it was; [`Kind::Unconfirmed`].
    pub(super) async fn rebook(
        &self,
        intent: &IntentId,
        meeting: &Meeting,
        connection: &Connection,
        draft: &MeetingDraft,
    ) -> Result<(), Refusal> {
        let services = &self.services;
        services.wait_for(&["meeting.change", "meeting.cancel"], intent, &meeting.id).await?;
        let client = services.vendor(connection).await?;
        let booking = services.booking_of(connection, &client, meeting).await?;
        let bookable = services.bookable_rooms(connection, &client).await?;
        let Some(plan) = Plan::make(meeting, draft, &booking, &bookable) else { return Ok(()) };
        // What could not be said to the vendor is refused before anything is touched.
        for draft in [&plan.new, &plan.old] {
            client.vmr()?.booking_draft(draft).map_err(|error| error.refusal())?;
        }
        let person = Some(self.id());
        let (meeting, held) = (&meeting.id, NEVER_TAKEN_UP);
        let mut rebooking =
            Rebooking { services, connection, client: &client, intent, held, person, meeting, plan };
        rebooking.enter(Stage::Booking).await?;
        let outcome = rebooking.carry_on().await;
        let (word, detail) = match &outcome {
            Ok(()) => ("done", String::new()),
            Err(refusal) if refusal.kind == Kind::Unconfirmed => ("unknown", refusal.to_string()),
            Err(refusal) => ("refused", refusal.to_string()),
        };
        services.note(person, "meeting.change", meeting.as_str(), word, &detail).await?;
        outcome
    }
}

impl Services {
    /// Refuses while one of these acts on the meeting has not come to its end. Of two that begin at the same
    /// moment both may be refused, but never none.
    async fn wait_for(&self, acts: &[&str], ours: &IntentId, meeting: &MeetingId) -> Result<(), Refusal> {
        let open = self.store().intents().open_of_meeting(meeting).await.map_err(stored)?;
        let mut others = open.iter().filter(|intent| intent.id != *ours);
        let busy = others.any(|intent| acts.contains(&intent.action.as_str()));
        if busy { Err(Kind::InProgress.into()) } else { Ok(()) }
    }

    /// Nothing else is done to a meeting while it is being booked again.
    ///
    /// # Errors
    /// [`Kind::InProgress`].
    pub(super) async fn wait_for_rebooking(
        &self,
        ours: &IntentId,
        meeting: &MeetingId,
        connection: &Connection,
    ) -> Result<(), Refusal> {
        match connection.vendor.capabilities().change {
            Support::Portico => self.wait_for(&["meeting.change"], ours, meeting).await,
            Support::Native | Support::No => Ok(()),
        }
    }

    /// The booking as the vendor has it now, with its passwords.
    async fn booking_of(
        &self,
        connection: &Connection,
        client: &Client,
        meeting: &Meeting,
    ) -> Result<Booking, Refusal> {
        let number = meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let booking = client.vmr()?.booking(number).await;
        self.heed(connection, &**client, booking).await
    }

    async fn all_bookings(&self, connection: &Connection, client: &Client) -> Result<Vec<Booking>, Refusal> {
        let vmr = client.vmr()?;
        self.heed(connection, &**client, vmr.bookings(vmr.account()).await).await
    }

    /// The rooms that can be asked for; one that the vendor made for a single booking cannot.
    async fn bookable_rooms(&self, connection: &Connection, client: &Client) -> Result<Vec<u64>, Refusal> {
        let vmr = client.vmr()?;
        let rooms = self.heed(connection, &**client, vmr.rooms(vmr.account()).await).await?;
        Ok(rooms.into_iter().map(|room| room.id.0).collect())
    }
}

/// What changed, for the meeting's history.
fn changed(meeting: &Meeting, draft: &MeetingDraft, password: bool) -> String {
    let mut fields = differences(meeting, draft);
    if password {
        fields.push_str(if fields.is_empty() { "password" } else { " password" });
    }
    fields
}
