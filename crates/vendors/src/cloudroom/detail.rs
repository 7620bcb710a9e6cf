//! Reading what the vendor says of one meeting. Document: 查询会议.

use super::read;
use super::said::{self, COHOSTS, INVITEES, Said};
use crate::kit::{Fields, Reading, SecretString, Unreadable, tolerate};
use crate::{MeetingDetail, Silent};
use portico_domain::cloudroom::Options;
use portico_domain::meetings::{MeetingState, VendorOptions};

type Read<T> = Result<T, Unreadable>;

/// 会议详情
pub(super) fn read(detail: &Fields<'_>, reading: &Reading) -> Read<MeetingDetail> {
    let order = read::order(detail, reading)?;
    let state = tolerate(read::state(detail));
    let secret = |name| tolerate(detail.text(&[name])).map(SecretString::from);
    Ok(MeetingDetail {
        vendor_id: read::conf_id(detail)?,
        subject: detail.text(&["subject"])?.unwrap_or_default(),
        start: order.start,
        end: order.end,
        repeat: order.repeat,
        // Not knowing is no reason to call a meeting running or ended.
        state: state.unwrap_or(MeetingState::Scheduled),
        host_name: tolerate(detail.text(&["hostName"])).unwrap_or_default(),
        members: None,
        password: secret("password"),
        host_url: secret("url"),
        public_url: tolerate(detail.text(&["publicUrl"])).filter(|url| is_web_address(url)),
        phone_number: tolerate(detail.text(&["pstnNum"])),
        phone_pin: secret("pstnPwd"),
        invitees: said::people(detail, INVITEES)?.0,
        cohosts: said::people(detail, COHOSTS)?.0,
        options: VendorOptions::Cloudroom(Box::new(said::options(detail, &Options::default())?)),
        said: Some(Said::of(detail)),
        silent: Silent {
            password: is_silent_of_password(detail),
            repeat: order.silent_of_repeat,
            until: order.silent_of_until,
            state: state.is_none(),
        },
    })
}

/// Servers may leave the password out, as the sample does; an empty text says that there is none.
fn is_silent_of_password(detail: &Fields<'_>) -> bool {
    detail.any(|name| name == "password").is_none_or(|value| crate::kit::text(value).is_none())
}

/// A vendor's link is shown to people, so it leads to the web or nowhere. Whether a page links it or only tells it
/// is decided there (`domain/connections.rs`, `may_be_linked`).
fn is_web_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
