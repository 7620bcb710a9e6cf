//! The rooms that an account may book.

use super::VmrOperation;
use crate::kit::{Fields, Operation, Reading, SecretString, Unreadable, tolerate};
use crate::vmr::ids::{Account, ConferenceKey, RoomId};
use crate::vmr::read;
use http::Method;
use serde_json::Value;

/// 获取当前账号可预约的会议室信息
#[derive(Clone, Debug)]
pub struct Rooms {
    pub account: Account,
}

/// `type`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKind {
    /// 1 会议室
    Meeting,
    /// 2 讲堂
    Lecture,
    /// Something newer than the document.
    Other,
}

/// A room that can be booked.
#[derive(Clone, Debug)]
pub struct Room {
    pub id: RoomId,
    /// `pDesc`
    pub name: String,
    /// `sipkey`
    pub number: Option<ConferenceKey>,
    /// The room's long address.
    pub alias: Option<String>,
    pub kind: RoomKind,
    /// `maxSquare`: how many parties fit, if it is a number.
    pub most_parties: Option<i64>,
    /// `isDispark`: is it everybody's room?
    pub shared: bool,
    /// `isPublicVmr`: does it use the new kind of meeting?
    pub new_kind: bool,
    /// How the host's and the guests' screens are laid out, such as `1:7;4:0`.
    pub host_view: Option<String>,
    pub guest_view: Option<String>,
    pub host_pin: Option<SecretString>,
    pub guest_pin: Option<SecretString>,
    pub live_password: Option<SecretString>,
}

impl Operation for Rooms {
    const NAME: &'static str = "room.list";
    const METHOD: Method = Method::GET;
    const DOC: &'static str = "vmr.md#获取当前账号可预约的会议室信息";
    const IS_LIST: bool = true;
    const REPEATABLE: bool = true;
    type Reply = Vec<Room>;

    fn path(&self) -> Vec<String> {
        vec!["subscribe".into(), "getmeeting".into()]
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        vec![("account", self.account.to_string())]
    }

    fn read(&self, reply: &Value, _: &Reading) -> Result<Vec<Room>, Unreadable> {
        Ok(read::readable_rows(reply, room)?.rows)
    }
}

impl VmrOperation for Rooms {}

fn room(row: &Fields<'_>) -> Result<Room, Unreadable> {
    Ok(Room {
        id: row.required(&["pid"], read::room(row, "pid")?)?,
        name: row.text(&["pDesc"])?.unwrap_or_default(),
        number: read::id(row, &["sipkey"], ConferenceKey::read)?,
        // The table says boolean and means the long address of the sample.
        alias: row.with(&["alias"], |value| Some(value.as_str().map(str::to_owned)))?.flatten(),
        kind: match tolerate(row.integer(&["type"])) {
            None | Some(1) => RoomKind::Meeting,
            Some(2) => RoomKind::Lecture,
            Some(_) => RoomKind::Other,
        },
        most_parties: row.with(&["maxSquare"], |value| Some(crate::kit::integer(value)))?.flatten(),
        shared: tolerate(read::yes(row, "isDispark")).unwrap_or(false),
        new_kind: tolerate(read::yes(row, "isPublicVmr")).unwrap_or(false),
        host_view: row.text(&["hostView"])?,
        guest_view: row.text(&["guestView"])?,
        host_pin: read::secret(row, "hostPin")?,
        guest_pin: read::secret(row, "guestPin")?,
        live_password: read::secret(row, "livePwd")?,
    })
}
