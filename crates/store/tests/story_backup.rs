//! Backups: from either database into either, made under load, and refused when they are not whole.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use portico_domain::audit::AuditLine;
use portico_domain::ids::{IntentId, SessionId};
use portico_domain::refusals::{Kind, Refusal};
use portico_store::audit::Verdict;
use portico_store::backup::{self, BackupError, LEFT_OUT, Summary};
use portico_store::intents::{IntentState, NewIntent};
use portico_store::sessions::Session;
use portico_store::{Store, new_id};
use secrecy::ExposeSecret;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use support::{Folder, at, each_url, ground, link, meeting, unlocked};

fn mac(seq: i64, previous: &str, line: &AuditLine) -> String {
    format!("{:x?}", Sha256::digest(format!("{seq} {previous} {line:?}")))
}

async fn note(store: &Store, detail: &str) {
    let line = AuditLine {
        at: at(1),
        person: None,
        action: "test".into(),
        subject: String::new(),
        outcome: "done".into(),
        detail: detail.into(),
    };
    store.audit().append(&line, mac).await.unwrap();
}

const CANARY: &str = "canary-of-a-secret";

/// Something in tables of each kind, with values that are easily lost on the way.
async fn fill(store: &Store) {
    let (person, connection) = ground(store).await;
    let mut odd = support::connection("Zürich “周会” \\ \u{1f600}\n\t'");
    odd.paused = true;
    store.connections().insert(&odd, &CANARY.into()).await.unwrap();
    for n in 0..450 {
        let mut one = meeting(&connection.id, &n.to_string(), n);
        one.owner = (n % 2 == 0).then(|| person.id.clone());
        store.meetings().insert(&one, None).await.unwrap();
        if n < 3 {
            let slug = format!("slug {n}");
            store
                .links()
                .insert(&link(&one.id, &person.id), &slug.as_str().into(), &slug, None)
                .await
                .unwrap();
        }
    }
    let session = Session {
        id: SessionId(new_id()),
        person: person.id.clone(),
        created: at(0),
        seen: at(0),
        expires: at(1_000_000),
        user_agent: "a browser".into(),
        network: "10.0.0.1".into(),
    };
    store.sessions().insert(&session, "hash").await.unwrap();
    store.one_time_links().insert("hash", "password", Some(&person.id), at(9)).await.unwrap();
    for n in 0..5 {
        note(store, &n.to_string()).await;
    }
}

async fn made(store: &Store) -> (Vec<u8>, Summary) {
    let mut file = Vec::new();
    let summary = store.back_up(&mut file, at(50)).await.unwrap();
    assert_eq!(backup::check(&*file).unwrap(), summary);
    (file, summary)
}

