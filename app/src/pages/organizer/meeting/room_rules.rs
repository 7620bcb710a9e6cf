//! The room's rules in words: who enters and how always, the rest only where it is unusual.

use crate::i18n::*;
use portico_domain::cloudroom::{
    Attributes, DeviceOnEntry, LAYOUT_FACE_TO_FACE, LAYOUT_TILED, Permission, WhoMayJoin,
};

/// One line for each rule.
pub fn room(l: Locale, rules: &Attributes) -> Vec<String> {
    let who = match rules.who_may_join {
        WhoMayJoin::Everyone => td_string!(l, meetings.room.everyone),
        WhoMayJoin::Company => td_string!(l, meetings.room.company),
        WhoMayJoin::Invited => td_string!(l, meetings.room.invited),
    };
    let early = if rules.join_before_host {
        td_string!(l, meetings.room.early)
    } else {
        td_string!(l, meetings.room.not_early)
    };
    let plain = [
        Some(who),
        rules.waiting_hall.then(|| td_string!(l, meetings.room.waiting_hall)),
        Some(early),
        camera(l, rules.camera_on_entry),
        microphone(l, rules.microphone_on_entry),
        (!rules.entry_sound).then(|| td_string!(l, meetings.room.silent)),
        rules.watermark.then(|| td_string!(l, meetings.room.watermark)),
    ];
    let plain = plain.into_iter().flatten().map(str::to_owned);
    plain.chain(layout(l, rules.layout)).chain(extra(l, rules.virtual_members)).collect()
}

fn camera(l: Locale, device: DeviceOnEntry) -> Option<&'static str> {
    match device {
        DeviceOnEntry::ParticipantsChoice => None,
        DeviceOnEntry::Off => Some(td_string!(l, meetings.room.camera_off)),
        DeviceOnEntry::On => Some(td_string!(l, meetings.room.camera_on)),
    }
}

fn microphone(l: Locale, device: DeviceOnEntry) -> Option<&'static str> {
    match device {
        DeviceOnEntry::ParticipantsChoice => None,
        DeviceOnEntry::Off => Some(td_string!(l, meetings.room.microphone_off)),
        DeviceOnEntry::On => Some(td_string!(l, meetings.room.microphone_on)),
    }
}

fn layout(l: Locale, layout: u16) -> Option<String> {
    match layout {
        LAYOUT_TILED => None,
        LAYOUT_FACE_TO_FACE => Some(td_string!(l, meetings.room.face).to_owned()),
        count => Some(td_string!(l, meetings.room.panes, count = count).to_string()),
    }
}

fn extra(l: Locale, count: u16) -> Option<String> {
    (count > 0).then(|| td_string!(l, meetings.room.extra, count = count).to_string())
}

/// What participants may not do, in one sentence.
pub fn participants(l: Locale, may: &Permission) -> String {
    let forbidden: Vec<&str> = [
        (may.open_microphone, td_string!(l, meetings.may.open_microphone)),
        (may.open_camera, td_string!(l, meetings.may.open_camera)),
        (may.share, td_string!(l, meetings.may.share)),
        (may.rename, td_string!(l, meetings.may.rename)),
        (may.telephone, td_string!(l, meetings.may.telephone)),
        (may.public_chat, td_string!(l, meetings.may.public_chat)),
        (may.private_chat, td_string!(l, meetings.may.private_chat)),
        (may.chat_pictures, td_string!(l, meetings.may.chat_pictures)),
        (may.chat_links, td_string!(l, meetings.may.chat_links)),
        (may.save_whiteboard, td_string!(l, meetings.may.save_whiteboard)),
        (may.local_recording, td_string!(l, meetings.may.local_recording)),
    ]
    .into_iter()
    .filter_map(|(may, what)| (!may).then_some(what))
    .collect();
    if forbidden.is_empty() {
        return td_string!(l, meetings.room.may_all).to_owned();
    }
    td_string!(l, meetings.room.may_not, list = one_of(l, &forbidden)).to_string()
}

/// "a, b or c".
pub fn one_of(l: Locale, parts: &[&str]) -> String {
    match parts {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => {
            let most = most.join(td_string!(l, meetings.one.comma));
            format!("{most}{}{last}", td_string!(l, meetings.one.or))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_room_needs_few_words() {
        assert_eq!(
            room(Locale::en, &Attributes::default()),
            ["Everyone may join", "People may enter before the host"]
        );
        let rules =
            Attributes { layout: 4, waiting_hall: true, join_before_host: false, ..Attributes::default() };
        assert_eq!(room(Locale::zh_CN, &rules).len(), 4);
    }

    #[test]
    fn what_is_forbidden_is_one_sentence() {
        assert_eq!(participants(Locale::en, &Permission::default()), "May not record on their own computer");
        let may = Permission { share: false, rename: false, ..Permission::default() };
        assert_eq!(
            participants(Locale::en, &may),
            "May not share their screen, change their name or record on their own computer"
        );
    }
}
