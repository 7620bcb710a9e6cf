//! Connections to all three vendors: added, tested, their secrets replaced one by one.

use crate::support::*;
use portico_domain::forms::ConnectionForm;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_sandbox::{Clock, Sandbox, SandboxConfig};
use portico_service::TypedSecrets;
use portico_service::vendors::webapi::TokenCredential;
use secrecy::SecretString;

/// What the sandbox accepts, under the vendor's own names.
fn credential(world: &World, vendor: &str, purpose: &str, name: &str) -> String {
    let known = world.control().credentials();
    let of = known.iter().find(|one| one.vendor == vendor && one.purpose == purpose).unwrap();
    of.value(name).unwrap().to_owned()
}

fn form(vendor: &str, base_url: String) -> ConnectionForm {
    ConnectionForm {
        name: format!("The {vendor}"),
        vendor: vendor.into(),
        base_url,
        private_network: "on".into(),
        ..ConnectionForm::default()
    }
}

fn vmr_form(world: &World) -> ConnectionForm {
    let account = "admin@portico.example".into();
    ConnectionForm { account, ..form("vmr", world.sandbox.vmr_base()) }
}

/// With the hexadecimal form of the token credential.
fn webapi_secrets(world: &World) -> TypedSecrets {
    let value = |name| SecretString::from(credential(world, "webapi", "enterprise", name));
    TypedSecrets {
        secret: value("key"),
        token_key: value("keyHex"),
        token_iv: value("ivHex"),
        ..TypedSecrets::default()
    }
}

async fn connect(world: &World, form: &ConnectionForm, secrets: &TypedSecrets) -> ConnectionId {
    world.administrator.add_connection(form, secrets).await.unwrap()
}

fn blamed(refusal: &Refusal) -> Vec<(&str, &Rule)> {
    refusal.fields.iter().map(|field| (field.field.as_str(), &field.rule)).collect()
}

#[tokio::test]
async fn each_vendor_is_connected_and_answers() {
    each_database(async |database| {
        let world = begin(database).await;
        let pair = ConnectionForm {
            name: "VMR by halves".into(),
            auth_form: "{id}:{key}".into(),
            public_id: credential(&world, "vmr", "tenant", "apiId"),
            ..vmr_form(&world)
        };
        let key = credential(&world, "vmr", "tenant", "apiKey");
        let whole = credential(&world, "vmr", "tenant", "auth");
        let web = form("webapi", world.sandbox.webapi_base());
        let added = [
            connect(&world, &pair, &TypedSecrets::of(key.into())).await,
            connect(&world, &vmr_form(&world), &TypedSecrets::of(whole.into())).await,
            connect(&world, &web, &webapi_secrets(&world)).await,
        ];
        world.pass(10);
        for id in &added {
            world.administrator.test_connection(id).await.unwrap();
            let known = world.administrator.connection(id).await.unwrap();
            assert!(known.health.answered.is_some() && !known.health.is_failing(), "{known:?}");
            let again = ConnectionForm::of(&known);
            world.administrator.change_connection(id, &again, &"".into()).await.unwrap();
            assert_eq!(ConnectionForm::of(&world.administrator.connection(id).await.unwrap()), again);
        }
    })
    .await;
}

#[tokio::test]
async fn a_stored_secret_is_not_sent_to_another_server() {
    each_database(async |database| {
        let world = begin(database).await;
        let clock = Clock::frozen_at(NOW.seconds());
        let elsewhere = Sandbox::start(SandboxConfig { clock, ..SandboxConfig::default() }).await.unwrap();
        let known = world.administrator.connection(&world.connection).await.unwrap();
        let calls = elsewhere.control().calls().len();
        let change = async |base_url: String, secret: &str| {
            let form = ConnectionForm { base_url, ..ConnectionForm::of(&known) };
            world.administrator.change_connection(&world.connection, &form, &secret.into()).await
        };
        let other = elsewhere.cloudroom_base();
        let refusal = refused_as(Kind::Invalid, change(other.clone(), " ").await);
        assert_eq!(refusal.for_field("secret_again"), Some(&Rule::Missing), "{refusal}");
        assert_eq!(world.administrator.connection(&world.connection).await.unwrap().base_url, known.base_url);
        assert_eq!(elsewhere.control().calls().len(), calls, "nothing was sent there");
        // Elsewhere on the same server is no other server.
        change(format!("{}/", known.base_url), "").await.unwrap();
        change(other.clone(), &credential(&world, "cloudroom", "company", "secretKey")).await.unwrap();
        assert_eq!(world.administrator.connection(&world.connection).await.unwrap().base_url, other);
        world.administrator.test_connection(&world.connection).await.unwrap();
        assert!(elsewhere.control().calls().len() > calls);
    })
    .await;
}

