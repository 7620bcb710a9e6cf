//! What only a CloudRoom meeting has: room rules and what participants may do.
//! Source: vendor document, "其他参数" (Attributes, Permission).

use serde::{Deserialize, Serialize};

/// Camera or microphone when someone enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum DeviceOnEntry {
    /// As the participant's own client is set (−1, the vendor's default).
    #[default]
    ParticipantsChoice,
    Off,
    On,
}

/// Who may enter (`allowJoin`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
pub enum WhoMayJoin {
    #[default]
    Everyone,
    Company,
    Invited,
}

/// `Attributes` of the vendor document; defaults are the vendor's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    pub camera_on_entry: DeviceOnEntry,
    pub microphone_on_entry: DeviceOnEntry,
    /// May people enter before the host (`canJoinAdv`).
    pub join_before_host: bool,
    /// Sound when someone enters or leaves (`loginIvr`).
    pub entry_sound: bool,
    pub watermark: bool,
    /// Participants that are only counted, 0 to 2000 (`virtualMembers`).
    pub virtual_members: u16,
    /// Video layout: 2000 tiled, 0 face to face, other numbers that many panes (`vwallo`).
    pub layout: u16,
    pub waiting_hall: bool,
    pub who_may_join: WhoMayJoin,
}

impl Default for Attributes {
    fn default() -> Self {
        Self {
            camera_on_entry: DeviceOnEntry::ParticipantsChoice,
            microphone_on_entry: DeviceOnEntry::ParticipantsChoice,
            join_before_host: true,
            entry_sound: true,
            watermark: false,
            virtual_members: 0,
            layout: LAYOUT_TILED,
            waiting_hall: false,
            who_may_join: WhoMayJoin::Everyone,
        }
    }
}

pub const LAYOUT_TILED: u16 = 2000;
pub const LAYOUT_FACE_TO_FACE: u16 = 0;
pub const MOST_VIRTUAL_MEMBERS: u16 = 2000;
pub const MOST_COHOSTS: usize = 4;

/// `Permission` of the vendor document: what ordinary participants may do; defaults are the vendor's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    pub save_whiteboard: bool,
    pub public_chat: bool,
    pub private_chat: bool,
    pub chat_pictures: bool,
    pub chat_links: bool,
    pub local_recording: bool,
    pub open_microphone: bool,
    pub open_camera: bool,
    pub share: bool,
    pub rename: bool,
    /// Switch to the telephone (`pstnCall`).
    pub telephone: bool,
}

impl Default for Permission {
    fn default() -> Self {
        Self {
            save_whiteboard: true,
            public_chat: true,
            private_chat: true,
            chat_pictures: true,
            chat_links: true,
            local_recording: false,
            open_microphone: true,
            open_camera: true,
            share: true,
            rename: true,
            telephone: true,
        }
    }
}

/// Everything of a CloudRoom meeting that other vendors do not have.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The vendor's user id of the host; the vendor takes the company's creator if absent.
    pub host_id: Option<u64>,
    pub invitee_ids: Vec<u64>,
    /// At most [`MOST_COHOSTS`].
    pub cohost_ids: Vec<u64>,
    /// Sent on create only.
    pub email_notice: bool,
    /// Sent on create only.
    pub sms_notice: bool,
    /// Sent on create only.
    pub vote_ids: Vec<String>,
    pub attributes: Attributes,
    pub permission: Permission,
}
