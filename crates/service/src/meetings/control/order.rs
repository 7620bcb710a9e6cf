//! Starting and stopping the recording.

use super::has_room;
use crate::Services;
use crate::access::Organizer;
use crate::intents::{Plan, Turn};
use crate::meetings::reconcile::Found;
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::Intent;
use serde_json::Value;

/// What the intents to start and to stop a recording are called.
pub(in crate::meetings) const RECORD: &str = "recording.start";
pub(in crate::meetings) const STOP_RECORDING: &str = "recording.stop";

impl Organizer {
    /// Starts recording a running meeting. The same `key` again starts nothing more.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`]; [`Kind::Conflict`]: the room is not the meeting's now; the vendor's refusal: 200003 it is being recorded, 200004 it may not be,
    /// 200006 it has not begun; [`Kind::Unconfirmed`].
    pub async fn start_recording(&self, id: &MeetingId, key: &str) -> Result<(), Refusal> {
        self.order(id, key, RECORD).await
    }

    /// Stops the recording, whoever started it.
    ///
    /// # Errors
    /// As [`Organizer::start_recording`]; 200007: nothing is being recorded.
    pub async fn stop_recording(&self, id: &MeetingId, key: &str) -> Result<(), Refusal> {
        self.order(id, key, STOP_RECORDING).await
    }

    async fn order(&self, id: &MeetingId, key: &str, action: &'static str) -> Result<(), Refusal> {
        let (meeting, connection) = self.own(id).await?;
        if !connection.vendor.capabilities().record_on_demand.possible() {
            return Err(Kind::Unsupported.into());
        }
        if !has_room(&meeting, self.services.now()) {
            return Err(Kind::Conflict.into());
        }
        let plan = Plan {
            person: self.id(),
            key,
            action,
            connection: &connection.id,
            meeting: id,
            payload: Value::Null,
        };
        match self.services.begin(plan, &(id, action)).await? {
            Turn::Before(outcome) => outcome.map(drop),
            Turn::Ours(intent) => {
                let outcome = self.give_order(&meeting, &connection, action).await;
                self.services.settle(&intent, outcome.as_ref().copied()).await?;
                outcome
            }
        }
    }

    async fn give_order(
        &self,
        meeting: &Meeting,
        connection: &Connection,
        action: &'static str,
    ) -> Result<(), Refusal> {
        let services = &self.services;
        let client = services.vendor(connection).await?;
        let vmr = client.vmr()?;
        let room = services.room_of(connection, &client, meeting).await?;
        let (person, subject) = (Some(self.id()), meeting.id.as_str());
        services.note(person, action, subject, "begun", room.as_str()).await?;
        let answer = match action {
            RECORD => vmr.start_recording(&room).await,
            _ => vmr.stop_recording(&room).await,
        };
        let answer = services.heed(connection, &*client, answer).await;
        services.inner.rooms_looked.invalidate(&meeting.id).await;
        match answer {
            Ok(record) => {
                let starter = person.filter(|_| action == RECORD);
                services.keep_record(connection, meeting, &record, starter).await?;
                services.note(person, action, subject, "done", record.as_str()).await?;
                let what = if action == RECORD { "recording-started" } else { "recording-stopped" };
                services.remember(&meeting.id, person, what, "").await;
                Ok(())
            }
            Err(refusal) => {
                let outcome = if refusal.kind == Kind::Unconfirmed { "unknown" } else { "refused" };
                services.note(person, action, subject, outcome, &refusal.to_string()).await?;
                Err(refusal)
            }
        }
    }
}

impl Services {
    /// Was the recording started or stopped, as was asked for?
    pub(in crate::meetings) async fn look_at_recorder(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        connection: &Connection,
        client: &Client,
    ) -> Result<Found, Refusal> {
        let room = match self.room_of(connection, client, meeting).await {
            // The booking is gone, and with it what could be asked.
            Err(refusal) if refusal.kind == Kind::NotFound => return Ok(Found::DidNot),
            room => room?,
        };
        let running = self.running_in(connection, client, &room).await?;
        if intent.action == STOP_RECORDING {
            return Ok(if running.recording { Found::DidNot } else { Found::Happened });
        }
        let Some(record) = running.record_id else { return Ok(Found::DidNot) };
        self.keep_record(connection, meeting, &record, intent.person.as_ref()).await?;
        self.remember(&meeting.id, intent.person.as_ref(), "recording-started", "").await;
        Ok(Found::Happened)
    }
}
