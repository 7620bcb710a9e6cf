//! A Portico with one connection to a sandbox, and three people.

use super::database::Database;
use super::forms::{connection_form, link_form, meeting_form, zone};
use portico_domain::connections::Connection;
use portico_domain::forms::{LinkForm, MeetingForm, SetupForm};
use portico_domain::ids::{ConnectionId, LinkId, MeetingId, PersonId, SessionId};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::people::{Person, Role};
use portico_domain::time::Timestamp;
use portico_sandbox::{Action, Clock, Control, Fault, Sandbox, SandboxConfig};
use portico_service::TypedSecrets;
use portico_service::vendors::kit::{FixedClock, Limits};
use portico_service::{Administrator, Caller, Member, Organizer, Services, SignedIn, Store, Visit};
use secrecy::ExposeSecret;
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

/// Noon in Shanghai, Saturday 21 November 2026.
pub const NOW: Timestamp = Timestamp::from_seconds(1_795_233_600);
pub const VENDOR_SECRET: &str = "sandbox-secret-key-not-for-production";
pub const AUDIT_KEY: &str = "canary-audit-key";
pub const PASSWORD: &str = "canary correct horse";

pub struct World {
    pub services: Services,
    pub store: Store,
    pub sandbox: Sandbox,
    pub clock: Arc<FixedClock>,
    pub administrator: Administrator,
    pub organizer: Organizer,
    pub viewer: Member,
    pub connection: ConnectionId,
}

/// A fresh idempotency key, as each form carries one.
pub fn key() -> String {
    portico_service::access::tokens::new_key()
}

/// Where somebody sits.
pub fn at(network: &str) -> Visit {
    Visit { network: network.into(), user_agent: "a browser".into(), ..Visit::default() }
}

pub async fn begin(database: &Database) -> World {
    begin_with(database, false, Duration::ZERO).await
}

