//! Join links: one look-up for the page, uses that are counted exactly, slugs for their owner only.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::links::{JoinLink, JoinRole};
use portico_domain::time::Timestamp;
use portico_store::links::NewLink;
use portico_store::{Store, StoreErrorKind};
use secrecy::ExposeSecret;
use support::{Folder, at, each_database, each_url, ground, link, meeting, unlocked};

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

#[tokio::test]
async fn personal_links_are_made_all_or_none_and_change_until_revoked() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = meeting(&connection.id, "1", 100);
        store.meetings().insert(&daily, None).await.unwrap();
        let new = |name: &str, hash: &str| NewLink {
            link: JoinLink { label: name.into(), personal: true, ..link(&daily.id, &person.id) },
            slug: format!("slug of {name}").into(),
            slug_hash: hash.into(),
            passcode_hash: Some("passcode hash".into()),
        };
        let links = store.links();
        let error = links.insert_all(&[new("Ann", "a"), new("Bob", "a")]).await.unwrap_err();
        assert_eq!(error.kind(), StoreErrorKind::Conflict);
        assert!(links.of_meeting(&daily.id).await.unwrap().is_empty(), "none");
        let both = [new("Ann", "a"), new("小明", "b")];
        links.insert_all(&both).await.unwrap();
        let found = links.by_slug_hash("b").await.unwrap().unwrap();
        assert!(found.link.personal && found.link.label == "小明" && found.passcode_hash.is_some());
        assert_eq!(links.reveal(&both[0].link.id).await.unwrap().unwrap().expose_secret(), "slug of Ann");

        let changed = JoinLink {
            label: "Anne".into(),
            early_minutes: 0,
            expires: Some(at(500)),
            most_uses: Some(2),
            has_passcode: true,
            ..both[0].link.clone()
        };
        let asked = JoinLink { role: JoinRole::Host, uses: 9, ..changed.clone() };
        assert!(links.change(&asked).await.unwrap());
        assert_eq!(links.by_id(&changed.id).await.unwrap(), Some(changed.clone()), "role and uses stay");
        links.revoke(&changed.id, at(9)).await.unwrap();
        assert!(!links.change(&asked).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn whoever_got_a_link_learns_that_the_meeting_was_moved() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let daily = meeting(&connection.id, "1", 100);
        store.meetings().insert(&daily, None).await.unwrap();
        store.links().insert(&link(&daily.id, &person.id), &"slug".into(), "hash", None).await.unwrap();
        let moved = async || {
            let found = store.links().by_slug_hash("hash").await.unwrap().unwrap().moved;
            assert_eq!(store.meetings().moved(&daily.id).await.unwrap(), found);
            found.map(|moved| (moved.from, moved.at))
        };
        assert_eq!(moved().await, None);
        let told =
            |start| portico_domain::meetings::Meeting { start: at(start), seen: at(5), ..daily.clone() };
        store.meetings().refresh(&told(100)).await.unwrap();
        assert_eq!(moved().await, None, "nothing was moved");
        store.meetings().refresh(&told(200)).await.unwrap();
        assert_eq!(moved().await, Some((at(100), at(5))));

        let listed = |start, period| portico_store::meetings::listing::ListedMeeting {
            vendor_id: daily.vendor_id.clone().unwrap(),
            subject: daily.subject.clone(),
            start: Some(at(start)),
            end: Some(at(start + 60)),
            period,
            silent_of_repeat: false,
            state: Some(daily.state),
            host_name: daily.host_name.clone(),
            members: Some(0),
        };
        let take = async |start, period, when| {
            let list = [listed(start, period)];
            store.meetings().upsert_listed(&connection.id, &list, at(when)).await.unwrap();
        };
        take(200, None, 6).await;
        assert_eq!(moved().await, Some((at(100), at(5))), "still the last time");
        take(300, None, 7).await;
        assert_eq!(moved().await, Some((at(200), at(7))));
        // A repeated meeting goes on to its next occurrence by itself.
        let weekly = Some(portico_domain::meetings::Period::Weekly);
        take(300, weekly, 8).await;
        assert_eq!(moved().await, Some((at(200), at(7))));
        take(400, weekly, 9).await;
        assert_eq!(moved().await, None);
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
async fn a_limit_of_uses_holds_for_a_crowd_on_two_replicas() {
    each_url(async |url| {
        let replicas = [unlocked(&url).await, unlocked(&url).await];
        let (person, connection) = ground(&replicas[0]).await;
        let daily = meeting(&connection.id, "1", 100);
        replicas[0].meetings().insert(&daily, None).await.unwrap();
        let seven = JoinLink { most_uses: Some(7), ..link(&daily.id, &person.id) };
        let open = JoinLink { most_uses: None, ..link(&daily.id, &person.id) };
        for (link, hash) in [(&seven, "seven"), (&open, "open")] {
            replicas[0].links().insert(link, &"slug".into(), hash, None).await.unwrap();
        }
        for (link, wanted) in [(&seven, 7), (&open, 200)] {
            let tries = (0..200).map(|n| {
                let (store, link) = (replicas[n % 2].clone(), link.clone());
                tokio::spawn(async move { used(&store, &link, at(1)).await })
            });
            let won = futures::future::join_all(tries.collect::<Vec<_>>()).await;
            assert_eq!(won.into_iter().filter(|won| *won.as_ref().unwrap()).count(), wanted);
            let counted = replicas[0].links().by_id(&link.id).await.unwrap().unwrap().uses;
            assert_eq!(counted, i64::try_from(wanted).unwrap());
        }
        for store in replicas {
            store.close().await;
        }
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
