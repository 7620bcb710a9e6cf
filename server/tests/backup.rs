//! `portico backup` under load and `portico restore` on a clean machine, from either database into either.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use support::{Folder, Serving};

/// A database for one test.
enum Database {
    Sqlite,
    Postgres { server: String, name: String },
}

impl Database {
    /// Those that there are here.
    async fn kinds() -> Vec<fn() -> Database> {
        let mut kinds: Vec<fn() -> Database> = vec![|| Database::Sqlite];
        let server = std::env::var("PORTICO_TEST_POSTGRES");
        let required = std::env::var("PORTICO_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
        assert!(
            server.is_ok() || !required,
            "PORTICO_REQUIRE_POSTGRES=1, but PORTICO_TEST_POSTGRES is not set"
        );
        if server.is_ok() {
            kinds.push(|| Database::Postgres {
                server: std::env::var("PORTICO_TEST_POSTGRES").unwrap(),
                name: format!("backup_{}", uuid::Uuid::now_v7().simple()),
            });
        }
        kinds
    }

    async fn make(&self, folder: &Folder) -> String {
        match self {
            Database::Sqlite => folder.url(),
            Database::Postgres { server, name } => {
                tell(server, &format!("CREATE DATABASE {name}")).await;
                server.replacen("/postgres?", &format!("/{name}?"), 1)
            }
        }
    }

    async fn drop(self) {
        if let Database::Postgres { server, name } = self {
            tell(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn tell(server: &str, sql: &str) {
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

/// Schedules meetings until told to stop, and says which were made.
fn schedule(serving: &Serving, writer: usize, stop: &AtomicBool) -> Vec<String> {
    let mut made = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let body = json!({
            "connection": "WebAPI sandbox", "subject": format!("{writer} {}", made.len()), "password": "2468",
            "start": "2031-03-04T09:00:00Z", "end": "2031-03-04T10:00:00Z",
        });
        let answer = serving.api("POST", "/api/v1/meetings", &body.to_string());
        let answer: Value = serde_json::from_str(&answer).unwrap();
        made.push(answer["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned());
    }
    made
}

fn ids(serving: &Serving) -> BTreeSet<String> {
    let listed = serving.ask(&["meeting", "list", "--all", "--json"]).json();
    listed.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn gunzip(file: &Path) -> String {
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_restores_on_a_clean_machine() {
    for from in Database::kinds().await {
        let folder = Folder::new();
        let source = from();
        let url = source.make(&folder).await;
        let serving = Serving::start_on(folder, url).await;
        let before = ids(&serving);
        let (stop, file) = (AtomicBool::new(false), serving.folder.file("backup"));
        let made: Vec<Vec<String>> = std::thread::scope(|scope| {
            let writers = [1, 2, 3].map(|writer| {
                scope.spawn({
                    let (serving, stop) = (&serving, &stop);
                    move || schedule(serving, writer, stop)
                })
            });
            // The second lies over the first, in the middle of it all.
            for force in [&[][..], &["--force"]] {
                std::thread::sleep(std::time::Duration::from_millis(500));
                let arguments = [&["backup", file.to_str().unwrap()], force].concat();
                let said = serving.folder.run_on(&serving.url, &arguments).good();
                assert!(said.contains("whole") && said.contains("master.key"), "{said}");
            }
            stop.store(true, Ordering::Relaxed);
            writers.map(|writer| writer.join().unwrap()).into()
        });
        let all: BTreeSet<String> = before.iter().cloned().chain(made.into_iter().flatten()).collect();
        let arguments = ["backup", file.to_str().unwrap()];
        assert_eq!(serving.folder.run_on(&serving.url, &arguments).code, Some(1), "it is there already");
        check_file(&serving, &file);
        let key = std::fs::read(serving.folder.file("master.key")).unwrap();
        let token = serving.token.clone();
        for into in Database::kinds().await {
            let clean = into();
            restore(&clean, &file, &key, &token, &before, &all).await;
            clean.drop().await;
        }
        drop(serving);
        source.drop().await;
    }
}

fn check_file(serving: &Serving, file: &Path) {
    let left: Vec<_> =
        std::fs::read_dir(serving.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let text = gunzip(file);
    let secrets: Value =
        serde_json::from_str(&support::call(&serving.control, "GET", "/credentials", "")).unwrap();
    let mut looked_for = 0;
    for value in
        secrets["credentials"].as_array().unwrap().iter().flat_map(|it| it["values"].as_array().unwrap())
    {
        let (name, value) = (value["name"].as_str().unwrap(), value["value"].as_str().unwrap());
        if name.to_lowercase().contains("key") || name.ends_with("Hex") {
            looked_for += 1;
            assert!(!text.contains(value), "{name} is in the backup");
        }
    }
    assert!(looked_for > 3, "{secrets}");
    assert!(!text.contains(&serving.token) && !text.contains("\"table\":\"sessions\""));
}

async fn restore(
    clean: &Database,
    file: &Path,
    key: &[u8],
    token: &str,
    before: &BTreeSet<String>,
    all: &BTreeSet<String>,
) {
    let folder = Folder::new();
    let url = clean.make(&folder).await;
    let file = file.to_str().unwrap();
    let without = folder.run_on(&url, &["restore", file]);
    assert!(without.code == Some(1) && without.error.contains("master.key"), "{without:?}");
    assert!(!folder.file("master.key").exists(), "no other key takes its place");
    std::fs::write(folder.file("master.key"), key).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(folder.file("master.key"), mode).unwrap();
    }
    let said = folder.run_on(&url, &["restore", file]).good();
    assert!(said.contains("audit log: whole"), "{said}");
    let again = folder.run_on(&url, &["restore", file]);
    assert!(again.code == Some(1) && again.error.contains("--replace"), "{again:?}");
    // The old token opens the new server, and what stood before the backup began is there.
    let serving = Serving::start_again(folder, url, token).await;
    let there = ids(&serving);
    assert!(there.is_superset(before) && there.is_subset(all), "{} of {}", there.len(), all.len());
    assert!(there.len() > before.len(), "some were made before the second backup");
    let url = serving.url.clone();
    let in_use = serving.folder.run_on(&url, &["restore", file, "--replace"]);
    assert!(in_use.code == Some(1) && in_use.error.contains("server"), "{in_use:?}");
}

#[tokio::test]
async fn another_key_or_half_a_file_restores_nothing() {
    let folder = Folder::new();
    folder.run(&["user", "add", "ada", "--name", "Ada", "--role", "administrator"]).good();
    let file = folder.file("backup");
    folder.run(&["backup", file.to_str().unwrap()]).good();
    let other = Folder::new();
    other.run(&["check"]).good();
    let refused = other.run(&["restore", file.to_str().unwrap()]);
    assert!(refused.code == Some(1) && refused.error.contains("not the key"), "{refused:?}");
    let bytes = std::fs::read(&file).unwrap();
    let half = other.file("half");
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    std::fs::copy(folder.file("master.key"), other.file("master.key")).unwrap();
    let refused = other.run(&["restore", half.to_str().unwrap()]);
    assert!(refused.code == Some(1) && refused.error.contains("not whole"), "{refused:?}");
    // Nobody has used this database, so nothing is lost with it.
    other.run(&["restore", file.to_str().unwrap()]).good();
    let people = other.run(&["user", "list", "--json"]).json();
    assert_eq!(people[0]["account"], "ada");
}
