//! A Portico with a connection to the sandbox's WebAPI server.

use super::database::Database;
use super::forms::minutes;
use super::world::{World, begin};
use portico_domain::forms::{ConnectionForm, LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Refusal;
use portico_service::TypedSecrets;
use portico_service::joining::HandOver;
use secrecy::ExposeSecret;
use serde_json::Value;

pub const ENTERPRISE: &str = "sandbox-enterprise-not-for-production";
pub const TOKEN_KEY: &str = "2ab7066ef26f903cc75e66c9ff08d3e5d41ddc4d8dd6b4330764b192617183c9";
pub const TOKEN_IV: &str = "bb101bb210cb07350ae05de2e3da1aa7";

/// The world, whose `connection` is the one to WebAPI. The one to CloudRoom stays silent.
pub async fn begin_webapi(database: &Database) -> World {
    let mut world = begin(database).await;
    let form = ConnectionForm {
        name: "Meeting server".into(),
        vendor: "webapi".into(),
        base_url: world.sandbox.webapi_base(),
        zone: "Asia/Shanghai".into(),
        private_network: "on".into(),
        ..ConnectionForm::default()
    };
    let secrets = TypedSecrets {
        secret: ENTERPRISE.into(),
        token_key: TOKEN_KEY.into(),
        token_iv: TOKEN_IV.into(),
        ..TypedSecrets::default()
    };
    world.connection = world.administrator.add_connection(&form, &secrets).await.unwrap();
    world
}

/// A meeting of an hour that begins an hour from now.
pub fn webapi_form(world: &World) -> MeetingForm {
    MeetingForm {
        connection: world.connection.to_string(),
        subject: "Weekly review".into(),
        start: minutes(60),
        end: minutes(120),
        password: "chair-canary".into(),
        ..MeetingForm::default()
    }
}

impl World {
    /// What the vendor holds of our enterprise's meetings, past all of its answers.
    pub fn webapi_held(&self) -> Vec<Value> {
        let state = self.control().state();
        let meetings = state["webapi"]["meetings"].as_array().unwrap();
        meetings.iter().filter(|meeting| meeting["company"] == "Own").cloned().collect()
    }

    /// The one meeting that the vendor holds.
    #[track_caller]
    pub fn the_held(&self) -> Value {
        let held = self.webapi_held();
        assert_eq!(held.len(), 1, "{held:?}");
        held[0].clone()
    }

    /// Somebody enters by a link, and the vendor's page opens. Returns what attendance lists for them.
    pub async fn walks_in(&self, slug: &str, name: &str) -> String {
        let guest = self.services.guest(slug).await.unwrap();
        let way = guest.enter(name, "", &super::at("10.0.0.9")).await.unwrap();
        let HandOver::Page { url, user_id } = way else { panic!("no page") };
        let page = reqwest::get(url.expose_secret()).await.unwrap();
        assert_eq!(page.status(), 200);
        user_id
    }

    /// A link of a role to a meeting.
    pub async fn link_as(&self, meeting: &MeetingId, role: &str) -> String {
        // From a day before the start on.
        let early_minutes = "1440".into();
        let form = LinkForm { role: role.into(), early_minutes, ..LinkForm::default() };
        self.a_link(meeting, &form).await
    }

    pub async fn try_schedule(&self, form: &MeetingForm) -> Result<MeetingId, Refusal> {
        self.organizer.schedule(&super::key(), form, &super::zone()).await
    }
}
