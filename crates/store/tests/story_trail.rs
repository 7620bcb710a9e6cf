//! Intents, the audit log, throttles, leases and settings.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use hmac::{Hmac, KeyInit, Mac};
use portico_domain::audit::AuditLine;
use portico_domain::ids::{IntentId, MeetingId, PersonId};
use portico_store::audit::Verdict;
use portico_store::intents::{Begun, IntentState, NewIntent};
use portico_store::new_id;
use portico_store::throttles::ThrottlePolicy;
use secrecy::ExposeSecret;
use serde_json::json;
use sqlx::AssertSqlSafe;
use support::{Folder, at, each_database};

fn intent(key: &str, body: &str) -> NewIntent {
    NewIntent {
        id: IntentId(new_id()),
        person: Some(PersonId::new("ada")),
        idempotency_key: key.into(),
        action: "meeting.schedule".into(),
        body_hash: body.into(),
        connection: None,
        meeting: None,
        payload: json!({ "subject": "Weekly" }),
        at: at(0),
    }
}

#[tokio::test]
async fn an_intent_is_carried_out_once() {
    each_database(|store| async move {
        let intents = store.intents();
        let first = intent("key", "body");
        assert_eq!(intents.begin(&first).await.unwrap(), Begun::Fresh);
        let Begun::Existing(existing) = intents.begin(&intent("key", "body")).await.unwrap() else {
            panic!("the same key and body");
        };
        assert_eq!(
            (&existing.id, existing.state, &existing.payload),
            (&first.id, IntentState::Pending, &first.payload)
        );
        assert_eq!(intents.begin(&intent("key", "other")).await.unwrap(), Begun::KeyReusedWithAnotherBody);
        let of_another = NewIntent { person: None, ..intent("key", "other") };
        assert_eq!(intents.begin(&of_another).await.unwrap(), Begun::Fresh, "keys of others do not meet");
        assert!(matches!(intents.begin(&of_another).await.unwrap(), Begun::Existing(_)));

        intents.set_meeting(&first.id, &MeetingId::new("m")).await.unwrap();
        let result = json!({ "meeting": "m" });
        assert!(intents.finish(&first.id, IntentState::Done, Some(&result), at(5)).await.unwrap());
        assert!(!intents.finish(&first.id, IntentState::Unknown, None, at(6)).await.unwrap(), "settled");
        let done = intents.by_id(&first.id).await.unwrap().unwrap();
        assert_eq!((done.state, done.result, done.updated), (IntentState::Done, Some(result), at(5)));
        assert_eq!(done.meeting, Some(MeetingId::new("m")));
        let by_key = intents.by_key(first.person.as_ref(), "key").await.unwrap().unwrap();
        assert_eq!(by_key.id, first.id);
    })
    .await;
}

#[tokio::test]
async fn of_fifty_with_one_key_one_is_fresh() {
    each_database(|store| async move {
        let tries = (0..50).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.intents().begin(&intent("key", "body")).await.unwrap() })
        });
        let begun = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        assert_eq!(begun.into_iter().filter(|one| *one.as_ref().unwrap() == Begun::Fresh).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn reconciliation_takes_each_open_intent_once() {
    each_database(|store| async move {
        let intents = store.intents();
        for n in 0..10 {
            let one = intent(&n.to_string(), "body");
            intents.begin(&one).await.unwrap();
            match n {
                0 => drop(intents.finish(&one.id, IntentState::Done, None, at(0)).await.unwrap()),
                1 => drop(intents.finish(&one.id, IntentState::Refused, None, at(0)).await.unwrap()),
                2 | 3 => drop(intents.finish(&one.id, IntentState::Unknown, None, at(1)).await.unwrap()),
                _ => {}
            }
        }
        assert_eq!(intents.older_than(IntentState::Pending, at(10), 100).await.unwrap().len(), 6);
        assert_eq!(intents.older_than(IntentState::Unknown, at(1), 100).await.unwrap().len(), 0);
        assert!(intents.claim(None, at(0), at(20), 100).await.unwrap().is_empty(), "too young");
        let claims = (0..6).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.intents().claim(None, at(10), at(20), 3).await.unwrap() })
        });
        let claims = futures::future::join_all(claims.collect::<Vec<_>>()).await;
        let mut claimed: Vec<_> = claims.into_iter().flat_map(|claim| claim.unwrap()).collect();
        // Claimers that met may have got less than they asked for; what is left goes to the next.
        claimed.extend(intents.claim(None, at(10), at(20), 100).await.unwrap());
        let mut ids: Vec<_> = claimed.iter().map(|one| one.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!((claimed.len(), ids.len()), (8, 8));
        assert!(claimed.iter().all(|one| one.attempts == 1 && one.updated == at(20)));
    })
    .await;
}

