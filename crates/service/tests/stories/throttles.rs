//! Guessing is slow, and slows nobody else.

use crate::support::*;
use portico_domain::forms::LinkForm;
use portico_domain::refusals::Kind;
use portico_service::Visit;
use portico_service::joining::Typed;
use secrecy::{ExposeSecret, SecretString};

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
        let slug = world.a_locked_door().await;
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
        let slug = world.a_locked_door().await;
        let guest = world.services.guest(&slug).await.unwrap();
        for _ in 0..12 {
            refused_as(Kind::Invalid, guest.enter("Max", "wrong", &at("school")).await);
        }
        guest.enter("Mia", "open sesame", &at("school")).await.map(|_| ()).expect("Mia typed it right");

        let mut guesses = 0;
        while guest.enter("Eve", "guess", &at("evil")).await.is_err_and(|it| it.kind == Kind::Invalid) {
            guesses += 1;
            assert!(guesses <= 100, "guessing goes on for ever");
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

/// As [`at`], in the browser that was given this cookie.
fn with(network: &str, cookie: &SecretString) -> Visit {
    Visit { browser: cookie.expose_secret().to_owned(), ..at(network) }
}

#[tokio::test]
async fn of_a_class_everybody_may_mistype_once_and_whoever_comes_next_gets_in() {
    each_database(async |database| {
        let world = begin(database).await;
        let slug = world.a_locked_door().await;
        let guest = world.services.guest(&slug).await.unwrap();
        let mut cookies = Vec::new();
        for _ in 0..40 {
            refused_as(Kind::Invalid, guest.enter("Max", "open sesam", &at("school")).await);
            cookies.push(guest.browser_cookie(&at("school"), false).expect("it is told from the others"));
        }
        guest.enter("Mia", "open sesame", &at("school")).await.map(|_| ()).expect("the forty-first");
        world.pass(60);
        for cookie in &cookies {
            let there = with("school", cookie);
            assert!(guest.browser_cookie(&there, false).is_none(), "it keeps the one that it has");
            world.pass(1);
            guest.enter("Max", "open sesame", &there).await.map(|_| ()).expect("each of the forty");
        }
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_mistypes_all_the_time_is_blocked_by_itself() {
    each_database(async |database| {
        let world = begin(database).await;
        let slug = world.a_locked_door().await;
        let guest = world.services.guest(&slug).await.unwrap();
        let cookie = guest.browser_cookie(&at("school"), false).unwrap();
        let there = with("school", &cookie);
        for _ in 0..10 {
            refused_as(Kind::Invalid, guest.enter("Max", "guess", &there).await);
        }
        let counted = world.services.writes();
        for _ in 0..200 {
            refused_as(Kind::Throttled, guest.enter("Max", "guess", &there).await);
        }
        assert_eq!(world.services.writes(), counted, "it uses up nothing that it shares with others");
        refused_as(Kind::Throttled, guest.enter("Max", "open sesame", &there).await);
        guest.enter("Mia", "open sesame", &at("school")).await.map(|_| ()).expect("Mia sits beside Max");
    })
    .await;
}

#[tokio::test]
async fn cookies_win_no_guesses_and_whoever_knew_the_passcode_is_not_kept_out_by_others() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let slug = world.a_link(&meeting, &LinkForm { passcode: "open sesame".into(), ..link_form() }).await;
        world.pass(3600);
        let guest = world.services.guest(&slug).await.unwrap();
        guest.enter("Mia", "open sesame", &at("school")).await.map(|_| ()).unwrap();
        let known = with("school", &guest.browser_cookie(&at("school"), true).unwrap());
        assert!(guest.browser_cookie(&known, true).is_none(), "it keeps the one that it has");
        let mut guesses = 0;
        'guessing: loop {
            let cookie = guest.browser_cookie(&at("school"), false).unwrap();
            for there in [at("school"), with("school", &cookie)] {
                let refusal = refused(guest.enter("Eve", "guess", &there).await);
                if refusal.kind == Kind::Throttled {
                    break 'guessing;
                }
                guesses += 1;
            }
            assert!(guesses <= 100, "guessing goes on for ever");
        }
        assert_eq!(guesses, 100, "as many as without cookies");
        refused_as(Kind::Throttled, guest.enter("Eve", "open sesame", &at("school")).await);
        let forged = with("school", &format!("{}.{}", key(), key()).into());
        refused_as(Kind::Throttled, guest.enter("Eve", "open sesame", &forged).await);
        guest.enter("Mia", "open sesame", &known).await.map(|_| ()).expect("she knew it before");

        // What was known of one link is nothing at another.
        let other = world.a_link(&meeting, &LinkForm { passcode: "open barley".into(), ..link_form() }).await;
        let other = world.services.guest(&other).await.unwrap();
        while other.enter("Eve", "guess", &at("school")).await.is_err_and(|it| it.kind == Kind::Invalid) {}
        refused_as(Kind::Throttled, other.enter("Mia", "open barley", &known).await);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_passcode_and_an_unknown_link_take_the_same_steps() {
    each_database(async |database| {
        let world = begin(database).await;
        let meeting = world.a_meeting().await;
        let known = world.a_link(&meeting, &LinkForm { passcode: "open sesame".into(), ..link_form() }).await;
        // So near the start that the vendor is asked about the meeting by whoever looks at the page.
        world.pass(3600);
        let asked = world.control().calls().len();
        for (slug, kind) in
            [(&*known, Kind::Invalid), ("nowhere", Kind::NotFound), (&"n".repeat(500), Kind::NotFound)]
        {
            let there = at(&slug[..3]);
            let enter = async |typed| world.services.enter(slug, typed, &there).await.map(|_| ());
            let guess = Typed { name: "Eve", passcode: "guess", ticket: "" };
            // Who they are is read first, and nothing counted for it.
            let before = world.services.writes();
            refused_as(kind, enter(Typed { name: "", ..guess }).await);
            refused_as(kind, enter(Typed { passcode: " ", ..guess }).await);
            refused_as(kind, enter(Typed { passcode: "", ticket: "made-up", ..guess }).await);
            assert_eq!(world.services.writes(), before, "{slug}");
            refused_as(kind, enter(guess).await);
            assert_eq!(world.services.writes(), before + 3, "{slug}: for link and network, link, network");
            for _ in 1..100 {
                refused_as(kind, enter(guess).await);
            }
            refused_as(Kind::Throttled, enter(guess).await);
            assert_eq!(world.services.writes(), before + 300, "{slug}");
        }
        assert_eq!(world.control().calls().len(), asked, "no vendor was asked for any of it");
        let right = Typed { name: "Mia", passcode: "open sesame", ticket: "" };
        world.services.enter(&known, right, &at("elsewhere")).await.map(|_| ()).expect("Mia knows it");
    })
    .await;
}

#[tokio::test]
async fn a_set_up_token_is_not_guessed_either() {
    each_database(async |database| {
        let store = database.open().await;
        let clock = std::sync::Arc::new(portico_service::vendors::kit::FixedClock::at(NOW));
        let services = portico_service::Services::with_clock(store, AUDIT_KEY.into(), clock);
        let token = services.new_setup_token().await.unwrap();
        for n in 0..300 {
            assert!(!services.setup_token_works(&format!("guess {n}"), &at("evil")).await.unwrap());
        }
        refused_as(Kind::Throttled, services.setup_token_works("one more", &at("evil")).await);
        let token = token.expose_secret();
        for network in ["home", "evil"] {
            assert!(services.setup_token_works(token, &at(network)).await.unwrap(), "nobody is locked out");
        }
    })
    .await;
}

/// Somebody else's page can make a browser open as many as it likes.
#[tokio::test]
async fn links_that_are_none_keep_nobody_from_signing_in() {
    each_database(async |database| {
        let world = begin(database).await;
        for n in 0..150 {
            for token in [format!("set-up {n}"), format!("invitation {n}")] {
                world.services.setup_token_works(&token, &at("school")).await.unwrap();
            }
        }
        refused_as(Kind::Throttled, world.services.invitation("one more", &at("school")).await.map(drop));
        world.services.sign_in("admin", &PASSWORD.into(), &at("school")).await.expect("it is their own");
    })
    .await;
}

#[tokio::test]
async fn whoever_signs_in_twice_at_once_with_a_password_of_weaker_days_gets_in_twice() {
    each_database(async |database| {
        let world = begin(database).await;
        let id = &world.administrator.person().id;
        let people = world.store.people();
        let strong = people.password_hash(id).await.unwrap().unwrap();
        assert!(people.replace_password_hash(id, &strong, &WEAK.into()).await.unwrap());
        let tries = (0..2).map(|_| {
            let services = world.services.clone();
            async move { services.sign_in("admin", &PASSWORD.into(), &at("n")).await }
        });
        for outcome in together(tries).await {
            outcome.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_password_of_weaker_days_is_hashed_anew_at_the_sign_in_and_not_over_another() {
    each_database(async |database| {
        let world = begin(database).await;
        let id = &world.administrator.person().id;
        let people = world.store.people();
        // "canary correct horse" with 8 MiB and one pass.
        let strong = people.password_hash(id).await.unwrap().unwrap();
        assert!(people.replace_password_hash(id, &strong, &WEAK.into()).await.unwrap());
        world.services.sign_in("admin", &"wrong".into(), &at("n")).await.unwrap_err();
        let hash = async || people.password_hash(id).await.unwrap().unwrap().expose_secret().to_owned();
        assert_eq!(hash().await, WEAK, "who does not know it changes nothing");
        world.services.sign_in("admin", &PASSWORD.into(), &at("n")).await.unwrap();
        assert!(hash().await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        let strong = hash().await;
        world.services.sign_in("admin", &PASSWORD.into(), &at("n")).await.unwrap();
        assert_eq!(hash().await, strong, "once is enough");
    })
    .await;
}

const WEAK: &str = "$argon2id$v=19$m=8192,t=1,p=1$MD\
    EyMzQ1Njc4OWFiY2RlZg$uxoKcR7ZqAe8rbdZvSeg2Mh567X0RbH/EYvXfNRv67Q";

#[tokio::test]
async fn guessing_ones_own_password_ends_and_keeps_nobody_else_from_changing_theirs() {
    each_database(async |database| {
        let world = begin(database).await;
        let session = world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        let admin = world.services.member(&world.services.caller(&session).await.unwrap()).unwrap();
        let (wrong, new) = ("wrong".into(), "a better password".into());
        for _ in 0..10 {
            refused_as(Kind::Invalid, admin.change_password(&wrong, &new, &new).await);
        }
        refused_as(Kind::Throttled, admin.change_password(&PASSWORD.into(), &new, &new).await);
        // Nothing that is counted there is shared with anybody, nor with signing in.
        let counted = world.services.writes();
        refused_as(Kind::Invalid, world.viewer.change_password(&wrong, &new, &new).await);
        assert_eq!(world.services.writes(), counted + 1, "one bucket, the person's own");
        world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        world.pass(901);
        admin.change_password(&PASSWORD.into(), &new, &new).await.unwrap();
    })
    .await;
}
