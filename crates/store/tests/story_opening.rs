//! Opening: again and again, in memory, several at once, and what goes wrong.

mod support;

use portico_domain::meetings::Meeting;
use portico_store::{Store, StoreErrorKind};
use support::{Folder, each_url, ground, meeting, past_the_store, person, unlocked};

#[tokio::test]
async fn what_was_written_is_there_after_opening_again() {
    each_url(async |url| {
        let store = Store::open(&url).await.unwrap();
        store.people().insert(&person("ada"), &"hash".into()).await.unwrap();
        store.close().await;
        let (one, two) = tokio::join!(Store::open(&url), Store::open(&url));
        for store in [one.unwrap(), two.unwrap()] {
            assert_eq!(store.people().count().await.unwrap(), 1);
            store.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn replicas_that_start_at_once_migrate_once() {
    support::each_url(async |url| {
        // SQLite has one process; several replicas share PostgreSQL only.
        let opened = if url.starts_with("sqlite") {
            vec![Store::open(&url).await]
        } else {
            futures::future::join_all((0..4).map(|_| Store::open(&url))).await
        };
        for store in opened {
            let store = store.unwrap();
            store.ping().await.unwrap();
            store.close().await;
        }
    })
    .await;
}

/// What a migration of a later Portico may do while this one still runs, or starts again.
const LATER: &str = "ALTER TABLE meetings ADD COLUMN later TEXT NOT NULL DEFAULT 'x'; \
    ALTER TABLE intents ADD COLUMN later BIGINT; \
    CREATE TABLE later_things (id TEXT NOT NULL PRIMARY KEY); \
    INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
    SELECT 9999, 'later', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";

#[tokio::test]
async fn a_store_works_beside_a_later_portico_and_opens_after_it() {
    each_url(async |url| {
        let running = unlocked(&url).await;
        let (_, connection) = ground(&running).await;
        let one = meeting(&connection.id, "1", 100);
        let id = running.meetings().insert(&one, Some(&"2468".into())).await.unwrap();
        // Its statements are known to the database by now.
        assert_eq!(running.meetings().by_id(&id).await.unwrap().as_ref(), Some(&one));
        past_the_store(&url, LATER).await;
        let started = unlocked(&url).await;
        for (store, number) in [(&running, "2"), (&started, "3")] {
            assert_eq!(store.meetings().by_id(&id).await.unwrap().as_ref(), Some(&one));
            let another = meeting(&connection.id, number, 200);
            let id = store.meetings().insert(&another, None).await.unwrap();
            let renamed = Meeting { subject: "Renamed".into(), seen: support::at(300), ..another };
            assert!(store.meetings().refresh(&renamed).await.unwrap());
            assert_eq!(store.meetings().by_id(&id).await.unwrap().unwrap().subject, "Renamed");
        }
        running.close().await;
        started.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_database_in_memory_works_like_any_other() {
    let store = Store::open("sqlite::memory:").await.unwrap();
    store.unlock(support::sealer()).await.unwrap();
    let (_, connection) = support::ground(&store).await;
    assert!(store.connections().secret(&connection.id).await.unwrap().is_some());
    let writes = (0..20).map(|n| {
        let store = store.clone();
        tokio::spawn(async move { store.settings().set(&n.to_string(), "x").await.unwrap() })
    });
    futures::future::join_all(writes.collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn what_cannot_be_opened_says_so_without_its_password() {
    let cases = [
        ("mysql://user:canary@host/db", StoreErrorKind::Other),
        ("postgres://user:canary@127.0.0.1:1/db", StoreErrorKind::Unavailable),
        ("sqlite:///proc/none/portico.db", StoreErrorKind::Unavailable),
        ("sqlite:///tmp/x.db?canary=1", StoreErrorKind::Other),
    ];
    for (url, kind) in cases {
        let error = Store::open(url).await.err().unwrap();
        assert_eq!(error.kind(), kind, "{url}");
        assert!(!format!("{error:?} {error}").contains("canary"));
    }
    let folder = Folder::new();
    std::fs::write(
        folder.path().join("portico.db"),
        "not a database, but long enough to look like one".repeat(99),
    )
    .unwrap();
    assert_eq!(Store::open(&folder.url()).await.err().unwrap().kind(), StoreErrorKind::Corrupt);
}

#[tokio::test]
async fn readers_go_on_while_someone_else_holds_the_write_lock_and_writers_say_busy() {
    let folder = Folder::new();
    let store = Store::open(&folder.url()).await.unwrap();
    let other = sqlx::SqlitePool::connect(&folder.url()).await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert_eq!(store.people().count().await.unwrap(), 0);
    let error = store.settings().set("k", "v").await.unwrap_err();
    assert!(error.is_transient() && error.kind() == StoreErrorKind::Busy, "{error:?}");
    lock.rollback().await.unwrap();
    store.settings().set("k", "v").await.unwrap();
    assert_eq!(store.settings().get("k").await.unwrap().as_deref(), Some("v"));
}

#[tokio::test]
async fn connections_that_the_server_cut_are_replaced() {
    each_url(async |url| {
        if url.starts_with("sqlite") {
            return;
        }
        let store = Store::open(&url).await.unwrap();
        store.settings().set("k", "before").await.unwrap();
        let admin = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .execute(&admin)
        .await
        .unwrap();
        // Each cut connection may fail one query; none may fail for good.
        let mut failures = 0;
        while let Err(error) = store.settings().set("k", "after").await {
            assert_eq!(error.kind(), StoreErrorKind::Unavailable);
            failures += 1;
            assert!(failures < 17);
        }
        assert_eq!(store.settings().get("k").await.unwrap().as_deref(), Some("after"));
        admin.close().await;
        store.close().await;
    })
    .await;
}
