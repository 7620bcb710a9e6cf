//! Changing somebody's role, disabling and deleting accounts. Whoever it happens to is signed out
//! everywhere at the same moment.

use crate::access::Administrator;
use crate::failures::stored;
use portico_domain::ids::PersonId;
use portico_domain::people::Role;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_store::StoreError;
use portico_store::people::governing::Governed;

impl Administrator {
    /// # Errors
    /// [`Kind::NotFound`]; [`Rule::LastAdministrator`].
    pub async fn change_role(&self, id: &PersonId, role: Role) -> Result<(), Refusal> {
        let work = self.services.store().people();
        self.govern("person.change-role", id, role.name(), work.set_role(id, role)).await
    }

    /// Disabled, nobody signs in with the account and its sessions and one-time links end; what belongs to
    /// it stays.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Rule::LastAdministrator`].
    pub async fn disable_account(&self, id: &PersonId, disabled: bool) -> Result<(), Refusal> {
        let action = if disabled { "person.disable" } else { "person.enable" };
        let people = self.services.store().people();
        self.govern(action, id, "", people.set_disabled(id, disabled)).await
    }

    /// Deletes an account for good. Its meetings and join links become those of `heir`.
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Rule::LastAdministrator`]; [`Rule::NotAChoice`] for an heir who may not have
    /// meetings.
    pub async fn delete_account(&self, id: &PersonId, heir: &PersonId) -> Result<(), Refusal> {
        let people = self.services.store().people();
        let account = people.by_id(id).await.map_err(stored)?.ok_or(Refusal::of(Kind::NotFound))?.account;
        let detail = format!("{account}, handed over to {heir}");
        self.govern("person.delete", id, &detail, people.delete(id, heir)).await
    }

    /// Does it between two lines of the audit log.
    pub(super) async fn govern(
        &self,
        action: &str,
        id: &PersonId,
        detail: &str,
        work: impl Future<Output = Result<Governed, StoreError>>,
    ) -> Result<(), Refusal> {
        let note = async |outcome: &str, detail: &str| {
            self.services.note(Some(self.id()), action, id.as_str(), outcome, detail).await
        };
        note("begun", detail).await?;
        let refusal: Refusal = match work.await.map_err(stored)? {
            Governed::Done => return note("done", detail).await,
            Governed::Gone => Kind::NotFound.into(),
            Governed::LastAdministrator => Refusal::field("person", Rule::LastAdministrator),
            Governed::NoHeir => Refusal::field("heir", Rule::NotAChoice),
        };
        note("refused", &refusal.to_string()).await?;
        Err(refusal)
    }
}
