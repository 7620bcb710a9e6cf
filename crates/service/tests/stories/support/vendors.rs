//! Connections to the other vendors, meetings there, and a browser that opens a page.

use super::forms::meeting_form;
use super::world::World;
use portico_domain::forms::{ConnectionForm, MeetingForm};
use portico_domain::ids::ConnectionId;
use portico_service::TypedSecrets;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

fn published(world: &World, vendor: &str, purpose: &str, name: &str) -> String {
    let credentials = world.sandbox.credentials();
    let found = credentials.iter().find(|it| it.vendor == vendor && it.purpose.contains(purpose));
    found.unwrap().value(name).unwrap().to_owned()
}

pub async fn vmr_connection(world: &World) -> ConnectionId {
    let form = ConnectionForm {
        name: "VMR".into(),
        vendor: "vmr".into(),
        base_url: world.sandbox.vmr_base(),
        account: published(world, "vmr", "tenant", "account"),
        private_network: "on".into(),
        ..ConnectionForm::default()
    };
    let secrets = TypedSecrets::of(published(world, "vmr", "tenant", "auth").into());
    world.administrator.add_connection(&form, &secrets).await.unwrap()
}

pub async fn webapi_connection(world: &World) -> ConnectionId {
    let form = ConnectionForm {
        name: "WebAPI".into(),
        vendor: "webapi".into(),
        base_url: world.sandbox.webapi_base(),
        private_network: "on".into(),
        ..ConnectionForm::default()
    };
    let value = |name| published(world, "webapi", "enterprise", name).into();
    let (secret, token_key, token_iv) = (value("key"), value("keyHex"), value("ivHex"));
    let secrets = TypedSecrets { secret, token_key, token_iv, ..TypedSecrets::default() };
    world.administrator.add_connection(&form, &secrets).await.unwrap()
}

/// A booking of an hour that begins an hour from now, in a room that the vendor chooses.
pub fn vmr_meeting(world: &World, connection: &ConnectionId) -> MeetingForm {
    let MeetingForm { subject, start, end, .. } = meeting_form(world);
    MeetingForm { connection: connection.to_string(), subject, start, end, ..MeetingForm::default() }
}

/// A meeting of an hour that begins an hour from now.
pub fn webapi_meeting(world: &World, connection: &ConnectionId) -> MeetingForm {
    MeetingForm { password: "chair-2468".into(), ..vmr_meeting(world, connection) }
}

/// Opens a page of `http://host:port/…` as a browser would; status line and body.
pub async fn open_page(address: &str) -> String {
    let rest = address.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}
