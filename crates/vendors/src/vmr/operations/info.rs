//! Is a room in use, and by how many?

use super::{Envelope, VmrOperation};
use crate::kit::{Fields, Operation, Reading, SecretString, Unreadable};
use crate::vmr::ids::ConferenceKey;
use crate::vmr::read;
use http::Method;
use serde_json::Value;

/// 获取会议信息. The reply holds both PINs: it is never passed through as it is.
#[derive(Clone, Debug)]
pub struct MeetingInfo {
    pub conference: ConferenceKey,
}

/// What the vendor says of a room right now.
#[derive(Clone, Debug)]
pub struct RoomState {
    pub name: String,
    pub conference: ConferenceKey,
    pub host_pin: Option<SecretString>,
    pub guest_pin: Option<SecretString>,
    pub locked: bool,
    pub started: bool,
    pub participants: i64,
}

impl Operation for MeetingInfo {
    const NAME: &'static str = "meeting.info";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "vmr.md#获取会议信息";
    const REPEATABLE: bool = true;
    type Reply = RoomState;

    fn path(&self) -> Vec<String> {
        vec!["api".into(), "getmeetinginfo".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![("addr", self.conference.to_string())]
    }

    fn read(&self, reply: &Value, _: &Reading) -> Result<RoomState, Unreadable> {
        let fields = Fields::of(reply, "reply")?;
        let conference = read::id(&fields, &["alias"], ConferenceKey::read)?;
        let started = read::yes(&fields, "started")?;
        Ok(RoomState {
            name: fields.text(&["name"])?.unwrap_or_default(),
            conference: conference.unwrap_or_else(|| self.conference.clone()),
            host_pin: read::secret(&fields, "hostpwd")?,
            guest_pin: read::secret(&fields, "guestpwd")?,
            locked: read::yes(&fields, "locked")?.unwrap_or(false),
            started: fields.required(&["started"], started)?,
            participants: fields.integer(&["participants"])?.unwrap_or(0).max(0),
        })
    }
}

impl VmrOperation for MeetingInfo {
    const ENVELOPE: Envelope = Envelope::Flat;
}
