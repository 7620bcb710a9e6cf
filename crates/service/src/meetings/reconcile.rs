//! Finding out what became of a change whose answer never came.
//!
//! The vendor is asked what it has; what could do harm twice is never repeated. How a change is told from what was
//! there before stands in `recognise.rs`; what is done at a vendor that cannot be asked, in `send_again.rs`; by whom and when all this is done, in `take_up.rs`.

use super::cancel_series::CANCEL_SERIES;
use super::control::{RECORD, STOP_RECORDING};
use super::look::is_gone;
use super::recognise::Told;
use super::series::SCHEDULE_SERIES;
use super::series_change::CHANGE_SERIES;
use super::withdraw::WITHDRAW;
use crate::Services;
use crate::failures::stored;
use crate::registry::Client;
use portico_domain::capabilities::Support;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_store::intents::Intent;
use portico_vendors::{List, Span};
use secrecy::SecretString;

/// A creation that the vendor does not list is believed lost after this many looks.
pub(super) const LOOKS: i64 = 3;
/// And not before this long after it was sent.
const LATE_SECONDS: i64 = 60;
/// A listing that began so long before a creation may hold it.
const LISTING_SECONDS: i64 = 15;
/// Around the start of the meeting that is looked for.
const WINDOW_SECONDS: i64 = 86_400;
/// Of 100. Whoever has more in two days is not looked through to the end, so nothing is given up for them.
const MOST_PAGES: u32 = 60;
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

/// What a list says of a meeting.
enum Listed {
    Here(VendorMeetingId, MeetingState),
    /// It names no such meeting; only a whole one means anything by that.
    Not {
        whole: bool,
    },
}

impl Services {
    /// What became of it, as far as the vendor tells by now.
    ///
    /// # Errors
    /// The vendor is silent: later.
    pub(super) async fn look_into(&self, intent: &Intent) -> Result<Found, Refusal> {
        if intent.action == SCHEDULE_SERIES {
            return self.look_at_series(intent).await;
        }
        if matches!(intent.action.as_str(), CHANGE_SERIES | CANCEL_SERIES) {
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
        let mut whole = true;
        for list in [List::Current, List::History] {
            match self.look_through(list, intent, meeting, connection, vendor).await? {
                Listed::Here(number, state) => {
                    return self.claim_meeting(meeting, &number, state, connection, vendor).await;
                }
                Listed::Not { whole: all } => whole &= all,
            }
        }
        // What cannot be read, or was not listed, may be the one.
        if !whole || self.is_too_early(intent).await? {
            return Ok(Found::Open);
        }
        let meetings = self.store().meetings();
        meetings.set_state(&meeting.id, MeetingState::Cancelled, None, self.now()).await.map_err(stored)?;
        self.remember(&meeting.id, None, "never-created", "").await;
        Ok(Found::DidNot)
    }

    /// Reads one list, to its end if it can be reached.
    async fn look_through(
        &self,
        list: List,
        intent: &Intent,
        meeting: &Meeting,
        connection: &Connection,
        vendor: &Client,
    ) -> Result<Listed, Refusal> {
        let span = Span {
            from: meeting.start.minus_seconds(WINDOW_SECONDS),
            to: meeting.start.plus_seconds(WINDOW_SECONDS),
        };
        let mut odd = false;
        for page in 1..=MOST_PAGES {
            let answer = vendor.list(list, span, page).await;
            let answer = self.heed(connection, &**vendor, answer).await?;
            odd |= answer.odd.is_some();
            for row in answer.rows {
                let starts = row.start.is_some_and(|start| start.seconds() == meeting.start.seconds());
                let alike = row.subject == meeting.subject && starts;
                if alike && self.is_nobodys(intent, connection, &row.vendor_id).await? {
                    let state = row.state.unwrap_or(MeetingState::Scheduled);
                    return Ok(Listed::Here(row.vendor_id, state));
                }
            }
            if !answer.more {
                return Ok(Listed::Not { whole: !odd });
            }
        }
        Ok(Listed::Not { whole: false })
    }

    /// The vendor may act late on what was sent, and list it later still. Only looks at everything count, because a
    /// vendor that was silent said nothing; `true` also for whoever does not hold the intent any more.
    async fn is_too_early(&self, intent: &Intent) -> Result<bool, Refusal> {
        let looks = intent.payload["looks"].as_i64().unwrap_or_default() + 1;
        let mut payload = intent.payload.clone();
        if let Some(noted) = payload.as_object_mut() {
            noted.insert("looks".to_owned(), looks.into());
        }
        let (intents, now) = (self.store().intents(), self.now());
        // A creation lays no secrets by.
        let secrets = SecretString::default();
        let held =
            intents.advance(&intent.id, intent.attempts, &payload, &secrets, now).await.map_err(stored)?;
        Ok(!held || looks < LOOKS || now < intent.created.plus_seconds(LATE_SECONDS))
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
        if action == "meeting.change" {
            let told = Told { detail, asked };
            return Box::pin(self.recognise_change(intent, meeting, number, (connection, vendor), told))
                .await;
        }
        let happened = action == "meeting.end" && detail.state == MeetingState::Ended;
        self.file_detail(meeting, detail, asked).await?;
        Ok(if happened { Found::Happened } else { Found::DidNot })
    }
}
