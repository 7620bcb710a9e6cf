//! A copy of the database, its WAL and a backup, without the key: no secret is in it.

use crate::support::*;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use portico_domain::forms::{ConnectionForm, InviteForm, LinkForm, MeetingForm, WebhookForm};
use portico_domain::ids::IntentId;
use portico_service::TypedSecrets;
use portico_store::intents::NewIntent;
use secrecy::ExposeSecret;
use serde_json::Value;
use std::path::PathBuf;

const SUBJECT: &str = "A subject that everybody may read";
const TOKEN_KEY: &str = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
const TOKEN_IV: &str = "decade00decade00decade00decade00";

/// Plants one of each kind of secret, and tells them.
async fn plant(world: &World) -> Vec<String> {
    let mut canaries: Vec<String> =
        [VENDOR_SECRET, PASSWORD, AUDIT_KEY, TOKEN_KEY, TOKEN_IV].map(str::to_owned).to_vec();
    let mut secret = |text: &str| {
        canaries.push(text.to_owned());
        text.to_owned()
    };
    // What vendors are signed to with.
    let typed = TypedSecrets {
        secret: secret("canary-of-the-company").into(),
        platform_key: secret("canary-of-the-platform").into(),
        ..TypedSecrets::default()
    };
    let form = connection_form("Second", &world.sandbox.cloudroom_base());
    world.administrator.add_connection(&form, &typed).await.unwrap();
    let base_url = world.sandbox.webapi_base();
    let form = ConnectionForm { name: "WebAPI".into(), vendor: "webapi".into(), base_url, ..form };
    for typed in [
        TypedSecrets {
            secret: secret("canary-of-the-enterprise").into(),
            token_key: TOKEN_KEY.into(),
            token_iv: TOKEN_IV.into(),
            ..TypedSecrets::default()
        },
        TypedSecrets {
            secret: secret("canary-of-another-enterprise").into(),
            passkey: secret("canary-passkey").into(),
            passphrase: secret("canary-passphrase").into(),
            ..TypedSecrets::default()
        },
    ] {
        let name = format!("WebAPI {}", typed.passkey.expose_secret());
        let name = if name.contains("canary") { "Derived".to_owned() } else { name };
        world.administrator.add_connection(&ConnectionForm { name, ..form.clone() }, &typed).await.unwrap();
    }
    // What opens meetings.
    let form = MeetingForm { subject: SUBJECT.into(), password: "402938".into(), ..meeting_form(world) };
    let meeting = world.schedule(&form).await;
    world.store.meetings().set_told(&meeting, &secret("canary-stream-key").into()).await.unwrap();
    let link = LinkForm { passcode: secret("canary passcode"), ..link_form() };
    secret(&world.a_link(&meeting, &link).await);
    // What a change in several steps keeps.
    let intent = NewIntent {
        id: IntentId(portico_store::new_id()),
        person: None,
        idempotency_key: key(),
        action: "meeting.change".into(),
        body_hash: "hash".into(),
        connection: None,
        meeting: None,
        payload: Value::Null,
        at: NOW,
    };
    world.store.intents().begin(&intent).await.unwrap();
    let kept = secret("canary-of-a-change").into();
    world.store.intents().advance(&intent.id, 0, &Value::Null, &kept, NOW).await.unwrap();
    // What lets people in.
    let session = world.services.sign_in("admin", &PASSWORD.into(), &at("n")).await.unwrap();
    secret(session.expose_secret());
    let form = InviteForm { account: "fang".into(), name: "Fang".into(), role: "viewer".into() };
    secret(world.administrator.invite(&form).await.unwrap().token.expose_secret());
    secret(world.services.new_setup_token().await.unwrap().expose_secret());
    // What tells others that it was us.
    let form = WebhookForm {
        name: "Calendar".into(),
        url: "https://receiver.example/".into(),
        events: [("meeting.started".to_owned(), "on".to_owned())].into(),
        ..WebhookForm::default()
    };
    let added = world.administrator.add_webhook(&form).await.unwrap();
    let text = added.secret.expose_secret();
    secret(text.strip_prefix("whsec_").unwrap_or(text));
    let rotated = world.administrator.rotate_webhook(&added.webhook.id).await.unwrap().secret;
    secret(rotated.expose_secret().trim_start_matches("whsec_"));
    // What the installation has for itself.
    let chain = secret("canary-of-the-chain").into();
    world.store.settings().secret_or_insert("audit_key", &chain).await.unwrap();
    canaries
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let hex = hex::encode(text);
    let forms = [
        text.as_bytes().to_vec(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        // The last characters depend on what follows.
        STANDARD_NO_PAD.encode(text).trim_end_matches('=').as_bytes()[..text.len()].to_vec(),
        URL_SAFE_NO_PAD.encode(text).as_bytes()[..text.len()].to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.bytes().rev().collect(),
    ];
    forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form.as_slice()))
}

#[tokio::test]
async fn a_stolen_copy_without_the_key_holds_no_secret() {
    each_database(async |database| {
        let Some(file) = database.url.strip_prefix("sqlite://").map(PathBuf::from) else { return };
        let world = begin(database).await;
        let canaries = Box::pin(plant(&world)).await;
        let backup = file.with_file_name("backup.db");
        database.tamper(&format!("VACUUM INTO '{}'", backup.display())).await;
        let mut looked_at = Vec::new();
        for entry in std::fs::read_dir(file.parent().unwrap()).unwrap().flatten() {
            let bytes = std::fs::read(entry.path()).unwrap();
            for canary in &canaries {
                assert!(!holds(&bytes, canary), "{canary} is in {:?}", entry.path());
            }
            looked_at.push((entry.file_name().into_string().unwrap(), holds(&bytes, SUBJECT)));
        }
        looked_at.sort();
        // The search finds what is there: new pages are in the WAL, all of them in the backup.
        assert!(looked_at.contains(&("backup.db".into(), true)), "{looked_at:?}");
        assert!(looked_at.contains(&("portico.db-wal".into(), true)), "{looked_at:?}");
    })
    .await;
}
