//! Strict writing: exactly the names and types of the document's tables, nothing older.

use portico_domain::cloudroom::{Attributes, DeviceOnEntry, Options, Permission, WhoMayJoin};
use portico_domain::meetings::{MeetingDraft, Period, VendorOptions};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The rules of a draft. A draft for another vendor has none; the client refuses it before it gets here.
fn options_of(draft: &MeetingDraft) -> Cow<'_, Options> {
    match &draft.options {
        VendorOptions::Cloudroom(options) => Cow::Borrowed(options),
        _ => Cow::Owned(Options::default()),
    }
}

/// The body of 创建会议.
pub(super) fn create_body(draft: &MeetingDraft) -> Value {
    let options = options_of(draft);
    let mut body = common(draft, &options);
    body.insert("orderConfig".into(), order_config(draft));
    // What is nobody and nothing is left out: the vendor's defaults are just that.
    if !options.invitee_ids.is_empty() {
        body.insert("inviteIds".into(), json!(options.invitee_ids));
    }
    if !options.cohost_ids.is_empty() {
        body.insert("assistantInfos".into(), json!(options.cohost_ids));
    }
    body.insert("emailNotice".into(), flag(options.email_notice));
    body.insert("smsNotice".into(), flag(options.sms_notice));
    if !options.vote_ids.is_empty() {
        body.insert("voteIds".into(), json!(options.vote_ids));
    }
    Value::Object(body)
}

/// The body of 修改会议: no notices, no votes, and invitees under another name. The lists are always
/// sent, so that emptying one takes effect. `orderConfig` is left out unless it is to change: the vendor
/// judges it as if it were new, and so refuses the start of a meeting that is overdue.
pub(super) fn change_body(draft: &MeetingDraft, with_times: bool) -> Value {
    let options = options_of(draft);
    let mut body = common(draft, &options);
    if with_times {
        body.insert("orderConfig".into(), order_config(draft));
    }
    body.insert("inviteeIds".into(), json!(options.invitee_ids));
    body.insert("assistantInfos".into(), json!(options.cohost_ids));
    Value::Object(body)
}

fn common(draft: &MeetingDraft, options: &Options) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("subject".into(), json!(draft.subject));
    if let Some(host) = options.host_id {
        body.insert("hostId".into(), json!(host));
    }
    if let Some(password) = &draft.password {
        body.insert("password".into(), json!(password));
    }
    body.insert("attributes".into(), attributes(&options.attributes));
    body.insert("permission".into(), permission(&options.permission));
    body
}

fn flag(on: bool) -> Value {
    json!(u8::from(on))
}

/// OrderConfig. `periodEndTime` is required as soon as there is a period; -1 says "no end".
fn order_config(draft: &MeetingDraft) -> Value {
    let mut order = json!({
        "scheduleTime": draft.start.seconds(),
        "scheduleEndTime": draft.end.seconds(),
        "periodType": draft.repeat.map_or(0, |repeat| period_type(repeat.period)),
    });
    if let Some(repeat) = draft.repeat {
        order["periodEndTime"] = json!(repeat.until.map_or(-1, |until| until.seconds()));
    }
    order
}

/// `periodType`. 6 and 7 stand in lists only; OrderConfig ends at 5, and the vendor says so with 22220.
fn period_type(period: Period) -> u8 {
    match period {
        Period::Daily => 1,
        Period::WorkingDays => 2,
        Period::Weekly => 3,
        Period::Fortnightly => 4,
        Period::Monthly => 5,
        Period::Quarterly => 6,
        Period::Yearly => 7,
    }
}

fn attributes(rules: &Attributes) -> Value {
    let device = |device| match device {
        DeviceOnEntry::ParticipantsChoice => -1,
        DeviceOnEntry::Off => 0,
        DeviceOnEntry::On => 1,
    };
    json!({
        "autoOpenCamera": device(rules.camera_on_entry),
        "autoOpenMicrophone": device(rules.microphone_on_entry),
        "canJoinAdv": flag(rules.join_before_host),
        "loginIvr": flag(rules.entry_sound),
        "waterMark": flag(rules.watermark),
        "virtualMembers": rules.virtual_members,
        "vwallo": rules.layout,
        "waitHall": flag(rules.waiting_hall),
        "allowJoin": match rules.who_may_join {
            WhoMayJoin::Everyone => 0,
            WhoMayJoin::Company => 1,
            WhoMayJoin::Invited => 2,
        },
    })
}

fn permission(may: &Permission) -> Value {
    json!({
        "saveWB": flag(may.save_whiteboard),
        "publicIM": flag(may.public_chat),
        "privateIM": flag(may.private_chat),
        "allowPicture": flag(may.chat_pictures),
        "allowUrl": flag(may.chat_links),
        "recordConf": flag(may.local_recording),
        "openMicrophone": flag(may.open_microphone),
        "openCamera": flag(may.open_camera),
        "allowShare": flag(may.share),
        "allowModifyName": flag(may.rename),
        "pstnCall": flag(may.telephone),
    })
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
