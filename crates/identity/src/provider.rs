//! One identity provider.

use crate::error::{Flaw, IdentityError, Step};
use crate::identity::{Identity, find};
use crate::remembered::{GOOD_SECONDS, Remembered};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::time::Timestamp;
use portico_vendors::kit::{AddressPolicy, Cause, Deadlines, Phase, Transport, read_base};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;
use url::Url;

/// How a provider is reached, and as whom.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// Exactly as the provider writes it.
    pub issuer: String,
    pub client_id: String,
    /// Absent for a public client, which PKCE alone protects.
    pub client_secret: Option<SecretString>,
    /// `openid` is always among them.
    pub scopes: Vec<String>,
    /// It may be at a private address, and speak `http:`.
    pub private_network: bool,
}

/// Why a provider cannot be used as it is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unusable(pub &'static str);

/// A sign-in that begins.
#[derive(Clone, Copy)]
pub struct Begun<'a> {
    /// Where the provider sends the browser back to.
    pub callback: &'a str,
    pub state: &'a str,
    pub nonce: &'a str,
    /// 43 to 128 letters, digits or `-._~` (RFC 7636, section 4.1).
    pub verifier: &'a SecretString,
}

/// What the browser brought back, with what the sign-in began with.
#[derive(Clone, Copy)]
pub struct Answered<'a> {
    pub code: &'a SecretString,
    /// Who says that the answer is theirs (RFC 9207).
    pub issuer: Option<&'a str>,
    pub callback: &'a str,
    pub nonce: &'a str,
    pub verifier: &'a SecretString,
    /// Claims that are looked for: what the ID token does not hold is asked for at the userinfo endpoint.
    pub wanted: &'a [&'a str],
}

/// One identity provider. What it says of itself is remembered for an hour.
pub struct Provider {
    pub(crate) config: ProviderConfig,
    pub(crate) issuer: Url,
    pub(crate) transport: Transport,
    pub(crate) remembered: Remembered,
}

impl Provider {
    /// Asks nobody yet.
    ///
    /// # Errors
    /// What about the configuration cannot be used.
    pub fn new(config: ProviderConfig, deadlines: Deadlines) -> Result<Self, Unusable> {
        let policy = AddressPolicy { private_network: config.private_network };
        let issuer = read_base(&config.issuer, policy).map_err(|bad| Unusable(bad.0))?;
        if config.client_id.is_empty() {
            return Err(Unusable("there is no client_id"));
        }
        let transport = Transport::new(policy, deadlines)
            .map_err(|_| Unusable("the machine's certificates cannot be used"))?;
        Ok(Self { config, issuer, transport, remembered: Remembered::default() })
    }

    pub fn issuer(&self) -> &str {
        &self.config.issuer
    }

    /// Finds the provider and its keys; for `portico check`.
    ///
    /// # Errors
    /// It does not answer, or not as itself.
    pub async fn check(&self, now: Timestamp) -> Result<(), IdentityError> {
        let metadata = self.metadata(now).await?;
        self.keys(&metadata, now, GOOD_SECONDS).await.map(drop)
    }

    /// Where the browser is to go.
    ///
    /// # Errors
    /// The provider does not answer, or not as itself.
    pub async fn address(&self, begun: Begun<'_>, now: Timestamp) -> Result<Url, IdentityError> {
        let metadata = self.metadata(now).await?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(begun.verifier.expose_secret()));
        let mut address = metadata.authorization.clone();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", begun.callback)
            .append_pair("scope", &self.scope())
            .append_pair("state", begun.state)
            .append_pair("nonce", begun.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(address)
    }

    fn scope(&self) -> String {
        let more = self.config.scopes.iter().map(String::as_str).filter(|scope| *scope != "openid");
        std::iter::once("openid").chain(more).collect::<Vec<_>>().join(" ")
    }

    /// Who came back. The code is spent by this, whatever comes of it.
    ///
    /// # Errors
    /// The provider does not answer, refuses, or its answer fails a check.
    pub async fn identify(&self, answered: Answered<'_>, now: Timestamp) -> Result<Identity, IdentityError> {
        let whole: Duration = self.transport.deadlines().total * 2;
        let work = self.identify_in_time(answered, now);
        tokio::time::timeout(whole, work)
            .await
            .unwrap_or(Err(IdentityError::Silent { step: Step::Token, cause: Cause::Late(Phase::Total) }))
    }

    async fn identify_in_time(
        &self,
        answered: Answered<'_>,
        now: Timestamp,
    ) -> Result<Identity, IdentityError> {
        let metadata = self.metadata(now).await?;
        match answered.issuer {
            Some(issuer) if issuer != self.config.issuer => return Err(Flaw::Issuer.into()),
            None if metadata.names_itself => return Err(Flaw::Issuer.into()),
            _ => {}
        }
        let granted = self.exchange(&metadata, answered, now).await?;
        let text = |name: &str| granted.get(name).and_then(Value::as_str);
        let id_token = text("id_token").ok_or(Flaw::Malformed)?;
        let claims = self.read_token(&metadata, id_token, answered.nonce, now).await?;
        let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut identity = Identity { issuer: self.config.issuer.clone(), subject, claims };
        let missing = answered.wanted.iter().any(|claim| find(&identity.claims, claim).is_none());
        if let (true, Some(endpoint), Some(access)) = (missing, &metadata.user_info, text("access_token")) {
            self.learn_more(&mut identity, endpoint, &access.to_owned().into(), now).await?;
        }
        Ok(identity)
    }
}
