//! A new master key in the place of the old one, cut off at every step.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::ids::{ConnectionId, MeetingId};
use portico_store::{KeyFile, Rotation, Store, StoreErrorKind};
use secrecy::ExposeSecret;
use std::path::Path;
use support::{Folder, at, connection, each_url, ground, link, meeting, webhook};

/// More than one step of each kind takes.
const MANY: usize = 120;

struct Planted {
    connections: Vec<ConnectionId>,
    meetings: Vec<MeetingId>,
}

/// One of each kind of secret, and many of some.
async fn plant(store: &Store) -> Planted {
    let (person, ground) = ground(store).await;
    let mut planted = Planted { connections: Vec::new(), meetings: Vec::new() };
    for n in 0..MANY {
        let one = connection(&n.to_string());
        store.connections().insert(&one, &format!("secret {n}").into()).await.unwrap();
        let more = format!("more {n}");
        store.connections().set_more_secrets(&one.id, Some(&more.as_str().into())).await.unwrap();
        planted.connections.push(one.id);
        let one = meeting(&ground.id, &n.to_string(), 0);
        store.meetings().insert(&one, Some(&format!("password {n}").into())).await.unwrap();
        planted.meetings.push(one.id);
    }
    let first = &planted.meetings[0];
    store.meetings().set_told(first, &"told".into()).await.unwrap();
    let link = link(first, &person.id);
    store.links().insert(&link, &"slug".into(), "hash", None).await.unwrap();
    store.settings().secret_or_insert("audit_key", &"the key of the chain".into()).await.unwrap();
    let webhook = webhook();
    store.webhooks().insert(&webhook, &"whsec_1".into()).await.unwrap();
    store.webhooks().rotate(&webhook.id, &"whsec_2".into(), at(100)).await.unwrap();
    planted
}

/// Every secret opens and is what it was.
async fn check(store: &Store, planted: &Planted) {
    for (n, id) in planted.connections.iter().enumerate() {
        let main = store.connections().secret(id).await.unwrap().unwrap();
        let more = store.connections().more_secrets(id).await.unwrap().unwrap();
        assert_eq!(
            (main.expose_secret(), more.expose_secret()),
            (&*format!("secret {n}"), &*format!("more {n}"))
        );
    }
    for (n, id) in planted.meetings.iter().enumerate() {
        let password = store.meetings().password(id).await.unwrap().unwrap();
        assert_eq!(password.expose_secret(), format!("password {n}"));
    }
    let told = store.meetings().told(&planted.meetings[0]).await.unwrap().unwrap();
    assert_eq!(told.expose_secret(), "told");
    let links = store.links().of_meeting(&planted.meetings[0]).await.unwrap();
    assert_eq!(store.links().reveal(&links[0].id).await.unwrap().unwrap().expose_secret(), "slug");
    let chain = store.settings().secret_or_insert("audit_key", &"another".into()).await.unwrap();
    assert_eq!(chain.expose_secret(), "the key of the chain", "the chain of the audit log goes on");
    let webhook = store.webhooks().list().await.unwrap().remove(0);
    let signing = store.webhooks().secrets(&webhook.id, at(1)).await.unwrap();
    assert_eq!((signing[0].expose_secret(), signing[1].expose_secret()), ("whsec_2", "whsec_1"));
}

async fn open(url: &str, file: &KeyFile) -> Store {
    Store::open_with_key_file(url, file.path()).await.unwrap()
}

/// One try that ends after `steps`. `true`: it came to its end before.
async fn cut_off_after(steps: usize, store: &Store, file: &KeyFile) -> bool {
    let mut rotation = Rotation::begin(file).unwrap();
    for _ in 0..steps {
        if !rotation.step(store).await.unwrap() {
            rotation.finish().unwrap();
            return true;
        }
    }
    // As if killed here: what it held goes without a word.
    false
}

#[tokio::test]
async fn a_rotation_may_end_at_every_step_and_go_on() {
    each_url(async |url| {
        let folder = Folder::new();
        let file = KeyFile::at(&folder.path().join("master.key"));
        // A server that runs all along, and knows nothing of the rotation.
        let server = open(&url, &file).await;
        let planted = plant(&server).await;
        let old = file.read().unwrap()[0].id().to_owned();
        let mut steps = 0;
        loop {
            let store = open(&url, &file).await;
            let done = cut_off_after(steps, &store, &file).await;
            store.close().await;
            // Whoever starts now reads everything, and so does who runs already.
            let fresh = open(&url, &file).await;
            check(&fresh, &planted).await;
            fresh.close().await;
            check(&server, &planted).await;
            if done {
                break;
            }
            assert_eq!(file.read().unwrap().len(), 2, "both keys open until it is done");
            steps += 1;
        }
        assert!(steps > 7, "{steps}");
        let keys = file.read().unwrap();
        assert_eq!(keys.len(), 1);
        assert_ne!(keys[0].id(), old);
        server.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_a_running_server_writes_meanwhile_is_under_the_new_key() {
    each_url(async |url| {
        let folder = Folder::new();
        let file = KeyFile::at(&folder.path().join("master.key"));
        let server = open(&url, &file).await;
        let store = open(&url, &file).await;
        let mut rotation = Rotation::begin(&file).unwrap();
        while rotation.step(&store).await.unwrap() {}
        let late = connection("late");
        server.connections().insert(&late, &"canary".into()).await.unwrap();
        rotation.start_over();
        while rotation.step(&store).await.unwrap() {}
        assert_eq!(rotation.resealed(), 0, "nothing is left under the old key");
        rotation.finish().unwrap();
        let fresh = open(&url, &file).await;
        assert_eq!(fresh.connections().secret(&late.id).await.unwrap().unwrap().expose_secret(), "canary");
        for store in [server, store, fresh] {
            store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_old_key_is_kept_beside_and_opens_nothing_here() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = KeyFile::at(&folder.path().join("keys/master.key"));
    let store = open(&folder.url(), &file).await;
    plant(&store).await;
    let mut rotation = Rotation::begin(&file).unwrap();
    assert!(Rotation::begin(&file).is_err(), "one at a time");
    while rotation.step(&store).await.unwrap() {}
    let retired = rotation.finish().unwrap();
    store.close().await;
    let [retired] = retired.as_slice() else { panic!("{retired:?}") };
    assert_eq!(std::fs::metadata(retired).unwrap().permissions().mode() & 0o777, 0o600);
    let error = Store::open_with_key_file(&folder.url(), retired).await.err().unwrap();
    assert_eq!(error.kind(), StoreErrorKind::Key);
    assert!(error.to_string().contains("is missing"), "{error}");
}

#[tokio::test]
async fn a_value_that_does_not_open_keeps_the_old_key() {
    let folder = Folder::new();
    let file = KeyFile::at(&folder.path().join("master.key"));
    let store = open(&folder.url(), &file).await;
    let planted = plant(&store).await;
    damage(&folder.url(), &planted.connections[7]).await;
    let mut rotation = Rotation::begin(&file).unwrap();
    while rotation.step(&store).await.unwrap() {}
    assert_eq!(rotation.damaged(), [format!("connections.secret_sealed of {}", planted.connections[7])]);
    assert!(rotation.finish().is_err());
    assert_eq!(KeyFile::at(Path::new(file.path())).read().unwrap().len(), 2);
}

async fn damage(url: &str, id: &ConnectionId) {
    let pool = sqlx::SqlitePool::connect(url).await.unwrap();
    sqlx::query("UPDATE connections SET secret_sealed = secret_sealed || 'A' WHERE id = $1")
        .bind(id.as_str())
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
}
