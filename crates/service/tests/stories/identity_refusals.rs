//! Everything about a sign-in through an identity provider that must not let anybody in.

use crate::support::corp::*;
use crate::support::provider::Signing;
use crate::support::*;
use portico_domain::refusals::Kind;
use portico_service::{ProviderAnswer, Services};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

fn li() -> Value {
    json!({"sub": "1", "preferred_username": "li"})
}

#[tokio::test]
async fn an_answer_is_good_once_in_its_own_browser() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let departure = trip.leave().await;
        let answer = trip.answer(&departure, li());
        // Somebody else's browser with the very same address: signing them in as Li would be theirs to misuse.
        let elsewhere = trip.leave().await.browser;
        for browser in [None, Some(&elsewhere), Some(&SecretString::from("")), Some(&"x".into())] {
            kept_out(Kind::SignInLost, trip.come_back(browser, &answer).await);
        }
        for state in ["", "x", elsewhere.expose_secret()] {
            let forged = ProviderAnswer {
                state: state.into(),
                code: answer.code.clone(),
                ..ProviderAnswer::default()
            };
            kept_out(Kind::SignInLost, trip.come_back(Some(&departure.browser), &forged).await);
        }
        assert_eq!(provider.calls("/token"), 0, "the code has not been shown to anybody");
        assert!(trip.come_back(Some(&departure.browser), &answer).await.is_ok(), "nothing was spent by that");
        kept_out(Kind::SignInLost, trip.come_back(Some(&departure.browser), &answer).await);
    })
    .await;
}

#[tokio::test]
async fn of_many_answers_at_once_one_is_taken() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let departure = trip.leave().await;
        let (code, state) = (trip.answer(&departure, li()).code, state(&departure));
        let tries = (0..20).map(|_| {
            let (services, browser) = (world.services.clone(), departure.browser.clone());
            let answer =
                ProviderAnswer { state: state.clone(), code: code.clone(), ..ProviderAnswer::default() };
            async move {
                let visit = at("10.0.0.7");
                services
                    .finish_identity_sign_in("corp", Some(&browser), &answer, CALLBACK, &visit)
                    .await
                    .is_ok()
            }
        });
        assert_eq!(together(tries).await.into_iter().filter(|done| *done).count(), 1);
        assert_eq!(provider.calls("/token"), 1);
    })
    .await;
}

#[tokio::test]
async fn an_answer_is_good_for_ten_minutes() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        for (seconds, good) in [(599, true), (600, false)] {
            let departure = trip.leave().await;
            world.pass(seconds);
            let answer = trip.answer(&departure, li());
            assert_eq!(trip.come_back(Some(&departure.browser), &answer).await.is_ok(), good, "{seconds}");
        }
    })
    .await;
}

#[tokio::test]
async fn two_tabs_do_not_disturb_each_other() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let one = trip.leave().await;
        let kept = Some(one.browser.clone());
        let begun = world.services.begin_identity_sign_in("corp", kept, CALLBACK, "/two", &at("n")).await;
        let two = begun.unwrap();
        assert_eq!(one.browser.expose_secret(), two.browser.expose_secret());
        assert_ne!(one.address, two.address);
        // What cannot be one of ours is not kept.
        let planted = Some("x".repeat(44).into());
        let begun = world.services.begin_identity_sign_in("corp", planted, CALLBACK, "", &at("n")).await;
        assert_eq!(begun.unwrap().browser.expose_secret().len(), 43);
        for departure in [&two, &one] {
            let answer = trip.answer(departure, li());
            assert!(trip.come_back(Some(&one.browser), &answer).await.is_ok());
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_that_fails_any_check_lets_nobody_in() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let now = NOW.seconds();
        let wrong = [
            ("nonce", json!("another")),
            ("aud", json!("another")),
            ("aud", json!(["portico", "another"])),
            ("azp", json!("another")),
            ("iss", json!("https://evil.example")),
            ("exp", json!(now - 61)),
            ("iat", json!(now + 61)),
            ("sub", json!("")),
        ];
        for (name, value) in wrong {
            provider.tweaks(move |claims| claims[name] = value.clone());
            let not = kept_out(Kind::IdentityUntrusted, trip.sign_in(li()).await);
            assert!(not.refusal.incident.is_some(), "the log says which: {name}");
        }
        provider.behaves();
        for signing in [Signing::OtherKey, Signing::Broken, Signing::None, Signing::Shared] {
            provider.signs(signing);
            kept_out(Kind::IdentityUntrusted, trip.sign_in(li()).await);
        }
        assert_eq!(world.store.people().list().await.unwrap().len(), 3, "nobody was made");
        let lines = world.administrator.audit(None, 100).await.unwrap();
        assert_eq!(lines.iter().filter(|it| it.line.outcome == "refused").count(), 12);
        provider.behaves();
        assert!(trip.sign_in(li()).await.is_ok(), "and the same token, unspoilt, does");
    })
    .await;
}

