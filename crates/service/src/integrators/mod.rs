//! Scripts that act in the name of a person: what a token allows, and no more than its person may.

mod issued;
mod tokens;

pub use tokens::{NewToken, OperationChoice, ProxyChoice};

use crate::Services;
use crate::access::{Administrator, Member, Organizer, SignedIn, tokens as secrets};
use crate::failures::stored;
use portico_domain::ids::SessionId;
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::tokens::{ApiToken, Scope, TOKEN_PREFIX};
use portico_vendors::kit::templates::Misfit;
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::sync::Arc;

/// Why a script was not served.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a refusal is made once and shown at once")]
pub enum Denied {
    /// The token lacks this scope.
    Scope(String),
    /// The proxy has no such operation, or it does not take what was sent.
    Misfit(Misfit),
    Refused(Refusal),
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Kind> for Denied {
    fn from(kind: Kind) -> Self {
        Self::Refused(kind.into())
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Denied::Scope(scope) => write!(f, "the token lacks the scope {scope}"),
            Denied::Misfit(misfit) => misfit.fmt(f),
            Denied::Refused(refusal) => refusal.fmt(f),
        }
    }
}

impl std::error::Error for Denied {}

/// A script with a token that is good.
#[derive(Clone)]
pub struct Integrator {
    pub(crate) member: Member,
    token: Arc<ApiToken>,
}

/// A token's last use is written once a minute at most.
const TOUCH_EVERY_MILLIS: i64 = 60_000;

impl Services {
    /// Who holds this API token; `network` is where the request comes from.
    ///
    /// # Errors
    /// [`Kind::NotSignedIn`], the same for unknown, expired and revoked ones; [`Kind::Throttled`].
    pub async fn integrator(&self, token: &SecretString, network: &str) -> Result<Integrator, Refusal> {
        let text = token.expose_secret();
        let found = match text.starts_with(TOKEN_PREFIX) {
            true => self.bearer(secrets::hash_token(text)).await?,
            false => None,
        };
        let Some((signed_in, token)) = found else {
            return Err(Box::pin(self.wrong_token(network)).await);
        };
        self.note_use(&token).await;
        Ok(Integrator { member: Member { services: self.clone(), signed_in }, token })
    }

    /// The token with this hash, and its person. Both as of a moment ago; but a token's end is its end.
    async fn bearer(&self, hash: String) -> Result<Option<(Arc<SignedIn>, Arc<ApiToken>)>, Refusal> {
        let now = self.now();
        let key = hash.clone();
        let read = async || {
            let found = self.store().api_tokens().by_token_hash(&hash, now).await.map_err(stored)?;
            Ok(found.map(|(token, person)| {
                // It is in nobody's list of sessions.
                let session = SessionId::new(token.id.as_str());
                (Arc::new(SignedIn { person, session }), Arc::new(token))
            }))
        };
        let found = self.inner.tokens.get(self, key, read).await?;
        Ok(found.filter(|(_, token)| token.expires.is_none_or(|expires| expires > now)))
    }

    async fn note_use(&self, token: &ApiToken) {
        let now = self.now();
        let recently = token.used.is_some_and(|used| now.since(used) < TOUCH_EVERY_MILLIS);
        if recently {
            return;
        }
        if let Err(error) = Box::pin(self.store().api_tokens().touch(&token.id, now)).await {
            tracing::warn!(%error, "the use of a token could not be noted");
        }
    }
}

impl Integrator {
    pub fn token(&self) -> &ApiToken {
        &self.token
    }

    pub fn person(&self) -> &Person {
        self.member.person()
    }

    pub(crate) fn has(&self, scope: Scope) -> Result<(), Denied> {
        if self.token.scopes.has(scope) { Ok(()) } else { Err(Denied::Scope(scope.name().to_owned())) }
    }

    fn member_with(&self, scope: Scope) -> Result<Member, Denied> {
        self.has(scope)?;
        Ok(self.member.clone())
    }

    fn organizer_with(&self, scope: Scope) -> Result<Organizer, Denied> {
        let member = self.member_with(scope)?;
        match member.person().role {
            Role::Organizer | Role::Administrator => Ok(Organizer(member)),
            Role::Viewer => Err(Kind::NotAllowed.into()),
        }
    }

    fn administrator_with(&self, scope: Scope) -> Result<Administrator, Denied> {
        let member = self.member_with(scope)?;
        match member.person().role {
            Role::Administrator => Ok(Administrator(member)),
            Role::Organizer | Role::Viewer => Err(Kind::NotAllowed.into()),
        }
    }

    /// May see meetings.
    ///
    /// # Errors
    /// [`Denied::Scope`].
    pub fn reader(&self) -> Result<Member, Denied> {
        self.member_with(Scope::ReadMeetings)
    }

    /// May schedule and change meetings.
    ///
    /// # Errors
    /// [`Denied::Scope`]; the person may not.
    pub fn scheduler(&self) -> Result<Organizer, Denied> {
        self.organizer_with(Scope::WriteMeetings)
    }

    /// May make join links.
    ///
    /// # Errors
    /// [`Denied::Scope`]; the person may not.
    pub fn inviter(&self) -> Result<Organizer, Denied> {
        self.organizer_with(Scope::Join)
    }

    /// May see recordings.
    ///
    /// # Errors
    /// [`Denied::Scope`].
    pub fn viewer(&self) -> Result<Member, Denied> {
        self.member_with(Scope::Recordings)
    }

    /// May delete recordings.
    ///
    /// # Errors
    /// [`Denied::Scope`]; the person may not.
    pub fn archivist(&self) -> Result<Organizer, Denied> {
        self.organizer_with(Scope::Recordings)
    }

    /// May manage webhooks.
    ///
    /// # Errors
    /// [`Denied::Scope`]; the person is no administrator.
    pub fn governor(&self) -> Result<Administrator, Denied> {
        self.administrator_with(Scope::Webhooks)
    }

    /// May read rooms and contacts.
    ///
    /// # Errors
    /// [`Denied::Scope`]; the person may not.
    pub fn directory(&self) -> Result<Organizer, Denied> {
        self.organizer_with(Scope::Directory)
    }

    /// May read and change users, departments and companies.
    ///
    /// # Errors
    /// [`Denied::Scope`]; the person is no administrator.
    pub fn directory_keeper(&self) -> Result<Administrator, Denied> {
        self.administrator_with(Scope::Directory)
    }
}
