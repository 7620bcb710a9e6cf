//! Strict writing: exactly the names and types of the document's tables, nothing older.

use crate::Before;
use portico_domain::cloudroom::{Attributes, DeviceOnEntry, Options, Permission, WhoMayJoin};
use portico_domain::meetings::{MeetingDraft, Period, VendorOptions};
use serde_json::{Map, Value, json};
use std::borrow::Cow;

/// The rules of CloudRoom. Another vendor has none; the client refuses its draft before it gets here.
fn own(options: &VendorOptions) -> Cow<'_, Options> {
    match options {
        VendorOptions::Cloudroom(options) => Cow::Borrowed(options),
        _ => Cow::Owned(Options::default()),
    }
}

/// The body of 创建会议.
pub(super) fn create_body(draft: &MeetingDraft) -> Value {
    let options = own(&draft.options);
    let mut body = common(draft, &options);
    body.insert("orderConfig".into(), order_config(draft));
    // What is nobody and nothing is left out: the vendor's defaults are just that.
    if !options.invitee_ids.is_empty() {
        body.insert("inviteIds".into(), json!(options.invitee_ids));
    }
    if !options.cohost_ids.is_empty() {
        body.insert("assistantInfos".into(), json!(options.cohost_ids));
    }
    body.insert("attributes".into(), attributes(&options.attributes));
    body.insert("permission".into(), permission(&options.permission));
    body.insert("emailNotice".into(), flag(options.email_notice));
    body.insert("smsNotice".into(), flag(options.sms_notice));
    if !options.vote_ids.is_empty() {
        body.insert("voteIds".into(), json!(options.vote_ids));
    }
    Value::Object(body)
}

/// The body of 修改会议: no notices, no votes, and invitees under another name. `orderConfig` is left out unless
/// it is to change: the vendor judges it as if it were new, and so refuses the start of a meeting that is overdue.
pub(super) fn change_body(draft: &MeetingDraft, before: Option<Before<'_>>) -> Value {
    let options = own(&draft.options);
    let mut body = common(draft, &options);
    if before.is_none_or(|before| !before.same_times) {
        body.insert("orderConfig".into(), order_config(draft));
    }
    let rules = match before {
        None => Some(rules(&options)),
        Some(before) => {
            let before: Vec<Value> = before.options.iter().map(|before| rules(&own(before))).collect();
            let before: Vec<&Value> = before.iter().collect();
            but_defaults(rules(&options), &rules(&Options::default()), &before)
        }
    };
    if let Some(Value::Object(rules)) = rules {
        body.extend(rules);
    }
    Value::Object(body)
}

/// The rules as a change says them. Empty lists are among them, so that emptying one takes effect.
fn rules(options: &Options) -> Value {
    json!({
        "inviteeIds": options.invitee_ids,
        "assistantInfos": options.cohost_ids,
        "attributes": attributes(&options.attributes),
        "permission": permission(&options.permission),
    })
}

/// Without what is as the vendor has it by default, and was so in all of `before`. Saying it would change nothing
/// that we know of, but might undo what the vendor never told us; and a server may refuse an empty list (22229).
/// Everything else is said, changed or not: a server may take a rule that is not mentioned for its default.
fn but_defaults(said: Value, default: &Value, before: &[&Value]) -> Option<Value> {
    match said {
        Value::Object(said) => {
            let mut kept = Map::new();
            for (name, value) in said {
                let before: Vec<&Value> = before.iter().map(|before| &before[&name]).collect();
                if let Some(value) = but_defaults(value, &default[&name], &before) {
                    kept.insert(name, value);
                }
            }
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        said => {
            let default_before = before.iter().all(|before| *before == default);
            (said != *default || !default_before).then_some(said)
        }
    }
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
