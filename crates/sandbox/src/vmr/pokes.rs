//! What the control port may do to the vendor, past all of the vendor's own rules.

use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::state::{Session, Space, State};
use super::variants::VmrVariants;
use super::{Room, recording};
use crate::control::NoSuchThing;

/// What may befall a room.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum RoomPoke {
    /// The meeting runs from now on, with one person.
    Start,
    /// Everybody goes; a recording that runs is finished.
    End,
    Lock {
        locked: bool,
    },
    Live {
        live: bool,
    },
    Participants {
        participants: u32,
    },
    /// Somebody else starts a recording, in the room itself.
    Record,
    /// The next recording does not come about, for this reason.
    FailNextRecording {
        reason: String,
    },
    /// Whether 开启录制 is allowed here (200004).
    AllowRecording {
        allowed: bool,
    },
}

impl Room {
    pub fn variants(&self) -> VmrVariants {
        self.with(|state| state.variants.clone())
    }

    pub fn set_variants(&self, variants: VmrVariants) {
        self.with(|state| state.variants = variants);
    }

    /// Does something to the room of that number.
    pub fn poke(&self, sipkey: &str, poke: RoomPoke) -> Result<(), NoSuchThing> {
        let now = self.clock.now();
        self.with(|state| {
            let pid = state.by_number(sipkey).map(|it| it.pid).ok_or(NoSuchThing)?;
            let booking = state.current(pid, now).map(|it| (it.id, it.end));
            let space = state.spaces.get_mut(&pid).ok_or(NoSuchThing)?;
            match poke {
                RoomPoke::Start => start(space, booking.map(|it| it.1), now),
                RoomPoke::End => {
                    space.quiet = booking.map(|it| it.0);
                    let record = space.close(now);
                    state.records.extend(record);
                }
                RoomPoke::Lock { locked } => space.locked = locked,
                RoomPoke::Live { live } => space.live = live,
                RoomPoke::Participants { participants } => {
                    space.session.as_mut().ok_or(NoSuchThing)?.participants = participants;
                }
                RoomPoke::Record => {
                    space.session.as_ref().filter(|it| it.recording.is_none()).ok_or(NoSuchThing)?;
                    recording::start(space, Uuid::new_v4().to_string(), now);
                }
                RoomPoke::FailNextRecording { reason } => space.fail_next = Some(reason),
                RoomPoke::AllowRecording { allowed } => space.may_record = allowed,
            }
            Ok(())
        })
    }

    /// Everything held, for tests that look behind the API.
    pub fn snapshot(&self) -> Value {
        self.with(|state| snapshot(state))
    }
}

fn start(space: &mut Space, until: Option<i64>, now: i64) {
    let fresh = Session { since: now, until, participants: 1, recording: None };
    space.session.get_or_insert(fresh);
}

fn snapshot(state: &State) -> Value {
    let rooms: Vec<Value> = state.spaces.values().map(room).collect();
    let bookings: Vec<Value> = state
        .bookings
        .values()
        .map(|it| {
            json!({
                "id": it.id, "pid": it.pid, "account": it.account, "theme": it.theme,
                "start": it.start, "end": it.end, "cancelled": it.cancelled, "code": it.code,
                "tenant": format!("{:?}", it.tenant),
            })
        })
        .collect();
    let records: Vec<Value> = state
        .records
        .iter()
        .map(
            |it| json!({ "recordId": it.id, "conferenceKey": it.sipkey, "start": it.start, "stop": it.stop }),
        )
        .collect();
    let accounts: Vec<&str> = state.accounts.iter().map(|it| it.address).collect();
    json!({
        "rooms": rooms,
        "bookings": bookings,
        "records": records,
        "accounts": accounts,
        "contacts": state.contacts.len(),
        "variants": state.variants,
    })
}

fn room(space: &Space) -> Value {
    let session = space.session.as_ref();
    json!({
        "pid": space.pid,
        "sipkey": space.sipkey,
        "name": space.name,
        "tenant": format!("{:?}", space.tenant),
        "started": session.map(|it| it.since),
        "participants": session.map_or(0, |it| it.participants),
        "recording": session.and_then(|it| it.recording.as_ref()).map(|it| it.id.clone()),
        "may_record": space.may_record,
        "live": space.live,
        "locked": space.locked,
    })
}
