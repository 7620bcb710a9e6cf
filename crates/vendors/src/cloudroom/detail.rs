//! Reading what the vendor says of one meeting. Document: 查询会议.

use super::read;
use crate::MeetingDetail;
use crate::kit::{Fields, Reading, SecretString, Unreadable};
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
        host_id: detail.integer(&["hostId"])?.and_then(|id| u64::try_from(id).ok()),
        invitee_ids: ids(&invitees),
        cohost_ids: ids(&cohosts),
        email_notice: detail.flag(&["emailNotice"])?.unwrap_or(false),
        sms_notice: detail.flag(&["smsNotice"])?.unwrap_or(false),
        vote_ids: detail.list(&["voteIds", "votelds"], vote)?,
        attributes: read::attributes(detail)?,
        permission: read::permission(detail)?,
    };
    let secret = |name| detail.text(&[name]).map(|text| text.map(SecretString::from));
    Ok(MeetingDetail {
        vendor_id: read::conf_id(detail)?,
        subject: detail.text(&["subject"])?.unwrap_or_default(),
        start: order.start,
        end: order.end,
        repeat: order.repeat,
        // Not knowing is no reason to call a meeting running or ended.
        state: read::state(detail)?.unwrap_or(MeetingState::Scheduled),
        host_name: detail.text(&["hostName"])?.unwrap_or_default(),
        password: secret("password")?,
        host_url: secret("url")?,
        public_url: detail.text(&["publicUrl"])?.filter(|url| is_web_address(url)),
        // Nobody needs them to see the meeting, so they may be anything.
        phone_number: detail.text(&["pstnNum"]).unwrap_or_default(),
        phone_pin: secret("pstnPwd").unwrap_or_default(),
        invitees,
        cohosts,
        options: VendorOptions::Cloudroom(Box::new(options)),
    })
}

fn vote(value: &Value, path: &str) -> Read<String> {
    crate::kit::text(value).ok_or_else(|| Unreadable { at: path.to_owned() })
}

/// A vendor's link is shown to people, so it leads to the web or nowhere.
fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
