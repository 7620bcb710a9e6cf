//! Connections, their secrets and the key to them.

mod support;

use portico_domain::connections::Health;
use portico_store::{MasterKey, Sealer, Store, StoreErrorKind};
use secrecy::ExposeSecret;
use support::{Folder, at, connection, each_database, each_url, sealer};

#[tokio::test]
async fn a_connection_is_made_changed_paused_and_removed() {
    each_database(|store| async move {
        let connections = store.connections();
        let mut north = connection("north");
        connections.insert(&north, &"canary".into()).await.unwrap();
        connections.insert(&connection("alpha"), &"other".into()).await.unwrap();
        assert_eq!(connections.by_name("north").await.unwrap().as_ref(), Some(&north));
        let names: Vec<_> = connections.list().await.unwrap().into_iter().map(|c| c.name).collect();
        assert_eq!(names, ["alpha", "north"]);

        north.name = "alpha".into();
        let error = connections.update(&north).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Conflict);
        north.name = "south".into();
        north.media_hosts = vec![];
        north.private_network = true;
        assert!(connections.update(&north).await.unwrap());
        assert!(connections.set_paused(&north.id, true).await.unwrap());
        north.paused = true;
        assert_eq!(connections.by_id(&north.id).await.unwrap().as_ref(), Some(&north));

        assert_eq!(connections.secret(&north.id).await.unwrap().unwrap().expose_secret(), "canary");
        assert!(connections.set_secret(&north.id, &"new".into()).await.unwrap());
        assert_eq!(connections.secret(&north.id).await.unwrap().unwrap().expose_secret(), "new");

        assert!(connections.remove(&north.id, at(9)).await.unwrap());
        assert!(!connections.remove(&north.id, at(9)).await.unwrap());
        assert!(connections.secret(&north.id).await.unwrap().is_none(), "erased");
        assert!(connections.by_id(&north.id).await.unwrap().is_none());
        assert!(connections.by_id_even_removed(&north.id).await.unwrap().is_some());
        assert!(!connections.update(&north).await.unwrap());
        connections.insert(&connection("south"), &"again".into()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn health_tells_the_last_contact() {
    each_database(|store| async move {
        let connections = store.connections();
        let north = connection("north");
        connections.insert(&north, &"secret".into()).await.unwrap();
        let health = async || connections.by_id(&north.id).await.unwrap().unwrap().health;
        connections.record_answer(&north.id, at(10), Some(-3)).await.unwrap();
        connections.record_answer(&north.id, at(12), None).await.unwrap();
        assert_eq!(health().await.answered, Some(at(10)), "not written every time");
        connections.record_failure(&north.id, at(13), "vendor-silent", Some("22004")).await.unwrap();
        assert!(health().await.is_failing());
        connections.record_answer(&north.id, at(14), None).await.unwrap();
        connections.record_synchronised(&north.id, at(15)).await.unwrap();
        let now = health().await;
        assert!(!now.is_failing());
        assert_eq!(
            (now.answered, now.skew_seconds, now.synchronised),
            (Some(at(14)), Some(-3), Some(at(15)))
        );
        connections.set_health(&north.id, &Health::default()).await.unwrap();
        assert_eq!(health().await, Health::default());
    })
    .await;
}

#[tokio::test]
async fn a_locked_store_gives_no_secret_and_takes_none() {
    each_url(async |url| {
        let store = Store::open(&url).await.unwrap();
        let error = store.connections().insert(&connection("north"), &"canary".into()).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Key);
        store.ping().await.unwrap();
        store.close().await;
        assert!(store.ping().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn another_key_does_not_unlock() {
    each_url(async |url| {
        let store = Store::open(&url).await.unwrap();
        assert!(!store.holds_sealed_values().await.unwrap());
        store.unlock(sealer()).await.unwrap();
        assert!(store.holds_sealed_values().await.unwrap());
        store.connections().insert(&connection("north"), &"canary".into()).await.unwrap();
        store.close().await;

        let store = Store::open(&url).await.unwrap();
        for (id, fill) in [("test", 8), ("other", 7)] {
            let wrong = Sealer::new(MasterKey::from_bytes(id, [fill; 32]).unwrap());
            assert_eq!(store.unlock(wrong).await.unwrap_err().kind(), StoreErrorKind::Key);
        }
        store.settings().delete("key_check").await.unwrap();
        assert_eq!(
            store.unlock(sealer()).await.unwrap_err().kind(),
            StoreErrorKind::Key,
            "the check is gone"
        );
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn swapped_ciphertexts_do_not_open() {
    let folder = Folder::new();
    let store = Store::open(&folder.url()).await.unwrap();
    store.unlock(sealer()).await.unwrap();
    let (one, two) = (connection("one"), connection("two"));
    store.connections().insert(&one, &"first".into()).await.unwrap();
    store.connections().insert(&two, &"second".into()).await.unwrap();
    let pool = sqlx::SqlitePool::connect(&folder.url()).await.unwrap();
    let sealed: Vec<(String, String)> =
        sqlx::query_as("SELECT id, secret_sealed FROM connections").fetch_all(&pool).await.unwrap();
    for (to, from) in [(0, 1), (1, 0)] {
        sqlx::query("UPDATE connections SET secret_sealed = $1 WHERE id = $2")
            .bind(&sealed[from].1)
            .bind(&sealed[to].0)
            .execute(&pool)
            .await
            .unwrap();
    }
    for id in [&one.id, &two.id] {
        let error = store.connections().secret(id).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Key);
        assert!(!format!("{error:?} {error}").contains("first"));
    }
}

#[tokio::test]
async fn the_key_file_is_made_once_kept_private_and_missed() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let file = folder.path().join("keys/master.key");
    let store = Store::open_with_key_file(&folder.url(), &file).await.unwrap();
    store.connections().insert(&connection("north"), &"canary".into()).await.unwrap();
    store.close().await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    assert_eq!(mode(&folder.path().join("portico.db")), 0o600);
    assert_eq!(std::fs::read_dir(file.parent().unwrap()).unwrap().count(), 1, "nothing left beside it");

    let again = Store::open_with_key_file(&folder.url(), &file).await.unwrap();
    let north = again.connections().by_name("north").await.unwrap().unwrap();
    assert_eq!(again.connections().secret(&north.id).await.unwrap().unwrap().expose_secret(), "canary");
    again.close().await;

    let refused = async |why: &str| {
        let error = Store::open_with_key_file(&folder.url(), &file).await.err().unwrap();
        assert_eq!(error.kind(), StoreErrorKind::Key);
        assert!(error.to_string().contains(why), "{error}");
    };
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    refused("read by others").await;
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&file, "portico-master-key.x").unwrap();
    refused("damaged").await;
    std::fs::remove_file(&file).unwrap();
    refused("missing").await;
    assert!(!file.exists(), "no other key takes its place");
}
