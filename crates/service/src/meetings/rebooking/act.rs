//! The steps of booking again, one after the other, until the change is done, refused or without an answer.

use super::Rebooking;
use super::plan::Stage;
use crate::failures::stored;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{MeetingDraft, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::vmr::BookingId;
use portico_vendors::vmr::codes::ROOM_TAKEN;

/// What comes after a step.
enum Next {
    Go(Stage),
    Done,
    /// The meeting stands as it was, and the plan says why.
    Refused,
}

/// The vendor looked at it and said no, so nothing was done.
fn is_no(refusal: &Refusal) -> bool {
    refusal.kind == Kind::VendorRefused
}

/// In the midst of a change nothing but the vendor's own no is the end of it.
fn still_open(refusal: Refusal) -> Refusal {
    Refusal { incident: refusal.incident, ..Refusal::of(Kind::Unconfirmed) }
}

impl Rebooking<'_> {
    /// Writes down what will be done next.
    ///
    /// # Errors
    /// [`Kind::Conflict`]: somebody else has brought it to its end, or goes on with it.
    pub(super) async fn enter(&mut self, stage: Stage) -> Result<(), Refusal> {
        (self.plan.stage, self.plan.looks) = (stage, 0);
        self.save().await?;
        let number = self.plan.old_number.as_str();
        let detail = format!("{} {number}", format!("{stage:?}").to_lowercase());
        self.services.note(self.person, "meeting.change", self.meeting.as_str(), "begun", &detail).await
    }

    /// Writes down how far it has come; whoever is not the one who goes on with it learns so here.
    ///
    /// # Errors
    /// As [`Rebooking::enter`].
    pub(super) async fn save(&self) -> Result<(), Refusal> {
        let services = self.services;
        let (payload, secrets, now) = (self.plan.payload(), self.plan.secrets(), services.now());
        let intents = services.store().intents();
        let advanced = intents.advance(self.intent, self.held, &payload, &secrets, now).await;
        let ours = advanced.map_err(stored)?;
        if ours { Ok(()) } else { Err(Kind::Conflict.into()) }
    }

    /// Goes on from the stage that was entered.
    ///
    /// # Errors
    /// The vendor's refusal: the meeting stands as it was. [`Kind::Unconfirmed`]: to be taken up again.
    pub(super) async fn carry_on(&mut self) -> Result<(), Refusal> {
        loop {
            let next = match self.plan.stage {
                Stage::Booking => Box::pin(self.book_beside()).await?,
                Stage::Retiring => Box::pin(self.retire()).await?,
                Stage::Undoing => Box::pin(self.undo()).await?,
                Stage::Freeing => Box::pin(self.free()).await?,
                Stage::Rebooking => Box::pin(self.book_instead()).await?,
                Stage::Restoring => Box::pin(self.restore()).await?,
            };
            match next {
                Next::Go(stage) => self.enter(stage).await.map_err(still_open)?,
                Next::Done => return Ok(()),
                Next::Refused => {
                    return Err(self.plan.refusal.clone().unwrap_or_else(|| Kind::VendorRefused.into()));
                }
            }
        }
    }

    async fn book_beside(&mut self) -> Result<Next, Refusal> {
        match self.book(&self.plan.new).await {
            Ok(number) => {
                self.plan.new_number = Some(number);
                Ok(Next::Go(Stage::Retiring))
            }
            Err(refusal) if is_room_taken(&refusal) && self.plan.stands_in_its_own_way() => {
                self.plan.refusal = Some(refusal);
                Ok(Next::Go(Stage::Freeing))
            }
            Err(refusal) => Err(refusal),
        }
    }

    /// From here on join links lead to the new booking, so that none leads nowhere meanwhile.
    async fn retire(&mut self) -> Result<Next, Refusal> {
        let Some(new) = self.plan.new_number.clone() else { return Err(Kind::Internal.into()) };
        self.stand_under(&new, &self.plan.new).await.map_err(still_open)?;
        match self.cancel(&self.plan.old_number).await {
            Ok(()) => {
                self.tell(&new).await;
                Ok(Next::Done)
            }
            Err(refusal) if is_no(&refusal) => {
                self.plan.refusal = Some(refusal);
                Ok(Next::Go(Stage::Undoing))
            }
            Err(refusal) => Err(still_open(refusal)),
        }
    }

    async fn undo(&mut self) -> Result<Next, Refusal> {
        self.stand_under(&self.plan.old_number, &self.plan.old).await.map_err(still_open)?;
        let Some(new) = &self.plan.new_number else { return Ok(Next::Refused) };
        self.cancel(new).await.map_err(still_open)?;
        Ok(Next::Refused)
    }

    /// The meeting lays its number down before the booking goes, so that no listing finds it cancelled.
    async fn free(&mut self) -> Result<Next, Refusal> {
        let meetings = self.services.store().meetings();
        let laid_down = meetings.lay_down_number(self.meeting, self.services.now()).await;
        laid_down.map_err(|error| still_open(stored(error)))?;
        match self.cancel(&self.plan.old_number).await {
            Ok(()) => Ok(Next::Go(Stage::Rebooking)),
            Err(refusal) if is_no(&refusal) => {
                self.stand_under(&self.plan.old_number, &self.plan.old).await.map_err(still_open)?;
                Ok(Next::Refused)
            }
            Err(refusal) => Err(still_open(refusal)),
        }
    }

    async fn book_instead(&mut self) -> Result<Next, Refusal> {
        match self.book(&self.plan.new).await {
            Ok(number) => {
                self.conclude(&number).await?;
                Ok(Next::Done)
            }
            Err(refusal) if is_no(&refusal) => {
                self.plan.refusal = Some(refusal);
                Ok(Next::Go(Stage::Restoring))
            }
            Err(refusal) => Err(still_open(refusal)),
        }
    }

    /// Nothing but the new booking stands.
    pub(super) async fn conclude(&self, number: &VendorMeetingId) -> Result<(), Refusal> {
        // Asking the vendor took its time, in which somebody else may have gone on, and even further than this.
        self.save().await.map_err(still_open)?;
        self.stand_under(number, &self.plan.new).await.map_err(still_open)?;
        self.tell(number).await;
        Ok(())
    }

    /// If someone has taken the room meanwhile, another room is better than no meeting.
    async fn restore(&mut self) -> Result<Next, Refusal> {
        match self.book(&self.plan.old).await {
            Ok(number) => {
                self.restored(&number).await?;
                Ok(Next::Refused)
            }
            Err(refusal) if is_no(&refusal) && self.plan.give_up_room() => Ok(Next::Go(Stage::Restoring)),
            Err(refusal) if is_no(&refusal) && self.plan.old.end <= self.services.now() => {
                // Its time has passed, and nobody books what is past.
                let meetings = self.services.store().meetings();
                let (state, now) = (MeetingState::Ended, self.services.now());
                meetings.set_state(self.meeting, state, None, now).await.map_err(stored)?;
                Ok(Next::Refused)
            }
            Err(refusal) => Err(still_open(refusal)),
        }
    }

    /// The old booking stands again, under another number.
    pub(super) async fn restored(&self, number: &VendorMeetingId) -> Result<(), Refusal> {
        self.save().await.map_err(still_open)?;
        self.stand_under(number, &self.plan.old).await.map_err(still_open)?;
        self.renumbered(number).await;
        Ok(())
    }

    async fn book(&self, draft: &MeetingDraft) -> Result<VendorMeetingId, Refusal> {
        let vmr = self.client.vmr()?;
        let asked = vmr.booking_draft(draft).map_err(|error| error.refusal())?;
        let answer = vmr.book(&asked).await;
        let booking = self.services.heed(self.connection, &**self.client, answer).await?;
        Ok(VendorMeetingId::new(booking.id.as_str()))
    }

    /// Cancelling what is gone succeeds.
    async fn cancel(&self, number: &VendorMeetingId) -> Result<(), Refusal> {
        let id = BookingId::read(number.as_str()).map_err(|_| Refusal::of(Kind::Internal))?;
        let answer = self.client.vmr()?.cancel(&id).await;
        self.services.heed(self.connection, &**self.client, answer).await
    }

    /// Files the meeting under a number, as that booking is.
    async fn stand_under(&self, number: &VendorMeetingId, draft: &MeetingDraft) -> Result<(), Refusal> {
        let services = self.services;
        Box::pin(self.take_number(number)).await?;
        let meetings = services.store().meetings();
        Box::pin(meetings.apply_draft(self.meeting, draft, services.now())).await.map_err(stored)?;
        services.inner.looked.invalidate(self.meeting).await;
        let detail = services.take_over_detail(self.connection, &**self.client, self.meeting, number);
        Box::pin(detail).await;
        Ok(())
    }

    async fn take_number(&self, number: &VendorMeetingId) -> Result<(), Refusal> {
        let (meetings, now) = (self.services.store().meetings(), self.services.now());
        let known = meetings.by_id(self.meeting).await.map_err(stored)?;
        if known.ok_or(Refusal::of(Kind::NotFound))?.vendor_id.as_ref() == Some(number) {
            return Ok(());
        }
        meetings.lay_down_number(self.meeting, now).await.map_err(stored)?;
        let state = MeetingState::Scheduled;
        let confirmed = meetings.confirm(self.meeting, number, state, now).await.map_err(stored)?;
        if confirmed { Ok(()) } else { Err(Kind::Conflict.into()) }
    }

    async fn tell(&self, number: &VendorMeetingId) {
        self.services.remember(self.meeting, self.person, "changed", &self.plan.changed).await;
        self.renumbered(number).await;
    }

    async fn renumbered(&self, number: &VendorMeetingId) {
        let detail = format!("{} → {number}", self.plan.old_number);
        self.services.remember(self.meeting, self.person, "renumbered", &detail).await;
    }
}

fn is_room_taken(refusal: &Refusal) -> bool {
    refusal.vendor.as_ref().is_some_and(|vendor| vendor.code == ROOM_TAKEN)
}
