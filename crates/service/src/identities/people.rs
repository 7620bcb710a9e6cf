//! Whose account an identity is. Nothing but issuer and subject decides: an equal name or address is
//! nobody's proof of anything.

use super::IdentityProvider;
use crate::Services;
use crate::access::tokens::hash_token;
use crate::failures::stored;
use portico_domain::ids::PersonId;
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Kind, Refusal};
use portico_identity::Identity;
use portico_store::StoreErrorKind;
use portico_store::people::governing::Governed;

/// As forms allow them.
const LONGEST_ACCOUNT: usize = 100;
const LONGEST_NAME: usize = 60;

impl Services {
    /// The person, made at the first sign-in, with the role that the claim gives now.
    pub(super) async fn person_of(
        &self,
        provider: &IdentityProvider,
        identity: &Identity,
    ) -> Result<Person, Refusal> {
        let known = self.store().identities().person(&identity.issuer, &identity.subject).await;
        match known.map_err(stored)? {
            Some(person) => self.known_person(provider, identity, person).await,
            None => self.newcomer(provider, identity).await,
        }
    }

    async fn known_person(
        &self,
        provider: &IdentityProvider,
        identity: &Identity,
        person: Person,
    ) -> Result<Person, Refusal> {
        if person.disabled {
            return Err(Kind::AccountDisabled.into());
        }
        if provider.roles.claim.is_none() {
            return Ok(person);
        }
        match provider.roles.role(identity) {
            None => {
                // Who may no longer come in has no sessions from before either.
                self.store().sessions().delete_all_but(&person.id, None).await.map_err(stored)?;
                Err(Kind::NoAccount.into())
            }
            Some(role) if role == person.role => Ok(person),
            Some(role) => self.follow_claim(provider, person, role).await,
        }
    }

    /// Another role ends the person's sessions. The last administrator keeps theirs.
    async fn follow_claim(
        &self,
        provider: &IdentityProvider,
        person: Person,
        role: Role,
    ) -> Result<Person, Refusal> {
        let detail = format!("{}, as {} says", role.name(), provider.name);
        let note = async |outcome: &str| {
            self.note(Some(&person.id), "person.change-role", person.id.as_str(), outcome, &detail).await
        };
        note("begun").await?;
        let done = self.store().people().set_role(&person.id, role).await.map_err(stored)?;
        if done != Governed::Done {
            note("refused").await?;
            return if done == Governed::Gone { Err(Kind::NoAccount.into()) } else { Ok(person) };
        }
        note("done").await?;
        Ok(Person { role, ..person })
    }

    async fn newcomer(&self, provider: &IdentityProvider, identity: &Identity) -> Result<Person, Refusal> {
        let rule = &provider.roles;
        let role = if rule.claim.is_some() { rule.role(identity) } else { rule.otherwise };
        let role = role.ok_or(Refusal::of(Kind::NoAccount))?;
        // A server without anybody waits for whoever has its set-up link.
        if self.needs_setup().await? {
            return Err(Kind::NoAccount.into());
        }
        let accounts = accounts(provider, identity);
        let mut person = Person {
            id: PersonId(portico_store::new_id()),
            account: String::new(),
            name: name(identity).unwrap_or_else(|| accounts[0].clone()),
            role,
            language: None,
            zone: None,
            disabled: false,
            created: self.now(),
        };
        for account in accounts {
            person.account = account;
            if let Some(made) = self.make_person(provider, identity, &person).await? {
                return Ok(made);
            }
        }
        Err(Kind::Conflict.into())
    }

    /// `None`: the account is somebody's.
    async fn make_person(
        &self,
        provider: &IdentityProvider,
        identity: &Identity,
        person: &Person,
    ) -> Result<Option<Person>, Refusal> {
        let (issuer, subject) = (identity.issuer.as_str(), identity.subject.as_str());
        if self.store().people().by_account(&person.account).await.map_err(stored)?.is_some() {
            return Ok(None);
        }
        let detail = format!("{} as {}, through {}", person.account, person.role.name(), provider.name);
        let note = async |outcome: &str| {
            self.note(Some(&person.id), "person.first-sign-in", person.id.as_str(), outcome, &detail).await
        };
        note("begun").await?;
        match self.store().identities().insert(person, issuer, subject).await {
            Ok(()) => {
                note("done").await?;
                Ok(Some(person.clone()))
            }
            Err(error) if error.kind() == StoreErrorKind::Conflict => {
                note("refused").await?;
                // They came in twice at this very moment, or somebody has just got the account.
                self.store().identities().person(issuer, subject).await.map_err(stored)
            }
            Err(error) => Err(stored(error)),
        }
    }
}

/// What the account can be called, the plainest first. The last is nobody else's.
fn accounts(provider: &IdentityProvider, identity: &Identity) -> [String; 3] {
    let plain = |c: char| !c.is_whitespace() && !c.is_control();
    let wanted: String = identity.account().chars().filter(|c| plain(*c)).take(LONGEST_ACCOUNT / 2).collect();
    let wanted = if wanted.is_empty() { provider.name.clone() } else { wanted.to_lowercase() };
    let of_provider = format!("{wanted}.{}", provider.name);
    let mark = hash_token(&format!("{} {}", identity.issuer, identity.subject));
    let unique = format!("{of_provider}.{}", &mark[..12]);
    [wanted, of_provider, unique]
}

fn name(identity: &Identity) -> Option<String> {
    let name: String = identity.name().chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
