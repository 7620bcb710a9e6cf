//! A browser leaves for an identity provider.

use super::{Proofs, failed, is_token};
use crate::access::tokens;
use crate::failures::stored;
use crate::{Services, Visit};
use portico_domain::refusals::Refusal;
use portico_identity::Begun;
use portico_store::pending_sign_ins::PendingSignIn;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// As long as signing in at a provider may take, a second factor included.
pub const PENDING_SECONDS: i64 = 600;

/// Where a browser is to go, and what it must bring back.
pub struct Departure {
    pub address: Url,
    /// What people call the provider.
    pub label: String,
    /// To be kept by this browser alone, for [`PENDING_SECONDS`].
    pub browser: SecretString,
}

impl Services {
    /// Begins a sign-in. `browser` is what the browser has kept of another that is under way, if it has;
    /// `callback` is the address that the provider sends it back to; `next` a path of ours.
    ///
    /// # Errors
    /// [`NotFound`](portico_domain::refusals::Kind::NotFound): there is no such provider; `IdentitySilent`,
    /// `IdentityUntrusted`; `Throttled`.
    pub async fn begin_identity_sign_in(
        &self,
        name: &str,
        browser: Option<SecretString>,
        callback: &str,
        next: &str,
        visit: &Visit,
    ) -> Result<Departure, Refusal> {
        let provider = self.provider(name)?;
        self.sign_in_begins(&visit.network).await?;
        let browser = browser.filter(is_token).unwrap_or_else(tokens::new_token);
        let state = tokens::new_token();
        let proofs = Proofs::of(state.expose_secret(), &browser);
        let begun = Begun {
            callback,
            state: state.expose_secret(),
            nonce: &proofs.nonce,
            verifier: &proofs.verifier,
        };
        let found = provider.provider.address(begun, self.now()).await;
        let address = found.map_err(|error| failed(provider, &error))?;
        let pending = PendingSignIn {
            state_hash: &tokens::hash_token(state.expose_secret()),
            browser_hash: &tokens::hash_token(browser.expose_secret()),
            provider: name,
            next,
            expires: self.now().plus_seconds(PENDING_SECONDS),
        };
        self.store().pending_sign_ins().insert(pending).await.map_err(stored)?;
        Ok(Departure { address, label: provider.label.clone(), browser })
    }
}
