//! The audit chain.

use crate::support::*;
use portico_domain::forms::SetupForm;
use portico_domain::ids::PersonId;
use portico_domain::people::Role;
use portico_domain::refusals::Kind;
use portico_service::{KeyFile, Rotation, TypedSecrets};
use portico_store::audit::Verdict;
use secrecy::ExposeSecret;

async fn a_busy_morning(world: &World) -> i64 {
    let meeting = world.a_meeting().await;
    world.a_link(&meeting, &link_form()).await;
    world.organizer.cancel(&meeting, &key()).await.unwrap();
    match world.services.verify_audit().await.unwrap() {
        Verdict::Whole { lines } => lines,
        broken => panic!("{broken:?}"),
    }
}

#[tokio::test]
async fn every_change_leaves_a_line_with_who_and_what_came_of_it() {
    each_database(async |database| {
        let world = begin(database).await;
        a_busy_morning(&world).await;
        let lines = world.administrator.audit(None, 100).await.unwrap();
        let told: Vec<_> =
            lines.iter().rev().map(|it| format!("{} {}", it.line.action, it.line.outcome)).collect();
        assert_eq!(
            told,
            [
                "person.set-up done",
                "connection.add done",
                "meeting.schedule begun",
                "meeting.schedule done",
                "link.create done",
                "meeting.cancel begun",
                "meeting.cancel done",
            ]
        );
        assert!(lines.iter().all(|it| it.line.person.is_some()));
    })
    .await;
}

#[tokio::test]
async fn what_somebody_sends_as_an_id_does_not_swell_the_log() {
    each_database(async |database| {
        let world = begin(database).await;
        let id = PersonId::new(format!("a\nb{}", "é".repeat(50_000)));
        refused_as(Kind::NotFound, world.administrator.change_role(&id, Role::Viewer).await);
        let lines = world.administrator.audit(None, 2).await.unwrap();
        assert!(lines.iter().all(|it| it.line.action == "person.change-role"));
        assert!(lines.iter().all(|it| it.line.subject == format!("a b{}", "é".repeat(97))), "{lines:?}");
        assert!(matches!(world.services.verify_audit().await.unwrap(), Verdict::Whole { .. }));
    })
    .await;
}

#[tokio::test]
async fn edited_deleted_swapped_and_cut_off_lines_are_noticed() {
    each_database(async |database| {
        let world = begin(database).await;
        let lines = a_busy_morning(&world).await;
        let verdict = async || world.services.verify_audit().await.unwrap();

        database.tamper("UPDATE audit SET outcome = 'refused' WHERE seq = 2").await;
        assert_eq!(verdict().await, Verdict::Broken { seq: 2 });
        database.tamper("UPDATE audit SET outcome = 'done' WHERE seq = 2").await;
        assert_eq!(verdict().await, Verdict::Whole { lines });

        database.tamper("UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99").await;
        assert_eq!(verdict().await, Verdict::Broken { seq: 2 });
        database.tamper("UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99").await;
        assert_eq!(verdict().await, Verdict::Whole { lines });

        // Beside the chain, where pages would show them all the same.
        for beside in [-5, lines + 1_000_000] {
            let copied = "at, person_id, action, subject, outcome, detail, previous_mac, mac";
            let copy = format!("INSERT INTO audit (seq, {copied}) SELECT {beside}, {copied} FROM audit WHERE seq = 2");
            database.tamper(&copy).await;
            assert_eq!(verdict().await, Verdict::Broken { seq: beside });
            database.tamper(&format!("DELETE FROM audit WHERE seq = {beside}")).await;
        }
        assert_eq!(verdict().await, Verdict::Whole { lines });

        database.tamper(&format!("DELETE FROM audit WHERE seq = {lines}")).await;
        assert_eq!(verdict().await, Verdict::CutOff { lines: lines - 1, expected: lines });
        database.tamper("DELETE FROM audit WHERE seq = 3").await;
        assert_eq!(verdict().await, Verdict::Broken { seq: 3 });
    })
    .await;
}

