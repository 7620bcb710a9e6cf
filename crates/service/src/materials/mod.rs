//! What belongs to a WebAPI meeting besides its times: attendance, streams, documents, the background
//! picture.
//!
//! None of it stands in the index: it is asked for when somebody looks, and each part may fail alone.

mod attendance;
mod background;
mod documents;
mod streams;
mod told;

pub use attendance::{Attendance, PersonTotal, Stay};
pub use background::MOST_PICTURE_BYTES;
pub use documents::DocumentRow;
pub use streams::{StreamPlace, Streams};
pub(crate) use told::Made;

use crate::Services;
use crate::access::{Member, Organizer};
use crate::intents::{Plan, Turn};
use crate::registry::Client;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::kit::VendorError;
use serde_json::Value;
use std::time::Duration;

/// A page waits for one part no longer than this.
const PATIENCE: Duration = Duration::from_secs(6);

/// All parts for a meeting's page. What could not be had says why.
pub struct Materials {
    pub meeting: Meeting,
    pub may_edit: bool,
    pub attendance: Result<Attendance, Refusal>,
    /// Only for those who may edit.
    pub streams: Option<Result<Streams, Refusal>>,
    pub documents: Result<Vec<DocumentRow>, Refusal>,
    pub has_background: bool,
}

/// A meeting that stands at a WebAPI server, with the client that reaches it.
struct Place {
    meeting: Meeting,
    connection: Connection,
    number: VendorMeetingId,
    client: Client,
}

impl Services {
    /// # Errors
    /// [`Kind::Unsupported`] for another vendor's meeting, [`Kind::Unconfirmed`] for one without a number,
    /// [`Kind::Paused`].
    async fn place(&self, meeting: Meeting) -> Result<Place, Refusal> {
        let connection = self.connection(&meeting.connection).await?;
        if connection.vendor != Vendor::Webapi {
            return Err(Kind::Unsupported.into());
        }
        let number = meeting.vendor_id.clone().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let client = self.vendor(&connection).await?;
        Ok(Place { meeting, connection, number, client })
    }
}

/// A part that takes too long is a part that is missing, not a page that is missing.
async fn patiently<T>(part: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    let part = tokio::time::timeout(PATIENCE, part).await;
    part.unwrap_or_else(|_| Err(Kind::VendorSilent.into()))
}

impl Member {
    /// Everything that a WebAPI meeting has besides its times, asked for at the same time.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::Unsupported`], [`Kind::Unconfirmed`], [`Kind::Paused`]. What the vendor
    /// does not tell stands in the parts.
    pub async fn materials(&self, id: &MeetingId) -> Result<Materials, Refusal> {
        let services = &self.services;
        let place = services.place(self.find(id).await?).await?;
        let may_edit = self.may_edit(&place.meeting);
        let streams = async {
            match may_edit {
                true => Some(patiently(services.streams_at(&place)).await),
                false => None,
            }
        };
        let (attendance, streams, documents, told) = futures::join!(
            patiently(services.attendance_at(&place, may_edit)),
            streams,
            patiently(services.documents_at(&place)),
            services.told(id),
        );
        let has_background = told?.picture.is_some();
        Ok(Materials { meeting: place.meeting, may_edit, attendance, streams, documents, has_background })
    }
}

/// A change of what belongs to a meeting.
struct Change<'a> {
    place: &'a Place,
    key: &'a str,
    action: &'static str,
    /// What reconciliation needs, and what makes two submits the same; no secrets.
    payload: Value,
    /// For the meeting's history.
    what: &'static str,
    detail: &'a str,
}

impl Organizer {
    /// A meeting that this organizer may change, at its vendor.
    async fn own_place(&self, id: &MeetingId) -> Result<Place, Refusal> {
        let (meeting, _) = self.own(id).await?;
        self.services.place(meeting).await
    }

    /// Makes one call that changes something, however often it is submitted, and writes down what came of
    /// it. `None` if it was made before.
    async fn once<T>(
        &self,
        change: Change<'_>,
        call: impl Future<Output = Result<T, VendorError>>,
    ) -> Result<Option<T>, Refusal> {
        let Change { place, key, action, payload, .. } = &change;
        let plan = Plan {
            person: self.id(),
            key,
            action,
            connection: &place.connection.id,
            meeting: &place.meeting.id,
            payload: payload.clone(),
        };
        match self.services.begin(plan, &(&place.meeting.id, action, payload)).await? {
            Turn::Before(outcome) => outcome.map(|_| None),
            Turn::Ours(intent) => {
                let outcome = self.make(&change, call).await;
                self.services.settle(&intent, outcome.as_ref().map(|_| ())).await?;
                outcome.map(Some)
            }
        }
    }

    async fn make<T>(
        &self,
        change: &Change<'_>,
        call: impl Future<Output = Result<T, VendorError>>,
    ) -> Result<T, Refusal> {
        let Change { place, action, what, detail, .. } = change;
        let services = &self.services;
        let (person, subject) = (Some(self.id()), place.meeting.id.as_str());
        services.note(person, action, subject, "begun", detail).await?;
        let answer = call.await;
        match services.heed(&place.connection, &*place.client, answer).await {
            Ok(value) => {
                services.note(person, action, subject, "done", detail).await?;
                services.remember(&place.meeting.id, person, what, detail).await;
                Ok(value)
            }
            Err(refusal) => {
                let outcome = if refusal.kind == Kind::Unconfirmed { "unknown" } else { "refused" };
                services.note(person, action, subject, outcome, &refusal.to_string()).await?;
                Err(refusal)
            }
        }
    }
}
