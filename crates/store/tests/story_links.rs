//! Join links: one look-up for the page, uses that are counted exactly, slugs for their owner only.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::links::{JoinLink, JoinRole};
use portico_domain::time::Timestamp;
use portico_store::{Store, StoreErrorKind};
use secrecy::ExposeSecret;
use support::{Folder, at, each_database, ground, link, meeting};

#[tokio::test]
async fn a_slug_leads_to_everything_the_join_page_needs() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let mut daily = meeting(&connection.id, "1", 100);
        daily.owner = Some(person.id.clone());
        store.meetings().insert(&daily, None).await.unwrap();
        let mut host = link(&daily.id, &person.id);
        host.role = JoinRole::Host;
        host.has_passcode = true;
        host.expires = Some(at(500));
        host.most_uses = Some(3);
        let links = store.links();
        links.insert(&host, &"slug-canary".into(), "hash", Some(&"passcode hash".into())).await.unwrap();
        let second = JoinLink { created: at(2), ..link(&daily.id, &person.id) };
        links.insert(&second, &"slug-two".into(), "hash two", None).await.unwrap();

        let found = links.by_slug_hash("hash").await.unwrap().unwrap();
        assert_eq!((&found.link, &found.meeting, &found.connection), (&host, &daily, &connection));
        assert_eq!(found.passcode_hash.as_ref().unwrap().expose_secret(), "passcode hash");
        assert_eq!(found.organizer.as_deref(), Some(person.name.as_str()));
        assert!(!found.connection_removed && !format!("{found:?}").contains("passcode hash"));
        let plain = links.by_slug_hash("hash two").await.unwrap().unwrap();
        assert!(plain.passcode_hash.is_none() && !plain.link.has_passcode);
        assert!(links.by_slug_hash("unknown").await.unwrap().is_none());

        assert_eq!(links.of_meeting(&daily.id).await.unwrap(), [host.clone(), second]);
        assert_eq!(links.by_id(&host.id).await.unwrap().as_ref(), Some(&host));
        assert_eq!(links.reveal(&host.id).await.unwrap().unwrap().expose_secret(), "slug-canary");
        assert!(links.revoke(&host.id, at(9)).await.unwrap());
        assert!(!links.revoke(&host.id, at(10)).await.unwrap());
        assert!(links.reveal(&host.id).await.unwrap().is_none());
        assert_eq!(links.by_slug_hash("hash").await.unwrap().unwrap().link.revoked, Some(at(9)));
        let error = links.insert(&link(&daily.id, &person.id), &"x".into(), "hash", None).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Conflict);

        store.connections().remove(&connection.id, at(11)).await.unwrap();
        assert!(links.by_slug_hash("hash two").await.unwrap().unwrap().connection_removed);
    })
    .await;
}

async fn used(store: &Store, link: &JoinLink, when: Timestamp) -> bool {
    store.links().use_once(&link.id, when).await.unwrap()
}

#[tokio::test]
async fn uses_respect_limit_expiry_and_revocation() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = meeting(&connection.id, "1", 100);
        store.meetings().insert(&daily, None).await.unwrap();
        let twice = JoinLink { most_uses: Some(2), ..link(&daily.id, &person.id) };
        let expiring = JoinLink { expires: Some(at(50)), ..link(&daily.id, &person.id) };
        for (link, hash) in [(&twice, "a"), (&expiring, "b")] {
            store.links().insert(link, &"slug".into(), hash, None).await.unwrap();
        }
        assert!(used(&store, &twice, at(1)).await && used(&store, &twice, at(1)).await);
        assert!(!used(&store, &twice, at(1)).await);
        store.links().give_back(&twice.id).await.unwrap();
        assert!(used(&store, &twice, at(1)).await);
        assert!(used(&store, &expiring, at(49)).await);
        assert!(!used(&store, &expiring, at(50)).await);
        store.links().revoke(&expiring.id, at(10)).await.unwrap();
        assert!(!used(&store, &expiring, at(11)).await);
        assert_eq!(store.links().by_id(&twice.id).await.unwrap().unwrap().uses, 2);
    })
    .await;
}

#[tokio::test]
async fn of_a_hundred_at_once_one_gets_the_only_use() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = meeting(&connection.id, "1", 100);
        store.meetings().insert(&daily, None).await.unwrap();
        let single = JoinLink { most_uses: Some(1), ..link(&daily.id, &person.id) };
        store.links().insert(&single, &"slug".into(), "hash", None).await.unwrap();
        let tries = (0..100).map(|_| {
            let (store, link) = (store.clone(), single.clone());
            tokio::spawn(async move { used(&store, &link, at(1)).await })
        });
        let won = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn no_secret_stands_in_the_files() {
    let folder = Folder::new();
    let file = folder.path().join("master.key");
    let store = Store::open_with_key_file(&folder.url(), &file).await.unwrap();
    let (person, mut connection) = ground(&store).await;
    connection.name = "canaries".into();
    connection.id = portico_domain::ids::ConnectionId(portico_store::new_id());
    store.connections().insert(&connection, &"canary-secret".into()).await.unwrap();
    store.connections().set_secret(&connection.id, &"canary-second".into()).await.unwrap();
    let daily = meeting(&connection.id, "1", 100);
    store.meetings().insert(&daily, Some(&"canary-password".into())).await.unwrap();
    store.links().insert(&link(&daily.id, &person.id), &"canary-slug".into(), "hash", None).await.unwrap();
    let scan = || {
        let mut seen = 0;
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            seen += bytes.len();
            assert!(!bytes.windows(7).any(|window| window == b"canary-"));
        }
        seen
    };
    assert!(scan() > 50_000, "database and WAL were read");
    assert!(folder.path().join("portico.db-wal").exists());
    store.close().await;
    scan();
}

/// Not a benchmark: a floor, so that a lost index or cache is noticed. `-- --ignored --nocapture` prints.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures"]
async fn the_look_up_of_the_join_page_is_quick() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = meeting(&connection.id, "1", 100);
        store.meetings().insert(&daily, None).await.unwrap();
        store.links().insert(&link(&daily.id, &person.id), &"slug".into(), "hash", None).await.unwrap();
        let start = std::time::Instant::now();
        let tasks = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..2500 {
                    assert!(store.links().by_slug_hash("hash").await.unwrap().is_some());
                }
            })
        });
        futures::future::join_all(tasks.collect::<Vec<_>>()).await;
        println!("{:.0} look-ups a second", 20_000.0 / start.elapsed().as_secs_f64());
    })
    .await;
}