#[tokio::test]
async fn another_key_verifies_nothing() {
    each_database(async |database| {
        let world = begin(database).await;
        a_busy_morning(&world).await;
        let forger = portico_service::Services::new(world.store.clone(), "another key".into());
        assert_eq!(forger.verify_audit().await.unwrap(), Verdict::Broken { seq: 1 });
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_written_down_does_not_happen() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let session = world.services.sign_in("admin", &PASSWORD.into(), &at("n")).await.unwrap();
        let admin = world.services.member(&world.services.caller(&session).await.unwrap()).unwrap();
        world.control().clear_calls();
        // The next number is taken, so no line can be appended.
        database.tamper("UPDATE audit_head SET seq = 0").await;
        refused(world.organizer.schedule(&key(), &meeting_form(&world), &zone()).await);
        refused(world.organizer.cancel(&meeting, &key()).await);
        refused(world.organizer.create_link(&meeting, &link_form(), &zone()).await);
        refused(world.administrator.change_secret(&world.connection, &TypedSecrets::of("new".into())).await);
        let new = "a better password".into();
        refused(admin.change_password(&PASSWORD.into(), &new, &new).await);
        assert!(world.control().calls().is_empty(), "no vendor was told anything");
        database.tamper("UPDATE audit_head SET seq = (SELECT MAX(seq) FROM audit)").await;
        world
            .services
            .sign_in("admin", &PASSWORD.into(), &at("n"))
            .await
            .map(|_| ())
            .expect("the old password");
        assert!(world.store.links().of_meeting(&meeting).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_first_administrator_who_cannot_be_written_down_is_not_made() {
    each_database(async |database| {
        let store = database.open().await;
        let services = portico_service::Services::new(store.clone(), AUDIT_KEY.into());
        let token = services.new_setup_token().await.unwrap();
        let form = SetupForm { account: "admin".into(), name: "Ada".into() };
        let (password, visit) = (PASSWORD.into(), at("10.0.0.1"));
        let set_up = async || {
            let token = token.expose_secret();
            Box::pin(services.set_up(token, &form, &password, &password, &visit)).await
        };
        database.refuse("INSERT ON audit").await;
        refused(set_up().await);
        assert!(services.needs_setup().await.unwrap(), "nobody was made");
        database.allow("audit").await;
        set_up().await.map(drop).expect("the link still works");
        assert!(!services.needs_setup().await.unwrap());
        refused_as(Kind::NotFound, set_up().await);
    })
    .await;
}

#[tokio::test]
async fn a_master_key_whose_change_cannot_be_written_down_stays() {
    each_database(async |database| {
        let world = begin(database).await;
        let path = std::env::temp_dir().join(format!("portico-{}.key", portico_store::new_id()));
        let file = KeyFile::at(&path);
        let old = file.read_or_create().unwrap().remove(0);
        let keys = || file.read().unwrap().iter().map(|key| key.id().to_owned()).collect::<Vec<_>>();
        database.refuse("INSERT ON audit").await;
        let planned = Rotation::plan(&file).unwrap();
        assert!(world.services.begin_key_rotation(planned).await.is_err());
        assert_eq!(keys(), [old.id()], "the file is as it was");
        database.allow("audit").await;
        let planned = Rotation::plan(&file).unwrap();
        let rotation = world.services.begin_key_rotation(planned).await.unwrap().unwrap();
        assert_eq!(keys(), [rotation.new_key(), old.id()]);
        let last = world.administrator.audit(None, 1).await.unwrap().remove(0).line;
        assert_eq!(
            (&*last.action, &*last.outcome, &*last.detail),
            ("key.rotate", "begun", rotation.new_key())
        );
        std::fs::remove_file(path).unwrap();
    })
    .await;
}
