//! What happens in the room right now.

use super::{RECORD, has_room, is_closed};
use crate::Services;
use crate::access::Member;
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Refusal};
use portico_store::recording_ids::RecordingId;
use portico_vendors::vmr::operations::recording::LiveAndRecording;
use secrecy::SecretString;
use std::sync::Arc;

/// Who records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorder {
    Nobody,
    /// Someone who started it through Portico.
    Portico,
    /// Someone who started it at the vendor.
    SomeoneElse,
    /// It was asked for and no answer came, so whose it is will be found out.
    Unconfirmed,
}

/// What happens in a meeting's room right now. The room's PINs are left out.
#[derive(Clone, Debug)]
pub struct RoomLook {
    pub started: bool,
    pub locked: bool,
    pub participants: i64,
    pub recorder: Recorder,
    /// Why the last recording did not come about, in the vendor's words.
    pub failed_reason: Option<String>,
    pub live: bool,
    /// Where it is streamed, only for those who may edit the meeting: whoever has it may watch.
    pub stream: Option<SecretString>,
    pub may_edit: bool,
}

/// What the vendor said of a room, for all who watch in the same second.
pub(crate) struct RoomTold {
    started: bool,
    locked: bool,
    participants: i64,
    running: LiveAndRecording,
}

impl Member {
    /// What happens in the room of a meeting. `None`: the room is not the meeting's, not yet or no longer.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::Unsupported`]; the vendor's refusal or silence.
    pub async fn room_look(&self, id: &MeetingId) -> Result<Option<RoomLook>, Refusal> {
        let meeting = self.find(id).await?;
        let services = &self.services;
        let connection = services.connection(&meeting.connection).await?;
        if !connection.vendor.capabilities().record_on_demand.possible() {
            return Err(Kind::Unsupported.into());
        }
        if !has_room(&meeting, services.now()) {
            return Ok(None);
        }
        let told = services.look_into_room(&connection, &meeting).await?;
        let recorder = services.recorder(&connection, &meeting, &told.running).await?;
        let may_edit = self.may_edit(&meeting);
        Ok(Some(RoomLook {
            started: told.started,
            locked: told.locked,
            participants: told.participants,
            recorder,
            failed_reason: told.running.failed_reason.clone(),
            live: told.running.live,
            stream: told.running.stream.clone().filter(|_| may_edit),
            may_edit,
        }))
    }
}

impl Services {
    /// Once a second at most, however many watch.
    pub(super) async fn look_into_room(
        &self,
        connection: &Connection,
        meeting: &Meeting,
    ) -> Result<Arc<RoomTold>, Refusal> {
        let key = meeting.id.clone();
        let (services, connection, meeting) = (self.clone(), connection.clone(), meeting.clone());
        let ask = async move { services.ask_about_room(&connection, &meeting).await.map(Arc::new) };
        self.inner.rooms_looked.get_with(key, ask).await
    }

    async fn ask_about_room(&self, connection: &Connection, meeting: &Meeting) -> Result<RoomTold, Refusal> {
        let client = self.vendor(connection).await?;
        let number = self.room_of(connection, &client, meeting).await?;
        let room = client.vmr()?.recent_room_state(&number).await;
        let (started, locked, participants) = match self.heed(connection, &*client, room).await {
            Err(refusal) if is_closed(&refusal) => (false, false, 0),
            room => room.map(|room| (room.started, room.locked, room.participants))?,
        };
        let running = self.running_in(connection, &client, &number).await?;
        // What somebody else records in this meeting is a recording of it all the same. Before it, the room
        // may still be someone else's.
        if let Some(record) = &running.record_id
            && meeting.start <= self.now()
        {
            self.keep_record(connection, meeting, record, None).await?;
        }
        Ok(RoomTold { started, locked, participants, running })
    }

    async fn recorder(
        &self,
        connection: &Connection,
        meeting: &Meeting,
        running: &LiveAndRecording,
    ) -> Result<Recorder, Refusal> {
        if !running.recording {
            return Ok(Recorder::Nobody);
        }
        let known = self.store().recording_ids().of_meeting(&meeting.id).await.map_err(stored)?;
        let ours = running.record_id.as_ref().is_some_and(|running| {
            let is_it = |id: &RecordingId| {
                id.connection == connection.id && id.vendor_id.as_str() == running.as_str()
            };
            known.iter().any(|id| is_it(id) && id.started_by.is_some())
        });
        if ours {
            return Ok(Recorder::Portico);
        }
        let open = self.store().intents().open_of_meeting(&meeting.id).await.map_err(stored)?;
        let asked = open.iter().any(|intent| intent.action == RECORD);
        Ok(if asked { Recorder::Unconfirmed } else { Recorder::SomeoneElse })
    }
}
