//! Set-up, sign-in, sessions, and one's own account.

use crate::Services;
use crate::access::{Caller, Member, SignedIn, passwords, tokens};
use crate::failures::stored;
use crate::when::Zone;
use portico_domain::forms::{AccountForm, PasswordForm, SetupForm};
use portico_domain::ids::{PersonId, SessionId};
use portico_domain::people::{Person, Role};
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_store::sessions::Session;
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;

/// A session ends after this many days without a visit.
pub const SESSION_DAYS: i64 = 14;
const SETUP: &str = "set-up";
const SETUP_HOURS: i64 = 24;

/// Where a visitor comes from, as far as it is shown to them again.
#[derive(Clone, Debug, Default)]
pub struct Visit {
    /// The address, for throttles and the list of sessions.
    pub network: String,
    pub user_agent: String,
    /// The cookie of a browser that has typed a passcode here; else empty.
    pub browser: String,
    /// The browser's zone, as it says; empty if it says none.
    pub zone: String,
}

impl Services {
    /// Who holds this session token; a guest if nobody does.
    ///
    /// # Errors
    /// [`Kind::Unavailable`]: it could not be looked up, so whoever holds it is not known to be a guest.
    pub async fn caller(&self, token: &SecretString) -> Result<Caller, Refusal> {
        let now = self.now();
        let hash = tokens::hash_token(token.expose_secret());
        let found = self.store().sessions().by_token_hash(&hash, now).await;
        // Whatever the store's failure is: nothing is wrong with the request, which is to come again.
        let found = found.map_err(|error| Refusal { kind: Kind::Unavailable, ..stored(error) })?;
        let Some((session, person)) = found.filter(|(_, person)| !person.disabled) else {
            return Ok(Caller::Guest);
        };
        self.keep_alive(&session, now).await;
        Ok(Caller::SignedIn(Arc::new(SignedIn { person, session: session.id })))
    }

    async fn keep_alive(&self, session: &Session, now: Timestamp) {
        // Written once a minute at most, so that reading a page is not a write.
        if now.since(session.seen) > 60_000 {
            let expires = now.plus_seconds(SESSION_DAYS * 86_400);
            if let Err(error) = self.store().sessions().touch(&session.id, now, expires).await {
                tracing::warn!(%error, "a session could not be prolonged");
            }
        }
    }

    /// Is there nobody yet?
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn needs_setup(&self) -> Result<bool, Refusal> {
        Ok(self.store().people().count().await.map_err(stored)? == 0)
    }

