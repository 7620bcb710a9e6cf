//! Inviting people by a link that works once, and resetting passwords the same way.

use crate::support::*;
use portico_domain::forms::InviteForm;
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Rule};
use portico_service::{Caller, Invitation, InvitationDoor, Services};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

const NEW: &str = "columns hold the lintel";

fn form(account: &str, role: Role) -> InviteForm {
    InviteForm { account: account.into(), name: "Wang Fang".into(), role: role.name().into() }
}

async fn invited(world: &World, account: &str) -> Invitation {
    world.administrator.invite(&form(account, Role::Organizer)).await.unwrap()
}

async fn door(services: &Services, invitation: &Invitation) -> InvitationDoor {
    services.invitation(invitation.token.expose_secret(), &at("10.0.0.5")).await.unwrap()
}

async fn accept(
    services: &Services,
    invitation: &Invitation,
    password: &str,
) -> Result<SecretString, portico_domain::refusals::Refusal> {
    let token = invitation.token.expose_secret();
    let (password, visit) = (password.into(), at("10.0.0.5"));
    Box::pin(services.accept_invitation(token, &password, &password, &visit)).await
}

async fn reset(world: &World, invitation: &Invitation) -> Invitation {
    Box::pin(world.administrator.reset_password(&invitation.person.id)).await.unwrap()
}

#[tokio::test]
async fn whoever_is_invited_chooses_a_password_once() {
    each_database(async |database| {
        let world = begin(database).await;
        let services = &world.services;
        let invitation = invited(&world, " Fang@Example.cn ").await;
        assert_eq!(invitation.person.account, "fang@example.cn");
        assert_eq!(invitation.expires, services.now().plus_seconds(7 * 86_400));
        let empty = services.sign_in("fang@example.cn", &"".into(), &at("10.0.0.5")).await;
        refused_as(Kind::SignInFailed, empty);

        for _ in 0..3 {
            let open = door(services, &invitation).await;
            assert_eq!(open, InvitationDoor::Open(Box::new(invitation.person.clone())), "looking is free");
        }
        let refusal = refused_as(Kind::Invalid, accept(services, &invitation, "short").await);
        assert!(refusal.for_field("password").is_some());
        let session = accept(services, &invitation, NEW).await.unwrap();
        let caller = services.caller(&session).await.unwrap();
        assert_eq!(caller.person().unwrap().role, Role::Organizer);
        assert!(services.organizer(&caller).is_ok() && services.administrator(&caller).is_err());

        assert_eq!(door(services, &invitation).await, InvitationDoor::Used);
        refused_as(Kind::NotFound, accept(services, &invitation, "another good password").await);
        services.sign_in("fang@example.cn", &NEW.into(), &at("10.0.0.5")).await.unwrap();
        let lines = world.administrator.audit(None, 100).await.unwrap();
        let told =
            |action: &str| lines.iter().any(|it| it.line.action == action && it.line.outcome == "done");
        assert!(told("person.invite") && told("person.accept-invitation"));
        let all = shown(&lines);
        assert!(!all.contains(invitation.token.expose_secret()) && !all.contains(NEW), "no secret is noted");
    })
    .await;
}