/// `pace`: how long an answer about a meeting is good for.
pub async fn begin_with(database: &Database, seed: bool, pace: Duration) -> World {
    let config = SandboxConfig { seed, clock: Clock::frozen_at(NOW.seconds()), ..SandboxConfig::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let clock = Arc::new(FixedClock::at(NOW));
    let store = database.open().await;
    // Stories make a vendor fail as often as they like; those of its silence set limits of their own.
    let limits = Limits { failures: u32::MAX, ..Limits::default() };
    let services = Services::with_limits(store.clone(), AUDIT_KEY.into(), clock.clone(), pace, limits);
    let administrator = first_administrator(&services).await;
    let organizer = somebody(&store, "organizer", Role::Organizer).await;
    let viewer = somebody(&store, "viewer", Role::Viewer).await;
    let form = connection_form("Sandbox", &sandbox.cloudroom_base());
    let connection =
        administrator.add_connection(&form, &TypedSecrets::of(VENDOR_SECRET.into())).await.unwrap();
    World {
        administrator,
        organizer: services.organizer(&organizer).unwrap(),
        viewer: services.member(&viewer).unwrap(),
        services,
        store,
        sandbox,
        clock,
        connection,
    }
}

async fn first_administrator(services: &Services) -> Administrator {
    let token = services.new_setup_token().await.unwrap();
    let form = SetupForm { account: "admin".into(), name: "Ada".into() };
    let (password, visit) = (PASSWORD.into(), at("10.0.0.1"));
    let session = services.set_up(token.expose_secret(), &form, &password, &password, &visit).await.unwrap();
    services.administrator(&services.caller(&session).await.unwrap()).unwrap()
}

/// Somebody who is signed in, without the work of a password.
pub async fn somebody(store: &Store, account: &str, role: Role) -> Caller {
    let person = Person {
        id: PersonId(portico_store::new_id()),
        account: account.into(),
        name: format!("The {account}"),
        role,
        language: None,
        zone: None,
        disabled: false,
        created: NOW,
    };
    store.people().insert(&person, &"no hash".into()).await.unwrap();
    Caller::SignedIn(Arc::new(SignedIn { person, session: SessionId::new("none") }))
}

impl World {
    pub fn control(&self) -> &Control {
        self.sandbox.control()
    }

    /// Lets time pass, here and at the vendor.
    pub fn pass(&self, seconds: i64) {
        self.clock.set(self.services.now().plus_seconds(seconds));
        self.control().advance(seconds);
    }

    /// The next call of an operation goes wrong.
    pub fn next(&self, operation: &str, action: Action) {
        self.control().add_fault(Fault::on(operation, 1, action));
    }

    pub fn administrator_as_organizer(&self) -> Organizer {
        let caller = Caller::SignedIn(Arc::new(SignedIn {
            person: self.administrator.person().clone(),
            session: SessionId::new("none"),
        }));
        self.services.organizer(&caller).unwrap()
    }

    /// A meeting of the organizer's that the viewer sees too.
    pub async fn schedule(&self, form: &MeetingForm) -> MeetingId {
        let id = self.organizer.schedule(&key(), form, &zone()).await.unwrap();
        self.show(&id, &self.viewer).await;
        id
    }

    /// Past the use case, which leaves a line in the audit log.
    pub async fn show(&self, meeting: &MeetingId, member: &Member) {
        self.store.shares().add(&self.indexed(meeting).await, &member.person().id).await.unwrap();
    }

    /// A plain meeting in an hour.
    pub async fn a_meeting(&self) -> MeetingId {
        self.schedule(&meeting_form(self)).await
    }

    /// The slug of a new link to a meeting.
    pub async fn a_link(&self, meeting: &MeetingId, form: &LinkForm) -> String {
        let id = self.organizer.create_link(meeting, form, &zone()).await.unwrap();
        self.slug(meeting, &id).await
    }

    /// The slug of a link with the passcode "open sesame", to a meeting that begins now.
    pub async fn a_locked_door(&self) -> String {
        let meeting = self.a_meeting().await;
        let slug = self.a_link(&meeting, &LinkForm { passcode: "open sesame".into(), ..link_form() }).await;
        self.pass(3600);
        slug
    }

    /// A meeting that runs, and its number; Portico has not heard of it yet.
    pub async fn a_running_meeting(&self) -> (MeetingId, i64) {
        let meeting = self.a_meeting().await;
        let number = self.number(&meeting).await;
        self.pass(3600);
        self.control().start_meeting(number).unwrap();
        (meeting, number)
    }

    pub async fn slug(&self, meeting: &MeetingId, link: &LinkId) -> String {
        let whole = self.organizer.meeting(meeting).await.unwrap();
        let own = whole.links.into_iter().find(|own| own.link.id == *link).unwrap();
        own.slug.unwrap().expose_secret().to_owned()
    }

    /// What the index knows, without asking the vendor.
    pub async fn indexed(&self, id: &MeetingId) -> Meeting {
        self.store.meetings().by_id(id).await.unwrap().unwrap()
    }

    pub async fn state(&self, id: &MeetingId) -> MeetingState {
        self.indexed(id).await.state
    }

    pub async fn all_indexed(&self) -> Vec<Meeting> {
        let filter = portico_service::MeetingFilter::default();
        let order = portico_service::Order::Ascending;
        self.store.meetings().page(&filter, order, None, 1000).await.unwrap().rows
    }

    /// The vendor's number of a meeting.
    pub async fn number(&self, id: &MeetingId) -> i64 {
        self.indexed(id).await.vendor_id.unwrap().as_str().parse().unwrap()
    }

    /// What the vendor holds of our company, past all of its answers.
    pub fn held(&self) -> Vec<Value> {
        let state = self.control().state();
        let meetings = state["cloudroom"]["meetings"].as_array().unwrap();
        meetings.iter().filter(|meeting| meeting["company"] == "own").cloned().collect()
    }

    pub fn held_meeting(&self, number: i64) -> Option<Value> {
        self.held().into_iter().find(|meeting| meeting["confId"] == number)
    }

    pub fn calls(&self, operation: &str) -> usize {
        self.control().calls_of(operation).len()
    }

    pub async fn connection(&self) -> Connection {
        self.store.connections().by_id(&self.connection).await.unwrap().unwrap()
    }

    pub async fn synchronise(
        &self,
    ) -> Result<portico_service::Synchronised, portico_domain::refusals::Refusal> {
        self.services.synchronise(&self.connection().await).await
    }

    /// Somebody changes something at the vendor, past Portico.
    pub async fn at_the_vendor(&self) -> portico_service::vendors::cloudroom::CloudRoom {
        use portico_service::vendors::cloudroom::{CloudRoom, CloudRoomConfig};
        let config = CloudRoomConfig {
            base_url: self.sandbox.cloudroom_base(),
            secret_id: "sandbox-company".into(),
            secret_key: VENDOR_SECRET.into(),
            zone: "Asia/Shanghai".into(),
            private_network: true,
            media_hosts: Vec::new(),
        };
        CloudRoom::new(config, self.clock.clone(), Default::default()).unwrap()
    }
}
