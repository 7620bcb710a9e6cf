//! The room of a meeting while it runs, where the vendor can be told to record: what happens in it
//! (`look.rs`), and starting and stopping the recording (`order.rs`).

mod look;
mod order;
mod rounds;

use crate::Services;
use crate::failures::stored;
use crate::registry::Client;
use portico_domain::connections::Connection;
use portico_domain::ids::{PersonId, VendorRecordingId};
use portico_domain::links::DEFAULT_EARLY_MINUTES;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_vendors::vmr::codes::{NO_MEETING, NOT_BEGUN, NOT_RECORDING};
use portico_vendors::vmr::operations::recording::LiveAndRecording;
use portico_vendors::vmr::{ConferenceKey, RecordId};

pub(crate) use look::RoomTold;
pub use look::{Recorder, RoomLook};
pub(super) use order::{RECORD, STOP_RECORDING};

/// Is the room this meeting's now? At other times someone else may be in it, who is neither to be watched
/// nor recorded.
fn has_room(meeting: &Meeting, now: Timestamp) -> bool {
    let open = matches!(meeting.state, MeetingState::Scheduled | MeetingState::Live);
    let from = meeting.start.plus_minutes(-DEFAULT_EARLY_MINUTES);
    open && now >= from && meeting.end.is_none_or(|end| now < end)
}

/// Did the vendor say that nobody is in the room?
fn is_closed(refusal: &Refusal) -> bool {
    says(refusal, &[NOT_BEGUN, NO_MEETING])
}

/// Some servers refuse to tell of a room in which nothing runs, instead of saying so.
fn nothing_runs(refusal: &Refusal) -> bool {
    says(refusal, &[NOT_BEGUN, NOT_RECORDING, NO_MEETING])
}

fn says(refusal: &Refusal, codes: &[&str]) -> bool {
    refusal.vendor.as_ref().is_some_and(|vendor| codes.contains(&vendor.code.as_str()))
}

impl Services {
    /// What is streamed and recorded in a room.
    async fn running_in(
        &self,
        connection: &Connection,
        client: &Client,
        room: &ConferenceKey,
    ) -> Result<LiveAndRecording, Refusal> {
        let running = client.vmr()?.live_and_recording(room).await;
        match self.heed(connection, &**client, running).await {
            Err(refusal) if nothing_runs(&refusal) => Ok(LiveAndRecording::nothing(room.clone())),
            running => running,
        }
    }

    /// The number under which the vendor knows the room of a meeting.
    async fn room_of(
        &self,
        connection: &Connection,
        client: &Client,
        meeting: &Meeting,
    ) -> Result<ConferenceKey, Refusal> {
        let number = meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let booking = client.vmr()?.recent_booking(number).await;
        let booking = self.heed(connection, &**client, booking).await?;
        booking.number.ok_or_else(|| Kind::NotFound.into())
    }

    /// The vendor finds a recording by nothing but this id.
    async fn keep_record(
        &self,
        connection: &Connection,
        meeting: &Meeting,
        record: &RecordId,
        started_by: Option<&PersonId>,
    ) -> Result<(), Refusal> {
        let (ids, now) = (self.store().recording_ids(), self.now());
        let record = VendorRecordingId::new(record.as_str());
        ids.note(&connection.id, &record, &meeting.id, started_by, now).await.map_err(stored)
    }
}
