//! Taking up a change by booking again whose answer never came, or whose maker died.
//!
//! What may have been booked is looked for first. Booking a second time is left for the case that nothing
//! stands and the vendor has not shown the first one for several looks.

use super::Rebooking;
use super::plan::{Plan, Stage, is_what_was_asked};
use crate::Services;
use crate::failures::stored;
use crate::meetings::reconcile::{Found, LOOKS};
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::Intent;

impl Services {
    /// What became of it, after going on with it as far as the vendor answers.
    ///
    /// # Errors
    /// The vendor is silent: later.
    pub(in crate::meetings) async fn resume_rebooking(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        connection: &Connection,
        client: &Client,
    ) -> Result<Found, Refusal> {
        let secrets = self.store().intents().secrets(&intent.id).await.map_err(stored)?;
        let plan = secrets.and_then(|secrets| Plan::read(&intent.payload, &secrets));
        // It had not come to its first call.
        let Some(plan) = plan else { return Ok(Found::DidNot) };
        let mut rebooking = Rebooking {
            services: self,
            connection,
            client,
            intent: &intent.id,
            held: intent.attempts,
            person: intent.person.as_ref(),
            meeting: &meeting.id,
            plan,
        };
        rebooking.take_up(intent).await
    }
}

impl Rebooking<'_> {
    async fn take_up(&mut self, intent: &Intent) -> Result<Found, Refusal> {
        match self.plan.stage {
            Stage::Booking => match Box::pin(self.find(intent)).await? {
                Some(number) => {
                    self.plan.new_number = Some(number);
                    self.enter(Stage::Retiring).await?;
                    self.go_on().await
                }
                None if self.is_too_early().await? => Ok(Found::Open),
                None => Ok(Found::DidNot),
            },
            Stage::Rebooking => match Box::pin(self.find(intent)).await? {
                Some(number) => self.conclude(&number).await.map(|()| Found::Happened),
                None if self.is_too_early().await? => Ok(Found::Open),
                None => self.again().await,
            },
            Stage::Restoring => match Box::pin(self.find(intent)).await? {
                Some(number) => {
                    self.restored(&number).await?;
                    Ok(self.plan.refusal.clone().map_or(Found::DidNot, |why| Found::Refused(Box::new(why))))
                }
                None if self.is_too_early().await? => Ok(Found::Open),
                None => self.again().await,
            },
            // To cancel once more does no harm.
            Stage::Retiring | Stage::Undoing | Stage::Freeing => self.go_on().await,
        }
    }

    /// The vendor may list a booking some time after it was made.
    async fn is_too_early(&mut self) -> Result<bool, Refusal> {
        self.plan.looks += 1;
        self.save().await?;
        Ok(self.plan.looks < LOOKS)
    }

    async fn again(&mut self) -> Result<Found, Refusal> {
        self.enter(self.plan.stage).await?;
        self.go_on().await
    }

    async fn go_on(&mut self) -> Result<Found, Refusal> {
        match Box::pin(self.carry_on()).await {
            Ok(()) => Ok(Found::Happened),
            Err(refusal) if refusal.kind == Kind::VendorRefused => Ok(Found::Refused(Box::new(refusal))),
            Err(refusal) => Err(refusal),
        }
    }

    /// The booking that this stage asked for, if the vendor has it.
    async fn find(&self, intent: &Intent) -> Result<Option<VendorMeetingId>, Refusal> {
        let wanted = if self.plan.stage == Stage::Restoring { &self.plan.old } else { &self.plan.new };
        let asked = self.client.vmr()?.booking_draft(wanted).map_err(|error| error.refusal())?;
        for booking in self.services.all_bookings(self.connection, self.client).await? {
            let number = VendorMeetingId::new(booking.id.as_str());
            if number != self.plan.old_number
                && is_what_was_asked(&booking, &asked)
                && self.services.is_free(intent, self.connection, self.meeting, &number).await?
            {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }
}
