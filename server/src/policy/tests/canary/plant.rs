//! A secret in every place that holds one.

use super::super::world::{PASSWORD, Portico, Somebody, Thing, portico_with};
use super::forms::Secret;
use crate::config::Keys;
use crate::identity_providers::ProviderKeys;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::forms::{
    ConnectionForm, InviteForm, LinkForm, MeetingForm, RecordingLinkForm, TokenForm, WebhookForm,
};
use portico_domain::ids::{ConnectionId, LinkId, PersonId, RecordingId};
use portico_domain::people::Role;
use portico_domain::tokens::Scope;
use portico_domain::webhooks::EventKind;
use portico_service::when::Zone;
use portico_service::{Administrator, Organizer, Store, TypedSecrets};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeMap;

/// What is typed into fields of secrets on the way. It is never said again.
pub const TYPED: &str = "canary-typed-and-wrong";
const CLIENT_SECRET: &str = "canary-of-the-client";
const PASSCODE: &str = "canary-passcode";
const TOKEN_KEY: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
const TOKEN_IV: &str = "decade00decade00decade00decade00";
const OWNERS: &[&str] = &["organizer", "administrator"];

/// A Portico full of secrets, and where to look for them.
pub struct Planted {
    pub portico: Portico,
    pub secrets: Vec<Secret>,
    /// What is asked about: meetings, with their links and recordings.
    pub meetings: Vec<Thing>,
    /// What is no meeting, in the place of one: connections, and somebody with an account.
    pub others: Vec<Thing>,
    /// Those of them whose page anybody may open who holds the link.
    pub joins: Vec<String>,
    pub recordings: Vec<String>,
    pub invitation: String,
    pub setup: String,
    /// Of each role, viewers first: tokens for everything, more than one because each is worth so much a minute.
    pub tokens: [Vec<String>; 3],
    pub connections: Vec<Connection>,
}

struct Bed<'a> {
    portico: &'a Portico,
    secrets: Vec<Secret>,
}

impl Bed<'_> {
    fn add(&mut self, name: &str, value: impl Into<String>, seen_by: &'static [&'static str]) -> String {
        let value = value.into();
        self.secrets.push(Secret { name: name.to_owned(), value: value.clone(), seen_by });
        value
    }

    fn never(&mut self, name: &str, value: impl Into<String>) -> String {
        self.add(name, value, &[])
    }

    fn of_connection(&mut self, what: &str, connection: &str) -> SecretString {
        self.never(&format!("{what} of the connection {connection}"), format!("canary-{what}-{connection}"))
            .into()
    }
}

pub async fn plant() -> Planted {
    let provider = ProviderKeys {
        name: "corp".into(),
        issuer: "http://127.0.0.1:9".into(),
        client_id: "portico".into(),
        client_secret: Some(CLIENT_SECRET.into()),
        private_network: true,
        ..ProviderKeys::default()
    };
    let portico = portico_with(Keys { identity_providers: vec![provider], ..Keys::default() }).await;
    let services = portico.state.services.clone();
    let administrator = services
        .administrator(&services.caller(&portico.administrator.session.clone().into()).await.unwrap())
        .unwrap();
    let organizer = services
        .organizer(&services.caller(&portico.organizer.session.clone().into()).await.unwrap())
        .unwrap();
    let mut bed = Bed { portico: &portico, secrets: Vec::new() };
    own(&mut bed).await;
    people(&mut bed);
    let planted = connections(&mut bed, &administrator).await;
    let mut meetings = vec![portico.organizer.shared.clone(), portico.organizer.foreign.clone()];
    // Pages of connections take their id where those of meetings take theirs.
    let other = |id: String| Thing { meeting: id, ..portico.organizer.own.clone() };
    let mut others: Vec<Thing> = planted.iter().map(|id| other(id.to_string())).collect();
    let (mut joins, mut recordings) = (Vec::new(), Vec::new());
    for vendor in [Vendor::Cloudroom, Vendor::Vmr, Vendor::Webapi] {
        let (thing, join) = meeting(&mut bed, &organizer, vendor).await;
        recordings.push(shared_recording(&mut bed, &organizer, &portico.organizer, vendor).await);
        joins.push(join);
        meetings.push(thing);
    }
    let form = InviteForm { account: "fang".into(), name: "Fang".into(), role: "viewer".into() };
    let invited = administrator.invite(&form).await.unwrap();
    let invitation = bed.add("an invitation", invited.token.expose_secret(), &[]);
    others.push(other(invited.person.id.to_string()));
    let form = WebhookForm {
        name: "A room display".into(),
        url: "https://display.example/hook".into(),
        events: EventKind::ALL.into_iter().map(|kind| (kind.name().to_owned(), "on".to_owned())).collect(),
        ..WebhookForm::default()
    };
    let webhook = administrator.add_webhook(&form).await.unwrap();
    bed.never("the secret of a webhook", webhook.secret.expose_secret());
    others.push(other(webhook.webhook.id.to_string()));
    let setup = bed.never("a set-up link", services.new_setup_token().await.unwrap().expose_secret());
    let connections = organizer.choices().await.unwrap();
    let tokens = tokens(&mut bed, &connections).await;
    let secrets = bed.secrets;
    Planted { portico, secrets, meetings, others, joins, recordings, invitation, setup, tokens, connections }
}