    /// A new one-time token that lets the first administrator in; earlier ones stop working.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn new_setup_token(&self) -> Result<SecretString, Refusal> {
        let token = tokens::new_token();
        let links = self.store().one_time_links();
        links.revoke(SETUP).await.map_err(stored)?;
        let expires = self.now().plus_seconds(SETUP_HOURS * 3600);
        let hash = tokens::hash_token(token.expose_secret());
        links.insert(&hash, SETUP, None, expires).await.map_err(stored)?;
        Ok(token)
    }

    /// Would this set-up token still work?
    ///
    /// # Errors
    /// [`Kind::Throttled`]; [`Kind::Unavailable`].
    pub async fn setup_token_works(&self, token: &str, visit: &Visit) -> Result<bool, Refusal> {
        let hash = tokens::hash_token(token);
        let found = self.store().one_time_links().peek(&hash, SETUP, self.now()).await.map_err(stored)?;
        if found.is_none() {
            self.wrong_link("set-up", &hash, &visit.network).await?;
        }
        Ok(found.is_some() && self.needs_setup().await?)
    }

    /// Makes the first administrator and signs them in. The token works once.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Kind::NotFound`] if the token is spent or somebody was first;
    /// [`Kind::Throttled`].
    pub async fn set_up(
        &self,
        token: &str,
        form: &SetupForm,
        password: &SecretString,
        again: &SecretString,
        visit: &Visit,
    ) -> Result<SecretString, Refusal> {
        let read = form.read(password.expose_secret(), again.expose_secret()).map_err(Refusal::invalid)?;
        let gone = || Refusal::of(Kind::NotFound);
        if !self.setup_token_works(token, visit).await? {
            return Err(gone());
        }
        let hash: SecretString = passwords::hash(password).await?.into();
        let person = Person {
            id: PersonId(portico_store::new_id()),
            account: read.account,
            name: read.name,
            role: Role::Administrator,
            language: None,
            zone: None,
            disabled: false,
            created: self.now(),
        };
        let note = async |outcome: &str| {
            self.note(Some(&person.id), "person.set-up", person.id.as_str(), outcome, &person.account).await
        };
        // Before the link is used up: if it cannot be written down, it may be followed again.
        note("done").await?;
        let token_hash = tokens::hash_token(token);
        let consumed = self.store().one_time_links().consume(&token_hash, SETUP, self.now()).await;
        let made = consumed.map_err(stored)?.is_some()
            && self.store().people().insert_first(&person, &hash).await.map_err(stored)?;
        if !made {
            note("refused").await?;
            return Err(gone());
        }
        self.open_session(&person.id, visit).await
    }

    /// Signs in with account and password.
    ///
    /// # Errors
    /// [`Kind::SignInFailed`], equal for unknown accounts and wrong passwords, and for one that was changed while
    /// it was compared; [`Kind::Throttled`].
    pub async fn sign_in(
        &self,
        account: &str,
        password: &SecretString,
        visit: &Visit,
    ) -> Result<SecretString, Refusal> {
        let account = account.trim().to_lowercase();
        let attempt = self.attempt("sign-in", &account, &visit.network).await?;
        // Twice, because another sign-in may hash the same password anew while this one waits for its turn.
        for _ in 0..2 {
            let Some((person, hash)) = self.recognise(&account, password).await? else { break };
            let hash = self.hash_anew(&person.id, hash, password).await;
            let note = async |outcome: &str| {
                self.note(Some(&person.id), "session.open", person.id.as_str(), outcome, &visit.network).await
            };
            note("done").await?;
            if let Some(token) = self.open_session_by(&person.id, &hash, visit).await? {
                attempt.succeeded().await?;
                return Ok(token);
            }
            note("refused").await?;
        }
        Err(Kind::SignInFailed.into())
    }

    /// Whose account and password these are, and the hash that shows it.
    async fn recognise(
        &self,
        account: &str,
        password: &SecretString,
    ) -> Result<Option<(Person, SecretString)>, Refusal> {
        let found = self.store().people().by_account(account).await.map_err(stored)?;
        let stored_hash = found.as_ref().map(|(_, hash)| hash.expose_secret().to_owned());
        // Who has no password yet takes as long as who does not exist.
        let stored_hash = stored_hash.filter(|hash| !hash.is_empty());
        let right = passwords::verify(password, stored_hash).await?;
        Ok(found.filter(|(person, _)| right && !person.disabled))
    }

    /// Hashes a password as passwords are hashed now, if it was hashed in another way, and says which hash is
    /// stored now. What fails here is tried again at the next sign-in.
    async fn hash_anew(
        &self,
        person: &PersonId,
        stored_hash: SecretString,
        password: &SecretString,
    ) -> SecretString {
        if !passwords::is_outdated(stored_hash.expose_secret()) {
            return stored_hash;
        }
        let Ok(hash) = passwords::hash(password).await else { return stored_hash };
        let hash: SecretString = hash.into();
        let replaced = self.store().people().replace_password_hash(person, &stored_hash, &hash).await;
        match replaced {
            Ok(true) => hash,
            Ok(false) => stored_hash,
            Err(error) => {
                tracing::warn!(%error, "a password could not be hashed anew");
                stored_hash
            }
        }
    }

    /// Opens a session for whoever was recognised without a password.
    ///
    /// # Errors
    /// [`Kind::AccountDisabled`]: they have been disabled since.
    pub(crate) async fn open_session(
        &self,
        person: &PersonId,
        visit: &Visit,
    ) -> Result<SecretString, Refusal> {
        let (session, token) = self.new_session(person, visit);
        let hash = tokens::hash_token(token.expose_secret());
        match self.store().sessions().insert(&session, &hash).await.map_err(stored)? {
            true => {
                self.learn_zone(person, visit).await;
                Ok(token)
            }
            false => Err(Kind::AccountDisabled.into()),
        }
    }

    /// Opens a session for whoever has shown the password with this hash. `None`: it is not theirs any more, or
    /// they are disabled. Hashing takes its time, in which a password can be changed.
    pub(crate) async fn open_session_by(
        &self,
        person: &PersonId,
        password_hash: &SecretString,
        visit: &Visit,
    ) -> Result<Option<SecretString>, Refusal> {
        let (session, token) = self.new_session(person, visit);
        let hash = tokens::hash_token(token.expose_secret());
        let sessions = self.store().sessions();
        let opened = sessions.insert_by_password(&session, &hash, password_hash).await.map_err(stored)?;
        if opened {
            self.learn_zone(person, visit).await;
        }
        Ok(opened.then_some(token))
    }

    /// Whose account names no zone sees times in that of the browser that they sign in with, from then on.
    async fn learn_zone(&self, person: &PersonId, visit: &Visit) {
        if Zone::named(&visit.zone).is_none() {
            return;
        }
        if let Err(error) = self.store().people().learn_zone(person, &visit.zone).await {
            tracing::warn!(%error, "the zone of somebody who signed in could not be filed");
        }
    }

    /// With its token.
    fn new_session(&self, person: &PersonId, visit: &Visit) -> (Session, SecretString) {
        let now = self.now();
        let session = Session {
            id: SessionId(portico_store::new_id()),
            person: person.clone(),
            created: now,
            seen: now,
            expires: now.plus_seconds(SESSION_DAYS * 86_400),
            user_agent: visit.user_agent.chars().take(300).collect(),
            network: visit.network.clone(),
        };
        (session, tokens::new_token())
    }
}

