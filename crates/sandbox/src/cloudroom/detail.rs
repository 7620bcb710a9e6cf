//! 查询会议: the whole of a meeting, in the form that the variants ask for.

use serde_json::{Map, Value, json};

use super::people;
use super::rules::Settings;
use super::schedule::{Schedule, as_text};
use super::state::Meeting;
use super::variants::{DetailTimes, LayoutName, NoPeriodEnd, Variants};

/// 电话参会号码, the same for every meeting. A number that nobody owns.
const PHONE: &str = "008600000000000";
/// What the table has and the sample has not. Of the attributes the sample lacks more; they have a variant.
const NOT_IN_THE_SAMPLE: [&str; 5] =
    ["inviteeInfos", "assistantInfos", "password", "emailNotice", "smsNotice"];

pub(super) fn render(meeting: &Meeting, origin: &str, variants: &Variants) -> Value {
    let mut detail = json!({
        "confId": meeting.conf_id,
        "subject": meeting.subject,
        "url": format!("{origin}/{}", meeting.host_code),
        "publicUrl": format!("{origin}/{}", meeting.public_code),
        "hostId": meeting.host,
        "hostName": people::name(meeting.host),
        "inviteeInfos": invitees(meeting),
        "assistantInfos": assistants(meeting),
        "status": meeting.phase.status(),
        "pstnNum": PHONE,
        "pstnPwd": meeting.phone_pin,
        "emailNotice": meeting.email_notice,
        "smsNotice": meeting.sms_notice,
        "attributes": attributes(&meeting.attributes, variants),
        "permission": permission(&meeting.permission, variants),
    });
    if let Some(detail) = detail.as_object_mut() {
        // Absent when there is none, as in the sample.
        if let Some(password) = &meeting.password {
            detail.insert("password".to_owned(), json!(password));
        }
        if let Some(schedule) = &meeting.schedule {
            detail.insert("orderConfig".to_owned(), order(schedule, variants));
        }
        if variants.details_lack_fields {
            detail.retain(|name, _| !NOT_IN_THE_SAMPLE.contains(&name.as_str()));
        }
    }
    json!({ "confDetail": detail })
}

/// Section InviteeInfo; everybody in the sandbox is 0：普通用户.
fn invitees(meeting: &Meeting) -> Vec<Value> {
    let ids = meeting.invitees.iter();
    ids.map(|id| json!({ "inviteId": id, "inviteeName": people::name(*id), "inviteeType": 0 })).collect()
}

/// The document names the type AssistantInfos but gives no table of it; these names follow
/// InviteeInfo's pattern.
fn assistants(meeting: &Meeting) -> Vec<Value> {
    let ids = meeting.assistants.iter();
    ids.map(|id| json!({ "assistantId": id, "assistantName": people::name(*id) })).collect()
}

fn order(schedule: &Schedule, variants: &Variants) -> Value {
    let time = |seconds: i64| match variants.detail_times {
        DetailTimes::Text => json!(as_text(seconds)),
        DetailTimes::Seconds => json!(seconds),
    };
    let until = match (schedule.until, variants.no_period_end) {
        (Some(until), _) => time(until),
        (None, NoPeriodEnd::Empty) => json!(""),
        (None, NoPeriodEnd::MinusOne) => json!(-1),
    };
    json!({
        "scheduleTime": time(schedule.start),
        "scheduleEndTime": time(schedule.end),
        "periodType": schedule.period,
        "periodEndTime": until,
    })
}

fn attributes(settings: &Settings, variants: &Variants) -> Value {
    let mut map = by_name(settings);
    if variants.layout_name == LayoutName::Vwalldo
        && let Some(layout) = map.remove("vwallo")
    {
        map.insert("vwalldo".to_owned(), layout);
    }
    if variants.old_attributes {
        make_attributes_old(&mut map, settings);
    }
    Value::Object(map)
}

/// The sample's members: a device "as the participant has it" is a flag of its own, and allowJoin
/// is two flags.
fn make_attributes_old(map: &mut Map<String, Value>, settings: &Settings) {
    let of = |name: &str| settings.get(name).copied().unwrap_or_default();
    let devices = [("autoOpenCamera", "cameraUseLocal"), ("autoOpenMicrophone", "micUseLocal")];
    for (device, local) in devices {
        map.insert(device.to_owned(), json!(of(device).max(0)));
        map.insert(local.to_owned(), json!(i64::from(of(device) == -1)));
    }
    map.insert("onlyComp".to_owned(), json!(i64::from(of("allowJoin") == 1)));
    map.insert("onlyInvitee".to_owned(), json!(i64::from(of("allowJoin") == 2)));
    map.remove("allowJoin");
    map.remove("waitHall");
}

fn permission(settings: &Settings, variants: &Variants) -> Value {
    let mut map = by_name(settings);
    if variants.old_permissions {
        let of = |name: &str| settings.get(name).copied().unwrap_or_default();
        let old = [
            ("createWB", of("saveWB")),
            ("uploadDoc", of("allowShare")),
            ("shareOrUpload", of("allowShare")),
            ("srvRecord", 0),
            ("imForbidPic", 1 - of("allowPicture")),
            ("imForbidUrl", 1 - of("allowUrl")),
        ];
        map.extend(old.map(|(name, value)| (name.to_owned(), json!(value))));
        map.remove("allowPicture");
        map.remove("allowUrl");
    }
    Value::Object(map)
}

fn by_name(settings: &Settings) -> Map<String, Value> {
    settings.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect()
}
