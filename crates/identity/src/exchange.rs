//! Exchanging a code for somebody's identity.

use crate::asking::{ask, get, post};
use crate::discovery::{ClientProof, Metadata};
use crate::error::{Flaw, IdentityError, Step};
use crate::identity::Identity;
use crate::provider::{Answered, Provider};
use crate::remembered::{GOOD_SECONDS, KEYS_SECONDS};
use crate::token::{Expected, Token};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::AUTHORIZATION;
use portico_domain::time::Timestamp;
use portico_vendors::kit::{Cause, Outgoing};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

impl Provider {
    /// Exchanges the code for tokens (Core, section 3.1.3.1).
    pub(crate) async fn exchange(
        &self,
        metadata: &Metadata,
        answered: Answered<'_>,
        now: Timestamp,
    ) -> Result<Value, IdentityError> {
        let request = self.token_request(metadata, answered)?;
        ask(&self.transport, Step::Token, request, now).await
    }

    fn token_request(&self, metadata: &Metadata, answered: Answered<'_>) -> Result<Outgoing, IdentityError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", answered.code.expose_secret())
            .append_pair("redirect_uri", answered.callback)
            .append_pair("code_verifier", answered.verifier.expose_secret());
        let secret = self.config.client_secret.as_ref().map(|secret| (secret, metadata.proof));
        if !matches!(secret, Some((_, ClientProof::Basic))) {
            form.append_pair("client_id", &self.config.client_id);
        }
        if let Some((secret, ClientProof::Post)) = secret {
            form.append_pair("client_secret", secret.expose_secret());
        }
        let mut request = post(&metadata.token, form.finish());
        if let Some((secret, ClientProof::Basic)) = secret {
            request.headers.insert(AUTHORIZATION, self.basic(secret)?);
        }
        Ok(request)
    }

    /// Both halves are encoded as in a form first (RFC 6749, section 2.3.1).
    fn basic(&self, secret: &SecretString) -> Result<HeaderValue, IdentityError> {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(&self.config.client_id), encoded(secret.expose_secret()));
        credential(&format!("Basic {}", STANDARD.encode(pair)), Step::Token)
    }

    /// Reads and checks the ID token; with fresh keys if it is signed with one that is not known yet.
    pub(crate) async fn read_token(
        &self,
        metadata: &Metadata,
        text: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Map<String, Value>, IdentityError> {
        let token = Token::read(text)?;
        let mut keys = self.keys(metadata, now, GOOD_SECONDS).await?;
        if !token.has_key(&keys) {
            keys = self.keys(metadata, now, KEYS_SECONDS).await?;
        }
        let expected =
            Expected { issuer: &self.config.issuer, client_id: &self.config.client_id, nonce, now };
        Ok(token.check(&keys, &expected)?)
    }

    /// Adds what the userinfo endpoint says of the same person (Core, section 5.3); the signed token wins.
    pub(crate) async fn learn_more(
        &self,
        identity: &mut Identity,
        endpoint: &Url,
        access: &SecretString,
        now: Timestamp,
    ) -> Result<(), IdentityError> {
        let mut request = get(endpoint);
        let bearer = credential(&format!("Bearer {}", access.expose_secret()), Step::UserInfo)?;
        request.headers.insert(AUTHORIZATION, bearer);
        let Value::Object(more) = ask(&self.transport, Step::UserInfo, request, now).await? else {
            let cause = Cause::Unreadable { at: "the answer".to_owned() };
            return Err(IdentityError::Silent { step: Step::UserInfo, cause });
        };
        if more.get("sub").and_then(Value::as_str) != Some(&identity.subject) {
            return Err(Flaw::Subject.into());
        }
        for (name, value) in more {
            identity.claims.entry(name).or_insert(value);
        }
        Ok(())
    }
}

/// A header that nothing shows.
fn credential(text: &str, step: Step) -> Result<HeaderValue, IdentityError> {
    let strange = |_| IdentityError::Silent {
        step,
        cause: Cause::Unreadable { at: "a credential that fits into no header".to_owned() },
    };
    let mut value = HeaderValue::from_str(text).map_err(strange)?;
    value.set_sensitive(true);
    Ok(value)
}
