//! Forms as somebody filled them in.

use super::world::{NOW, World};
use portico_domain::cloudroom::Options;
use portico_domain::forms::{ConnectionForm, LinkForm, MeetingForm};
use portico_service::when::Zone;

pub fn zone() -> Zone {
    Zone::named("Asia/Shanghai").unwrap()
}

/// A `datetime-local` so many minutes after [`NOW`].
pub fn minutes(after: i64) -> String {
    zone().field(NOW.plus_minutes(after))
}

/// A plain meeting of an hour that begins an hour from [`NOW`].
pub fn meeting_form(world: &World) -> MeetingForm {
    MeetingForm {
        connection: world.connection.to_string(),
        subject: "Weekly review".into(),
        start: minutes(60),
        end: minutes(120),
        ..MeetingForm::of_options(&Options::default())
    }
}

pub fn connection_form(name: &str, base_url: &str) -> ConnectionForm {
    ConnectionForm {
        name: name.into(),
        vendor: "cloudroom".into(),
        base_url: base_url.into(),
        public_id: "sandbox-company".into(),
        zone: "Asia/Shanghai".into(),
        private_network: "on".into(),
        ..ConnectionForm::default()
    }
}

pub fn link_form() -> LinkForm {
    LinkForm::default()
}
