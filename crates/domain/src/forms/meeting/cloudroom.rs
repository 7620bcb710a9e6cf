//! What only CloudRoom's meetings have.

use super::{MeetingForm, tick};
use crate::cloudroom::{
    Attributes, DeviceOnEntry, LAYOUT_TILED, MOST_COHOSTS, MOST_VIRTUAL_MEMBERS, Options, Permission,
    WhoMayJoin,
};
use crate::forms::fields::{Reader, split_list, ticked};
use crate::refusals::Rule;

fn device(reader: &mut Reader, field: &str, text: &str) -> DeviceOnEntry {
    let found = match text {
        "" | "choice" => Some(DeviceOnEntry::ParticipantsChoice),
        "off" => Some(DeviceOnEntry::Off),
        "on" => Some(DeviceOnEntry::On),
        _ => None,
    };
    reader.choice(field, found).unwrap_or_default()
}

fn device_name(device: DeviceOnEntry) -> &'static str {
    match device {
        DeviceOnEntry::ParticipantsChoice => "choice",
        DeviceOnEntry::Off => "off",
        DeviceOnEntry::On => "on",
    }
}

fn join_ids(ids: &[u64]) -> String {
    ids.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}

impl MeetingForm {
    pub(super) fn read_cloudroom(&self, reader: &mut Reader) -> Options {
        let host_id = reader.number("host_id", &self.host_id, 1, i64::MAX);
        let attributes = self.read_attributes(reader);
        // The vendor would refuse a meeting that nobody may join (22229).
        if attributes.who_may_join == WhoMayJoin::Invited && split_list(&self.invitee_ids).next().is_none() {
            reader.refuse("invitee_ids", Rule::Missing);
        }
        Options {
            host_id: host_id.and_then(|id| u64::try_from(id).ok()),
            invitee_ids: reader.ids("invitee_ids", &self.invitee_ids, 1000),
            cohost_ids: reader.ids("cohost_ids", &self.cohost_ids, MOST_COHOSTS as u32),
            email_notice: ticked(&self.email_notice),
            sms_notice: ticked(&self.sms_notice),
            vote_ids: split_list(&self.vote_ids).map(str::to_owned).collect(),
            attributes,
            permission: self.read_permission(),
        }
    }

    fn read_attributes(&self, reader: &mut Reader) -> Attributes {
        let who = match self.who_may_join.as_str() {
            "" | "everyone" => Some(WhoMayJoin::Everyone),
            "company" => Some(WhoMayJoin::Company),
            "invited" => Some(WhoMayJoin::Invited),
            _ => None,
        };
        let most_members = i64::from(MOST_VIRTUAL_MEMBERS);
        let members = reader.number("virtual_members", &self.virtual_members, 0, most_members);
        let layout = reader.number("layout", &self.layout, 0, i64::from(LAYOUT_TILED));
        Attributes {
            camera_on_entry: device(reader, "camera", &self.camera),
            microphone_on_entry: device(reader, "microphone", &self.microphone),
            join_before_host: ticked(&self.join_before_host),
            entry_sound: ticked(&self.entry_sound),
            watermark: ticked(&self.watermark),
            virtual_members: members.and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
            layout: layout.and_then(|n| u16::try_from(n).ok()).unwrap_or(LAYOUT_TILED),
            waiting_hall: ticked(&self.waiting_hall),
            who_may_join: reader.choice("who_may_join", who).unwrap_or_default(),
        }
    }

    fn read_permission(&self) -> Permission {
        Permission {
            save_whiteboard: ticked(&self.save_whiteboard),
            public_chat: ticked(&self.public_chat),
            private_chat: ticked(&self.private_chat),
            chat_pictures: ticked(&self.chat_pictures),
            chat_links: ticked(&self.chat_links),
            local_recording: ticked(&self.local_recording),
            open_microphone: ticked(&self.open_microphone),
            open_camera: ticked(&self.open_camera),
            share: ticked(&self.share),
            rename: ticked(&self.rename),
            telephone: ticked(&self.telephone),
        }
    }

    /// The form that shows these options; times and connection are the caller's to fill in.
    pub fn of_options(options: &Options) -> Self {
        let (rules, may) = (&options.attributes, &options.permission);
        Self {
            host_id: options.host_id.map(|id| id.to_string()).unwrap_or_default(),
            invitee_ids: join_ids(&options.invitee_ids),
            cohost_ids: join_ids(&options.cohost_ids),
            vote_ids: options.vote_ids.join(", "),
            email_notice: tick(options.email_notice),
            sms_notice: tick(options.sms_notice),
            camera: device_name(rules.camera_on_entry).to_owned(),
            microphone: device_name(rules.microphone_on_entry).to_owned(),
            join_before_host: tick(rules.join_before_host),
            entry_sound: tick(rules.entry_sound),
            watermark: tick(rules.watermark),
            waiting_hall: tick(rules.waiting_hall),
            virtual_members: rules.virtual_members.to_string(),
            layout: rules.layout.to_string(),
            who_may_join: match rules.who_may_join {
                WhoMayJoin::Everyone => "everyone",
                WhoMayJoin::Company => "company",
                WhoMayJoin::Invited => "invited",
            }
            .to_owned(),
            save_whiteboard: tick(may.save_whiteboard),
            public_chat: tick(may.public_chat),
            private_chat: tick(may.private_chat),
            chat_pictures: tick(may.chat_pictures),
            chat_links: tick(may.chat_links),
            local_recording: tick(may.local_recording),
            open_microphone: tick(may.open_microphone),
            open_camera: tick(may.open_camera),
            share: tick(may.share),
            rename: tick(may.rename),
            telephone: tick(may.telephone),
            ..Self::default()
        }
    }
}