#[tokio::test]
async fn the_provider_checks_who_brings_the_code() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        // Somebody's code in somebody else's sign-in: the verifier is another's.
        let (theirs, mine) = (trip.leave().await, trip.leave().await);
        let code = trip.answer(&theirs, li()).code;
        let injected = ProviderAnswer { state: state(&mine), code, ..ProviderAnswer::default() };
        kept_out(Kind::SignInLost, trip.come_back(Some(&mine.browser), &injected).await);
        assert_eq!(provider.calls("/token"), 1, "the provider said no");
        // The same code a second time.
        let first = trip.leave().await;
        let code = trip.answer(&first, li()).code;
        let answer = ProviderAnswer { state: state(&first), code: code.clone(), ..ProviderAnswer::default() };
        assert!(trip.come_back(Some(&first.browser), &answer).await.is_ok());
        let second = trip.leave().await;
        let again = ProviderAnswer { state: state(&second), code, ..ProviderAnswer::default() };
        kept_out(Kind::SignInLost, trip.come_back(Some(&second.browser), &again).await);
    })
    .await;
}

#[tokio::test]
async fn what_the_provider_says_instead_of_a_code() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        for (error, kind) in [
            ("access_denied", Kind::IdentityRefused),
            ("login_required", Kind::IdentityRefused),
            ("<script>", Kind::IdentityRefused),
            ("", Kind::IdentityRefused),
            ("server_error", Kind::IdentitySilent),
            ("temporarily_unavailable", Kind::IdentitySilent),
        ] {
            let departure = trip.leave().await;
            let answer = ProviderAnswer {
                state: state(&departure),
                error: Some(error.into()),
                ..ProviderAnswer::default()
            };
            kept_out(Kind::SignInLost, trip.come_back(None, &answer).await);
            let not = kept_out(kind, trip.come_back(Some(&departure.browser), &answer).await);
            assert_eq!(not.next, "/next");
        }
        assert_eq!(provider.calls("/token"), 0);
    })
    .await;
}

#[tokio::test]
async fn the_answer_must_be_the_providers_own() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        provider.says("authorization_response_iss_parameter_supported", json!(true));
        let trip = Trip { services: &world.services, provider: &provider };
        let evil = Some("https://evil.example".to_owned());
        for (issuer, good) in [(None, false), (evil, false), (Some(provider.issuer.clone()), true)] {
            let departure = trip.leave().await;
            let answer = ProviderAnswer { issuer, ..trip.answer(&departure, li()) };
            let before = provider.calls("/token");
            let came = trip.come_back(Some(&departure.browser), &answer).await;
            if good {
                assert!(came.is_ok());
            } else {
                kept_out(Kind::IdentityUntrusted, came);
                assert_eq!(provider.calls("/token"), before, "its code goes nowhere");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn one_replica_finishes_what_another_began() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let other = Services::with_clock(database.open().await, AUDIT_KEY.into(), world.clock.clone());
        offer(&other, "corp", provider_config(&provider.issuer), as_viewers());
        let (here, there) = (
            Trip { services: &world.services, provider: &provider },
            Trip { services: &other, provider: &provider },
        );
        let departure = here.leave().await;
        let answer = here.answer(&departure, li());
        assert!(there.come_back(Some(&departure.browser), &answer).await.is_ok());
        kept_out(Kind::SignInLost, here.come_back(Some(&departure.browser), &answer).await);
    })
    .await;
}

#[tokio::test]
async fn who_brings_nothing_but_failures_is_slowed_down() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let departure = trip.leave().await;
        let answer = trip.answer(&departure, li());
        for _ in 0..100 {
            kept_out(Kind::SignInLost, trip.come_back(None, &answer).await);
        }
        kept_out(Kind::Throttled, trip.come_back(Some(&departure.browser), &answer).await);
        // Elsewhere, and for those with a password here, nothing has changed.
        let visit = at("10.0.0.99");
        let browser = Some(&departure.browser);
        let services = &world.services;
        let came = services.finish_identity_sign_in("corp", browser, &answer, CALLBACK, &visit).await;
        assert!(came.is_ok());
        services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.7")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_is_disabled_while_they_come_back_gets_no_session() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let person = trip.caller(json!({"sub": "1", "name": "Li Na"})).await.person().unwrap().clone();
        // At the very last moment: when it is written down that a session is opened.
        let disable = format!("UPDATE people SET disabled = TRUE WHERE id = '{}'", person.id);
        if database.url.starts_with("sqlite") {
            let trigger = format!("CREATE TRIGGER late AFTER INSERT ON audit BEGIN {disable}; END");
            database.tamper(&trigger).await;
        } else {
            let function = format!(
                "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {disable}; RETURN NEW; END $$"
            );
            let trigger = "CREATE TRIGGER late AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION late()";
            database.tamper(&format!("{function}; {trigger}")).await;
        }
        kept_out(Kind::AccountDisabled, trip.sign_in(json!({"sub": "1", "name": "Li Na"})).await);
        let sessions = world.store.sessions().of_person(&person.id, NOW).await.unwrap();
        assert_eq!(sessions.len(), 1, "the one from before");
        let last = world.administrator.audit(None, 1).await.unwrap().remove(0).line;
        assert_eq!((&*last.action, &*last.outcome), ("session.open", "refused"));
    })
    .await;
}
