//! Finding out what became of a change whose answer never came.
//!
//! The vendor is asked what it has; the change itself is never repeated. What is done at a vendor that
//! cannot be asked stands in `send_again.rs`.

use super::change::as_told;
use super::control::{RECORD, STOP_RECORDING};
use super::look::{is_gone, repeat_after};
use super::series::SCHEDULE_SERIES;
use super::series_change::CHANGE_SERIES;
use super::withdraw::WITHDRAW;
use crate::Services;
use crate::failures::stored;
use crate::intents::ERRAND;
use crate::registry::Client;
use portico_domain::capabilities::Support;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingDraft, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::{Intent, IntentState};
use portico_vendors::{List, MeetingDetail, Silent, Span};

/// A change is looked into when it has been without an answer for this long; longer than any call lasts.
const QUIET_SECONDS: i64 = 20;
/// A creation that the vendor does not list is believed lost after this many looks.
pub(super) const LOOKS: i64 = 3;
const AT_ONCE: i64 = 50;
/// A listing that began so long before a creation may hold it.
const LISTING_SECONDS: i64 = 15;
/// Around the start of the meeting that is looked for.
const WINDOW_SECONDS: i64 = 86_400;
/// A series that was interrupted may be gone on with for so long.
const GIVE_UP_SECONDS: i64 = 86_400;

pub(super) enum Found {
    Happened,
    DidNot,
    /// It did not, and the vendor said why.
    Refused(Box<Refusal>),
    /// The vendor does not say yet.
    Open,
}

