//! A whole Portico with somebody of each role, and meetings of each kind for each of them.

use crate::commands::{serve, trial};
use crate::config::{Keys, Settings};
use crate::http::{self, State};
use axum::Router;
use axum::body::Body;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Method, Request};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::{InviteForm, LinkForm, MeetingForm, SetupForm, TokenForm};
use portico_domain::ids::{MeetingId, PersonId};
use portico_domain::people::Role;
use portico_domain::tokens::Scope;
use portico_sandbox::{Sandbox, SandboxConfig};
use portico_service::vendors::kit::Limits;
use portico_service::when::Zone;
use portico_service::{Administrator, Organizer, Services, Visit};
use secrecy::{ExposeSecret, SecretString};
use sqlx::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use tower::ServiceExt;

/// An id that nothing has.
pub const NONE: &str = "00000000-0000-7000-8000-000000000000";
pub const PASSWORD: &str = "correct horse battery";

/// What a request may be about.
#[derive(Clone, Debug)]
pub struct Thing {
    pub meeting: String,
    pub link: String,
    pub recording: String,
}

/// Somebody, and what is theirs, shared with them, and neither.
pub struct Somebody {
    pub role: Option<Role>,
    /// The id; empty for nobody.
    pub person: String,
    pub session: String,
    /// For the API, with every scope.
    pub token: String,
    pub own: Thing,
    pub shared: Thing,
    pub foreign: Thing,
}

pub struct Portico {
    pub state: State,
    pub router: Router,
    pub administrator: Somebody,
    pub organizer: Somebody,
    pub viewer: Somebody,
    pub nobody: Somebody,
    connection: String,
    pub sandbox: Sandbox,
    pub folder: PathBuf,
}

impl Drop for Portico {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn visit() -> Visit {
    Visit { network: "10.0.0.1".into(), user_agent: "a browser".into(), ..Visit::default() }
}

/// The pieces while they are being put together.
struct Making {
    services: Services,
    database: String,
    administrator: Administrator,
    /// Of whom the meetings are that belong to nobody else.
    other: Organizer,
    connection: String,
}

pub async fn portico() -> Portico {
    portico_with(Keys::default()).await
}

/// With a configuration, but for its data folder.
pub async fn portico_with(keys: Keys) -> Portico {
    let folder = std::env::temp_dir().join(format!("portico-policy-{}", uuid::Uuid::now_v7()));
    let settings = Settings::check(Keys { data_dir: folder.clone(), ..keys }).unwrap();
    // Vendors fail here as often as a test likes, and are asked all the same.
    let limits = Limits { failures: u32::MAX, ..Limits::default() };
    let services = serve::open_limited(&settings, limits).await.unwrap();
    let sandbox = Sandbox::start(SandboxConfig { seed: false, ..SandboxConfig::default() }).await.unwrap();
    for connection in trial::connections(&sandbox).unwrap() {
        services.ensure_sandbox(connection).await.unwrap();
    }
    let session = first(&services).await;
    let administrator = services.administrator(&services.caller(&session).await.unwrap()).unwrap();
    let organizer = services.organizer(&services.caller(&session).await.unwrap()).unwrap();
    let connections = organizer.choices().await.unwrap();
    let connection = connections.into_iter().find(|it| it.vendor == Vendor::Cloudroom).unwrap().id.0;
    let (_, other) = signed_up(&services, &administrator, "other", Role::Organizer).await;
    let other = services.organizer(&services.caller(&other).await.unwrap()).unwrap();
    let database = settings.database_url().expose_secret().to_owned();
    let making = Making { services: services.clone(), database, administrator, other, connection };
    let administrator = making.somebody(Role::Administrator).await;
    let organizer = making.somebody(Role::Organizer).await;
    let viewer = making.somebody(Role::Viewer).await;
    let thing = || organizer.own.clone();
    let nobody = Somebody {
        role: None,
        person: String::new(),
        session: String::new(),
        token: String::new(),
        own: thing(),
        shared: thing(),
        foreign: thing(),
    };
    let state = State::new(services, Arc::new(settings));
    let router = http::router(state.clone());
    let connection = making.connection;
    Portico { state, router, administrator, organizer, viewer, nobody, connection, sandbox, folder }
}

async fn first(services: &Services) -> SecretString {
    let token = services.new_setup_token().await.unwrap();
    let form = SetupForm { account: "first".into(), name: "Ada".into() };
    let password = PASSWORD.into();
    services.set_up(token.expose_secret(), &form, &password, &password, &visit()).await.unwrap()
}

async fn signed_up(
    services: &Services,
    administrator: &Administrator,
    account: &str,
    role: Role,
) -> (PersonId, SecretString) {
    let form = InviteForm { account: account.into(), name: account.into(), role: role.name().into() };
    let invitation = administrator.invite(&form).await.unwrap();
    let (token, password) = (invitation.token.expose_secret(), PASSWORD.into());
    let session = services.accept_invitation(token, &password, &password, &visit()).await.unwrap();
    (invitation.person.id, session)
}

impl Making {
    async fn somebody(&self, role: Role) -> Somebody {
        // Who may only look had meetings while they might have some.
        let first = if role == Role::Viewer { Role::Organizer } else { role };
        let (id, session) = signed_up(&self.services, &self.administrator, role.name(), first).await;
        let organizer = self.services.organizer(&self.services.caller(&session).await.unwrap()).unwrap();
        let own = self.thing(&organizer).await;
        let (shared, foreign) = (self.thing(&self.other).await, self.thing(&self.other).await);
        if role != Role::Administrator {
            self.other.share(&MeetingId::new(shared.meeting.as_str()), &id).await.unwrap();
        }
        let mut session = session;
        if first != role {
            self.administrator.change_role(&id, role).await.unwrap();
            session = self.services.sign_in(role.name(), &PASSWORD.into(), &visit()).await.unwrap();
        }
        let token = self.token(&session).await;
        let session = session.expose_secret().to_owned();
        Somebody { role: Some(role), person: id.to_string(), session, token, own, shared, foreign }
    }

