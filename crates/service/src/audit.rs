//! The audit log: every change and every use of a secret, chained by HMAC.

mod checking;
mod searching;

pub use checking::AuditCheck;
pub use searching::AuditRow;

use crate::Services;
use crate::access::Administrator;
use crate::failures::stored;
use hmac::{Hmac, KeyInit, Mac};
use portico_domain::audit::AuditLine;
use portico_domain::ids::PersonId;
use portico_domain::refusals::Refusal;
use portico_store::audit::{ChainedLine, Verdict};
use portico_store::{PlannedRotation, Rotation, StoreError};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

/// What a change of the master key is called.
const ROTATE: &str = "key.rotate";

/// Of what a line is about, in characters. What somebody sent as an id may stand there, in a log that is never purged;
/// ids and names of ours are shorter.
const LONGEST_SUBJECT: usize = 100;
const LONGEST_DETAIL: usize = 500;

/// As much of a text as a line keeps, on one line.
fn kept(text: &str, most: usize) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect()
}

/// The MAC of a line, over its number, the MAC before it and each of its parts with its length.
fn chain(key: &SecretString, seq: i64, previous: &str, line: &AuditLine) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()) else {
        return String::new();
    };
    let (seq, at) = (seq.to_string(), line.at.millis().to_string());
    let person = line.person.as_ref().map_or("", PersonId::as_str);
    let parts = [&seq, previous, &at, person, &line.action, &line.subject, &line.outcome, &line.detail];
    for part in parts {
        mac.update(&(part.len() as u64).to_le_bytes());
        mac.update(part.as_bytes());
    }
    hex::encode(mac.finalize().into_bytes())
}

impl Services {
    /// Writes a line. If it cannot be written, what it tells of must not happen.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub(crate) async fn note(
        &self,
        person: Option<&PersonId>,
        action: &str,
        subject: &str,
        outcome: &str,
        detail: &str,
    ) -> Result<(), Refusal> {
        let line = AuditLine {
            at: self.now(),
            person: person.cloned(),
            action: action.to_owned(),
            subject: kept(subject, LONGEST_SUBJECT),
            outcome: outcome.to_owned(),
            detail: kept(detail, LONGEST_DETAIL),
        };
        let key = self.inner.audit_key.clone();
        let mac = move |seq: i64, previous: &str, line: &AuditLine| chain(&key, seq, previous, line);
        self.store().audit().append(&line, mac).await.map_err(stored)?;
        Ok(())
    }

    /// Puts another master key into use, for `portico rotate-key`, once it is written down that it is.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`]: it could not be written down, so nothing was done. Inside:
    /// the key file cannot be written.
    pub async fn begin_key_rotation(
        &self,
        planned: PlannedRotation,
    ) -> Result<Result<Rotation, StoreError>, Refusal> {
        self.note(None, ROTATE, "", "begun", planned.new_key()).await?;
        Ok(planned.begin())
    }

    /// Writes that everything is sealed with the key of this id, before the old one goes.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`]: then it must stay.
    pub async fn note_key_rotated(&self, key: &str) -> Result<(), Refusal> {
        self.note(None, ROTATE, "", "done", key).await
    }

    /// Walks along the whole chain; for `portico check`.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn verify_audit(&self) -> Result<Verdict, Refusal> {
        let key = self.inner.audit_key.clone();
        let mac = move |seq: i64, previous: &str, line: &AuditLine| chain(&key, seq, previous, line);
        self.store().audit().verify(mac).await.map_err(stored)
    }
}

impl Administrator {
    /// The newest lines before `before`.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`].
    pub async fn audit(&self, before: Option<i64>, limit: i64) -> Result<Vec<ChainedLine>, Refusal> {
        self.services.store().audit().list(before, limit).await.map_err(stored)
    }
}
