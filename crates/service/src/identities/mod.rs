//! Sign-in through identity providers: a browser is sent there and comes back as somebody.
//!
//! What a sign-in begins with is bound to the browser by a cookie. The database holds hashes of the state
//! and of that cookie; nonce and PKCE verifier are made of both, so that neither stands anywhere.

mod begin;
mod finish;
mod people;
mod roles;

pub use begin::{Departure, PENDING_SECONDS};
pub use finish::{Arrival, NotSignedIn, ProviderAnswer};
pub use roles::RoleRule;

use crate::Services;
use crate::access::tokens::keyed_hash;
use crate::failures::incident;
use portico_domain::refusals::{Kind, Refusal};
use portico_identity::{IdentityError, Provider, Step};
use secrecy::{ExposeSecret, SecretString};

/// An identity provider as the operator has configured it.
pub struct IdentityProvider {
    /// Part of addresses: letters, digits and `-`.
    pub name: String,
    /// What people call it.
    pub label: String,
    pub provider: Provider,
    pub roles: RoleRule,
}

/// An identity provider as the sign-in page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderDoor {
    pub name: String,
    pub label: String,
}

impl Services {
    /// Lets people in through these. To be called once, before anybody comes; a second time does nothing.
    pub fn use_identity_providers(&self, providers: Vec<IdentityProvider>) {
        if self.inner.identity_providers.set(providers).is_err() {
            tracing::error!("identity providers were given twice");
        }
    }

    fn providers(&self) -> &[IdentityProvider] {
        self.inner.identity_providers.get().map(Vec::as_slice).unwrap_or_default()
    }

    /// Whom the sign-in page offers, in the order of the configuration.
    pub fn provider_doors(&self) -> Vec<ProviderDoor> {
        let door = |it: &IdentityProvider| ProviderDoor { name: it.name.clone(), label: it.label.clone() };
        self.providers().iter().map(door).collect()
    }

    fn provider(&self, name: &str) -> Result<&IdentityProvider, Refusal> {
        self.providers().iter().find(|it| it.name == name).ok_or_else(|| Kind::NotFound.into())
    }

    /// Finds each provider and its keys; for `portico check`.
    pub async fn check_identity_providers(&self) -> Vec<(ProviderDoor, Result<(), Refusal>)> {
        let mut reports = Vec::new();
        for (door, it) in self.provider_doors().into_iter().zip(self.providers()) {
            let report = it.provider.check(self.now()).await.map_err(|error| failed(it, &error));
            reports.push((door, report));
        }
        reports
    }
}

/// What a sign-in sends along, made of the state and of what only this browser has.
struct Proofs {
    nonce: String,
    verifier: SecretString,
}

impl Proofs {
    fn of(state: &str, browser: &SecretString) -> Self {
        let made = |purpose: &str| keyed_hash(browser, purpose, state.as_bytes());
        Self { nonce: made("nonce"), verifier: made("pkce-verifier").into() }
    }
}

/// What the person is told; what the refusal hides is in the log.
fn failed(provider: &IdentityProvider, error: &IdentityError) -> Refusal {
    let kind = match error {
        IdentityError::Silent { .. } => Kind::IdentitySilent,
        // The code was used, is too old, or was not given to who brings it.
        IdentityError::Refused { step: Step::Token, code } if code == "invalid_grant" => Kind::SignInLost,
        IdentityError::Refused { .. } => Kind::IdentityRefused,
        IdentityError::Untrusted(_) => Kind::IdentityUntrusted,
    };
    let incident = incident();
    tracing::warn!(%incident, provider = provider.name, %error, "an identity provider failed");
    Refusal { incident: Some(incident), ..kind.into() }
}

/// Is it a token of ours, at least by its looks?
fn is_token(token: &SecretString) -> bool {
    let token = token.expose_secret();
    token.len() == 43 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
