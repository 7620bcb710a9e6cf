//! Looking through the audit log, and checking it from its page.

use crate::support::*;
use portico_service::{Acting, AuditFilter, Verdict};

#[tokio::test]
async fn lines_are_found_by_what_their_subject_is_called_and_told_with_names() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        world.a_link(&meeting, &link_form()).await;
        let subject = world.indexed(&meeting).await.subject;
        let found = async |filter: &AuditFilter| {
            let (rows, next) = world.administrator.search_audit(filter, "", 50).await.unwrap();
            assert!(next.is_none());
            rows
        };
        let by_text = AuditFilter { text: subject.to_uppercase(), ..AuditFilter::default() };
        let rows = found(&by_text).await;
        let actions: Vec<_> = rows.iter().map(|row| row.chained.line.action.as_str()).collect();
        assert_eq!(actions, ["link.create", "meeting.schedule", "meeting.schedule"]);
        assert!(rows.iter().all(|row| row.subject.as_deref() == Some(subject.as_str())));
        assert!(rows.iter().all(|row| row.person.as_deref() == Some("The organizer")));

        let ada = Acting::Person(world.administrator.person().id.clone());
        let rows = found(&AuditFilter { acting: Some(ada), ..AuditFilter::default() }).await;
        assert!(!rows.is_empty() && rows.iter().all(|row| row.person.as_deref() == Some("Ada")));
        let later = AuditFilter { from: Some(NOW.plus_seconds(1)), ..AuditFilter::default() };
        assert!(found(&later).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other() {
    each_database(async |database| {
        let world = begin(database).await;
        for _ in 0..3 {
            world.a_meeting().await;
        }
        let (mut seen, mut after) = (Vec::new(), Some(String::new()));
        while let Some(from) = after {
            let page = world.administrator.search_audit(&AuditFilter::default(), &from, 3).await.unwrap();
            seen.extend(page.0.iter().map(|row| row.chained.seq));
            after = page.1;
        }
        let lines = i64::try_from(seen.len()).unwrap();
        assert_eq!(seen, (1..=lines).rev().collect::<Vec<_>>());
        let strange =
            world.administrator.search_audit(&AuditFilter::default(), "no cursor", 3).await.unwrap();
        assert_eq!(strange.0[0].chained.seq, lines, "an address that was mistyped begins anew");
    })
    .await;
}

#[tokio::test]
async fn a_check_is_remembered_until_the_next() {
    each_database(async |database| {
        let world = begin(database).await;
        world.a_meeting().await;
        let administrator = &world.administrator;
        assert_eq!(administrator.last_audit_check().await.unwrap(), None);
        let check = administrator.check_audit().await.unwrap();
        assert!(matches!(check.verdict, Verdict::Whole { lines } if lines > 2), "{check:?}");
        assert_eq!(administrator.last_audit_check().await.unwrap(), Some(check));

        database.tamper("UPDATE audit SET detail = 'harmless' WHERE seq = 2").await;
        world.pass(60);
        let check = administrator.check_audit().await.unwrap();
        assert_eq!((check.verdict, check.at), (Verdict::Broken { seq: 2 }, world.services.now()));
        assert_eq!(administrator.last_audit_check().await.unwrap(), Some(check));
    })
    .await;
}
