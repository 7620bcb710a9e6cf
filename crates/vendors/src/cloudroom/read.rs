//! Tolerant reading of CloudRoom's values. What the document's tables, its samples and older servers
//! disagree about is settled here and nowhere else.

use crate::kit::{Fields, Readable, Reading, Unreadable, readable, tolerate};
use jiff::tz::TimeZone;
use portico_domain::cloudroom::{Attributes, DeviceOnEntry, Permission, WhoMayJoin};
use portico_domain::ids::VendorMeetingId;
use portico_domain::meetings::{MeetingState, Period, Repeat};
use portico_domain::time::Timestamp;
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// `confId`: a Long, never a JavaScript number.
pub(super) fn conf_id(fields: &Fields<'_>) -> Read<VendorMeetingId> {
    let id = fields.integer(&["confId"])?.filter(|id| *id > 0);
    Ok(VendorMeetingId::new(fields.required(&["confId"], id)?.to_string()))
}

/// A time: seconds since 1970 as number or text, or `yyyy-MM-dd HH:mm:ss` in the connection's zone.
/// 0 and -1 are "none".
pub(super) fn time(fields: &Fields<'_>, names: &[&'static str], zone: &TimeZone) -> Read<Option<Timestamp>> {
    let read = fields.with(names, |value| read_time(value, zone))?;
    Ok(read.filter(|time| time.seconds() > 0))
}

fn read_time(value: &Value, zone: &TimeZone) -> Option<Timestamp> {
    if let Some(seconds) = crate::kit::integer(value) {
        return Some(Timestamp::from_seconds(seconds));
    }
    let civil: jiff::civil::DateTime = value.as_str()?.trim().parse().ok()?;
    let instant = civil.to_zoned(zone.clone()).ok()?.timestamp();
    Some(Timestamp::from_millis(instant.as_millisecond()))
}

/// [`period`] of a list's row. A row that does not name it, or as nothing that we know, says nothing: absent.
pub(super) fn period_said(fields: &Fields<'_>) -> Option<Option<Period>> {
    tolerate(fields.integer(&["periodType"]))?;
    period(fields).ok()
}

/// `periodType`: 0 none, 1 to 7. Documents: 查询会议列表, OrderConfig.
pub(super) fn period(fields: &Fields<'_>) -> Read<Option<Period>> {
    let kind = fields.integer(&["periodType"])?;
    Ok(match kind {
        None | Some(0) => None,
        Some(1) => Some(Period::Daily),
        Some(2) => Some(Period::WorkingDays),
        Some(3) => Some(Period::Weekly),
        Some(4) => Some(Period::Fortnightly),
        Some(5) => Some(Period::Monthly),
        Some(6) => Some(Period::Quarterly),
        Some(7) => Some(Period::Yearly),
        Some(_) => return Err(fields.wrong("periodType")),
    })
}

/// `status`: 0 not begun, 1 running, 2 ended. Absent is `None`.
pub(super) fn state(fields: &Fields<'_>) -> Read<Option<MeetingState>> {
    match fields.integer(&["status"])? {
        None => Ok(None),
        Some(0) => Ok(Some(MeetingState::Scheduled)),
        Some(1) => Ok(Some(MeetingState::Live)),
        Some(2) => Ok(Some(MeetingState::Ended)),
        Some(_) => Err(fields.wrong("status")),
    }
}

/// `OrderConfig`: start, end, repetition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Order {
    pub start: Option<Timestamp>,
    pub end: Option<Timestamp>,
    pub repeat: Option<Repeat>,
    /// Nothing is said of `repeat`, or nothing that we know.
    pub silent_of_repeat: bool,
    /// Nothing is said of the end of `repeat`.
    pub silent_of_until: bool,
}

