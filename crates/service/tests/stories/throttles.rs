//! Guessing is slow, and slows nobody else.

use crate::support::*;
use portico_domain::forms::LinkForm;
use portico_domain::refusals::Kind;

#[tokio::test]
async fn ten_wrong_passwords_block_and_a_quarter_of_an_hour_unblocks() {
    each_database(async |database| {
        let world = begin(database).await;
        let (services, here) = (&world.services, at("10.0.0.1"));
        for _ in 0..10 {
            refused_as(Kind::SignInFailed, services.sign_in("admin", &"wrong".into(), &here).await);
        }
        let refusal = refused_as(Kind::Throttled, services.sign_in("admin", &PASSWORD.into(), &here).await);
        assert!(refusal.retry_after.is_some_and(|seconds| (1..=901).contains(&seconds)), "{refusal:?}");

        // One network cannot lock the account for another.
        services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.2")).await.unwrap();
        // And the same network may still try another account.
        refused_as(Kind::SignInFailed, services.sign_in("viewer", &"wrong".into(), &here).await);

        world.pass(901);
        services.sign_in("admin", &PASSWORD.into(), &here).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn unknown_accounts_are_throttled_alike() {
    each_database(async |database| {
        let world = begin(database).await;
        for _ in 0..10 {
            let outcome = world.services.sign_in("nobody", &"x".into(), &at("10.0.0.1")).await;
            refused_as(Kind::SignInFailed, outcome);
        }
        let outcome = world.services.sign_in("nobody", &"x".into(), &at("10.0.0.1")).await;
        refused_as(Kind::Throttled, outcome);
    })
    .await;
}

#[tokio::test]
async fn a_success_does_not_count() {
    each_database(async |database| {
        let world = begin(database).await;
        let (services, here) = (&world.services, at("10.0.0.1"));
        for _ in 0..9 {
            refused_as(Kind::SignInFailed, services.sign_in("admin", &"wrong".into(), &here).await);
        }
        for _ in 0..3 {
            services.sign_in("admin", &PASSWORD.into(), &here).await.unwrap();
        }
        // It does not forgive the failures either: the tenth one blocks.
        refused_as(Kind::SignInFailed, services.sign_in("admin", &"wrong".into(), &here).await);
        refused_as(Kind::Throttled, services.sign_in("admin", &PASSWORD.into(), &here).await);
    })
    .await;
}

#[tokio::test]
async fn a_class_behind_one_address_gets_in_at_once() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { passcode: "open sesame".into(), ..link_form() }).await;
        world.pass(3600);
        let pupils = (0..40).map(|n| {
            let (services, slug) = (world.services.clone(), slug.clone());
            async move {
                let guest = services.guest(&slug).await?;
                guest.enter(&format!("Pupil {n}"), "open sesame", &at("school")).await.map(|_| ())
            }
        });
        for outcome in together(pupils).await {
            outcome.expect("everyone typed the right passcode");
        }
    })
    .await;
}

#[tokio::test]
async fn one_pupils_typing_does_not_lock_the_class_out_but_guessing_ends() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { passcode: "open sesame".into(), ..link_form() }).await;
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        for _ in 0..12 {
            refused_as(Kind::Invalid, guest.enter("Max", "wrong", &at("school")).await);
        }
        guest.enter("Mia", "open sesame", &at("school")).await.map(|_| ()).expect("Mia typed it right");

        let mut guesses = 0;
        while guest.enter("Eve", "guess", &at("evil")).await.is_err_and(|it| it.kind == Kind::Invalid) {
            guesses += 1;
            assert!(guesses < 100, "guessing goes on for ever");
        }
        refused_as(Kind::Throttled, guest.enter("Eve", "open sesame", &at("evil")).await);
        guest
            .enter("Mia", "open sesame", &at("school"))
            .await
            .map(|_| ())
            .expect("others are not locked out");
    })
    .await;
}