fn line(n: i64) -> AuditLine {
    AuditLine {
        at: at(n),
        person: (n % 2 == 0).then(|| PersonId::new("ada")),
        action: "meeting.schedule".into(),
        subject: format!("subject {}", n % 3),
        outcome: "done".into(),
        detail: format!("detail {n}"),
    }
}

fn mac(seq: i64, previous: &str, line: &AuditLine) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(b"key").unwrap();
    mac.update(format!("{seq}|{previous}|{}", serde_json::to_string(line).unwrap()).as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn lines_appended_at_once_form_one_chain() {
    each_database(|store| async move {
        assert_eq!(store.audit().verify(mac).await.unwrap(), Verdict::Whole { lines: 0 });
        let appends = (0..60).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.audit().append(&line(n), mac).await.unwrap() })
        });
        let seqs = futures::future::join_all(appends.collect::<Vec<_>>()).await;
        let mut seqs: Vec<_> = seqs.into_iter().map(|seq| seq.unwrap()).collect();
        seqs.sort();
        assert_eq!(seqs, (1..=60).collect::<Vec<_>>());
        let audit = store.audit();
        assert_eq!(audit.verify(mac).await.unwrap(), Verdict::Whole { lines: 60 });
        assert_eq!(audit.verify(|_, _, _| "other".into()).await.unwrap(), Verdict::Broken { seq: 1 });

        let newest = audit.list(None, 10).await.unwrap();
        assert_eq!((newest[0].seq, newest[9].seq), (60, 51));
        assert_eq!(audit.list(Some(51), 100).await.unwrap().len(), 50);
        assert_eq!(audit.head().await.unwrap(), (60, newest[0].mac.clone()));
        let about = audit.of_subject("subject 1", 100).await.unwrap();
        assert_eq!(about.len(), 20);
        assert!(about.iter().all(|chained| chained.line.subject == "subject 1"));
    })
    .await;
}

#[tokio::test]
async fn tampering_with_the_log_is_noticed() {
    let tamper = [
        ("UPDATE audit SET detail = 'harmless' WHERE seq = 3", Verdict::Broken { seq: 3 }),
        ("DELETE FROM audit WHERE seq = 3", Verdict::Broken { seq: 3 }),
        ("DELETE FROM audit WHERE seq >= 4", Verdict::CutOff { lines: 3, expected: 6 }),
        (
            "UPDATE audit SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE seq IN (2, 3); \
          UPDATE audit SET seq = seq - 100 WHERE seq > 100",
            Verdict::Broken { seq: 2 },
        ),
        ("DELETE FROM audit", Verdict::CutOff { lines: 0, expected: 6 }),
    ];
    for (sql, verdict) in tamper {
        let folder = Folder::new();
        let store = portico_store::Store::open(&folder.url()).await.unwrap();
        for n in 0..6 {
            store.audit().append(&line(n), mac).await.unwrap();
        }
        let pool = sqlx::SqlitePool::connect(&folder.url()).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&pool).await.unwrap();
        assert_eq!(store.audit().verify(mac).await.unwrap(), verdict, "{sql}");
    }
}

const POLICY: ThrottlePolicy = ThrottlePolicy { window_seconds: 60, most_failures: 3, block_seconds: 300 };

