//! The same story on both databases: `each_database(|store| async move { … })`.
//!
//! SQLite always, in a folder of its own. PostgreSQL when `PORTICO_TEST_POSTGRES` names a server where
//! databases may be made (`scripts/with-postgres.sh` starts one); each story gets a database of its own.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]
#![allow(dead_code, reason = "each story uses its part")]

use portico_domain::capabilities::Vendor;
use portico_domain::connections::{Connection, Health};
use portico_domain::ids::{ConnectionId, LinkId, MeetingId, PersonId, VendorMeetingId, WebhookId};
use portico_domain::links::{JoinLink, JoinRole};
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::people::{Person, Role};
use portico_domain::time::Timestamp;
use portico_domain::webhooks::{EventKind, Webhook};
use portico_store::meetings::page::MeetingFilter;
use portico_store::meetings::windows::Window;
use portico_store::{MasterKey, Sealer, Store, new_id};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use std::future::Future;
use std::path::{Path, PathBuf};

/// A folder that goes away with its owner.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("portico-store-{}", new_id()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn url(&self) -> String {
        format!("sqlite://{}", self.0.join("portico.db").display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub fn sealer() -> Sealer {
    Sealer::new(MasterKey::from_bytes("test", [7; 32]).unwrap())
}

pub async fn unlocked(url: &str) -> Store {
    let store = Store::open(url).await.unwrap();
    store.unlock(sealer()).await.unwrap();
    store
}

/// Runs a story on SQLite, and on PostgreSQL if there is one.
pub async fn each_database<S, F>(story: S)
where
    S: Fn(Store) -> F,
    F: Future<Output = ()>,
{
    each_url(async |url| {
        let store = unlocked(&url).await;
        story(store.clone()).await;
        store.close().await;
    })
    .await;
}

/// Runs a story that opens the empty database itself.
pub async fn each_url(story: impl AsyncFn(String)) {
    let folder = Folder::new();
    story(folder.url()).await;
    on_postgres(&story).await;
}

async fn on_postgres(story: &impl AsyncFn(String)) {
    let Ok(server) = std::env::var("PORTICO_TEST_POSTGRES") else {
        let required = std::env::var("PORTICO_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
        assert!(!required, "PORTICO_REQUIRE_POSTGRES=1, but PORTICO_TEST_POSTGRES is not set");
        eprintln!("PostgreSQL skipped: PORTICO_TEST_POSTGRES is not set");
        return;
    };
    let name = format!("story_{}", new_id().replace('-', ""));
    let mut admin = sqlx::PgConnection::connect(&server).await.unwrap();
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    story(with_database(&server, &name)).await;
    admin.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await.unwrap();
}

/// The same server, another database: `scheme://authority/OLD?query`.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').map_or((url, None), |(a, q)| (a, Some(q)));
    let (scheme, rest) = address.split_once("://").unwrap();
    let authority = rest.split('/').next().unwrap();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    format!("{scheme}://{authority}/{name}{query}")
}

/// Statements past the store.
pub async fn past_the_store(url: &str, sql: &str) {
    if url.starts_with("sqlite") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
        connection.close().await.unwrap();
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
        connection.close().await.unwrap();
    }
}

pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_800_000_000 + seconds)
}

pub fn person(account: &str) -> Person {
    Person {
        id: PersonId(new_id()),
        account: account.to_lowercase(),
        name: format!("Name of {account}"),
        role: Role::Organizer,
        language: None,
        zone: None,
        disabled: false,
        created: at(0),
    }
}

pub fn connection(name: &str) -> Connection {
    Connection {
        id: ConnectionId(new_id()),
        name: name.into(),
        vendor: Vendor::Cloudroom,
        base_url: "https://vendor.example/CLOUDROOM-SERVER/v2".into(),
        public_id: "public".into(),
        zone: "Asia/Shanghai".into(),
        media_hosts: vec!["media.example".into()],
        private_network: false,
        settings: Default::default(),
        paused: false,
        created: at(0),
        health: Health::default(),
    }
}

pub fn meeting(connection: &ConnectionId, number: &str, start: i64) -> Meeting {
    Meeting {
        id: MeetingId(new_id()),
        connection: connection.clone(),
        vendor_id: Some(VendorMeetingId::new(number)),
        series: None,
        subject: format!("Meeting {number}"),
        start: at(start),
        end: Some(at(start + 3600)),
        repeat: None,
        state: MeetingState::Scheduled,
        host_name: "Host".into(),
        members: 0,
        owner: None,
        options: None,
        public_url: None,
        created: at(0),
        seen: at(0),
        sequence: 0,
    }
}

pub fn link(meeting: &MeetingId, creator: &PersonId) -> JoinLink {
    JoinLink {
        id: LinkId(new_id()),
        meeting: meeting.clone(),
        role: JoinRole::Attendee,
        label: "Label".into(),
        personal: false,
        has_passcode: false,
        early_minutes: 10,
        expires: None,
        most_uses: None,
        uses: 0,
        revoked: None,
        created: at(1),
        created_by: creator.clone(),
    }
}

/// An address that wants everything.
pub fn webhook() -> Webhook {
    Webhook {
        id: WebhookId(new_id()),
        name: "Receiver".into(),
        url: "https://receiver.example/in?key=1".into(),
        events: EventKind::ALL.into(),
        private_network: false,
        paused: false,
        created: at(0),
        failing: None,
        stopped: None,
        overlap: None,
    }
}

/// A person and a connection, on which most stories stand.
pub async fn ground(store: &Store) -> (Person, Connection) {
    let (person, connection) = (person("ground"), connection("ground"));
    store.people().insert(&person, &"hash".into()).await.unwrap();
    store.connections().insert(&connection, &"secret".into()).await.unwrap();
    (person, connection)
}

/// All meetings between two instants; with `seen_by`, those that this person sees.
pub fn window(from: Timestamp, to: Timestamp, seen_by: Option<&PersonId>) -> Window {
    Window { from, to, filter: MeetingFilter { seen_by: seen_by.cloned(), ..MeetingFilter::default() } }
}