/// What the installation has for itself, and what the sandbox's vendors accept.
async fn own(bed: &mut Bed<'_>) {
    let settings = &bed.portico.state.settings;
    let line = std::fs::read_to_string(settings.master_key_file()).unwrap();
    bed.never("the master key", line.trim().rsplit('.').next().unwrap());
    let url = settings.database_url();
    let store = Store::open_with_key_file(url.expose_secret(), &settings.master_key_file()).await.unwrap();
    let key = store.settings().secret_or_insert("audit_key", &"none".into()).await.unwrap();
    store.close().await;
    bed.never("the audit log's key", key.expose_secret());
    bed.never("the provider's client secret", CLIENT_SECRET);
    bed.never("something typed", TYPED);
    for credential in bed.portico.sandbox.credentials() {
        for it in credential.values {
            let name = it.name.to_lowercase();
            let secret = ["key", "passphrase", "auth"].iter().any(|part| name.contains(part));
            if secret && it.value.len() >= 10 {
                bed.never(&format!("{} of the sandbox's {}", it.name, credential.vendor), it.value);
            }
        }
    }
}

fn people(bed: &mut Bed<'_>) {
    let portico = bed.portico;
    bed.never("a password", PASSWORD);
    bed.never("the hash of a password", "$argon2id$v=19$");
    for who in [&portico.viewer, &portico.organizer, &portico.administrator] {
        let role = who.role.map_or("nobody", Role::name);
        bed.never(&format!("the session of the {role}"), who.session.as_str());
        bed.never(&format!("the token of the {role}"), who.token.as_str());
    }
}

/// One connection for each way of signing.
async fn connections(bed: &mut Bed<'_>, administrator: &Administrator) -> Vec<ConnectionId> {
    let sandbox = &bed.portico.sandbox;
    let (cloudroom, vmr, webapi) = (sandbox.cloudroom_base(), sandbox.vmr_base(), sandbox.webapi_base());
    let mut ids = Vec::new();
    for (name, vendor, base_url) in [
        ("Second", "cloudroom", cloudroom),
        ("Rooms", "vmr", vmr),
        ("Hex", "webapi", webapi.clone()),
        ("Derived", "webapi", webapi),
    ] {
        let mut typed = TypedSecrets::of(bed.of_connection("secret", name));
        match name {
            "Second" => typed.platform_key = bed.of_connection("platform", name),
            "Derived" => {
                typed.passkey = bed.of_connection("passkey", name);
                typed.passphrase = bed.of_connection("passphrase", name);
            }
            "Hex" => {
                typed.token_key = bed.never("a token's key", TOKEN_KEY).into();
                typed.token_iv = bed.never("a token's vector", TOKEN_IV).into();
            }
            _ => {}
        }
        let form = ConnectionForm {
            name: name.into(),
            vendor: vendor.into(),
            base_url,
            public_id: "sandbox".into(),
            zone: "Asia/Shanghai".into(),
            private_network: "on".into(),
            account: "somebody@example.com".into(),
            ..ConnectionForm::default()
        };
        ids.push(administrator.add_connection(&form, &typed).await.unwrap());
    }
    ids
}