fn text(file: &[u8]) -> String {
    let mut text = String::new();
    MultiGzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

/// All but the first line, which tells where and when, and the last, which sums that up too.
fn rows(file: &[u8]) -> Vec<String> {
    let text = text(file);
    let lines: Vec<&str> = text.lines().collect();
    lines[1..lines.len() - 1].iter().map(|line| (*line).to_owned()).collect()
}

async fn restore(url: &str, file: &[u8], replace: bool) -> Result<Summary, BackupError> {
    backup::restore(url, Cursor::new(file), replace, at(60)).await
}

#[tokio::test]
async fn either_database_restores_into_either_and_nothing_is_lost() {
    each_url(async |from| {
        let source = unlocked(&from).await;
        fill(&source).await;
        let (file, summary) = made(&source).await;
        each_url(async |into| {
            assert_eq!(restore(&into, &file, false).await.unwrap(), summary);
            let restored = unlocked(&into).await;
            assert_eq!(restored.audit().verify(mac).await.unwrap(), Verdict::Whole { lines: 5 });
            let (again, _) = made(&restored).await;
            assert!(rows(&again) == rows(&file), "every row of every table, in the same order");
            // Sealed values open with the key of the source.
            let found = restored.connections().list().await.unwrap();
            let odd = found.iter().find(|it| it.paused).unwrap();
            let secret = restored.connections().secret(&odd.id).await.unwrap().unwrap();
            assert_eq!(secret.expose_secret(), CANARY);
            // The log goes on where it stopped.
            note(&restored, "after").await;
            assert_eq!(restored.audit().verify(mac).await.unwrap(), Verdict::Whole { lines: 6 });
            restored.close().await;
        })
        .await;
        source.close().await;
    })
    .await;
}

#[tokio::test]
async fn neither_secrets_nor_ways_in_are_in_a_backup() {
    each_url(async |url| {
        let store = unlocked(&url).await;
        fill(&store).await;
        let (file, _) = made(&store).await;
        let text = text(&file);
        let encoded = [CANARY.to_owned(), hex::encode(CANARY)];
        assert!(encoded.iter().all(|canary| !text.contains(canary)));
        for table in LEFT_OUT {
            assert!(!text.contains(&format!("\"table\":\"{table}\"")), "{table}");
        }
        assert!(text.contains("\"table\":\"people\""));
        let restored = Folder::new();
        restore(&restored.url(), &file, false).await.unwrap();
        let restored = unlocked(&restored.url()).await;
        assert!(restored.sessions().by_token_hash("hash", at(2)).await.unwrap().is_none());
        restored.close().await;
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_backup_made_under_load_is_of_one_moment() {
    each_url(async |url| {
        let store = unlocked(&url).await;
        let (person, connection) = ground(&store).await;
        let stop = AtomicBool::new(false);
        let writing = futures::future::join_all((0..4).map(async |writer| {
            let mut n = 0;
            while !stop.load(Ordering::Relaxed) {
                // The link refers to the meeting; the log and its head change together.
                let one = meeting(&connection.id, &format!("{writer}-{n}"), n);
                store.meetings().insert(&one, None).await.unwrap();
                let slug = format!("{writer}-{n}");
                let link = link(&one.id, &person.id);
                store.links().insert(&link, &slug.as_str().into(), &slug, None).await.unwrap();
                note(&store, &slug).await;
                n += 1;
            }
        }));
        let backing_up = async {
            let mut files = Vec::new();
            while files.len() < 5 {
                // Each later than some writes.
                let (writes, _) = store.audit().head().await.unwrap();
                files.push(made(&store).await.0);
                while store.audit().head().await.unwrap().0 < writes + 20 {
                    tokio::task::yield_now().await;
                }
            }
            stop.store(true, Ordering::Relaxed);
            files
        };
        let (files, _) = futures::join!(backing_up, writing);
        let mut before = 0;
        for file in files {
            let folder = Folder::new();
            restore(&folder.url(), &file, false).await.unwrap();
            let restored = unlocked(&folder.url()).await;
            let verdict = restored.audit().verify(mac).await.unwrap();
            let Verdict::Whole { lines } = verdict else { panic!("{verdict:?}") };
            assert!(lines >= before, "each backup is no earlier than the one before");
            before = lines;
            restored.close().await;
        }
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_is_there_stays_unless_it_is_said_and_no_server_uses_it() {
    each_url(async |url| {
        let store = unlocked(&url).await;
        fill(&store).await;
        let (file, _) = made(&store).await;
        note(&store, "since").await;
        let refused = restore(&url, &file, false).await;
        assert!(matches!(refused, Err(BackupError::Occupied(_))), "{refused:?}");
        assert!(store.leases().acquire("serving:a", "a server", at(59), at(70)).await.unwrap());
        let refused = restore(&url, &file, true).await;
        assert!(matches!(refused, Err(BackupError::Occupied(why)) if why.contains("server")), "{refused:?}");
        assert_eq!(store.audit().verify(mac).await.unwrap(), Verdict::Whole { lines: 6 });
        assert!(store.leases().release("serving:a", "a server").await.unwrap());
        store.close().await;
        restore(&url, &file, true).await.unwrap();
        let restored = unlocked(&url).await;
        assert_eq!(restored.audit().verify(mac).await.unwrap(), Verdict::Whole { lines: 5 });
        restored.close().await;
    })
    .await;
}

/// A file that somebody wrote with a program of their own.
fn written(lines: &[String], sum: bool) -> Vec<u8> {
    let mut text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    if sum {
        let tables = lines.iter().filter(|line| line.starts_with("{\"table\"")).count();
        let rows = lines.iter().filter(|line| line.starts_with('[')).count();
        let sha256 = hex::encode(Sha256::digest(&text));
        text += &format!("{{\"tables\":{tables},\"rows\":{rows},\"sha256\":\"{sha256}\"}}\n");
    }
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

#[tokio::test]
async fn a_file_that_is_not_whole_changes_nothing() {
    each_url(async |url| {
        let source = Folder::new();
        let store = unlocked(&source.url()).await;
        fill(&store).await;
        let (file, _) = made(&store).await;
        store.close().await;
        let lines: Vec<String> = text(&file).lines().map(str::to_owned).collect();
        let changed = |change: fn(&mut Vec<String>)| {
            let mut lines = lines.clone();
            change(&mut lines);
            written(&lines, false)
        };
        let without = |change: fn(&mut Vec<String>)| {
            let mut lines = lines[..lines.len() - 1].to_vec();
            change(&mut lines);
            written(&lines, true)
        };
        let row = |lines: &[String]| lines.iter().position(|line| line.starts_with('[')).unwrap();
        let bad = [
            ("nothing", Vec::new()),
            ("no gzip", b"portico".to_vec()),
            ("cut off", file[..file.len() - 10].to_vec()),
            ("cut in half", file[..file.len() / 2].to_vec()),
            ("a bit turned", {
                let mut file = file.clone();
                let middle = file.len() / 2;
                file[middle] ^= 1;
                file
            }),
            ("a row gone", changed(|lines| drop(lines.remove(lines.len() - 20)))),
            (
                "a name changed",
                changed(|lines| lines.iter_mut().for_each(|it| *it = it.replace("Name of", "Nobody"))),
            ),
            ("no last line", changed(|lines| drop(lines.pop()))),
            ("another format", without(|lines| lines[0] = lines[0].replace("backup\":1", "backup\":2"))),
            (
                "a later schema",
                without(|lines| lines[0] = lines[0].replace("migration\":", "migration\":99")),
            ),
            (
                "an unknown table",
                without(|lines| {
                    let at = lines.iter().position(|line| line.contains("\"table\":\"settings\"")).unwrap();
                    lines[at] = lines[at].replace("settings", "settings; DROP TABLE people");
                }),
            ),
            (
                "an unknown column",
                without(|lines| {
                    let at = lines.iter().position(|line| line.contains("\"table\":\"settings\"")).unwrap();
                    lines[at] = lines[at].replace("\"name\":\"value\"", "\"name\":\"value) SELECT 1 --\"");
                }),
            ),
        ];
        assert!(row(&lines) > 1);
        for (what, file) in bad {
            let refused = restore(&url, &file, false).await;
            assert!(matches!(refused, Err(BackupError::Unreadable(_))), "{what}: {refused:?}");
        }
        let untouched = unlocked(&url).await;
        assert_eq!(untouched.people().count().await.unwrap(), 0);
        untouched.close().await;
        restore(&url, &file, false).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_backup_of_an_earlier_portico_is_brought_up_to_date() {
    let line = |text: &str| text.to_owned();
    let meeting = "\"id\",\"connection_id\",\"vendor_id\",\"subject\",\"search\",\"start_at\",\"state\",\"host_name\",\
        \"members\",\"created_at\",\"seen_at\",\"changed_at\",\"sequence\"";
    let types = [
        "text", "text", "text", "text", "text", "bigint", "text", "text", "bigint", "bigint", "bigint",
        "bigint", "bigint",
    ];
    let columns: Vec<String> = meeting
        .split(',')
        .zip(types)
        .map(|(name, holds)| format!("{{\"name\":{},\"type\":\"{holds}\"}}", name.trim()))
        .collect();
    let connection = ["id", "name", "vendor", "base_url", "public_id", "zone", "media_hosts"]
        .map(|name| format!("{{\"name\":\"{name}\",\"type\":\"text\"}}"))
        .join(",");
    // As Portico wrote it when its schema was the second.
    let file = written(
        &[
            line(
                r#"{"portico_backup":1,"version":"0.1.0","made_at":1800000000000,"migration":2,"database":"sqlite"}"#,
            ),
            format!(
                "{{\"table\":\"connections\",\"columns\":[{connection},{{\"name\":\"private_network\",\"type\":\"boolean\"}},\
                 {{\"name\":\"paused\",\"type\":\"boolean\"}},{{\"name\":\"created_at\",\"type\":\"bigint\"}}]}}"
            ),
            line(r#"["c1","Old","cloudroom","https://v.example","p","UTC","[]",true,false,5]"#),
            line(r#"{"rows":1}"#),
            format!("{{\"table\":\"meetings\",\"columns\":[{}]}}", columns.join(",")),
            line(r#"["m1","c1","1000","Old","old",7,"scheduled","H",0,1,1,1,0]"#),
            line(r#"{"rows":1}"#),
        ],
        true,
    );
    each_url(async |url| {
        let summary = restore(&url, &file, false).await.unwrap();
        assert_eq!((summary.tables, summary.rows, summary.head.migration), (2, 2, 2));
        let store = unlocked(&url).await;
        let found = store.connections().list().await.unwrap();
        assert_eq!((found.len(), found[0].name.as_str(), found[0].private_network), (1, "Old", true));
        // A later migration has told of it what it tells of those that are there when it comes.
        let text = text(&made(&store).await.0);
        assert!(text.contains("\"announced_state\"") && text.lines().any(|line| line.starts_with("[\"m1\"")));
        note(&store, "the log begins").await;
        assert_eq!(store.audit().verify(mac).await.unwrap(), Verdict::Whole { lines: 1 });
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn changes_that_had_no_answer_are_not_sent_again_after_a_restore() {
    each_url(async |url| {
        let store = unlocked(&url).await;
        let (person, connection) = ground(&store).await;
        let one = store.meetings().insert(&meeting(&connection.id, "1", 100), None).await.unwrap();
        let (actions, open) = (
            ["meeting.schedule", "series.schedule", "meeting.change", "meeting.cancel", "meeting.withdraw"],
            [true, true, false, false, false],
        );
        for action in actions {
            let intent = NewIntent {
                id: IntentId(action.to_owned()),
                person: Some(person.id.clone()),
                idempotency_key: action.into(),
                action: action.into(),
                body_hash: "body".into(),
                connection: Some(connection.id.clone()),
                meeting: Some(one.clone()),
                payload: json!({}),
                at: at(1),
            };
            let intents = store.intents();
            intents.begin(&intent).await.unwrap();
            assert!(intents.advance(&intent.id, 0, &json!({}), &CANARY.into(), at(2)).await.unwrap());
        }
        let (file, _) = made(&store).await;
        store.close().await;

        let folder = Folder::new();
        restore(&folder.url(), &file, false).await.unwrap();
        let store = unlocked(&folder.url()).await;
        for (action, open) in actions.into_iter().zip(open) {
            let id = IntentId(action.to_owned());
            let intent = store.intents().by_id(&id).await.unwrap().unwrap();
            let secrets = store.intents().secrets(&id).await.unwrap();
            let state = if open { IntentState::Pending } else { IntentState::Refused };
            assert_eq!((intent.state, secrets.is_some()), (state, open), "{action}");
            let said = intent.result.map(|said| serde_json::from_value::<Refusal>(said).unwrap().kind);
            assert_eq!(said, (!open).then_some(Kind::Unconfirmed), "{action}");
        }
        store.close().await;
    })
    .await;
}
