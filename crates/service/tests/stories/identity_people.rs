//! Who comes in through an identity provider, and as what.

use crate::support::corp::*;
use crate::support::*;
use portico_domain::people::{Person, Role};
use portico_domain::refusals::Kind;
use portico_service::{Caller, RoleRule};
use serde_json::json;

fn person(caller: &Caller) -> Person {
    caller.person().expect("somebody").clone()
}

#[tokio::test]
async fn a_first_sign_in_makes_a_person_and_later_ones_find_them() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, by_groups()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let claims = json!({
            "sub": "8f3", "name": " Li Na ", "preferred_username": "Li.Na", "groups": ["x", "staff"],
        });
        let caller = trip.caller(claims).await;
        let first = person(&caller);
        assert_eq!((first.account.as_str(), first.name.as_str()), ("li.na", "Li Na"));
        assert_eq!(first.role, Role::Organizer);
        // Everything but the subject has changed since.
        let again = trip.caller(json!({"sub": "8f3", "name": "Li Na-Wang", "groups": "staff"})).await;
        assert_eq!(person(&again), first, "what they have changed here themselves stays");
        let other = trip.caller(json!({"sub": "8f4", "name": "Li Na", "preferred_username": "Li.Na"})).await;
        assert_ne!(person(&other).id, first.id);
        assert_eq!((person(&other).account.as_str(), person(&other).role), ("li.na.corp", Role::Viewer));
        let lines = world.administrator.audit(None, 100).await.unwrap();
        let of = |action: &str| {
            lines.iter().filter(|it| it.line.action == action && it.line.subject == first.id.as_str()).count()
        };
        assert_eq!((of("person.first-sign-in"), of("session.open")), (2, 2), "begun and done; twice opened");
        assert_eq!(provider.calls("/.well-known/openid-configuration"), 1, "asked once");
    })
    .await;
}

#[tokio::test]
async fn who_has_no_password_is_told_what_everybody_is_told() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let caller = trip.caller(json!({"sub": "1", "email": "li@example.com"})).await;
        let member = world.services.member(&caller).unwrap();
        assert_eq!(member.person().account, "li@example.com");
        assert!(!member.has_password().await.unwrap());
        let wrong = refused(world.services.sign_in("nobody", &"x".into(), &at("10.0.0.8")).await);
        for password in ["", "x", "a whole long password"] {
            let theirs = world.services.sign_in("li@example.com", &password.into(), &at("10.0.0.9")).await;
            assert_eq!(refused(theirs), wrong, "{password:?}");
        }
        let new = "a whole new password".into();
        assert!(member.change_password(&"".into(), &new, &new).await.is_err());
        let rows = world.administrator.people().await.unwrap();
        let row = rows.iter().find(|row| row.person.id == member.person().id).unwrap();
        assert!(row.from_provider && !row.waiting);
    })
    .await;
}

#[tokio::test]
async fn an_account_that_exists_is_not_taken_over_by_its_name() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        for (subject, claim) in [("1", "preferred_username"), ("2", "email")] {
            let caller = trip.caller(json!({"sub": subject, claim: "ADMIN", "email_verified": true})).await;
            assert_ne!(person(&caller).id, world.administrator.person().id, "{claim}");
            assert_eq!(person(&caller).role, Role::Viewer);
        }
        let accounts: Vec<String> =
            world.store.people().list().await.unwrap().into_iter().map(|it| it.account).collect();
        assert!(accounts.contains(&"admin.corp".to_owned()), "{accounts:?}");
        assert_eq!(accounts.iter().filter(|it| it.starts_with("admin.corp.")).count(), 1, "{accounts:?}");
        world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_strange_name_is_made_an_account() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let long = "长".repeat(300);
        let strange = json!({"sub": "1", "preferred_username": "a b\u{7}\n c", "name": "\u{0}\n"});
        assert_eq!(person(&trip.caller(strange).await).account, "abc");
        let person_of_long =
            person(&trip.caller(json!({"sub": "2", "preferred_username": long, "name": long})).await);
        assert_eq!(person_of_long.account.chars().count(), 50);
        assert_eq!(person_of_long.name.chars().count(), 60);
        let nameless = person(&trip.caller(json!({"sub": "3"})).await);
        assert_eq!((nameless.account.as_str(), nameless.name.as_str()), ("corp", "corp"));
        assert_eq!(person(&trip.caller(json!({"sub": "4"})).await).account, "corp.corp");
        assert!(person(&trip.caller(json!({"sub": "5"})).await).account.starts_with("corp.corp."));
    })
    .await;
}

#[tokio::test]
async fn the_claim_decides_at_every_sign_in_and_a_change_ends_sessions() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, by_groups()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let with = |groups: &[&str]| json!({"sub": "1", "preferred_username": "li", "groups": groups});
        let arrival = trip.sign_in(with(&["staff"])).await.unwrap_or_else(|not| panic!("{}", not.refusal));
        let same = trip.caller(with(&["staff"])).await;
        assert!(
            matches!(world.services.caller(&arrival.session).await.unwrap(), Caller::SignedIn(_)),
            "unchanged"
        );
        assert_eq!(person(&same).role, Role::Organizer);

        let more = trip.caller(with(&["staff", "admins"])).await;
        assert_eq!(person(&more).role, Role::Administrator, "the one that may most counts");
        assert!(matches!(world.services.caller(&arrival.session).await.unwrap(), Caller::Guest));
        assert!(world.services.administrator(&more).is_ok());
        let none = trip.caller(with(&[])).await;
        assert_eq!(person(&none).role, Role::Viewer);

        // An administrator's own change lasts until the claim is read again.
        world.administrator.change_role(&person(&none).id, Role::Organizer).await.unwrap();
        assert_eq!(person(&trip.caller(with(&["other"])).await).role, Role::Viewer);
    })
    .await;
}