impl Services {
    /// Looks into all changes without an answer. Returns how many were settled.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn reconcile(&self) -> Result<usize, Refusal> {
        let now = self.now();
        let quiet_since = now.minus_seconds(QUIET_SECONDS);
        let claimed = self.store().intents().claim(quiet_since, now, AT_ONCE).await.map_err(stored)?;
        let mut settled = 0;
        for intent in claimed {
            if intent.action.starts_with(ERRAND) {
                self.close_errand(&intent).await?;
                settled += 1;
                continue;
            }
            // On the heap, because it holds much.
            match Box::pin(self.look_into(&intent)).await {
                Ok(Found::Open) => {}
                Ok(Found::Happened) => {
                    self.close_intent(&intent, IntentState::Done, None).await?;
                    settled += 1;
                }
                Ok(Found::DidNot) => {
                    let refusal = serde_json::to_value(Refusal::of(Kind::VendorSilent)).ok();
                    self.close_intent(&intent, IntentState::Refused, refusal).await?;
                    settled += 1;
                }
                Ok(Found::Refused(refusal)) => {
                    let refusal = serde_json::to_value(refusal).ok();
                    self.close_intent(&intent, IntentState::Refused, refusal).await?;
                    settled += 1;
                }
                // The vendor is silent: later.
                Err(refusal) => tracing::info!(%refusal, action = intent.action, "still unconfirmed"),
            }
        }
        Ok(settled)
    }

    async fn close_intent(
        &self,
        intent: &Intent,
        state: IntentState,
        result: Option<serde_json::Value>,
    ) -> Result<(), Refusal> {
        self.store()
            .intents()
            .finish(&intent.id, state, result.as_ref(), self.now())
            .await
            .map_err(stored)?;
        let subject = intent.meeting.as_ref().map_or("", MeetingId::as_str);
        self.note(intent.person.as_ref(), &intent.action, subject, state.name(), "reconciled").await
    }

    async fn look_into(&self, intent: &Intent) -> Result<Found, Refusal> {
        if intent.action == SCHEDULE_SERIES {
            return self.look_at_series(intent).await;
        }
        if intent.action == CHANGE_SERIES {
            // Whoever is at it touches it with each meeting. After that only the form can go on with it.
            return Ok(if intent.attempts < LOOKS { Found::Open } else { Found::DidNot });
        }
        let Some(id) = &intent.meeting else { return Ok(Found::DidNot) };
        let Some(meeting) = self.store().meetings().by_id(id).await.map_err(stored)? else {
            return Ok(Found::DidNot);
        };
        let Some(connection) = self.store().connections().by_id(&meeting.connection).await.map_err(stored)?
        else {
            return Ok(Found::DidNot);
        };
        let vendor = self.vendor(&connection).await?;
        match (intent.action.as_str(), meeting.vendor_id.clone()) {
            ("meeting.schedule", None) => self.look_for(intent, &meeting, &connection, &vendor).await,
            ("meeting.schedule", Some(_)) => Ok(Found::Happened),
            ("meeting.change", _) if connection.vendor.capabilities().change == Support::Portico => {
                // On the heap, because it holds much and is held by much.
                Box::pin(self.resume_rebooking(intent, &meeting, &connection, &vendor)).await
            }
            (RECORD | STOP_RECORDING, _) => {
                self.look_at_recorder(intent, &meeting, &connection, &vendor).await
            }
            (WITHDRAW, _) => self.look_at_withdrawn(intent, &meeting, &connection).await,
            (action, Some(vendor_id)) => {
                self.look_at(intent, action, &meeting, &vendor_id, &connection, &vendor).await
            }
            (_, None) => Ok(Found::DidNot),
        }
    }

    /// Only the form can go on with a series that was interrupted: nobody else knows its password. Once
    /// nobody does any more, what was booked is what there is.
    async fn look_at_series(&self, intent: &Intent) -> Result<Found, Refusal> {
        let old = intent.created < self.now().minus_seconds(GIVE_UP_SECONDS);
        Ok(if old || self.is_series_complete(intent).await? { Found::Happened } else { Found::Open })
    }

    /// Giving back may be repeated, so it is, until someone says yes or no.
    async fn look_at_withdrawn(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        connection: &Connection,
    ) -> Result<Found, Refusal> {
        match (meeting.state, &meeting.vendor_id) {
            (MeetingState::Cancelled | MeetingState::Ended, _) => return Ok(Found::Happened),
            (_, None) => return Ok(Found::Open),
            _ => {}
        }
        match self.give_back(connection, meeting, intent.person.as_ref()).await {
            Ok(()) => Ok(Found::Happened),
            Err(refusal) if refusal.kind == Kind::VendorRefused => Ok(Found::DidNot),
            Err(refusal) => Err(refusal),
        }
    }

    /// Is the meeting that was asked for among those the vendor lists?
    async fn look_for(
        &self,
        intent: &Intent,
        meeting: &Meeting,
        connection: &Connection,
        vendor: &Client,
    ) -> Result<Found, Refusal> {
        if !vendor.capabilities().list.possible() {
            // Nothing can be seen, so there is nothing to wait for but an answer that comes late.
            return if intent.attempts < LOOKS { Ok(Found::Open) } else { self.give_up(meeting).await };
        }
        let span = Span {
            from: meeting.start.minus_seconds(WINDOW_SECONDS),
            to: meeting.start.plus_seconds(WINDOW_SECONDS),
        };
        let mut odd = false;
        for list in [List::Current, List::History] {
            for page in 1..=20 {
                let answer = vendor.list(list, span, page).await;
                let answer = self.heed(connection, &**vendor, answer).await?;
                odd |= answer.odd.is_some();
                for row in &answer.rows {
                    let starts = row.start.is_some_and(|start| start.seconds() == meeting.start.seconds());
                    let alike = row.subject == meeting.subject && starts;
                    if alike && self.is_nobodys(intent, connection, &row.vendor_id).await? {
                        return self
                            .claim_meeting(meeting, &row.vendor_id, row.state, connection, vendor)
                            .await;
                    }
                }
                if !answer.more {
                    break;
                }
            }
        }
        // What cannot be read may be the one.
        if intent.attempts < LOOKS || odd {
            return Ok(Found::Open);
        }
        let meetings = self.store().meetings();
        meetings.set_state(&meeting.id, MeetingState::Cancelled, None, self.now()).await.map_err(stored)?;
        self.remember(&meeting.id, None, "never-created", "").await;
        Ok(Found::DidNot)
    }

    /// Meetings that someone here scheduled are not the one that is looked for, nor are those that were
    /// listed before it was asked for.
    async fn is_nobodys(
        &self,
        intent: &Intent,
        connection: &Connection,
        number: &VendorMeetingId,
    ) -> Result<bool, Refusal> {
        let known = self.store().meetings().by_vendor_id(&connection.id, number).await.map_err(stored)?;
        let earliest = intent.created.minus_seconds(LISTING_SECONDS);
        Ok(known.is_none_or(|meeting| meeting.owner.is_none() && meeting.created >= earliest))
    }

    /// Is it not, or ours already?
    pub(super) async fn is_free(
        &self,
        intent: &Intent,
        connection: &Connection,
        meeting: &MeetingId,
        number: &VendorMeetingId,
    ) -> Result<bool, Refusal> {
        let known = self.store().meetings().by_vendor_id(&connection.id, number).await.map_err(stored)?;
        let ours = known.is_some_and(|known| known.id == *meeting);
        Ok(ours || self.is_nobodys(intent, connection, number).await?)
    }

    async fn claim_meeting(
        &self,
        meeting: &Meeting,
        number: &VendorMeetingId,
        state: MeetingState,
        connection: &Connection,
        vendor: &Client,
    ) -> Result<Found, Refusal> {
        let confirmed = self.store().meetings().confirm(&meeting.id, number, state, self.now()).await;
        if !confirmed.map_err(stored)? {
            return Ok(Found::Open);
        }
        self.remember(&meeting.id, None, "confirmed", number.as_str()).await;
        self.take_over_detail(connection, &**vendor, &meeting.id, number).await;
        Ok(Found::Happened)
    }

    /// Did the change, the end or the cancellation happen?
    async fn look_at(
        &self,
        intent: &Intent,
        action: &str,
        meeting: &Meeting,
        number: &VendorMeetingId,
        connection: &Connection,
        vendor: &Client,
    ) -> Result<Found, Refusal> {
        if let Client::Webapi(webapi) = vendor {
            return self.send_again(intent, meeting, number, connection, webapi).await;
        }
        let asked = self.now();
        let detail = vendor.detail(number).await;
        let detail = match self.heed(connection, &**vendor, detail).await {
            Ok(detail) => detail,
            Err(refusal) if is_gone(&refusal) => {
                let state =
                    if action == "meeting.end" { MeetingState::Ended } else { MeetingState::Cancelled };
                let meetings = self.store().meetings();
                meetings.set_state(&meeting.id, state, None, self.now()).await.map_err(stored)?;
                let happened = matches!(action, "meeting.cancel" | "meeting.end");
                return Ok(if happened { Found::Happened } else { Found::DidNot });
            }
            Err(refusal) => return Err(refusal),
        };
        let draft = match action {
            "meeting.change" => serde_json::from_value::<MeetingDraft>(intent.payload.clone()).ok(),
            _ => None,
        };
        let changed = draft.filter(|draft| is_as_asked(draft, &detail));
        let happened = changed.is_some() || (action == "meeting.end" && detail.state == MeetingState::Ended);
        let known = changed.map_or_else(|| meeting.clone(), |draft| after(meeting, draft, detail.silent));
        self.file_detail(&known, detail, asked).await?;
        Ok(if happened { Found::Happened } else { Found::DidNot })
    }
}

/// Is the meeting at the vendor what a change asked for, as far as a change says it and the vendor tells?
fn is_as_asked(asked: &MeetingDraft, detail: &MeetingDetail) -> bool {
    let told = detail.options_over(Some(&asked.options));
    asked.subject == detail.subject
        && Some(asked.start) == detail.start
        && Some(asked.end) == detail.end
        && asked.repeat == repeat_after(asked.repeat, detail)
        && as_told(&asked.options, &told) == told
}

/// What is known of a meeting after a change that happened: what the vendor leaves out is as it was asked for.
fn after(known: &Meeting, asked: MeetingDraft, silent: Silent) -> Meeting {
    let options = match &known.options {
        Some(known) => as_told(&asked.options, known),
        None => asked.options,
    };
    let repeat = if silent.repeat || silent.until { asked.repeat } else { known.repeat };
    Meeting { options: Some(options), repeat, ..known.clone() }
}
