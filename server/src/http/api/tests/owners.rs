//! Lists of scripts, narrowed to whose meetings they are.

use super::rig::{Rig, rig};
use portico_domain::capabilities::Vendor;
use portico_domain::forms::{InviteForm, TokenForm};
use portico_domain::people::Role;
use portico_service::Visit;
use portico_service::when::Zone;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// The token of an organizer who was invited.
async fn bobs_token(rig: &Rig) -> String {
    let role = Role::Organizer.name().into();
    let form = InviteForm { account: "bob".into(), name: "Bob".into(), role };
    let invited = rig.administrator.invite(&form).await.unwrap();
    let (key, password) = (invited.token.expose_secret(), "columns hold the lintel".into());
    let session = rig.services.accept_invitation(key, &password, &password, &Visit::default()).await.unwrap();
    let bob = rig.services.member(&rig.services.caller(&session).await.unwrap()).unwrap();
    let scopes = ["meetings:read", "meetings:write", "recordings"];
    let scopes = scopes.into_iter().map(|scope| (scope.to_owned(), "on".to_owned())).collect();
    let form = TokenForm { name: "x".into(), days: String::new(), scopes };
    bob.create_token(&form).await.unwrap().token.expose_secret().to_owned()
}

async fn schedule(rig: &Rig, token: &str, subject: &str) {
    let start = rig.services.now().plus_minutes(60);
    let body = json!({ "connection": rig.connection(Vendor::Cloudroom).name, "subject": subject,
        "start": Zone::utc().machine(start), "end": Zone::utc().machine(start.plus_minutes(30)) });
    let made = rig.post(token, "/api/v1/meetings", body).await;
    assert_eq!(made.status, 201, "{}", made.json);
}

async fn items(rig: &Rig, token: &str, path: &str) -> Vec<Value> {
    let answer = rig.get(token, path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.json);
    answer.json["items"].as_array().unwrap().clone()
}

async fn subjects(rig: &Rig, token: &str, owner: &str) -> Vec<String> {
    let found = items(rig, token, &format!("/api/v1/meetings?limit=100&owner={owner}")).await;
    let mut subjects: Vec<_> = found.iter().map(|it| it["subject"].as_str().unwrap().to_owned()).collect();
    subjects.sort();
    subjects
}

/// Blames the owner alone.
async fn refuses(rig: &Rig, token: &str, owner: &str) {
    for list in ["meetings", "recordings"] {
        let answer = rig.get(token, &format!("/api/v1/{list}?owner={owner}")).await;
        let fields = json!([{ "field": "owner", "rule": "not-a-choice" }]);
        assert_eq!((answer.status, &answer.json["fields"]), (422, &fields), "{list}: {owner}");
    }
}

#[tokio::test]
async fn an_administrators_script_narrows_lists_to_an_owner() {
    let rig = rig(true).await;
    let (ada, bob) = (rig.token_for_all().await, bobs_token(&rig).await);
    schedule(&rig, &ada, "Ada's").await;
    schedule(&rig, &bob, "Bob's one").await;
    schedule(&rig, &bob, "Bob's two").await;

    assert_eq!(subjects(&rig, &ada, "mine").await, ["Ada's"]);
    for owner in ["bob", "BOB"] {
        assert_eq!(subjects(&rig, &ada, owner).await, ["Bob's one", "Bob's two"], "{owner}");
    }
    let me = rig.get(&bob, "/api/v1/me").await.json["person"]["id"].as_str().unwrap().to_owned();
    assert_eq!(subjects(&rig, &ada, &me).await.len(), 2);
    let elsewhere = subjects(&rig, &ada, "none").await;
    assert!(
        !elsewhere.is_empty() && !elsewhere.iter().any(|subject| subject.contains("'s")),
        "{elsewhere:?}"
    );
    refuses(&rig, &ada, "nobody").await;

    let first = rig.get(&ada, "/api/v1/meetings?owner=bob&limit=1").await.json;
    let next = format!("/api/v1/meetings?owner=bob&limit=1&cursor={}", first["next"].as_str().unwrap());
    let next = rig.get(&ada, &next).await.json;
    let (one, two) = (&first["items"][0]["subject"], &next["items"][0]["subject"]);
    assert!(one != two && next["next"].is_null(), "{one} {two}");

    let recordings = async |owner| items(&rig, &ada, &format!("/api/v1/recordings?owner={owner}")).await;
    let all = recordings("").await;
    assert!(!all.is_empty());
    assert_eq!(recordings("none").await, all, "all were made elsewhere");
    assert_eq!(recordings("others").await, all);
    assert!(recordings("bob").await.is_empty() && recordings("mine").await.is_empty());
}

#[tokio::test]
async fn an_organizers_script_tells_its_own_from_others_and_nobody_by_account() {
    let rig = rig(true).await;
    let (ada, bob) = (rig.token_for_all().await, bobs_token(&rig).await);
    schedule(&rig, &ada, "Ada's").await;
    schedule(&rig, &bob, "Bob's").await;
    assert_eq!(subjects(&rig, &bob, "mine").await, ["Bob's"]);
    for owner in ["others", "none"] {
        assert!(subjects(&rig, &bob, owner).await.is_empty(), "{owner}");
    }
    for account in ["admin", "bob", "nobody"] {
        refuses(&rig, &bob, account).await;
    }
}
