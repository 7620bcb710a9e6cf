//! A VMR booking that the sandbox takes, for the tests that need one and do not care which.

use crate::stage::TODAY;
use portico_domain::meetings::{MeetingDraft, VendorOptions};
use portico_domain::vmr::Options;
use portico_vendors::vmr::ConferenceKey;

/// A bookable room of the sandbox.
pub const NUMBER: &str = "2516";

pub fn key() -> ConferenceKey {
    ConferenceKey::read(NUMBER).expect("a number")
}

/// Tomorrow, for an hour, in a room of the vendor's choice.
pub fn booking() -> MeetingDraft {
    let options = Options {
        room: None,
        introduction: "接口会议".into(),
        visitor_ids: vec!["9187".into(), "9182".into()],
        auto_open: true,
        host_password: Some("99999".into()),
    };
    let start = TODAY.plus_minutes(24 * 60);
    MeetingDraft {
        subject: "周会".into(),
        start,
        end: start.plus_minutes(60),
        repeat: None,
        password: Some("888888".into()),
        options: VendorOptions::Vmr(Box::new(options)),
    }
}
