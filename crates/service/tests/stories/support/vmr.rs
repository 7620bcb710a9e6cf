//! A Portico with a connection to the sandbox's VMR.

use super::database::Database;
use super::forms::{minutes, zone};
use super::world::{World, at, begin, key};
use portico_domain::forms::{ConnectionForm, LinkForm, MeetingForm};
use portico_domain::ids::MeetingId;
use portico_domain::refusals::Refusal;
use portico_sandbox::RoomPoke;
use portico_service::TypedSecrets;
use portico_service::joining::HandOver;
use portico_service::vendors::vmr::{Vmr, VmrAuth, VmrConfig};
use secrecy::ExposeSecret;
use serde_json::Value;

pub const ACCOUNT: &str = "admin@portico.example";
pub const API_KEY: &str = "sandbox-api-key-not-for-production";

/// The world, whose `connection` is the one to VMR. The one to CloudRoom stays silent.
pub async fn begin_vmr(database: &Database) -> World {
    let mut world = begin(database).await;
    let form = ConnectionForm {
        name: "Rooms".into(),
        vendor: "vmr".into(),
        base_url: world.sandbox.vmr_base(),
        public_id: "sandbox-api".into(),
        account: ACCOUNT.into(),
        auth_form: "{id}:{key}".into(),
        zone: "Asia/Shanghai".into(),
        private_network: "on".into(),
        ..ConnectionForm::default()
    };
    let secrets = TypedSecrets::of(API_KEY.into());
    world.connection = world.administrator.add_connection(&form, &secrets).await.unwrap();
    world
}

/// A meeting of an hour that begins an hour from now, in whatever room the vendor gives.
pub fn vmr_form(world: &World) -> MeetingForm {
    MeetingForm {
        connection: world.connection.to_string(),
        subject: "Weekly review".into(),
        start: minutes(60),
        end: minutes(120),
        password: "2468".into(),
        host_password: "97531".into(),
        introduction: "What was, what will be".into(),
        visitor_ids: "9182, 9187".into(),
        ..MeetingForm::default()
    }
}

/// The same in the big room.
pub fn in_the_big_room(world: &World) -> MeetingForm {
    MeetingForm { room: "486".into(), ..vmr_form(world) }
}

impl World {
    /// What stands at the vendor in our name, past all of its answers.
    pub fn booked(&self) -> Vec<Value> {
        let state = self.control().state();
        let bookings = state["vmr"]["bookings"].as_array().unwrap();
        let ours = |it: &&Value| it["account"] == ACCOUNT && it["cancelled"] == false;
        bookings.iter().filter(ours).cloned().collect()
    }

    /// Past Portico, in somebody's name.
    pub fn vmr_as(&self, account: &str) -> Vmr {
        let auth = VmrAuth::pair("sandbox-api", API_KEY.into());
        let config =
            VmrConfig { private_network: true, ..VmrConfig::new(self.sandbox.vmr_base(), auth, account) };
        Vmr::new(config, self.clock.clone(), Default::default()).unwrap()
    }

    /// Somebody else books the big room.
    pub async fn big_room_taken(&self, from: i64, to: i64) {
        let form = MeetingForm {
            subject: "Somebody else".into(),
            start: minutes(from),
            end: minutes(to),
            visitor_ids: String::new(),
            ..in_the_big_room(self)
        };
        let draft = form.read(portico_domain::capabilities::Vendor::Vmr).unwrap();
        let draft = draft.place(|time| zone().place(time)).unwrap();
        let theirs = self.vmr_as("li.na@portico.example");
        theirs.book(&theirs.booking_draft(&draft).unwrap()).await.unwrap();
    }

    pub async fn change_to(&self, meeting: &MeetingId, form: &MeetingForm) -> Result<(), Refusal> {
        self.organizer.change(meeting, &key(), form, &zone()).await
    }

    /// The number to dial of a meeting that stands at the vendor.
    pub async fn room_number(&self, meeting: &MeetingId) -> String {
        let number = self.number(meeting).await;
        let state = self.control().state();
        let bookings = state["vmr"]["bookings"].as_array().unwrap();
        let pid = &bookings.iter().find(|it| it["id"] == number).unwrap()["pid"];
        let rooms = state["vmr"]["rooms"].as_array().unwrap();
        rooms.iter().find(|room| room["pid"] == *pid).unwrap()["sipkey"].as_str().unwrap().to_owned()
    }

    pub async fn poke(&self, meeting: &MeetingId, poke: RoomPoke) {
        self.control().vmr_poke(&self.room_number(meeting).await, poke).unwrap();
    }

    /// A link that lets in from a day before the start.
    pub async fn early_link(&self, meeting: &MeetingId) -> String {
        let form = LinkForm { early_minutes: "1440".into(), ..LinkForm::default() };
        self.a_link(meeting, &form).await
    }

    /// The number and the PIN that a link gives.
    pub async fn dials(&self, slug: &str) -> (String, String) {
        let guest = self.services.guest(slug).await.unwrap();
        let HandOver::Number { short_number, pin, .. } =
            guest.enter("小明", "", &at("10.0.0.9")).await.unwrap()
        else {
            panic!("no number")
        };
        (short_number, pin.map(|pin| pin.expose_secret().to_owned()).unwrap_or_default())
    }
}