#[tokio::test]
async fn an_invitation_works_for_a_week() {
    each_database(async |database| {
        let world = begin(database).await;
        let invitation = invited(&world, "fang").await;
        world.pass(7 * 86_400 - 1);
        assert!(matches!(door(&world.services, &invitation).await, InvitationDoor::Open(_)));
        world.pass(1);
        assert_eq!(door(&world.services, &invitation).await, InvitationDoor::Expired);
        refused_as(Kind::NotFound, accept(&world.services, &invitation, NEW).await);
        // A new one is made for the same account.
        let again = world.administrator.reset_password(&invitation.person.id).await.unwrap();
        accept(&world.services, &again, NEW).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_ten_with_the_same_link_one_gets_in() {
    each_database(async |database| {
        let world = begin(database).await;
        let invitation = Arc::new(invited(&world, "fang").await);
        let tries = (0..10).map(|n| {
            let (services, invitation) = (world.services.clone(), invitation.clone());
            async move {
                let (token, password) = (invitation.token.expose_secret(), format!("{NEW} {n}").into());
                services.accept_invitation(token, &password, &password, &at(&format!("10.0.0.{n}"))).await
            }
        });
        let outcomes = together(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_an_invitation_stands_beside_its_field() {
    each_database(async |database| {
        let world = begin(database).await;
        let wrong = InviteForm { account: "a b".into(), name: " ".into(), role: "emperor".into() };
        let refusal = refused_as(Kind::Invalid, world.administrator.invite(&wrong).await);
        for field in ["account", "name", "role"] {
            assert!(refusal.for_field(field).is_some(), "{field}: {refusal}");
        }
        let refusal = refused(world.administrator.invite(&form("ADMIN", Role::Viewer)).await);
        assert_eq!(refusal.for_field("account"), Some(&Rule::Taken));
        let tries = (0..5).map(|_| {
            let administrator = world.administrator.clone();
            async move { administrator.invite(&form("fang", Role::Viewer)).await.map(drop) }
        });
        let outcomes = together(tries).await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let lost = outcomes.into_iter().filter_map(Result::err);
        assert!(lost.into_iter().all(|refusal| refusal.for_field("account") == Some(&Rule::Taken)));
    })
    .await;
}

#[tokio::test]
async fn a_reset_ends_password_sessions_and_earlier_links_at_once_everywhere() {
    each_database(async |database| {
        let world = begin(database).await;
        let first = invited(&world, "fang").await;
        let second = reset(&world, &first).await;
        assert_eq!(door(&world.services, &first).await, InvitationDoor::Unknown, "replaced");
        let here = accept(&world.services, &second, NEW).await.unwrap();
        let replica = Services::with_clock(database.open().await, AUDIT_KEY.into(), world.clock.clone());
        let there = replica.sign_in("fang", &NEW.into(), &at("10.0.0.6")).await.unwrap();
        assert!(matches!(replica.caller(&here).await.unwrap(), Caller::SignedIn(_)));

        let third = reset(&world, &first).await;
        for session in [&here, &there] {
            assert!(matches!(replica.caller(session).await.unwrap(), Caller::Guest));
            assert!(matches!(world.services.caller(session).await.unwrap(), Caller::Guest));
        }
        refused_as(Kind::SignInFailed, replica.sign_in("fang", &NEW.into(), &at("10.0.0.6")).await);
        let better = "an even better password";
        accept(&replica, &third, better).await.unwrap();
        replica.sign_in("fang", &better.into(), &at("10.0.0.6")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_under_way_does_not_outlive_a_reset() {
    each_database(async |database| {
        let world = begin(database).await;
        let invitation = invited(&world, "fang").await;
        accept(&world.services, &invitation, NEW).await.unwrap();
        let mut under_way = tokio::task::JoinSet::new();
        for n in 0..8 {
            let services = world.services.clone();
            let visit = at(&format!("10.0.1.{n}"));
            under_way.spawn(async move { services.sign_in("fang", &NEW.into(), &visit).await });
        }
        // One is in. Passwords are compared two at a time, so the others know the hash and wait for their turn.
        let first = under_way.join_next().await.unwrap().unwrap().unwrap();
        reset(&world, &invitation).await;
        let mut sessions = vec![first];
        while let Some(outcome) = under_way.join_next().await {
            match outcome.unwrap() {
                Ok(session) => sessions.push(session),
                Err(refusal) => assert_eq!(refusal.kind, Kind::SignInFailed, "{refusal}"),
            }
        }
        for session in sessions {
            assert!(matches!(world.services.caller(&session).await.unwrap(), Caller::Guest));
        }
    })
    .await;
}

#[tokio::test]
async fn who_is_disabled_or_gone_gets_no_link() {
    each_database(async |database| {
        let world = begin(database).await;
        let first = invited(&world, "fang").await;
        world.administrator.disable_account(&first.person.id, true).await.unwrap();
        assert_eq!(door(&world.services, &first).await, InvitationDoor::Unknown);
        refused_as(Kind::Conflict, world.administrator.reset_password(&first.person.id).await);
        let nobody = portico_domain::ids::PersonId::new("nobody");
        refused_as(Kind::NotFound, world.administrator.reset_password(&nobody).await);
    })
    .await;
}

#[tokio::test]
async fn guessing_links_is_throttled_and_using_them_is_not() {
    each_database(async |database| {
        let world = begin(database).await;
        let here = at("10.0.0.7");
        for _ in 0..10 {
            let found = world.services.invitation("made up", &here).await.unwrap();
            assert_eq!(found, InvitationDoor::Unknown);
        }
        refused_as(Kind::Throttled, world.services.invitation("made up", &here).await);
        let typed = NEW.into();
        refused_as(Kind::Throttled, world.services.accept_invitation("made up", &typed, &typed, &here).await);
        let invitation = invited(&world, "fang").await;
        for _ in 0..20 {
            let open = world.services.invitation(invitation.token.expose_secret(), &here).await.unwrap();
            assert!(matches!(open, InvitationDoor::Open(_)));
        }
    })
    .await;
}
