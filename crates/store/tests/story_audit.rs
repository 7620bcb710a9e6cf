//! Looking through the audit log.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

mod support;

use portico_domain::audit::AuditLine;
use portico_domain::ids::PersonId;
use portico_domain::time::Timestamp;
use portico_store::Store;
use portico_store::audit::{Acting, AuditFilter};
use sqlx::{AssertSqlSafe, Connection as _, Executor};
use support::{at, each_database, each_url, ground, link, meeting};

async fn append(store: &Store, n: i64, person: Option<&str>, action: &str, subject: &str, detail: &str) {
    let line = AuditLine {
        at: at(n),
        person: person.map(PersonId::new),
        action: action.into(),
        subject: subject.into(),
        outcome: "done".into(),
        detail: detail.into(),
    };
    store.audit().append(&line, |seq, _, _| format!("mac {seq}")).await.unwrap();
}

async fn found(store: &Store, filter: &AuditFilter) -> Vec<i64> {
    let page = store.audit().search(filter, None, 100).await.unwrap();
    page.rows.into_iter().map(|row| row.seq).collect()
}

fn text(text: &str) -> AuditFilter {
    AuditFilter { text: text.into(), ..AuditFilter::default() }
}

#[tokio::test]
async fn each_filter_finds_its_lines_the_newest_first() {
    each_database(|store| async move {
        append(&store, 1, Some("ada"), "meeting.schedule", "m1", "").await;
        append(&store, 2, None, "link.join", "l1", "").await;
        // A replica whose clock is behind.
        append(&store, 0, Some("ada"), "meeting.cancel", "m1", "").await;
        append(&store, 4, Some("bob"), "meeting.schedule", "m2", "").await;
        let any = AuditFilter::default;
        assert_eq!(found(&store, &any()).await, [4, 2, 1, 3]);
        let ada = Some(Acting::Person(PersonId::new("ada")));
        assert_eq!(found(&store, &AuditFilter { acting: ada.clone(), ..any() }).await, [1, 3]);
        assert_eq!(found(&store, &AuditFilter { acting: Some(Acting::Nobody), ..any() }).await, [2]);
        let action = Some("meeting.schedule".to_owned());
        assert_eq!(found(&store, &AuditFilter { action: action.clone(), ..any() }).await, [4, 1]);
        assert_eq!(found(&store, &AuditFilter { acting: ada, action, ..any() }).await, [1]);
        let period = AuditFilter { from: Some(at(1)), to: Some(at(4)), ..any() };
        assert_eq!(found(&store, &period).await, [2, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_text_is_found_in_the_line_and_in_what_its_subject_is_called() {
    each_database(|store| async move {
        let (person, connection) = ground(&store).await;
        let mut weekly = meeting(&connection.id, "100", 0);
        weekly.subject = "周会 Weekly 50%".into();
        store.meetings().insert(&weekly, None).await.unwrap();
        let link = link(&weekly.id, &person.id);
        store.links().insert(&link, &"slug".into(), "hash", None).await.unwrap();
        append(&store, 1, None, "meeting.schedule", weekly.id.as_str(), "").await;
        append(&store, 2, None, "link.join", link.id.as_str(), "").await;
        append(&store, 3, None, "person.invite", person.id.as_str(), "Vendor said 4711").await;
        append(&store, 4, None, "connection.add", connection.id.as_str(), "").await;
        assert_eq!(found(&store, &text("weekly 周会")).await, [2, 1]);
        assert_eq!(found(&store, &text("50%")).await, [2, 1]);
        assert_eq!(found(&store, &text("vendor 4711")).await, [3]);
        assert_eq!(found(&store, &text("ground")).await, [4, 3]);
        assert_eq!(found(&store, &text("%")).await, [2, 1], "no pattern");
        assert_eq!(found(&store, &text("nothing")).await, [0; 0]);

        let ids = [weekly.id.as_str(), link.id.as_str(), person.id.as_str(), connection.id.as_str(), "gone"];
        let names = store.audit().names(&ids).await.unwrap();
        assert_eq!(names.len(), 4);
        assert_eq!(names[link.id.as_str()], weekly.subject);
        assert_eq!(names[person.id.as_str()], person.name);
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_whatever_is_appended_meanwhile() {
    each_database(|store| async move {
        for n in 0..25 {
            // Several at one instant.
            append(&store, n / 5, Some("ada"), "meeting.change", "m", "word").await;
        }
        for filter in [AuditFilter::default(), text("word")] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = store.audit().search(&filter, after.as_ref(), 4).await.unwrap();
                seen.extend(page.rows.iter().map(|row| row.seq));
                append(&store, 9, None, "link.join", "l", "word").await;
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            seen.retain(|seq| *seq <= 25);
            assert_eq!(seen, (1..=25).rev().collect::<Vec<_>>());
        }
    })
    .await;
}

/// Writes past the store.
async fn write_past(url: &str, sql: String) {
    if url.starts_with("sqlite") {
        let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
    } else {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
    }
}

#[tokio::test]
async fn a_search_through_a_long_log_goes_on_where_it_stopped() {
    each_url(async |url| {
        let store = Store::open(&url).await.unwrap();
        let Timestamp(start) = at(0);
        let fill = format!(
            "INSERT INTO audit (seq, at, person_id, action, subject, outcome, detail, previous_mac, mac) \
             WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20050) \
             SELECT n, {start} + n, NULL, 'link.join', 'l', 'done', \
             CASE WHEN n = 3 THEN 'needle' ELSE '' END, '', '' FROM n"
        );
        write_past(&url, fill).await;
        let first = store.audit().search(&text("needle"), None, 50).await.unwrap();
        assert!(first.rows.is_empty(), "only a part is looked through at once");
        let second = store.audit().search(&text("needle"), first.next.as_ref(), 50).await.unwrap();
        assert_eq!(second.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [3]);
        assert_eq!(second.next, None);
        store.close().await;
    })
    .await;
}
