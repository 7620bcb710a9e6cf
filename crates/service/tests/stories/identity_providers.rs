//! How identity providers are found and asked, and what their failures do.

use crate::support::corp::*;
use crate::support::provider::{FakeProvider, Trick};
use crate::support::*;
use portico_domain::refusals::Kind;
use portico_service::identity::ProviderConfig;
use portico_service::{ProviderAnswer, Services};
use serde_json::{Value, json};

fn li() -> Value {
    json!({"sub": "1", "preferred_username": "li"})
}

#[tokio::test]
async fn the_secret_is_sent_as_the_provider_takes_it() {
    each_database(async |database| {
        let world = begin(database).await;
        let provider = FakeProvider::start(world.clock.clone()).await;
        provider.says("token_endpoint_auth_methods_supported", json!(["client_secret_post"]));
        offer(&world.services, "corp", provider_config(&provider.issuer), as_viewers());
        let trip = Trip { services: &world.services, provider: &provider };
        assert!(trip.sign_in(li()).await.is_ok());

        let services = Services::with_clock(world.store.clone(), AUDIT_KEY.into(), world.clock.clone());
        let config =
            ProviderConfig { client_secret: Some("wrong".into()), ..provider_config(&provider.issuer) };
        offer(&services, "corp", config, as_viewers());
        let trip = Trip { services: &services, provider: &provider };
        let not = kept_out(Kind::IdentityRefused, trip.sign_in(li()).await);
        assert!(not.refusal.incident.is_some());
        assert!(!shown(&not).contains("canary") && !shown(&not).contains("wrong"));
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_fails_stops_nothing_but_itself() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let tricks = [
            Trick::Status(500),
            Trick::Status(404),
            Trick::Garbage,
            Trick::Html,
            Trick::Huge,
            Trick::Redirect,
        ];
        for trick in tricks.into_iter().chain([Trick::Hang]) {
            for path in ["/token", "/userinfo"] {
                provider.trick(path, Some(trick));
                kept_out(Kind::IdentitySilent, trip.sign_in(li()).await);
                provider.behaves();
            }
        }
        assert_eq!(provider.calls("/elsewhere"), 0, "no redirect is followed");
        assert_eq!(provider.calls("/keys"), 1);
        world.services.sign_in("admin", &PASSWORD.into(), &at("10.0.0.1")).await.unwrap();
        assert!(trip.sign_in(li()).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn a_provider_that_is_down_is_found_when_it_is_back() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let leave = async || {
            world.services.begin_identity_sign_in("corp", None, CALLBACK, "", &at("10.0.0.7")).await.map(drop)
        };
        const DOCUMENT: &str = "/.well-known/openid-configuration";
        for trick in [Trick::Status(503), Trick::Garbage, Trick::Huge, Trick::Redirect, Trick::Hang] {
            provider.trick(DOCUMENT, Some(trick));
            let before = provider.calls(DOCUMENT);
            for _ in 0..3 {
                refused_as(Kind::IdentitySilent, leave().await);
            }
            assert_eq!(provider.calls(DOCUMENT), before + 1, "{trick:?}: asked once in a while only");
            world.pass(6);
        }
        provider.behaves();
        provider.says("issuer", json!("https://evil.example"));
        refused_as(Kind::IdentityUntrusted, leave().await);
        provider.says("issuer", json!(provider.issuer));
        world.pass(6);
        provider.trick("/keys", Some(Trick::Hang));
        kept_out(Kind::IdentitySilent, trip.sign_in(li()).await);
        provider.behaves();
        assert!(trip.sign_in(li()).await.is_ok());
        assert!(world.services.check_identity_providers().await.iter().all(|(_, report)| report.is_ok()));
        refused_as(
            Kind::NotFound,
            world.services.begin_identity_sign_in("none", None, CALLBACK, "", &at("n")).await.map(drop),
        );
    })
    .await;
}

#[tokio::test]
async fn new_keys_are_looked_for() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, as_viewers()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        assert!(trip.sign_in(li()).await.is_ok());
        provider.changes_its_key();
        kept_out(Kind::IdentityUntrusted, trip.sign_in(li()).await);
        world.pass(31);
        assert!(trip.sign_in(li()).await.is_ok());
        assert_eq!(provider.calls("/keys"), 2);
        world.pass(3601);
        assert!(trip.sign_in(li()).await.is_ok());
        assert_eq!((provider.calls("/keys"), provider.calls("/.well-known/openid-configuration")), (3, 2));
    })
    .await;
}

#[tokio::test]
async fn what_the_token_does_not_say_the_provider_is_asked() {
    each_database(async |database| {
        let (world, provider) = begin_corp(database, by_groups()).await;
        let trip = Trip { services: &world.services, provider: &provider };
        let go = async |more: Value| {
            let departure = trip.leave().await;
            let code = provider.grant(&departure.address, json!({"sub": "1", "name": "Li"}), more);
            let answer =
                ProviderAnswer { state: state(&departure), code: code.into(), ..ProviderAnswer::default() };
            trip.come_back(Some(&departure.browser), &answer).await
        };
        let more = json!({"sub": "1", "name": "Unsigned", "groups": ["admins"], "iss": "x"});
        let arrival = go(more).await.unwrap_or_else(|not| panic!("{}", not.refusal));
        let caller = world.services.caller(&arrival.session).await.unwrap();
        assert!(world.services.administrator(&caller).is_ok());
        assert_eq!(caller.person().unwrap().name, "Li", "the signed token wins");
        for other in [json!({"sub": "2", "groups": ["admins"]}), json!({"groups": ["admins"]})] {
            kept_out(Kind::IdentityUntrusted, go(other).await);
        }
        kept_out(Kind::IdentitySilent, go(json!([])).await);
    })
    .await;
}

#[tokio::test]
async fn a_provider_is_not_looked_for_where_it_may_not_be() {
    each_database(async |database| {
        let world = begin(database).await;
        let provider = FakeProvider::start(world.clock.clone()).await;
        // The name leads to this machine, which shows only when the connection is made.
        let issuer = provider.issuer.replace("http://127.0.0.1", "https://localhost");
        let config = ProviderConfig { private_network: false, ..provider_config(&issuer) };
        offer(&world.services, "corp", config, as_viewers());
        let leaving = world.services.begin_identity_sign_in("corp", None, CALLBACK, "", &at("n")).await;
        refused_as(Kind::IdentitySilent, leaving.map(drop));
        assert_eq!(provider.calls("/.well-known/openid-configuration"), 0);
    })
    .await;
}
