//! One's own API tokens: made, listed, revoked.

use crate::access::{Member, tokens as secrets};
use crate::failures::stored;
use crate::proxy::templates_of;
use portico_domain::connections::Connection;
use portico_domain::forms::TokenForm;
use portico_domain::ids::TokenId;
use portico_domain::refusals::{Refusal, Rule};
use portico_domain::tokens::{ApiToken, ProxyGrant, TOKEN_PREFIX};
use secrecy::{ExposeSecret, SecretString};

/// Most tokens of one person.
const MOST_TOKENS: usize = 100;
/// How much of a token stays to be seen.
const HINT_CHARS: usize = TOKEN_PREFIX.len() + 4;

/// A token that was just made. It can be read only now.
pub struct NewToken {
    pub token: SecretString,
    pub row: ApiToken,
}

/// A connection and what can be sent to it through the proxy.
pub struct ProxyChoice {
    pub connection: Connection,
    pub operations: Vec<OperationChoice>,
}

/// One operation of a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationChoice {
    /// Such as `conference.query`.
    pub name: &'static str,
    /// The section of the vendor's document.
    pub section: &'static str,
    /// Leave for all operations does not include it.
    pub only_by_name: bool,
}

impl Member {
    /// Makes a token in one's own name.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with the fields `name`, `days`, `scopes`.
    pub async fn create_token(&self, form: &TokenForm) -> Result<NewToken, Refusal> {
        let read = form.read().map_err(Refusal::invalid)?;
        for grant in &read.scopes.proxy {
            if !self.may_grant(grant).await? {
                return Err(Refusal::field("scopes", Rule::NotAChoice));
            }
        }
        let services = &self.services;
        if services.store().api_tokens().of_person(self.id()).await.map_err(stored)?.len() >= MOST_TOKENS {
            return Err(Refusal::field("name", Rule::TooMany { most: MOST_TOKENS as u32 }));
        }
        let token = secrets::new_api_token();
        let now = services.now();
        let row = ApiToken {
            id: TokenId(portico_store::new_id()),
            person: self.id().clone(),
            name: read.name,
            hint: token.expose_secret().chars().take(HINT_CHARS).collect(),
            scopes: read.scopes,
            created: now,
            expires: read.days.map(|days| now.plus_seconds(days * 86_400)),
            used: None,
        };
        let scopes = row.scopes.names().join(" ");
        services.note(Some(self.id()), "token.create", row.id.as_str(), "done", &scopes).await?;
        let hash = secrets::hash_token(token.expose_secret());
        services.store().api_tokens().insert(&row, &hash).await.map_err(stored)?;
        Ok(NewToken { token, row })
    }

    /// Who sends a vendor's own operations reaches everything of that account, as administrators do.
    async fn may_grant(&self, grant: &ProxyGrant) -> Result<bool, Refusal> {
        if !self.is_administrator() {
            return Ok(false);
        }
        let connections = self.services.store().connections();
        let Some(connection) = connections.by_id(&grant.connection).await.map_err(stored)? else {
            return Ok(false);
        };
        let known =
            |name: &str| templates_of(connection.vendor).iter().any(|template| template.name() == name);
        Ok(grant.operation.as_deref().is_none_or(known))
    }

    /// One's own tokens, the newest first; expired ones too.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn tokens(&self) -> Result<Vec<ApiToken>, Refusal> {
        self.services.store().api_tokens().of_person(self.id()).await.map_err(stored)
    }

    /// Ends one of one's own tokens. Ending an ended one is fine, and no line of the log tells of it, nor of one that
    /// is somebody else's.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn revoke_token(&self, id: &TokenId) -> Result<(), Refusal> {
        let tokens = self.services.store().api_tokens();
        let found = tokens.by_id(id).await.map_err(stored)?.filter(|(_, owner)| owner.id == *self.id());
        let Some((token, _)) = found else { return Ok(()) };
        self.services.note(Some(self.id()), "token.revoke", id.as_str(), "done", &token.name).await?;
        tokens.delete(self.id(), id).await.map_err(stored)?;
        Ok(())
    }

    /// What a token of one's own may be given leave to send; nothing for who is no administrator.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn proxy_choices(&self) -> Result<Vec<ProxyChoice>, Refusal> {
        if !self.is_administrator() {
            return Ok(Vec::new());
        }
        let choice = |connection: Connection| {
            let operations = templates_of(connection.vendor).iter().map(|template| {
                let facts = (template.facts)();
                let section = facts.doc.split_once('#').map_or(facts.doc, |(_, section)| section);
                OperationChoice { name: facts.name, section, only_by_name: template.only_by_name }
            });
            ProxyChoice { operations: operations.collect(), connection }
        };
        Ok(self.connections().await?.into_iter().map(choice).collect())
    }
}
