//! What became of a change without an answer at a vendor that cannot be asked (WebAPI lists no meetings
//! and tells of none).
//!
//! A creation is given up: to create again could make a second meeting. Everything else is either safe
//! to send again, because the vendor's operation does the same however often it is called, or can be
//! asked for in another way.

use super::reconcile::Found;
use crate::Services;
use crate::failures::stored;
use crate::intents::NEVER_TAKEN_UP;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::{IntentId, MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::{Intent, IntentState};
use portico_vendors::MeetingVendor;
use portico_vendors::webapi::WebApi;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

impl Services {
    /// Nobody can say whether the meeting came about. It is cancelled here, its history says why, and the
    /// same form may be sent again; should it stand at the vendor, nobody has its number to reach it by.
    pub(super) async fn give_up(&self, meeting: &Meeting) -> Result<Found, Refusal> {
        let meetings = self.store().meetings();
        meetings.set_state(&meeting.id, MeetingState::Cancelled, None, self.now()).await.map_err(stored)?;
        self.remember(&meeting.id, None, "never-answered", "").await;
        Ok(Found::DidNot)
    }

    pub(super) async fn send_again(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        number: &VendorMeetingId,
        connection: &Connection,
        webapi: &WebApi,
    ) -> Result<Found, Refusal> {
        match intent.action.as_str() {
            "meeting.cancel" | "meeting.withdraw" => {
                self.delete_again(intent, meeting, number, connection, webapi).await
            }
            "meeting.change" => self.change_again(intent, meeting, number, connection, webapi).await,
            "documents.bind" => self.are_bound(intent, number, connection, webapi).await,
            // No operation tells which picture a meeting has; whoever wants it uploads it again.
            _ => Ok(Found::DidNot),
        }
    }

    /// Deleting what is deleted succeeds, so this only makes sure of what was asked for.
    async fn delete_again(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        number: &VendorMeetingId,
        connection: &Connection,
        webapi: &WebApi,
    ) -> Result<Found, Refusal> {
        let answer = MeetingVendor::delete(webapi, number).await;
        if !self.settled(connection, webapi, answer).await? {
            return Ok(Found::DidNot);
        }
        let meetings = self.store().meetings();
        meetings.set_state(&meeting.id, MeetingState::Cancelled, None, self.now()).await.map_err(stored)?;
        self.remember(&meeting.id, intent.person.as_ref(), "cancelled", "").await;
        Ok(Found::Happened)
    }

    /// 修改会议 sets every field to what it is given, so the same content twice is the content once. The
    /// intent holds it all but the password, which was sealed beside it before the first sending.
    async fn change_again(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        number: &VendorMeetingId,
        connection: &Connection,
        webapi: &WebApi,
    ) -> Result<Found, Refusal> {
        let open = matches!(meeting.state, MeetingState::Scheduled | MeetingState::Live);
        let Some(draft) = self.asked_for(intent).await?.filter(|_| open) else { return Ok(Found::DidNot) };
        if self.is_overtaken(intent, &meeting.id).await? {
            return Ok(Found::Open);
        }
        let answer = MeetingVendor::change(webapi, number, &draft).await;
        if !self.settled(connection, webapi, answer).await? {
            return Ok(Found::DidNot);
        }
        // A later change may have been made in the time that the vendor took.
        if !self.is_held(intent).await? {
            return Ok(Found::Open);
        }
        self.store().meetings().apply_draft(&meeting.id, &draft, self.now()).await.map_err(stored)?;
        self.remember(&meeting.id, intent.person.as_ref(), "changed", "").await;
        self.supersede(&meeting.id, &intent.id).await?;
        Ok(Found::Happened)
    }

    /// What a change asked for, password and all. `None`: nothing of it was sent.
    pub(super) async fn asked_for(&self, intent: &Intent) -> Result<Option<MeetingDraft>, Refusal> {
        let password = self.store().intents().secrets(&intent.id).await.map_err(stored)?;
        let draft: Option<MeetingDraft> = serde_json::from_value(intent.payload.clone()).ok();
        let (Some(password), Some(draft)) = (password, draft) else { return Ok(None) };
        let password = Some(password.expose_secret().to_owned()).filter(|password| !password.is_empty());
        Ok(Some(MeetingDraft { password, ..draft }))
    }

    /// Seals what a change needs to be sent again, before it is sent at all: vendors tell of no meeting, or not of
    /// its password. Booking again writes down more.
    ///
    /// # Errors
    /// [`Kind::Conflict`]: it took so long that somebody else has taken it up, so it must not be sent.
    pub(super) async fn lay_by(
        &self,
        connection: &Connection,
        intent: &IntentId,
        draft: &MeetingDraft,
    ) -> Result<(), Refusal> {
        if connection.vendor == Vendor::Vmr {
            return Ok(());
        }
        let payload = json!(MeetingDraft { password: None, ..draft.clone() });
        let password = SecretString::from(draft.password.clone().unwrap_or_default());
        let intents = self.store().intents();
        let laid_by = intents.advance(intent, NEVER_TAKEN_UP, &payload, &password, self.now()).await;
        if laid_by.map_err(stored)? { Ok(()) } else { Err(Kind::Conflict.into()) }
    }

    /// Is a later change of the same meeting under way, or this one settled or taken up by somebody else?
    pub(super) async fn is_overtaken(&self, intent: &Intent, meeting: &MeetingId) -> Result<bool, Refusal> {
        if !self.is_held(intent).await? {
            return Ok(true);
        }
        let open = self.store().intents().open_of_meeting(meeting).await.map_err(stored)?;
        let mut later = open.iter().skip_while(|other| other.id != intent.id).skip(1);
        Ok(later.any(|other| other.action == "meeting.change"))
    }

    /// A change was made: those of the same meeting that were sent before it and got no answer must not be
    /// sent again, for they would undo it.
    pub(super) async fn supersede(&self, meeting: &MeetingId, by: &IntentId) -> Result<(), Refusal> {
        let intents = self.store().intents();
        let open = intents.open_of_meeting(meeting).await.map_err(stored)?;
        // Whoever settled it has seen to the earlier ones; those that are open now came later.
        if open.iter().all(|intent| intent.id != *by) {
            return Ok(());
        }
        let earlier = open.iter().take_while(|intent| intent.id != *by);
        let refusal = serde_json::to_value(Refusal::of(Kind::Conflict)).ok();
        for intent in earlier.filter(|intent| intent.action == "meeting.change") {
            let (state, at) = (IntentState::Refused, self.now());
            intents.finish(&intent.id, state, refusal.as_ref(), at).await.map_err(stored)?;
        }
        Ok(())
    }

    /// Whether binding adds or replaces is not documented, so it is asked for and not repeated.
    async fn are_bound(
        &self,
        intent: &Intent,
        number: &VendorMeetingId,
        connection: &Connection,
        webapi: &WebApi,
    ) -> Result<Found, Refusal> {
        let asked: Vec<String> = serde_json::from_value(intent.payload["files"].clone()).unwrap_or_default();
        let bound = webapi.documents(number).await;
        let bound = self.heed(connection, webapi, bound).await?;
        let all = asked.iter().all(|id| bound.iter().any(|document| document.id.as_str() == id));
        Ok(if all && !asked.is_empty() { Found::Happened } else { Found::DidNot })
    }

    /// Did the vendor do it? `Err` if it still does not say.
    pub(super) async fn settled(
        &self,
        connection: &Connection,
        vendor: &dyn MeetingVendor,
        answer: Result<(), portico_vendors::kit::VendorError>,
    ) -> Result<bool, Refusal> {
        match self.heed(connection, vendor, answer).await {
            Ok(()) => Ok(true),
            Err(refusal)
                if matches!(refusal.kind, Kind::VendorRefused | Kind::NotFound | Kind::Unsupported) =>
            {
                Ok(false)
            }
            Err(refusal) => Err(refusal),
        }
    }
}
