//! A browser comes back from an identity provider.

use super::{IdentityProvider, Proofs, failed};
use crate::access::tokens;
use crate::failures::stored;
use crate::{Services, Visit};
use portico_domain::refusals::{Kind, Refusal};
use portico_identity::{Answered, Identity};
use secrecy::{ExposeSecret, SecretString};

/// What the browser brings from the provider, as it stands in the address.
#[derive(Default)]
pub struct ProviderAnswer {
    pub state: SecretString,
    pub code: SecretString,
    /// Who says that the answer is theirs (RFC 9207).
    pub issuer: Option<String>,
    /// A code of the provider's, if it signed nobody in.
    pub error: Option<String>,
}

/// Somebody is signed in.
pub struct Arrival {
    pub session: SecretString,
    /// The path that the sign-in began with; may be empty.
    pub next: String,
}

/// Nobody is signed in. The path that the sign-in began with is not lost.
#[derive(Debug)]
pub struct NotSignedIn {
    pub refusal: Refusal,
    /// May be empty.
    pub next: String,
}

impl From<Refusal> for NotSignedIn {
    fn from(refusal: Refusal) -> Self {
        Self { refusal, next: String::new() }
    }
}

impl Services {
    /// Signs in whoever the provider says it is. An answer is good once, within ten minutes, in the browser
    /// that the sign-in began in.
    ///
    /// # Errors
    /// [`Kind::SignInLost`], [`Kind::IdentitySilent`], [`Kind::IdentityRefused`], [`Kind::IdentityUntrusted`],
    /// [`Kind::NoAccount`], [`Kind::AccountDisabled`]; [`Kind::NotFound`]: there is no such provider;
    /// [`Kind::Throttled`].
    pub async fn finish_identity_sign_in(
        &self,
        name: &str,
        browser: Option<&SecretString>,
        answer: &ProviderAnswer,
        callback: &str,
        visit: &Visit,
    ) -> Result<Arrival, NotSignedIn> {
        let provider = self.provider(name)?;
        let mut attempt = self.sign_in_returns(&visit.network).await?;
        let outcome = self.come_back(provider, browser, answer, callback, visit).await;
        // Changing one's mind there is no failure.
        if outcome.as_ref().is_err_and(|not| not.refusal.kind != Kind::IdentityRefused) {
            attempt.count().await?;
        }
        outcome
    }

    async fn come_back(
        &self,
        provider: &IdentityProvider,
        browser: Option<&SecretString>,
        answer: &ProviderAnswer,
        callback: &str,
        visit: &Visit,
    ) -> Result<Arrival, NotSignedIn> {
        let lost = || NotSignedIn::from(Refusal::of(Kind::SignInLost));
        let browser = browser.ok_or_else(lost)?;
        let hash = |token: &SecretString| tokens::hash_token(token.expose_secret());
        let pendings = self.store().pending_sign_ins();
        let taken = pendings.take(&hash(&answer.state), &hash(browser), &provider.name, self.now()).await;
        let next = taken.map_err(stored)?.ok_or_else(lost)?;
        let came = self.arrive(provider, browser, answer, callback, visit).await;
        came.map(|session| Arrival { session, next: next.clone() })
            .map_err(|refusal| NotSignedIn { refusal, next })
    }

    async fn arrive(
        &self,
        provider: &IdentityProvider,
        browser: &SecretString,
        answer: &ProviderAnswer,
        callback: &str,
        visit: &Visit,
    ) -> Result<SecretString, Refusal> {
        if let Some(error) = &answer.error {
            return Err(refused_there(error).into());
        }
        let identity = match self.identify(provider, browser, answer, callback).await {
            Ok(identity) => identity,
            Err(refusal) => {
                self.note_refused(provider, &refusal, &visit.network).await?;
                return Err(refusal);
            }
        };
        let person = match self.person_of(provider, &identity).await {
            Ok(person) => person,
            Err(refusal) => {
                self.note_refused(provider, &refusal, &identity.subject).await?;
                return Err(refusal);
            }
        };
        let detail = format!("{}, through {}", visit.network, provider.name);
        let note = async |outcome: &str| {
            self.note(Some(&person.id), "session.open", person.id.as_str(), outcome, &detail).await
        };
        note("done").await?;
        let opened = self.open_session(&person.id, visit).await;
        if opened.is_err() {
            note("refused").await?;
        }
        opened
    }

    async fn identify(
        &self,
        provider: &IdentityProvider,
        browser: &SecretString,
        answer: &ProviderAnswer,
        callback: &str,
    ) -> Result<Identity, Refusal> {
        let proofs = Proofs::of(answer.state.expose_secret(), browser);
        let wanted: Vec<&str> = std::iter::once("name").chain(provider.roles.claim.as_deref()).collect();
        let answered = Answered {
            code: &answer.code,
            issuer: answer.issuer.as_deref(),
            callback,
            nonce: &proofs.nonce,
            verifier: &proofs.verifier,
            wanted: &wanted,
        };
        let found = provider.provider.identify(answered, self.now()).await;
        found.map_err(|error| failed(provider, &error))
    }

    async fn note_refused(
        &self,
        provider: &IdentityProvider,
        refusal: &Refusal,
        detail: &str,
    ) -> Result<(), Refusal> {
        let detail = format!("{}: {detail}", refusal.kind.name());
        self.note(None, "session.open", &provider.name, "refused", &detail).await
    }
}

/// The codes of RFC 6749 (section 4.1.2.1) and OpenID Connect Core (section 3.1.2.6).
fn refused_there(code: &str) -> Kind {
    match code {
        "server_error" | "temporarily_unavailable" => Kind::IdentitySilent,
        _ => Kind::IdentityRefused,
    }
}
