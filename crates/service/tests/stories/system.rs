//! The state of the whole, as an administrator finds it: every figure is what the tables and this process hold.

use crate::support::*;
use portico_domain::forms::{TokenForm, WebhookForm};
use portico_domain::refusals::Kind;
use portico_sandbox::Action;
use portico_service::{BudgetedCalls, Concern, DatabaseKind, Space, SystemState, VERSION, Verdict};

async fn state(world: &World) -> SystemState {
    world.administrator.system_state().await.unwrap()
}

#[tokio::test]
async fn the_database_and_the_process_tell_of_themselves() {
    each_database(async |database| {
        let world = begin(database).await;
        world.pass(90);
        let found = state(&world).await;
        assert_eq!(VERSION, env!("CARGO_PKG_VERSION"));
        assert_eq!((found.started, found.at), (NOW, NOW.plus_seconds(90)));
        assert_eq!(found.master_key, "test", "the name of the key, which is no secret");
        assert_eq!(found.space, None, "nobody named a disk");
        let is_sqlite = database.url.starts_with("sqlite");
        let kind = if is_sqlite { DatabaseKind::Sqlite } else { DatabaseKind::Postgres };
        assert_eq!(found.database.kind, kind);
        assert!(found.database.version.starts_with(|c: char| c.is_ascii_digit()), "{found:?}");
        assert!(found.database.size > 10_000, "{found:?}");
        assert!(found.database.schema >= 14 && found.database.schema == found.database.known, "{found:?}");

        database.tamper("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 14").await;
        let later = state(&world).await;
        assert_eq!(later.database.schema, 9999);
        assert!(later.concerns().contains(&Concern::SchemaAhead), "another release has been here");

        let full = Space { free: 1, total: 10 };
        world.services.watch_space(Box::new(move || Some(full)));
        assert!(state(&world).await.concerns().contains(&Concern::DiskLow(full)));
    })
    .await;
}

