//! `portico check` against a log that somebody has tampered with, and `portico rotate-key` against the clock.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use portico_domain::forms::SetupForm;
use portico_service::{Services, Store, Visit};
use secrecy::{ExposeSecret, SecretString};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const PASSWORD: &str = "correct horse battery";

/// A data folder that goes away with its owner.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("portico-trail-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.0.join("portico.db").display())
    }

    fn key(&self) -> PathBuf {
        self.0.join("master.key")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portico"));
        command
            .args(arguments)
            .env("PORTICO_DATA_DIR", &self.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn check(&self) -> (bool, String) {
        let output: Output = self.command(&["check"]).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn open(folder: &Folder) -> Store {
    Store::open_with_key_file(&folder.url(), &folder.key()).await.unwrap()
}

fn visit() -> Visit {
    Visit { network: "10.0.0.1".into(), user_agent: "a browser".into(), ..Visit::default() }
}

/// Six lines: the set-up, and who signed in after it.
async fn fill(folder: &Folder) {
    let store = open(folder).await;
    let fresh: SecretString = "a key that only this database holds".into();
    let key = store.settings().secret_or_insert("audit_key", &fresh).await.unwrap();
    let services = Services::new(store, key);
    let token = services.new_setup_token().await.unwrap();
    let form = SetupForm { account: "ada".into(), name: "Ada".into() };
    let password = PASSWORD.into();
    services.set_up(token.expose_secret(), &form, &password, &password, &visit()).await.unwrap();
    for _ in 0..5 {
        services.sign_in("ada", &password, &visit()).await.unwrap();
    }
    services.close().await;
}

async fn tamper(folder: &Folder, sql: &str) {
    let mut database = sqlx::SqliteConnection::connect(&folder.url()).await.unwrap();
    database.execute(AssertSqlSafe(sql)).await.unwrap();
    database.close().await.unwrap();
}

#[tokio::test]
async fn the_command_notices_every_way_of_tampering_with_the_log() {
    let folder = Folder::new();
    fill(&folder).await;
    let (good, said) = folder.check();
    assert!(good && said.contains("audit log: whole, 6 lines"), "{said}");
    let swap = "UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; \
                UPDATE audit SET seq = 3 WHERE seq = 99";
    let cases = [
        // Edited: what came of it, when, who.
        ("UPDATE audit SET outcome = 'refused' WHERE seq = 2", "line 2 is missing, moved or altered"),
        ("UPDATE audit SET at = at + 1 WHERE seq = 6", "line 6 is missing, moved or altered"),
        ("UPDATE audit SET person_id = NULL WHERE seq = 3", "line 3 is missing, moved or altered"),
        // Reordered.
        (swap, "line 2 is missing, moved or altered"),
        // Deleted in the middle, and the gap closed.
        ("DELETE FROM audit WHERE seq = 4", "line 4 is missing, moved or altered"),
        (
            "DELETE FROM audit WHERE seq = 4; UPDATE audit SET seq = seq - 1 WHERE seq = 5; \
             UPDATE audit SET seq = seq - 1 WHERE seq = 6; UPDATE audit_head SET seq = 5",
            "line 4 is missing, moved or altered",
        ),
        // Cut off.
        ("DELETE FROM audit WHERE seq > 4", "ends after line 4, but 6 were written"),
        ("DELETE FROM audit", "ends after line 0, but 6 were written"),
    ];
    let whole = folder.0.join("whole.db");
    let database = folder.0.join("portico.db");
    std::fs::copy(&database, &whole).unwrap();
    for (sql, words) in cases {
        tamper(&folder, sql).await;
        let (good, said) = folder.check();
        assert!(!good && said.contains(words), "{sql}: {said}");
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.0.join(format!("portico.db{end}")));
        }
        std::fs::copy(&whole, &database).unwrap();
    }
    assert!(folder.check().0, "the copy is as it was");
}

/// How many secrets are sealed anew.
const SECRETS: usize = 400;

async fn plant(folder: &Folder) {
    let store = open(folder).await;
    for n in 0..SECRETS {
        let (name, secret) = (format!("secret {n}"), format!("canary {n}").into());
        store.settings().secret_or_insert(&name, &secret).await.unwrap();
    }
    store.close().await;
}

async fn all_open(folder: &Folder) {
    let store = open(folder).await;
    for n in 0..SECRETS {
        let found = store.settings().secret_or_insert(&format!("secret {n}"), &"none".into()).await.unwrap();
        assert_eq!(found.expose_secret(), format!("canary {n}"));
    }
    store.close().await;
}

/// The ids of the keys in the file.
fn keys(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter_map(|line| line.split('.').nth(1)).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_rotation_that_is_killed_again_and_again_loses_nothing_and_ends() {
    let folder = Folder::new();
    fill(&folder).await;
    plant(&folder).await;
    let old = keys(&folder.key());
    // Opened before, and not told of anything.
    let server = open(&folder).await;
    for patience in [1, 5, 10, 15, 20, 30, 40, 60, 90, 130] {
        let mut child = folder.command(&["rotate-key", "--grace-seconds", "0"]).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(patience)).await;
        // SIGKILL: nothing of it can tidy up.
        let _ = child.kill();
        child.wait().unwrap();
        all_open(&folder).await;
        let found = server.settings().secret_or_insert("secret 7", &"none".into()).await.unwrap();
        assert_eq!(found.expose_secret(), "canary 7", "a running server goes on");
    }
    let output = folder.command(&["rotate-key", "--grace-seconds", "0"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    all_open(&folder).await;
    let new = keys(&folder.key());
    assert_eq!(new.len(), 1);
    assert_ne!(new, old);
    assert!(folder.0.join(format!("master.key.retired-{}", old[0])).exists());
    // The chain's own key is sealed anew, not made anew.
    let (good, said) = folder.check();
    assert!(good && said.contains("audit log: whole"), "{said}");
    server.close().await;
}

#[tokio::test]
async fn without_its_key_nothing_starts() {
    let folder = Folder::new();
    fill(&folder).await;
    std::fs::remove_file(folder.key()).unwrap();
    for arguments in [&["check"][..], &["rotate-key"], &["serve"]] {
        let output = folder.command(arguments).env("PORTICO_LISTEN", "127.0.0.1:0").output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("master.key"), "{arguments:?}");
        assert!(!folder.key().exists(), "no other key takes its place");
    }
}