impl Member {
    /// Ends the session that this member came with.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn sign_out(&self) -> Result<(), Refusal> {
        self.end_session(&self.signed_in.session.clone()).await
    }

    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn sessions(&self) -> Result<Vec<(Session, bool)>, Refusal> {
        let services = &self.services;
        let sessions =
            services.store().sessions().of_person(self.id(), services.now()).await.map_err(stored)?;
        let mine = &self.signed_in.session;
        Ok(sessions
            .into_iter()
            .map(|session| (session.id == *mine, session))
            .map(|(is, s)| (s, is))
            .collect())
    }

    /// Ends one of one's own sessions. Ending an ended one is fine, and no line of the log tells of it, nor of one
    /// that is somebody else's.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn end_session(&self, id: &SessionId) -> Result<(), Refusal> {
        if !self.sessions().await?.iter().any(|(session, _)| session.id == *id) {
            return Ok(());
        }
        self.services.note(Some(self.id()), "session.end", id.as_str(), "done", "").await?;
        self.services.store().sessions().delete(self.id(), id).await.map_err(stored)?;
        Ok(())
    }

    /// Ends all sessions of one's own but the one that this member came with.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn end_other_sessions(&self) -> Result<(), Refusal> {
        self.services.note(Some(self.id()), "session.end-others", self.id().as_str(), "done", "").await?;
        let keep = Some(&self.signed_in.session);
        self.services.store().sessions().delete_all_but(self.id(), keep).await.map_err(stored)?;
        Ok(())
    }

    /// Saves name, language and zone.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields.
    pub async fn save_account(&self, form: &AccountForm) -> Result<(), Refusal> {
        let (name, language, zone) = form.read().map_err(Refusal::invalid)?;
        if zone.as_deref().is_some_and(|zone| Zone::named(zone).is_none()) {
            return Err(Refusal::field("zone", Rule::UnknownZone));
        }
        self.services.note(Some(self.id()), "person.change", self.id().as_str(), "done", "").await?;
        let people = self.services.store().people();
        people.update(self.id(), &name, language, zone.as_deref()).await.map_err(stored)?;
        Ok(())
    }

    /// Is there one? Who comes in through an identity provider needs none.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn has_password(&self) -> Result<bool, Refusal> {
        let hash = self.services.store().people().password_hash(self.id()).await.map_err(stored)?;
        Ok(hash.is_some_and(|hash| !hash.expose_secret().is_empty()))
    }

    /// Changes one's password and ends every other session.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the fields `current`, `password`, `again`; [`Kind::Throttled`].
    pub async fn change_password(
        &self,
        current: &SecretString,
        password: &SecretString,
        again: &SecretString,
    ) -> Result<(), Refusal> {
        PasswordForm::read(password.expose_secret(), again.expose_secret()).map_err(Refusal::invalid)?;
        let services = &self.services;
        let attempt = services.attempt_at_own("password", self.id()).await?;
        let people = services.store().people();
        let wrong = || Refusal::field("current", Rule::WrongPassword);
        let before = people.password_hash(self.id()).await.map_err(stored)?.ok_or_else(wrong)?;
        if !passwords::verify(current, Some(before.expose_secret().to_owned())).await? {
            return Err(wrong());
        }
        attempt.succeeded().await?;
        let hash: SecretString = passwords::hash(password).await?.into();
        let note = async |outcome: &str| {
            services.note(Some(self.id()), "person.change-password", self.id().as_str(), outcome, "").await
        };
        note("done").await?;
        let keep = &self.signed_in.session;
        if people.change_password(self.id(), &before, &hash, keep).await.map_err(stored)? {
            return Ok(());
        }
        // Somebody has reset it meanwhile, and that holds.
        note("refused").await?;
        Err(wrong())
    }
}