pub(super) fn order(fields: &Fields<'_>, reading: &Reading) -> Read<Order> {
    let Some(order) = fields.object(&["orderConfig"])? else {
        return Ok(Order { silent_of_repeat: true, ..Order::default() });
    };
    let until = time(&order, &["periodEndTime"], &reading.zone)?;
    let period = period(&order);
    Ok(Order {
        start: time(&order, &["scheduleTime"], &reading.zone)?,
        end: time(&order, &["scheduleEndTime"], &reading.zone)?,
        silent_of_repeat: period.is_err(),
        silent_of_until: until.is_none() && !says_no_end(&order),
        repeat: tolerate(period).map(|period| Repeat { period, until }),
    })
}

/// `periodEndTime` -1. A missing or empty one says nothing: both stand beside repetitions that do end.
fn says_no_end(order: &Fields<'_>) -> bool {
    tolerate(order.integer(&["periodEndTime"])) == Some(-1)
}

/// `Attributes`, with the older names of the sample. What is absent, or no value of the document's, is as in
/// `known`.
pub(super) fn attributes(fields: &Fields<'_>, known: &Attributes) -> Attributes {
    let Some(rules) = tolerate(fields.object(&["attributes"])) else { return known.clone() };
    let flag = |name, otherwise: bool| tolerate(rules.flag(&[name])).unwrap_or(otherwise);
    Attributes {
        camera_on_entry: device(&rules, "autoOpenCamera", "cameraUseLocal").unwrap_or(known.camera_on_entry),
        microphone_on_entry: device(&rules, "autoOpenMicrophone", "micUseLocal")
            .unwrap_or(known.microphone_on_entry),
        join_before_host: flag("canJoinAdv", known.join_before_host),
        entry_sound: flag("loginIvr", known.entry_sound),
        watermark: flag("waterMark", known.watermark),
        virtual_members: small(&rules, &["virtualMembers"]).unwrap_or(known.virtual_members),
        layout: small(&rules, &["vwallo", "vwalldo"]).unwrap_or(known.layout),
        waiting_hall: flag("waitHall", known.waiting_hall),
        who_may_join: who_may_join(&rules).unwrap_or(known.who_may_join),
    }
}

fn small(fields: &Fields<'_>, names: &[&'static str]) -> Option<u16> {
    tolerate(fields.with(names, |value| u16::try_from(crate::kit::integer(value)?).ok()))
}

/// Older servers say "as the local client is set" in a field of its own.
fn device(rules: &Fields<'_>, name: &'static str, use_local: &'static str) -> Option<DeviceOnEntry> {
    if tolerate(rules.flag(&[use_local])) == Some(true) {
        return Some(DeviceOnEntry::ParticipantsChoice);
    }
    match tolerate(rules.integer(&[name])) {
        Some(-1) => Some(DeviceOnEntry::ParticipantsChoice),
        Some(0) => Some(DeviceOnEntry::Off),
        Some(1) => Some(DeviceOnEntry::On),
        _ => None,
    }
}

/// `allowJoin`, or the older pair `onlyInvitee` and `onlyComp`. `None` if nothing is said, or half of the pair.
fn who_may_join(rules: &Fields<'_>) -> Option<WhoMayJoin> {
    let only = |name| tolerate(rules.flag(&[name]));
    match (rules.integer(&["allowJoin"]), only("onlyInvitee"), only("onlyComp")) {
        (Ok(Some(0)), ..) => Some(WhoMayJoin::Everyone),
        (Ok(Some(1)), ..) => Some(WhoMayJoin::Company),
        (Ok(Some(2)), ..) | (_, Some(true), _) => Some(WhoMayJoin::Invited),
        (_, _, Some(true)) => Some(WhoMayJoin::Company),
        (Ok(None), Some(false), Some(false)) => Some(WhoMayJoin::Everyone),
        (Ok(None), ..) => None,
        // A limit that we do not know is one: the next change must not open the meeting to everyone.
        _ => Some(WhoMayJoin::Company),
    }
}

