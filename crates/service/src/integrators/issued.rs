//! Everybody's API tokens, for administrators: a script that does harm must be stopped, whoever it belongs to.

use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::ids::TokenId;
use portico_domain::refusals::Refusal;
use portico_store::api_tokens::{TokenFilter, TokenPage};

impl Administrator {
    /// Tokens with their people, the newest first; expired ones too.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn issued_tokens(
        &self,
        filter: &TokenFilter,
        after: Option<&TokenId>,
        limit: usize,
    ) -> Result<TokenPage, Refusal> {
        let services = &self.services;
        services.store().api_tokens().page(filter, services.now(), after, limit).await.map_err(stored)
    }

    /// Ends anybody's token. Ending an ended one is fine, and no line of the log tells of it.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn revoke_issued_token(&self, id: &TokenId) -> Result<(), Refusal> {
        let tokens = self.services.store().api_tokens();
        let Some((token, owner)) = tokens.by_id(id).await.map_err(stored)? else { return Ok(()) };
        // Afterwards the token's id leads nowhere, so the line itself says what it was and whose.
        let detail = format!("{}, of {}", token.name, owner.account);
        self.services.note(Some(self.id()), "token.revoke", id.as_str(), "done", &detail).await?;
        tokens.delete(&owner.id, id).await.map_err(stored)?;
        Ok(())
    }
}