#[tokio::test]
async fn secrets_are_replaced_one_by_one() {
    each_database(async |database| {
        let world = begin(database).await;
        let administrator = &world.administrator;
        let web = form("webapi", world.sandbox.webapi_base());
        let web = connect(&world, &web, &webapi_secrets(&world)).await;
        let token = |passkey: &str, passphrase: &str| TypedSecrets {
            passkey: passkey.into(),
            passphrase: passphrase.into(),
            ..TypedSecrets::default()
        };
        // The other form of the token credential; the enterprise's key stays.
        administrator.change_secret(&web, &token("another", "credential")).await.unwrap();
        world.pass(10);
        administrator.test_connection(&web).await.unwrap();
        // The key alone; the token credential stays, so nothing is missing.
        administrator.change_secret(&web, &TypedSecrets::of("wrong".into())).await.unwrap();
        world.pass(10);
        refused(administrator.test_connection(&web).await);
        let key = credential(&world, "webapi", "enterprise", "key");
        administrator.change_secret(&web, &TypedSecrets::of(key.into())).await.unwrap();
        world.pass(10);
        administrator.test_connection(&web).await.unwrap();

        let half = TypedSecrets { token_key: "00".repeat(32).into(), ..TypedSecrets::default() };
        let refusal = refused_as(Kind::Invalid, administrator.change_secret(&web, &half).await);
        assert_eq!(blamed(&refusal), [("token_iv", &Rule::Missing)]);
        let nothing = administrator.change_secret(&web, &TypedSecrets::default()).await;
        assert_eq!(blamed(&refused_as(Kind::Invalid, nothing)), [("secret", &Rule::Missing)]);
        // What was refused changed nothing.
        world.pass(10);
        administrator.test_connection(&web).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_or_misshapen_is_told_before_anything_is_stored() {
    each_database(async |database| {
        let world = begin(database).await;
        let before = world.administrator.connections().await.unwrap().len();
        let web = form("webapi", world.sandbox.webapi_base());
        let with = |key: &str, iv: &str| TypedSecrets {
            secret: "key".into(),
            token_key: key.into(),
            token_iv: iv.into(),
            ..TypedSecrets::default()
        };
        let vmr = vmr_form(&world);
        let odd = ConnectionForm { auth_form: "{id}".into(), public_id: "x".into(), ..vmr.clone() };
        let elsewhere = ConnectionForm { recording_zone: "Mars/Olympus".into(), ..vmr.clone() };
        let nobodys = ConnectionForm { account: String::new(), ..vmr.clone() };
        let good_key = "00".repeat(32);
        let cases: [(&ConnectionForm, TypedSecrets, &str); 9] = [
            (&web, TypedSecrets::of("key".into()), "token_key"),
            (&web, with("zz", "00"), "token_key"),
            (&web, with(&good_key, "00"), "token_iv"),
            (&web, TypedSecrets::default(), "secret"),
            (&vmr, TypedSecrets::default(), "secret"),
            (&vmr, TypedSecrets::of("x".repeat(61).into()), "secret"),
            (&odd, TypedSecrets::of("x".into()), "auth_form"),
            (&elsewhere, TypedSecrets::of("x".into()), "recording_zone"),
            (&nobodys, TypedSecrets::of("x".into()), "account"),
        ];
        for (form, secrets, field) in cases {
            let outcome = world.administrator.add_connection(form, &secrets).await;
            let refusal = refused_as(Kind::Invalid, outcome);
            assert!(refusal.for_field(field).is_some(), "{field}: {refusal}");
        }
        assert_eq!(world.administrator.connections().await.unwrap().len(), before);
    })
    .await;
}

#[tokio::test]
async fn the_documents_own_token_credential_is_refused_in_both_forms() {
    const KEY: &str = "34b7ee4783925cfc4b5c75116f6f9de52181a450f0ad499fcc9b84e6e55fec33";
    const IV: &str = "e116172f58fe068ba347992514110c83";
    const PASSKEY: &str = "SYXCXASD";
    const PASSPHRASE: &str = "AYQTYCAXAX";
    each_database(async |database| {
        let world = begin(database).await;
        assert!(TokenCredential::from_hex(KEY, IV).unwrap().is_public_sample());
        let hex = TypedSecrets {
            secret: "key".into(),
            token_key: KEY.into(),
            token_iv: IV.into(),
            ..TypedSecrets::default()
        };
        let derived = TypedSecrets {
            secret: "key".into(),
            passkey: PASSKEY.into(),
            passphrase: PASSPHRASE.into(),
            ..TypedSecrets::default()
        };
        let web = form("webapi", world.sandbox.webapi_base());
        for sample in [&hex, &derived] {
            let refusal = refused_as(Kind::Invalid, world.administrator.add_connection(&web, sample).await);
            assert_eq!(blamed(&refusal), [("token_key", &Rule::PublicSample)]);
        }
        let good = connect(&world, &web, &webapi_secrets(&world)).await;
        for sample in [&hex, &derived] {
            let refusal = refused_as(Kind::Invalid, world.administrator.change_secret(&good, sample).await);
            assert_eq!(blamed(&refusal), [("token_key", &Rule::PublicSample)]);
        }
    })
    .await;
}

#[tokio::test]
async fn no_secret_of_any_vendor_can_be_read_again() {
    const CANARIES: [&str; 4] = ["canary-main", "canary-platform", "canary-passkey", "canary-passphrase"];
    each_database(async |database| {
        let world = begin(database).await;
        let all = || TypedSecrets {
            secret: CANARIES[0].into(),
            platform_key: CANARIES[1].into(),
            passkey: CANARIES[2].into(),
            passphrase: CANARIES[3].into(),
            ..TypedSecrets::default()
        };
        let cloudroom = ConnectionForm {
            public_id: "x".into(),
            platform_id: "platform".into(),
            ..form("cloudroom", world.sandbox.cloudroom_base())
        };
        let web = form("webapi", world.sandbox.webapi_base());
        let mut said = Vec::new();
        for form in [cloudroom, vmr_form(&world), web] {
            let id = connect(&world, &form, &all()).await;
            let known = world.administrator.connection(&id).await.unwrap();
            said.push(shown(&ConnectionForm::of(&known)));
            said.push(shown(&known));
            world.pass(10);
            said.push(shown(&world.administrator.test_connection(&id).await));
            said.push(shown(&world.administrator.change_secret(&id, &TypedSecrets::default()).await));
        }
        said.push(shown(&world.administrator.connections().await.unwrap()));
        said.push(shown(&world.administrator.audit(None, 1000).await.unwrap()));
        for text in said {
            for canary in CANARIES {
                assert!(!text.contains(canary), "{canary} in {text}");
            }
        }
    })
    .await;
}