/// `Permission`. Of the sample's older names `imForbidPic` and `imForbidUrl` mean the opposite of
/// today's, `shareOrUpload` means `allowShare`; `createWB`, `uploadDoc` and `srvRecord` have no
/// successor. What is absent is as in `known`.
pub(super) fn permission(fields: &Fields<'_>, known: &Permission) -> Permission {
    let Some(may) = tolerate(fields.object(&["permission"])) else { return known.clone() };
    let flag = |names: &[&'static str], otherwise: bool| tolerate(may.flag(names)).unwrap_or(otherwise);
    let unless_forbidden = |name, forbidden, otherwise: bool| {
        let forbidden = tolerate(may.flag(&[forbidden])).map(|forbidden| !forbidden);
        tolerate(may.flag(&[name])).or(forbidden).unwrap_or(otherwise)
    };
    Permission {
        save_whiteboard: flag(&["saveWB"], known.save_whiteboard),
        public_chat: flag(&["publicIM"], known.public_chat),
        private_chat: flag(&["privateIM"], known.private_chat),
        chat_pictures: unless_forbidden("allowPicture", "imForbidPic", known.chat_pictures),
        chat_links: unless_forbidden("allowUrl", "imForbidUrl", known.chat_links),
        local_recording: flag(&["recordConf"], known.local_recording),
        open_microphone: flag(&["openMicrophone"], known.open_microphone),
        open_camera: flag(&["openCamera"], known.open_camera),
        share: flag(&["allowShare", "shareOrUpload"], known.share),
        rename: flag(&["allowModifyName"], known.rename),
        telephone: flag(&["pstnCall"], known.telephone),
    }
}

/// One of `inviteeInfos` (InviteeInfo) or `assistantInfos`, whose members the document does not
/// describe: a bare id, or an object with some field ending in `Id` and some ending in `Name`.
pub(super) fn person(value: &Value, path: &str) -> Read<(u64, String)> {
    let as_id = |value: &Value| crate::kit::integer(value).and_then(|id| u64::try_from(id).ok());
    if let Some(id) = as_id(value) {
        return Ok((id, String::new()));
    }
    let fields = Fields::of(value, path)?;
    let usual = ["inviteId", "inviteeId", "assistantId", "userId", "id"];
    let id = match fields.with(&usual, as_id)? {
        Some(id) => id,
        None => fields.any(|name| name.ends_with("Id")).and_then(as_id).ok_or_else(|| fields.wrong("id"))?,
    };
    let usual = ["inviteeName", "inviteName", "assistantName", "userName", "name"];
    let name = match fields.text(&usual)? {
        Some(name) => Some(name),
        None => fields.any(|name| name.ends_with("Name")).and_then(crate::kit::text),
    };
    Ok((id, name.unwrap_or_default()))
}

/// The rows of one page of a list that can be read, and whether there is more. Older servers lack `remaining`.
pub(super) fn page<T>(
    reply: &Value,
    asked: Paging,
    row: impl Fn(&Value, &str) -> Read<T>,
) -> Read<crate::Page<T>> {
    let fields = Fields::of(reply, "reply")?;
    let total = tolerate(fields.integer(&["total"]));
    let rows = fields.list(&["records"], |value, path| Ok(row(value, path)))?;
    let came = rows.len();
    if came == 0 && total.is_none() && fields.any(|name| name == "records").is_none() {
        return Err(fields.wrong("records"));
    }
    let seen = i64::from(asked.current).saturating_mul(i64::from(asked.size));
    let more = match (tolerate(fields.flag(&["remaining"])), total) {
        (Some(remaining), _) => remaining,
        (None, Some(total)) => seen < total,
        (None, None) => came >= asked.size as usize,
    };
    // A page without rows is the last, whatever it says: nobody should page on for ever.
    let more = more && came > 0;
    let Readable { rows, odd } = readable(rows)?;
    Ok(crate::Page { rows, total, more, odd })
}

/// `current` and `size` of a list call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Counts from 1.
    pub current: u32,
    /// 1 to 100.
    pub size: u32,
}

impl Paging {
    /// A full page.
    pub const fn full(current: u32) -> Self {
        Self { current, size: 100 }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