#[tokio::test]
async fn without_a_claim_administrators_decide() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let claims = || json!({"sub": "1", "groups": ["admins"], "role": "administrator"});
        let first = person(&trip.caller(claims()).await);
        assert_eq!(first.role, Role::Viewer);
        world.administrator.change_role(&first.id, Role::Organizer).await.unwrap();
        assert_eq!(person(&trip.caller(claims()).await).role, Role::Organizer);
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_stays_whatever_the_claim_says() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, by_groups()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let with = |groups: &[&str]| json!({"sub": "1", "preferred_username": "li", "groups": groups});
        let caller = trip.caller(with(&["admins"])).await;
        let li = world.services.administrator(&caller).unwrap();
        // Somebody with a password is not needed any more.
        li.disable_account(&world.administrator.person().id, true).await.unwrap();
        assert_eq!(person(&trip.caller(with(&[])).await).role, Role::Administrator);
        let lines = li.audit(None, 100).await.unwrap();
        assert!(
            lines.iter().any(|it| it.line.action == "person.change-role" && it.line.outcome == "refused")
        );
        li.disable_account(&world.administrator.person().id, false).await.unwrap();
        assert_eq!(person(&trip.caller(with(&[])).await).role, Role::Viewer);
    })
    .await;
}

#[tokio::test]
async fn newcomers_can_be_refused() {
    each_database(async |database| {
        let rule = RoleRule { otherwise: None, ..by_groups() };
        let (world, provider) = begin_corp(database, rule).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let not = kept_out(Kind::NoAccount, trip.sign_in(json!({"sub": "1", "groups": ["x"]})).await);
        assert_eq!(not.next, "/next", "the way on is not lost");
        assert_eq!(world.store.people().list().await.unwrap().len(), 3, "nobody was made");
        let arrival = trip.sign_in(json!({"sub": "1", "groups": ["staff"]})).await.ok().unwrap();
        // Who has lost the group is out, and so are their sessions.
        kept_out(Kind::NoAccount, trip.sign_in(json!({"sub": "1", "groups": []})).await);
        assert!(matches!(world.services.caller(&arrival.session).await.unwrap(), Caller::Guest));
        let lines = world.administrator.audit(None, 100).await.unwrap();
        assert!(lines.iter().any(|it| it.line.outcome == "refused" && it.line.detail.contains("no-account")));
    })
    .await;
}

#[tokio::test]
async fn who_is_disabled_is_told_so_and_who_was_deleted_begins_anew() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let claims = || json!({"sub": "1", "preferred_username": "li"});
        let first = person(&trip.caller(claims()).await);
        world.administrator.disable_account(&first.id, true).await.unwrap();
        kept_out(Kind::AccountDisabled, trip.sign_in(claims()).await);
        world.administrator.disable_account(&first.id, false).await.unwrap();
        assert_eq!(person(&trip.caller(claims()).await).id, first.id);
        world.administrator.delete_account(&first.id, &world.organizer.person().id).await.unwrap();
        assert_ne!(person(&trip.caller(claims()).await).id, first.id);
    })
    .await;
}

#[tokio::test]
async fn of_many_first_sign_ins_at_once_one_makes_the_person() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let mut trips = Vec::new();
        for _ in 0..8 {
            let departure = trip.leave().await;
            let answer = trip.answer(&departure, json!({"sub": "1", "preferred_username": "li"}));
            trips.push((world.services.clone(), departure.browser, answer));
        }
        let arrivals = together(trips.into_iter().map(|(services, browser, answer)| async move {
            let visit = at("10.0.0.7");
            let done =
                services.finish_identity_sign_in("corp", Some(&browser), &answer, CALLBACK, &visit).await;
            person(&services.caller(&done.ok().unwrap().session).await.unwrap()).id
        }))
        .await;
        assert!(arrivals.iter().all(|id| *id == arrivals[0]));
        assert_eq!(world.store.people().list().await.unwrap().len(), 4);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_let_in_before_the_set_up() {
    each_database(async |database| {
        let store = database.open().await;
        let clock = std::sync::Arc::new(portico_service::vendors::kit::FixedClock::at(NOW));
        let services = portico_service::Services::with_clock(store, AUDIT_KEY.into(), clock.clone());
        let provider = crate::support::provider::FakeProvider::start(clock).await;
        offer(&services, "corp", provider_config(&provider.issuer), by_groups());
        let trip = Trip { services: &services, provider: &provider };
        kept_out(Kind::NoAccount, trip.sign_in(json!({"sub": "1", "groups": ["admins"]})).await);
        assert!(services.needs_setup().await.unwrap());
    })
    .await;
}
