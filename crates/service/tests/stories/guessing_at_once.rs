//! Who guesses a hundred times at the same moment learns no more than who guesses one after the other.

use crate::support::*;
use portico_domain::refusals::{Kind, Refusal};
use std::sync::Arc;

/// How many were refused so.
fn refused_so<T>(kind: Kind, outcomes: &[Result<T, Refusal>]) -> usize {
    outcomes.iter().filter(|outcome| matches!(outcome, Err(refusal) if refusal.kind == kind)).count()
}

#[tokio::test]
async fn of_sixty_wrong_passwords_at_once_ten_are_looked_at() {
    each_database(async |database| {
        let world = begin(database).await;
        let guesses = (0..60).map(|_| {
            let services = world.services.clone();
            async move { services.sign_in("admin", &"wrong".into(), &at("evil")).await.map(drop) }
        });
        let outcomes = together(guesses).await;
        assert_eq!(refused_so(Kind::SignInFailed, &outcomes), 10);
        assert_eq!(refused_so(Kind::Throttled, &outcomes), 50);
        refused_as(Kind::Throttled, world.services.sign_in("admin", &PASSWORD.into(), &at("evil")).await);
        // The fifty count nowhere, so two such floods do not lock the owner out elsewhere.
        let again = (0..60).map(|_| {
            let services = world.services.clone();
            async move { services.sign_in("admin", &"wrong".into(), &at("worse")).await.map(drop) }
        });
        assert_eq!(refused_so(Kind::SignInFailed, &together(again).await), 10);
        world.services.sign_in("admin", &PASSWORD.into(), &at("home")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn right_passwords_at_once_leave_nobody_locked_out() {
    each_database(async |database| {
        let world = begin(database).await;
        let tries = (0..30).map(|_| {
            let services = world.services.clone();
            async move { services.sign_in("admin", &PASSWORD.into(), &at("office")).await.map(drop) }
        });
        let outcomes = together(tries).await;
        let in_at_once = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert!(in_at_once >= 10, "{in_at_once}");
        assert_eq!(in_at_once + refused_so(Kind::Throttled, &outcomes), 30);
        world.services.sign_in("admin", &PASSWORD.into(), &at("office")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_right_passcode_behind_a_flood_of_guesses_is_not_looked_at() {
    each_database(async |database| {
        let world = begin(database).await;
        let slug = world.a_locked_door().await;
        let guest = Arc::new(world.services.guest(&slug).await.unwrap());
        let guesses = (0..=120).map(|n| {
            let guest = guest.clone();
            async move {
                let typed = if n == 120 { "open sesame" } else { "guess" };
                guest.enter("Eve", typed, &at("evil")).await.map(drop)
            }
        });
        let outcomes = together(guesses).await;
        assert_eq!(refused_so(Kind::Invalid, &outcomes), 100);
        assert_eq!(refused_so(Kind::Throttled, &outcomes), 21, "and the right one among them");
        guest.enter("Mia", "open sesame", &at("school")).await.map(drop).expect("Mia knows it");
    })
    .await;
}

#[tokio::test]
async fn a_success_among_guesses_lifts_no_block_that_a_network_has_earned() {
    each_database(async |database| {
        let world = begin(database).await;
        let guess =
            async |n: usize| world.services.setup_token_works(&format!("guess {n}"), &at("evil")).await;
        for n in 0..280 {
            assert!(!guess(n).await.unwrap());
        }
        let sign_in = tokio::spawn({
            let services = world.services.clone();
            async move { services.sign_in("admin", &PASSWORD.into(), &at("evil")).await.map(drop) }
        });
        let guesses = (1000..1060).map(|n| {
            let services = world.services.clone();
            async move { services.setup_token_works(&format!("guess {n}"), &at("evil")).await }
        });
        let outcomes = together(guesses).await;
        let mut looked_at = 280 + outcomes.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!(looked_at + refused_so(Kind::Throttled, &outcomes), 340);
        // It may have come too late itself.
        let _ = sign_in.await.unwrap();
        while guess(2000 + looked_at).await.is_ok() {
            looked_at += 1;
            assert!(looked_at <= 300, "guessing goes on");
        }
        assert_eq!(looked_at, 300, "what has succeeded is no failure, and forgives none");
    })
    .await;
}

#[tokio::test]
async fn another_address_of_the_same_host_is_no_other_network() {
    each_database(async |database| {
        let world = begin(database).await;
        for n in 0..10 {
            let there = at(&format!("2001:db8:1:2::{n}"));
            refused_as(Kind::SignInFailed, world.services.sign_in("admin", &"wrong".into(), &there).await);
        }
        let there = at("2001:db8:1:2:ffff::1");
        refused_as(Kind::Throttled, world.services.sign_in("admin", &PASSWORD.into(), &there).await);
        let elsewhere = at("2001:db8:1:3::1");
        let session = world.services.sign_in("admin", &PASSWORD.into(), &elsewhere).await.unwrap();
        let member = world.services.member(&world.services.caller(&session).await.unwrap()).unwrap();
        let sessions = member.sessions().await.unwrap();
        assert!(sessions.iter().any(|(session, _)| session.network == "2001:db8:1:3::1"), "shown in full");
    })
    .await;
}