#[tokio::test]
async fn failures_block_a_bucket_for_a_while() {
    each_database(|store| async move {
        let throttles = store.throttles();
        let count = async |when| throttles.register_failure("account:ada", at(when), POLICY).await.unwrap();
        let fail = async |when| count(when).await.unwrap();
        assert_eq!(fail(0).await.failures, 1);
        assert_eq!(fail(1).await.blocked_until, None);
        assert_eq!(fail(61).await.failures, 1, "a new window");
        assert_eq!(fail(62).await.failures, 2);
        let third = fail(63).await;
        assert_eq!((third.failures, third.blocked_until), (3, Some(at(363))));
        assert_eq!(throttles.blocked_until("account:ada", at(100)).await.unwrap(), Some(at(363)));
        assert_eq!(throttles.blocked_until("account:ada", at(363)).await.unwrap(), None);
        assert_eq!(throttles.blocked_until("account:bob", at(100)).await.unwrap(), None);
        assert_eq!(count(64).await, None, "nothing is counted while it is blocked");
        throttles.take_back("account:ada", POLICY, None).await.unwrap();
        assert_eq!(throttles.blocked_until("account:ada", at(100)).await.unwrap(), None);
        assert_eq!(fail(64).await.failures, 3);
        assert_eq!(throttles.purge(at(1000), at(100)).await.unwrap(), 0, "still blocked");
        throttles.reset("account:ada").await.unwrap();
        assert_eq!(fail(65).await.failures, 1);
        assert_eq!(throttles.purge(at(1000), at(100)).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_success_ends_no_block_but_its_own_while_there_are_too_many_failures() {
    each_database(|store| async move {
        let policy = ThrottlePolicy { window_seconds: 900, ..POLICY };
        let throttles = store.throttles();
        let fail = async |when| throttles.register_failure("net", at(when), policy).await.unwrap().unwrap();
        let blocked = async || throttles.blocked_until("net", at(310)).await.unwrap();
        for _ in 0..3 {
            fail(0).await;
        }
        // The block is over and the window is not: the next failure blocks at once.
        assert_eq!(fail(310).await.failures, 4);
        assert_eq!(blocked().await, Some(at(610)));
        throttles.take_back("net", policy, Some(at(610))).await.unwrap();
        assert_eq!(blocked().await, None, "whoever blocked it was right after all");
        assert_eq!(fail(310).await.failures, 4);
        throttles.take_back("net", policy, None).await.unwrap();
        assert_eq!(blocked().await, Some(at(610)), "three others failed");
        throttles.take_back("net", policy, None).await.unwrap();
        assert_eq!(blocked().await, None, "there are no longer too many");
    })
    .await;
}

#[tokio::test]
async fn no_failure_is_lost_when_many_come_at_once() {
    each_database(|store| async move {
        let policy = ThrottlePolicy { most_failures: 30, ..POLICY };
        let fails = (0..40).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.throttles().register_failure("b", at(0), policy).await.unwrap() })
        });
        let fails = futures::future::join_all(fails.collect::<Vec<_>>()).await;
        let mut counted: Vec<_> = fails.into_iter().filter_map(|one| one.unwrap()).collect();
        counted.sort_unstable_by_key(|one| one.failures);
        assert!(counted.iter().map(|one| one.failures).eq(1..=30), "{counted:?}");
        assert_eq!(counted.iter().filter(|one| one.blocked_until.is_some()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lease_has_one_holder() {
    each_database(|store| async move {
        let tries = (0..20).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let holder = format!("replica {n}");
                store.leases().acquire("sync", &holder, at(0), at(30)).await.unwrap().then_some(holder)
            })
        });
        let got = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        let got: Vec<_> = got.into_iter().filter_map(|got| got.unwrap()).collect();
        assert_eq!(got.len(), 1);
        let (leases, holder) = (store.leases(), got[0].as_str());
        assert!(leases.acquire("sync", holder, at(1), at(31)).await.unwrap(), "its own");
        assert!(leases.renew("sync", holder, at(2), at(32)).await.unwrap());
        assert!(!leases.renew("sync", "other", at(2), at(99)).await.unwrap());
        assert!(!leases.acquire("sync", "other", at(31), at(99)).await.unwrap());
        assert!(leases.acquire("other duty", "other", at(1), at(99)).await.unwrap());
        assert!(!leases.renew("sync", holder, at(32), at(99)).await.unwrap(), "it ran out");
        assert!(leases.acquire("sync", "other", at(32), at(99)).await.unwrap());
        assert!(!leases.release("sync", holder).await.unwrap());
        assert!(leases.release("sync", "other").await.unwrap());
        assert!(leases.acquire("sync", holder, at(33), at(99)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_lease_that_ran_out_is_forgotten() {
    each_database(|store| async move {
        let leases = store.leases();
        assert!(leases.acquire("short", "one", at(0), at(10)).await.unwrap());
        assert!(leases.acquire("long", "one", at(0), at(20)).await.unwrap());
        leases.purge_expired(at(10)).await.unwrap();
        // Seen from before its end, so that only a lease that is gone can be taken.
        assert!(leases.acquire("short", "two", at(5), at(30)).await.unwrap());
        assert!(!leases.acquire("long", "two", at(5), at(30)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn settings_are_kept() {
    each_database(|store| async move {
        let settings = store.settings();
        assert_eq!(settings.get("k").await.unwrap(), None);
        assert!(settings.set_if_absent("k", "one").await.unwrap());
        assert!(!settings.set_if_absent("k", "two").await.unwrap());
        settings.set("k", "three").await.unwrap();
        assert_eq!(settings.get("k").await.unwrap().as_deref(), Some("three"));
        assert!(settings.delete("k").await.unwrap());
        assert!(!settings.delete("k").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_secret_of_the_installation_is_made_once() {
    each_database(|store| async move {
        let tries = (0..10).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let fresh = format!("canary {n}").into();
                let stands = store.settings().secret_or_insert("audit_key", &fresh).await.unwrap();
                stands.expose_secret().to_owned()
            })
        });
        let got = futures::future::join_all(tries.collect::<Vec<_>>()).await;
        let got: std::collections::BTreeSet<_> = got.into_iter().map(|one| one.unwrap()).collect();
        assert_eq!(got.len(), 1, "all replicas work with the same one");
        assert!(!store.settings().get("audit_key").await.unwrap().unwrap().contains("canary"));
    })
    .await;
}
