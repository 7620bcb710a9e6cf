//! Reading what the vendor says of one meeting. Document: 查询会议.

use super::read;
use crate::kit::{Fields, Reading, SecretString, Unreadable, tolerate};
use crate::{MeetingDetail, Silent};
use portico_domain::cloudroom::Options;
use portico_domain::meetings::{MeetingState, VendorOptions};
use serde_json::Value;

type Read<T> = Result<T, Unreadable>;

/// 会议详情
pub(super) fn read(detail: &Fields<'_>, reading: &Reading) -> Read<MeetingDetail> {
    let order = read::order(detail, reading)?;
    let invitees = detail.list(&["inviteeInfos"], read::person)?;
    let cohosts = detail.list(&["assistantInfos"], read::person)?;
    let ids = |people: &[(u64, String)]| people.iter().map(|(id, _)| *id).collect();
    let options = Options {
        // 0 is nobody; a form that held it could not be sent.
        host_id: tolerate(detail.integer(&["hostId"]))
            .and_then(|id| u64::try_from(id).ok())
            .filter(|id| *id > 0),
        invitee_ids: ids(&invitees),
        cohost_ids: ids(&cohosts),
        email_notice: tolerate(detail.flag(&["emailNotice"])).unwrap_or(false),
        sms_notice: tolerate(detail.flag(&["smsNotice"])).unwrap_or(false),
        vote_ids: detail.list(&["voteIds", "votelds"], vote)?,
        attributes: read::attributes(detail),
        permission: read::permission(detail),
    };
    let secret = |name| tolerate(detail.text(&[name])).map(SecretString::from);
    Ok(MeetingDetail {
        vendor_id: read::conf_id(detail)?,
        subject: detail.text(&["subject"])?.unwrap_or_default(),
        start: order.start,
        end: order.end,
        repeat: order.repeat,
        // Not knowing is no reason to call a meeting running or ended.
        state: tolerate(read::state(detail)).unwrap_or(MeetingState::Scheduled),
        host_name: tolerate(detail.text(&["hostName"])).unwrap_or_default(),
        password: secret("password"),
        host_url: secret("url"),
        public_url: tolerate(detail.text(&["publicUrl"])).filter(|url| is_web_address(url)),
        phone_number: tolerate(detail.text(&["pstnNum"])),
        phone_pin: secret("pstnPwd"),
        invitees,
        cohosts,
        options: VendorOptions::Cloudroom(Box::new(options)),
        silent: Silent {
            password: is_silent_of_password(detail),
            repeat: order.silent_of_repeat,
            until: order.silent_of_until,
        },
    })
}

/// Servers may leave the password out, as the sample does; an empty text says that there is none.
fn is_silent_of_password(detail: &Fields<'_>) -> bool {
    detail.any(|name| name == "password").is_none_or(|value| crate::kit::text(value).is_none())
}

fn vote(value: &Value, path: &str) -> Read<String> {
    crate::kit::text(value).ok_or_else(|| Unreadable { at: path.to_owned() })
}

/// A vendor's link is shown to people, so it leads to the web or nowhere.
fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
