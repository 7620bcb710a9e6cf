//! Scheduling a meeting.

use super::series::is_ours_to_repeat;
use crate::access::Organizer;
use crate::failures::stored;
use crate::intents::{Plan, Turn};
use crate::materials::Made;
use crate::registry::Client;
use crate::when::Zone;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::forms::MeetingForm;
use portico_domain::ids::{ConnectionId, IntentId, MeetingId, SeriesId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_store::intents::IntentState;
use secrecy::SecretString;
use serde_json::json;

/// A meeting may be entered as starting a little while ago: forms take time to fill in.
const LATE_MINUTES: i64 = 5;
/// How far ahead of our clock such a meeting begins where the vendor takes none that has begun: its clock may be a
/// little ahead of ours. Seconds.
const SOON_SECONDS: i64 = 15;

/// A meeting that begins now, with a start that its vendor takes. (CloudRoom refuses those before its own clock,
/// 22215, and WebAPI's 4005 may mean the same; forms know minutes only, as VMR does.) Of a repeated one every start
/// would move, so it stays as it is.
fn in_time(draft: MeetingDraft, now: Timestamp) -> Result<MeetingDraft, Refusal> {
    if draft.start < now.plus_minutes(-LATE_MINUTES) {
        return Err(Refusal::field("start", Rule::InThePast));
    }
    // To the second, as vendors take it: what they say of it later is to be the same.
    let soon = Timestamp::from_seconds(now.plus_seconds(SOON_SECONDS).seconds());
    let stays = draft.options.vendor() == Vendor::Vmr || draft.repeat.is_some();
    if stays || draft.start >= soon {
        return Ok(draft);
    }
    if draft.lasting_end().is_some_and(|end| end <= soon) {
        return Err(Refusal::field("end", Rule::InThePast));
    }
    Ok(MeetingDraft { start: soon, ..draft })
}

impl Organizer {
    /// Schedules a meeting at its vendor and files it. The same `key` again returns the same meeting.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; the vendor's refusal beside the field it blames;
    /// [`Kind::Unconfirmed`] if no answer came: the meeting stands in the index as unconfirmed.
    pub async fn schedule(&self, key: &str, form: &MeetingForm, zone: &Zone) -> Result<MeetingId, Refusal> {
        let connection = self.chosen(form).await?;
        let draft = self.read(form, &connection, zone)?;
        let draft = match in_time(draft.clone(), self.services.now()) {
            Ok(draft) => draft,
            // Its time may have come since it was first sent: then the answer is that of then.
            Err(_) if self.was_done(key).await? => draft,
            Err(refusal) => return Err(refusal),
        };
        if is_ours_to_repeat(&connection, &draft) {
            // Boxed, so that a single meeting does not carry the room that a series needs.
            return Box::pin(self.schedule_series(key, form, zone, connection, &draft)).await;
        }
        let vendor = self.services.vendor(&connection).await?;
        let id = MeetingId(portico_store::new_id());
        let plan = Plan {
            person: self.id(),
            key,
            action: "meeting.schedule",
            connection: &connection.id,
            meeting: &id,
            payload: json!({ "subject": draft.subject, "start": draft.start, "end": draft.end }),
        };
        match self.services.begin(plan, form).await? {
            Turn::Before(outcome) => outcome,
            Turn::Ours(intent) => {
                let organizer = self.clone();
                // It goes on when the browser has gone: not every vendor can be asked later what it made.
                let done = tokio::spawn(async move {
                    organizer.carry_out(&intent, &connection, &vendor, id, &draft).await
                });
                done.await.unwrap_or_else(|_| Err(Kind::Internal.into()))
            }
        }
    }

    /// Did the same key lead to something that was done?
    async fn was_done(&self, key: &str) -> Result<bool, Refusal> {
        let latest = self.services.latest(self.id(), key).await?;
        Ok(latest.is_some_and(|intent| intent.state == IntentState::Done))
    }

    pub(super) fn read(
        &self,
        form: &MeetingForm,
        connection: &Connection,
        zone: &Zone,
    ) -> Result<MeetingDraft, Refusal> {
        let read = form.read(connection.vendor).map_err(Refusal::invalid)?;
        read.place(|time| zone.place(time)).map_err(Refusal::invalid)
    }

    async fn chosen(&self, form: &MeetingForm) -> Result<Connection, Refusal> {
        let id = ConnectionId::new(form.connection.as_str());
        let found = self.services.store().connections().by_id(&id).await.map_err(stored)?;
        found.ok_or_else(|| Refusal::field("connection", Rule::NotAChoice))
    }

    async fn carry_out(
        &self,
        intent: &IntentId,
        connection: &Connection,
        vendor: &Client,
        id: MeetingId,
        draft: &MeetingDraft,
    ) -> Result<MeetingId, Refusal> {
        let services = &self.services;
        let outcome = self.create(connection, vendor, &id, draft, None).await;
        services.settle(intent, outcome.as_ref().map(|_| ())).await?;
        let vendor_id = outcome?;
        services.remember(&id, Some(self.id()), "scheduled", "").await;
        services.take_over_detail(connection, &**vendor, &id, &vendor_id).await;
        Ok(id)
    }

    /// The row stands before the call is made, so that nothing that happens to us can lose the meeting.
    pub(super) async fn create(
        &self,
        connection: &Connection,
        vendor: &Client,
        id: &MeetingId,
        draft: &MeetingDraft,
        series: Option<&SeriesId>,
    ) -> Result<VendorMeetingId, Refusal> {
        let services = &self.services;
        let mut meeting = Meeting { series: series.cloned(), ..self.unconfirmed(connection, id, draft) };
        if let Some(series) = series {
            // Booking that was broken off may go on after the series was handed over.
            let standing = services.store().meetings().of_series(series).await.map_err(stored)?;
            meeting.owner = standing.into_iter().next().map_or(meeting.owner, |first| first.owner);
        }
        let password = draft.password.clone().map(SecretString::from);
        services.store().meetings().insert(&meeting, password.as_ref()).await.map_err(stored)?;
        services.note(Some(self.id()), "meeting.schedule", id.as_str(), "begun", &connection.name).await?;
        let answer = vendor.create(draft).await;
        match services.heed(connection, &**vendor, answer).await {
            Ok(Made { number: vendor_id, told }) => {
                let now = services.now();
                let meetings = services.store().meetings();
                meetings.confirm(id, &vendor_id, MeetingState::Scheduled, now).await.map_err(stored)?;
                services.keep_first_told(id, told).await;
                services
                    .note(Some(self.id()), "meeting.schedule", id.as_str(), "done", vendor_id.as_str())
                    .await?;
                Ok(vendor_id)
            }
            Err(refusal) => {
                let unknown = refusal.kind == Kind::Unconfirmed;
                let outcome = if unknown { "unknown" } else { "refused" };
                if !unknown {
                    services.store().meetings().forget_unconfirmed(id).await.map_err(stored)?;
                }
                let said = refusal.to_string();
                services.note(Some(self.id()), "meeting.schedule", id.as_str(), outcome, &said).await?;
                Err(refusal)
            }
        }
    }

    fn unconfirmed(&self, connection: &Connection, id: &MeetingId, draft: &MeetingDraft) -> Meeting {
        let now = self.services.now();
        Meeting {
            id: id.clone(),
            connection: connection.id.clone(),
            vendor_id: None,
            series: None,
            subject: draft.subject.clone(),
            start: draft.start,
            end: draft.lasting_end(),
            repeat: draft.repeat,
            state: MeetingState::Unconfirmed,
            host_name: String::new(),
            members: 0,
            owner: Some(self.id().clone()),
            options: Some(draft.options.clone()),
            public_url: None,
            created: now,
            seen: now,
            sequence: 0,
        }
    }

    /// Connections on which a meeting can be scheduled now, the one used last first.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn choices(&self) -> Result<Vec<Connection>, Refusal> {
        let mut connections = self.services.store().connections().list().await.map_err(stored)?;
        connections.retain(|connection| !connection.paused);
        let own = crate::OwnedBy::Person(self.id().clone());
        let filter = crate::MeetingFilter { owner: Some(own), ..Default::default() };
        let last = self.services.store().meetings().page(&filter, crate::Order::Descending, None, 1).await;
        let last = last.map_err(stored)?.rows.into_iter().next();
        if let Some(last) = last {
            connections.sort_by_key(|connection| connection.id != last.connection);
        }
        Ok(connections)
    }
}
