//! Set-up, sign-in, sessions.

use crate::support::*;
use portico_domain::forms::{AccountForm, SetupForm};
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Rule};
use portico_service::{Caller, SESSION_DAYS, Visit};
use secrecy::ExposeSecret;

#[tokio::test]
async fn set_up_works_once() {
    each_database(async |database| {
        let world = begin(database).await;
        assert!(!world.services.needs_setup().await.unwrap());
        // A token made afterwards opens nothing any more.
        let token = world.services.new_setup_token().await.unwrap();
        assert!(!world.services.setup_token_works(token.expose_secret(), &at("n")).await.unwrap());
        let form = SetupForm { account: "second".into(), name: "Second".into() };
        let outcome = world
            .services
            .set_up(token.expose_secret(), &form, &PASSWORD.into(), &PASSWORD.into(), &at("10.0.0.2"))
            .await;
        refused_as(Kind::NotFound, outcome);
        assert_eq!(world.store.people().list().await.unwrap().len(), 3, "nobody came in by it");
    })
    .await;
}

#[tokio::test]
async fn of_ten_who_set_up_at_once_one_is_first() {
    each_database(async |database| {
        let store = database.open().await;
        let services = portico_service::Services::new(store.clone(), AUDIT_KEY.into());
        let token = services.new_setup_token().await.unwrap();
        let tries = (0..10).map(|n| {
            let (services, token) = (services.clone(), token.clone());
            async move {
                let form = SetupForm { account: format!("admin{n}"), name: "Ada".into() };
                let (password, visit) = (PASSWORD.into(), at("10.0.0.1"));
                services.set_up(token.expose_secret(), &form, &password, &password, &visit).await
            }
        });
        let outcomes = together(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert_eq!(store.people().list().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_bad_set_up_form_spends_no_token_and_names_its_fields() {
    each_database(async |database| {
        let services = portico_service::Services::new(database.open().await, AUDIT_KEY.into());
        let token = services.new_setup_token().await.unwrap();
        let form = SetupForm { account: "a b".into(), name: String::new() };
        let outcome =
            services.set_up(token.expose_secret(), &form, &"short".into(), &"else".into(), &at("n")).await;
        let refusal = refused_as(Kind::Invalid, outcome);
        for field in ["account", "name", "password", "again"] {
            assert!(refusal.for_field(field).is_some(), "{field}: {refusal}");
        }
        assert!(services.setup_token_works(token.expose_secret(), &at("n")).await.unwrap());
        let newer = services.new_setup_token().await.unwrap();
        assert!(
            !services.setup_token_works(token.expose_secret(), &at("n")).await.unwrap(),
            "only the newest works"
        );
        assert!(services.setup_token_works(newer.expose_secret(), &at("n")).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn an_unknown_account_and_a_wrong_password_get_the_same_answer() {
    each_database(async |database| {
        let world = begin(database).await;
        let (services, visit) = (&world.services, at("10.0.0.9"));
        let unknown = refused(services.sign_in("nobody", &PASSWORD.into(), &visit).await);
        let wrong = refused(services.sign_in("admin", &"wrong".into(), &visit).await);
        assert_eq!(unknown, wrong);
        assert_eq!(wrong.kind, Kind::SignInFailed);
        let session = services.sign_in(" ADMIN ", &PASSWORD.into(), &visit).await.unwrap();
        let caller = services.caller(&session).await.unwrap();
        assert_eq!(caller.person().unwrap().account, "admin");
        assert!(matches!(services.caller(&"made up".into()).await.unwrap(), Caller::Guest));
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    each_database(async |database| {
        let world = begin(database).await;
        let services = &world.services;
        let mine = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        let other = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.2")).await.unwrap();
        let member = services.member(&services.caller(&mine).await.unwrap()).unwrap();
        assert_eq!(member.sessions().await.unwrap().len(), 3, "set-up opened one too");

        let new = "a better password".into();
        let refusal = refused(member.change_password(&"not mine".into(), &new, &new).await);
        assert_eq!(refusal.for_field("current"), Some(&Rule::WrongPassword));
        assert!(matches!(services.caller(&other).await.unwrap(), Caller::SignedIn(_)));

        member.change_password(&PASSWORD.into(), &new, &new).await.unwrap();
        assert!(matches!(services.caller(&other).await.unwrap(), Caller::Guest));
        assert!(matches!(services.caller(&mine).await.unwrap(), Caller::SignedIn(_)));
        let old = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await;
        refused_as(Kind::SignInFailed, old);
        services.sign_in("admin", &new, &at("10.0.0.1")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_password_that_cannot_end_the_sessions_is_not_changed() {
    each_database(async |database| {
        let world = begin(database).await;
        let services = &world.services;
        let mine = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        let other = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.2")).await.unwrap();
        let member = services.member(&services.caller(&mine).await.unwrap()).unwrap();
        database.refuse("DELETE ON sessions").await;
        let new = "a better password".into();
        refused(member.change_password(&PASSWORD.into(), &new, &new).await);
        assert!(matches!(services.caller(&other).await.unwrap(), Caller::SignedIn(_)));
        refused_as(Kind::SignInFailed, services.sign_in("admin", &new, &at("10.0.0.3")).await);

        database.allow("sessions").await;
        member.change_password(&PASSWORD.into(), &new, &new).await.unwrap();
        assert!(matches!(services.caller(&other).await.unwrap(), Caller::Guest));
    })
    .await;
}

#[tokio::test]
async fn who_cannot_be_looked_up_is_no_guest() {
    each_database(async |database| {
        let world = begin(database).await;
        let services = &world.services;
        let session = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        database.tamper("ALTER TABLE sessions RENAME TO elsewhere").await;
        let refusal = refused_as(Kind::Unavailable, services.caller(&session).await);
        assert!(refusal.incident.is_some(), "the log has the cause");
        database.tamper("ALTER TABLE elsewhere RENAME TO sessions").await;
        assert!(matches!(services.caller(&session).await.unwrap(), Caller::SignedIn(_)));
    })
    .await;
}

#[tokio::test]
async fn sessions_end_at_sign_out_and_after_two_weeks_without_a_visit() {
    each_database(async |database| {
        let world = begin(database).await;
        let services = &world.services;
        let session = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        for _ in 0..3 {
            world.pass(SESSION_DAYS * 86_400 - 60);
            assert!(
                matches!(services.caller(&session).await.unwrap(), Caller::SignedIn(_)),
                "visits prolong it"
            );
        }
        world.pass(SESSION_DAYS * 86_400 + 1);
        assert!(matches!(services.caller(&session).await.unwrap(), Caller::Guest));

        let session = services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        let caller = services.caller(&session).await.unwrap();
        services.member(&caller).unwrap().sign_out().await.unwrap();
        assert!(matches!(services.caller(&session).await.unwrap(), Caller::Guest));
    })
    .await;
}

#[tokio::test]
async fn nobody_ends_somebody_elses_session() {
    each_database(async |database| {
        let world = begin(database).await;
        let session = world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        let Caller::SignedIn(theirs) = world.services.caller(&session).await.unwrap() else {
            panic!("a guest")
        };
        world.viewer.end_session(&theirs.session).await.unwrap();
        assert!(matches!(world.services.caller(&session).await.unwrap(), Caller::SignedIn(_)));
        let told = async || world.store.audit().of_subject(theirs.session.as_str(), 10).await.unwrap().len();
        assert_eq!(told().await, 0, "nothing was done, so nothing is told");
        let own = world.services.member(&Caller::SignedIn(theirs.clone())).unwrap();
        for _ in 0..2 {
            own.end_session(&theirs.session).await.unwrap();
        }
        assert_eq!(told().await, 1);
        assert!(matches!(world.services.caller(&session).await.unwrap(), Caller::Guest));
    })
    .await;
}

#[tokio::test]
async fn an_account_is_saved_with_its_zone_or_refused() {
    each_database(async |database| {
        let world = begin(database).await;
        let caller = somebody(&world.store, "zoe", Role::Viewer).await;
        let member = world.services.member(&caller).unwrap();
        let form = AccountForm { name: "Zoë".into(), language: "zh-CN".into(), zone: "Mars/Base".into() };
        let refusal = refused(member.save_account(&form).await);
        assert_eq!(refusal.for_field("zone"), Some(&Rule::UnknownZone));
        member.save_account(&AccountForm { zone: "Europe/Berlin".into(), ..form }).await.unwrap();
        let (person, _) = world.store.people().by_account("zoe").await.unwrap().unwrap();
        assert_eq!((person.name.as_str(), person.zone.as_deref()), ("Zoë", Some("Europe/Berlin")));
    })
    .await;
}

#[tokio::test]
async fn whose_account_names_no_zone_gets_that_of_the_browser_they_sign_in_with() {
    each_database(async |database| {
        let world = begin(database).await;
        let from = async |zone: &str| {
            let visit = Visit { zone: zone.into(), ..at("n") };
            let session = world.services.sign_in("admin", &PASSWORD.into(), &visit).await.unwrap();
            world.services.caller(&session).await.unwrap().person().unwrap().zone.clone()
        };
        assert_eq!(from("").await, None);
        assert_eq!(from("Atlantis/Main <b>").await, None);
        assert_eq!(from("Europe/Berlin").await.as_deref(), Some("Europe/Berlin"));
        assert_eq!(
            from("America/New_York").await.as_deref(),
            Some("Europe/Berlin"),
            "it is theirs to change"
        );
    })
    .await;
}