    async fn token(&self, session: &SecretString) -> String {
        let member = self.services.member(&self.services.caller(session).await.unwrap()).unwrap();
        let scopes = Scope::ALL.into_iter().map(|scope| (scope.name().to_owned(), "on".to_owned())).collect();
        let form = TokenForm { name: "everything".into(), scopes, ..TokenForm::default() };
        member.create_token(&form).await.unwrap().token.expose_secret().to_owned()
    }

    /// A meeting with a link and a recording.
    async fn thing(&self, organizer: &Organizer) -> Thing {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let start = self.services.now().plus_minutes(60);
        let form = MeetingForm {
            connection: self.connection.clone(),
            subject: "Review".into(),
            start: zone.field(start),
            end: zone.field(start.plus_minutes(60)),
            ..MeetingForm::of_options(&Default::default())
        };
        let key = portico_service::access::tokens::new_key();
        let meeting = organizer.schedule(&key, &form, &zone).await.unwrap();
        organizer.create_link(&meeting, &LinkForm::default(), &zone).await.unwrap();
        let link = organizer.meeting(&meeting).await.unwrap().links[0].link.id.to_string();
        let recording = uuid::Uuid::now_v7().to_string();
        let sql = "INSERT INTO recordings (id, connection_id, vendor_id, vendor_meeting, meeting_id, title, \
                   search, created_at, duration, size, seen_at, changed_at) \
                   VALUES ($1, $2, $1, $3, $3, 'Title', 'title', 1, 1, 1, 1, 1)";
        let mut database = sqlx::SqliteConnection::connect(&self.database).await.unwrap();
        let insert = sqlx::query(sql).bind(&recording).bind(&self.connection).bind(meeting.as_str());
        insert.execute(&mut database).await.unwrap();
        database.close().await.unwrap();
        Thing { meeting: meeting.to_string(), link, recording }
    }
}

impl Portico {
    /// A path of the router, with the organizer's own things in it.
    pub fn path(&self, route: &str) -> String {
        self.path_to(route, &self.organizer.own)
    }

    pub fn path_to(&self, route: &str, thing: &Thing) -> String {
        let id = if route.contains("/recordings") { &thing.recording } else { &thing.meeting };
        route
            .replace("{id}", id)
            .replace("{meeting}", &thing.meeting)
            .replace("{link}", &thing.link)
            .replace("{connection}", &self.connection)
            .replace("{kind}", "users")
            .replace("{act}", "new")
            .replace("{release}", "0")
            .replace("{*file}", "portico.css")
            .replace("{file}", "1")
            .replace("{bytes}", "1")
            .replace("{account}", "x")
            .replace("{number}", "2")
            .replace("{guid}", "x")
            .replace("{*rest}", "x/y")
            .replace("{provider}", "x")
            .replace("{slug}", "abcdefghjkmnpqrstuvw")
            .replace("{token}", "abcdefghjkmnpqrstuvw")
    }

    /// What any server function may want to know; each takes from it what it knows.
    pub fn typed(&self, id: &str, thing: &Thing) -> String {
        let key = portico_service::access::tokens::new_key();
        format!(
            "id={id}&meeting={meeting}&link={link}&recording={recording}&key={key}&connection={NONE}\
             &kind=users&person={NONE}&heir={NONE}&role=viewer&disabled=no&paused=no&current=x&password=x&again=x\
             &token={NONE}&provider={NONE}&delivery={NONE}&query[text]=x&form[subject]=x&form[name]=x",
            meeting = thing.meeting,
            link = thing.link,
            recording = thing.recording,
        )
    }

    /// The answer's status; 401 for one that leads to the sign-in.
    pub async fn ask(&self, who: &Somebody, method: &Method, path: &str, typed: &str) -> u16 {
        send(&self.router, who, method, path, typed).await
    }
}

pub async fn send(router: &Router, who: &Somebody, method: &Method, path: &str, typed: &str) -> u16 {
    let request = Request::builder().method(method).uri(path);
    let request = match path.starts_with("/api/") {
        true if who.token.is_empty() => request,
        true => request.header(AUTHORIZATION, format!("Bearer {}", who.token)),
        false => request
            .header("sec-fetch-site", "same-origin")
            .header(COOKIE, format!("portico-session={}", who.session)),
    };
    let kind = if typed.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    let request = request.header(CONTENT_TYPE, kind).body(Body::from(typed.to_owned()));
    let answer = router.clone().oneshot(request.unwrap()).await.unwrap();
    let to_sign_in = answer.headers().get(LOCATION).is_some_and(|to| to.as_bytes().starts_with(b"/sign-in"));
    if to_sign_in && answer.status() == 303 { 401 } else { answer.status().as_u16() }
}