#[tokio::test]
async fn people_sessions_and_tokens_are_counted_while_they_are_good() {
    each_database(async |database| {
        let world = begin(database).await;
        let before = state(&world).await.people;
        assert_eq!((before.people, before.disabled, before.sessions, before.tokens), (3, 0, 1, 0));
        let scopes = [("meetings:read".to_owned(), "on".to_owned())].into();
        let form = TokenForm { name: "a script".into(), days: "7".into(), scopes };
        world.organizer.create_token(&form).await.unwrap();
        world.administrator.disable_account(&world.viewer.person().id, true).await.unwrap();
        let now = state(&world).await.people;
        assert_eq!((now.people, now.disabled, now.sessions, now.tokens), (3, 1, 1, 1));
        world.pass(400 * 86_400);
        let later = state(&world).await.people;
        assert_eq!((later.people, later.sessions, later.tokens), (3, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_connection_tells_of_its_calls_its_failure_and_its_age() {
    each_database(async |database| {
        let world = begin(database).await;
        world.synchronise().await.unwrap();
        let found = state(&world).await;
        let connection = &found.connections[0];
        assert_eq!(connection.connection.health.synchronised, Some(NOW));
        assert_eq!((connection.failure.as_ref(), connection.queue, connection.slowed), (None, 0, None));
        let lists = connection.budgets.iter().find(|it| it.calls == BudgetedCalls::List).unwrap();
        let asked = world.calls("queryMeetingList") + world.calls("queryHistoryMeeting");
        assert_eq!((lists.made as usize, lists.most), (asked, 300));
        let joins = connection.budgets.iter().find(|it| it.calls == BudgetedCalls::Join).unwrap();
        assert_eq!((joins.made, joins.most), (0, 1_200));

        world.pass(60);
        let later = state(&world).await;
        assert!(later.connections[0].budgets.iter().all(|it| it.made == 0), "a minute is over");
        let about = |found: &SystemState| {
            let id = world.connection.clone();
            let mut concerns = found.concerns().into_iter();
            concerns.find(|it| matches!(it, Concern::Late(of, _) | Concern::Failing(of) if *of == id))
        };
        assert_eq!(about(&later), None);
        world.pass(600);
        let late = Some(Concern::Late(world.connection.clone(), Some(NOW)));
        assert_eq!(about(&state(&world).await), late);

        let connections = world.store.connections();
        let (now, busy) = (world.services.now(), Kind::VendorBusy.name());
        connections.record_failure(&world.connection, now, busy, Some("22008")).await.unwrap();
        let failing = state(&world).await;
        assert_eq!(about(&failing), Some(Concern::Failing(world.connection.clone())));
        let (at, why) = failing.connections[0].failure.clone().unwrap();
        assert_eq!((at, why.kind), (now, Kind::VendorBusy));
        let answer = why.vendor.unwrap();
        assert_eq!(answer.code, "22008");
        assert!(
            !answer.meaning_en.is_empty() && !answer.remedy_zh.is_empty(),
            "explained, in both languages"
        );

        world.administrator.pause_connection(&world.connection, true).await.unwrap();
        assert_eq!(about(&state(&world).await), None, "it is so on purpose");
    })
    .await;
}

#[tokio::test]
async fn who_waits_in_a_queue_is_counted_and_a_slower_pace_is_told() {
    each_database(async |database| {
        let world = begin(database).await;
        let budgets = world.store.budgets();
        // 1,200 a minute lie 55 ms apart; the first of a hundred goes in at once.
        let (far, join) = (NOW.plus_seconds(3600), BudgetedCalls::Join);
        budgets.take_many(&world.connection, join, NOW, 55, far, 100).await.unwrap().unwrap();
        assert_eq!(state(&world).await.connections[0].queue, 99);
        world.pass(3);
        assert_eq!(state(&world).await.connections[0].queue, 45);
        world.pass(60);
        assert_eq!(state(&world).await.connections[0].queue, 0);
        let now = world.services.now();
        let until = now.plus_seconds(60);
        budgets.slow_down(&world.connection, join, now, now, until).await.unwrap();
        assert_eq!(state(&world).await.connections[0].slowed, Some(until));
        world.pass(60);
        assert_eq!(state(&world).await.connections[0].slowed, None);
    })
    .await;
}

#[tokio::test]
async fn what_hangs_in_the_background_is_told_with_its_age() {
    each_database(async |database| {
        let world = begin(database).await;
        let quiet = state(&world).await;
        assert_eq!((quiet.intents.open, quiet.intents.oldest), (0, None));
        assert_eq!((quiet.serving, quiet.leases), (0, 0));
        assert!(quiet.concerns().contains(&Concern::NoBackground), "nothing was started");
        let leases = world.store.leases();
        for name in ["serving:one", "serving:two", "synchronise:x"] {
            leases.acquire(name, "me", NOW, NOW.plus_seconds(300)).await.unwrap();
        }
        let busy = state(&world).await;
        assert_eq!((busy.serving, busy.leases), (2, 1));
        assert!(!busy.concerns().contains(&Concern::NoBackground));

        world.next("createMeeting", Action::DropAfter);
        refused(world.organizer.schedule(&key(), &meeting_form(&world), &zone()).await);
        let open = state(&world).await;
        assert_eq!((open.intents.open, open.intents.oldest), (1, Some(NOW.millis())));
        let unconfirmed = Concern::Unconfirmed(1, NOW);
        assert!(!open.concerns().contains(&unconfirmed), "Portico is only just asking");
        world.pass(601);
        let old = state(&world).await;
        assert!(old.concerns().contains(&unconfirmed));
        assert_eq!(old.serving, 0, "leases that ran out are nobody's");
    })
    .await;
}

#[tokio::test]
async fn events_that_wait_or_were_given_up_are_counted() {
    each_database(async |database| {
        let world = begin(database).await;
        let form = WebhookForm {
            name: "Displays".into(),
            url: "https://receiver.invalid/events".into(),
            events: [("meeting.scheduled".to_owned(), "on".to_owned())].into(),
            ..WebhookForm::default()
        };
        let webhook = world.administrator.add_webhook(&form).await.unwrap().webhook;
        world.a_meeting().await;
        let waiting = state(&world).await.deliveries;
        assert_eq!((waiting.waiting, waiting.oldest, waiting.failed), (1, Some(NOW.millis()), 0));
        let reason = portico_domain::webhooks::StopReason::Failing;
        world.store.webhooks().stop(&webhook.id, reason, NOW).await.unwrap();
        let stopped = state(&world).await;
        let deliveries = stopped.deliveries;
        assert_eq!((deliveries.waiting, deliveries.failed, deliveries.stopped), (0, 1, 1));
        let concerns = stopped.concerns();
        assert!(
            concerns.contains(&Concern::WebhooksStopped(1)) && concerns.contains(&Concern::EventsLost(1))
        );
        world.pass(86_401);
        assert_eq!(state(&world).await.deliveries.failed, 0, "a day is over");
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_tells_its_length_and_what_the_last_check_found() {
    each_database(async |database| {
        let world = begin(database).await;
        let fresh = state(&world).await;
        assert_eq!(fresh.last_check, None);
        assert_eq!(fresh.audit_lines, world.administrator.audit(None, 100).await.unwrap().len() as i64);
        world.administrator.check_audit().await.unwrap();
        let checked = state(&world).await;
        let verdict = Verdict::Whole { lines: fresh.audit_lines };
        assert_eq!(checked.last_check.map(|check| check.verdict), Some(verdict));
        assert!(!checked.concerns().contains(&Concern::AuditBroken));

        database.tamper("UPDATE audit SET detail = 'something else' WHERE seq = 1").await;
        assert_eq!(state(&world).await.last_check, checked.last_check, "looking is no check");
        world.administrator.check_audit().await.unwrap();
        assert_eq!(state(&world).await.concerns()[0], Concern::AuditBroken);
    })
    .await;
}
