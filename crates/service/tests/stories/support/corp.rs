//! A Portico that lets people in through a provider called `corp`.

use super::database::Database;
use super::provider::{CLIENT_ID, CLIENT_SECRET, FakeProvider};
use super::world::{World, at, begin};
use portico_domain::people::Role;
use portico_domain::refusals::Kind;
use portico_service::identity::{Provider, ProviderConfig};
use portico_service::vendors::kit::Deadlines;
use portico_service::{
    Arrival, Caller, Departure, IdentityProvider, NotSignedIn, ProviderAnswer, RoleRule, Services,
};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::time::Duration;

pub const CALLBACK: &str = "https://meet.example/sign-in/corp/callback";

/// `staff` makes organizers and `admins` administrators; whoever is neither may look.
pub fn by_groups() -> RoleRule {
    RoleRule {
        claim: Some("groups".into()),
        values: vec![("staff".into(), Role::Organizer), ("admins".into(), Role::Administrator)],
        otherwise: Some(Role::Viewer),
    }
}

pub fn as_viewers() -> RoleRule {
    RoleRule { otherwise: Some(Role::Viewer), ..RoleRule::default() }
}

pub fn provider_config(issuer: &str) -> ProviderConfig {
    ProviderConfig {
        issuer: issuer.into(),
        client_id: CLIENT_ID.into(),
        client_secret: Some(CLIENT_SECRET.into()),
        scopes: vec!["profile".into()],
        private_network: true,
    }
}

pub fn offer(services: &Services, name: &str, config: ProviderConfig, roles: RoleRule) {
    let provider = Provider::new(config, Deadlines::all(Duration::from_secs(2))).unwrap();
    let provider = IdentityProvider { name: name.into(), label: "Example Corp".into(), provider, roles };
    services.use_identity_providers(vec![provider]);
}

pub async fn begin_corp(database: &Database, roles: RoleRule) -> (World, FakeProvider) {
    let world = begin(database).await;
    let provider = FakeProvider::start(world.clock.clone()).await;
    offer(&world.services, "corp", provider_config(&provider.issuer), roles);
    (world, provider)
}

/// A browser that goes to the provider and comes back.
pub struct Trip<'a> {
    pub services: &'a Services,
    pub provider: &'a FakeProvider,
}

impl Trip<'_> {
    pub async fn leave(&self) -> Departure {
        let visit = at("10.0.0.7");
        let leaving = self.services.begin_identity_sign_in("corp", None, CALLBACK, "/next", &visit);
        Box::pin(leaving).await.unwrap()
    }

    /// What the browser brings after somebody has signed in there.
    pub fn answer(&self, departure: &Departure, claims: Value) -> ProviderAnswer {
        let more = json!({"sub": claims["sub"]});
        let code = self.provider.grant(&departure.address, claims, more);
        ProviderAnswer { state: state(departure), code: code.into(), ..ProviderAnswer::default() }
    }

    pub async fn come_back(
        &self,
        browser: Option<&SecretString>,
        answer: &ProviderAnswer,
    ) -> Result<Arrival, NotSignedIn> {
        let visit = at("10.0.0.7");
        let coming = self.services.finish_identity_sign_in("corp", browser, answer, CALLBACK, &visit);
        // Boxed here and below, so that a story of many sign-ins fits on a thread's stack.
        Box::pin(coming).await
    }

    /// The whole way, as whoever these claims describe.
    pub async fn sign_in(&self, claims: Value) -> Result<Arrival, NotSignedIn> {
        let departure = self.leave().await;
        let answer = self.answer(&departure, claims);
        self.come_back(Some(&departure.browser), &answer).await
    }

    /// The whole way, and who came in.
    pub async fn caller(&self, claims: Value) -> Caller {
        let arrival = Box::pin(self.sign_in(claims)).await;
        let arrival = arrival.unwrap_or_else(|not| panic!("{}", not.refusal));
        assert_eq!(arrival.next, "/next");
        Box::pin(self.services.caller(&arrival.session)).await.unwrap()
    }
}

pub fn state(departure: &Departure) -> SecretString {
    let found = departure.address.query_pairs().find(|(name, _)| name == "state");
    found.unwrap().1.into_owned().into()
}

/// Nobody came in, for this reason.
#[track_caller]
pub fn kept_out(kind: Kind, outcome: Result<Arrival, NotSignedIn>) -> NotSignedIn {
    match outcome {
        Ok(_) => panic!("it should have been refused as {kind:?}"),
        Err(not) => {
            assert_eq!(not.refusal.kind, kind, "{}", not.refusal);
            not
        }
    }
}