/// The organizer's meeting at this vendor, with everything that opens it.
async fn meeting(bed: &mut Bed<'_>, organizer: &Organizer, vendor: Vendor) -> (Thing, String) {
    let connections = organizer.choices().await.unwrap();
    let trial = |it: &&Connection| it.vendor == vendor && it.settings.trial;
    let connection = connections.iter().find(trial).unwrap().id.0.clone();
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let start = bed.portico.state.services.now().plus_minutes(60);
    let (password, host_password) = match vendor {
        Vendor::Cloudroom => ("739154", ""),
        Vendor::Vmr => ("846207", "951736"),
        Vendor::Webapi => ("canary-chair", ""),
    };
    let name = vendor.name();
    bed.add(&format!("the password of the meeting at {name}"), password, OWNERS);
    if !host_password.is_empty() {
        bed.add(&format!("the host's password at {name}"), host_password, OWNERS);
    }
    let form = MeetingForm {
        connection,
        subject: format!("Review at {name}"),
        start: zone.field(start),
        end: zone.field(start.plus_minutes(60)),
        password: password.into(),
        host_password: host_password.into(),
        ..MeetingForm::of_options(&Default::default())
    };
    let key = portico_service::access::tokens::new_key();
    let meeting = organizer.schedule(&key, &form, &zone).await.unwrap();
    let viewer = PersonId::new(bed.portico.viewer.person.as_str());
    organizer.share(&meeting, &viewer).await.unwrap();
    let passcode = format!("{PASSCODE}-{name}");
    let passcode = bed.never(&format!("the passcode of a link at {name}"), passcode);
    for form in [
        LinkForm { passcode, ..LinkForm::default() },
        LinkForm { role: "host".into(), ..LinkForm::default() },
    ] {
        organizer.create_link(&meeting, &form, &zone).await.unwrap();
    }
    let links: Vec<LinkId> =
        organizer.meeting(&meeting).await.unwrap().links.into_iter().map(|it| it.link.id).collect();
    let mut join = String::new();
    for link in &links {
        let slug = organizer.link_slug(&meeting, link).await.unwrap();
        let slug = bed.add(&format!("a join link at {name}"), slug.expose_secret(), OWNERS);
        if join.is_empty() {
            join = slug;
        }
    }
    let recording = bed.portico.organizer.own.recording.clone();
    (Thing { meeting: meeting.to_string(), link: links[0].to_string(), recording }, join)
}

async fn shared_recording(
    bed: &mut Bed<'_>,
    organizer: &Organizer,
    who: &Somebody,
    vendor: Vendor,
) -> String {
    let id = RecordingId::new(who.own.recording.as_str());
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let passcode =
        bed.never("the passcode of a shared recording", format!("canary-shared-{}", vendor.name()));
    let expires = zone.field(bed.portico.state.services.now().plus_minutes(600));
    let form = RecordingLinkForm { passcode, expires, ..RecordingLinkForm::default() };
    let link = organizer.create_recording_link(&id, &form, &zone).await.unwrap();
    let links = organizer.recording_links(&id).await.unwrap();
    let made = links.into_iter().find(|it| it.link.id == link).unwrap();
    bed.add("the link of a shared recording", made.slug.unwrap().expose_secret(), OWNERS)
}

/// So many requests a minute are more than a crawl makes.
const TOKENS: usize = 4;

async fn tokens(bed: &mut Bed<'_>, connections: &[Connection]) -> [Vec<String>; 3] {
    let portico = bed.portico;
    let services = &portico.state.services;
    let mut of_all: [Vec<String>; 3] = Default::default();
    for (who, tokens) in
        [&portico.viewer, &portico.organizer, &portico.administrator].into_iter().zip(&mut of_all)
    {
        let member = services.member(&services.caller(&who.session.clone().into()).await.unwrap()).unwrap();
        let plain = Scope::ALL.into_iter().map(|scope| scope.name().to_owned());
        // Leave for the proxy is for administrators.
        let proxied = if who.role == Some(Role::Administrator) { connections } else { &[] };
        let proxies = proxied.iter().map(|it| format!("proxy:{}:*", it.id));
        let scopes: BTreeMap<_, _> = plain.chain(proxies).map(|scope| (scope, "on".to_owned())).collect();
        for _ in 0..TOKENS {
            let form = TokenForm { name: "a script".into(), scopes: scopes.clone(), ..TokenForm::default() };
            let made = member.create_token(&form).await.unwrap().token;
            tokens.push(bed.never("a token of somebody", made.expose_secret()));
        }
    }
    of_all
}
