//! Which state of a meeting somebody saw, so that what they send does not undo what was done meanwhile.
//!
//! A version stands for all that a change can set, and for nothing else: that people come and go does not
//! outdate a form. The meeting's sequence would not do. Calendars and webhooks read it, so a password or a
//! room rule that is changed at the vendor does not raise it, and a series of the vendor's that moves on does.

use crate::Services;
use crate::access::{Organizer, tokens};
use crate::failures::stored;
use portico_domain::ids::{IntentId, MeetingId};
use portico_domain::meetings::Meeting;
use portico_domain::refusals::{Kind, Meanwhile, Refusal};
use portico_domain::time::Timestamp;
use portico_store::intents::IntentState;
use secrecy::{ExposeSecret, SecretString};

/// Of the hash, which nobody has a reason to forge: whoever may change a meeting may look at it first.
const DIGITS: usize = 32;
/// How far back the history is read for who it was.
const LINES: i64 = 20;
/// Whoever sends a change again shows so more often than this.
const HELD_SECONDS: i64 = 10;

/// The states of a meeting that a change may start from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    versions: Vec<String>,
    /// When it was looked at, as far as that is said. Only words depend on it.
    at: Option<Timestamp>,
}

impl Seen {
    /// As a form carries it; `None`: it carries nothing, and may start from anything.
    pub fn by_form(text: &str) -> Option<Self> {
        let text = text.trim();
        let (version, at) = text.split_once('.').unwrap_or((text, ""));
        let at = at.parse().ok().map(Timestamp::from_millis);
        (!version.is_empty()).then(|| Self { versions: vec![version.to_owned()], at })
    }

    /// One of these; none of them at all where there are none.
    pub fn any_of(versions: Vec<String>) -> Self {
        Self { versions, at: None }
    }
}

impl Services {
    /// The version of a meeting. Keyed, because from a plain hash its password could be guessed.
    pub(super) fn version(&self, meeting: &Meeting, password: Option<&SecretString>) -> String {
        let password = password.map(ExposeSecret::expose_secret);
        let Meeting { subject, start, end, repeat, options, .. } = meeting;
        let text = serde_json::to_vec(&(subject, start, end, repeat, options, password)).unwrap_or_default();
        let mut version = tokens::keyed_hash(&self.inner.audit_key, "meeting version", &text);
        version.truncate(DIGITS);
        version
    }

    async fn version_now(&self, meeting: &Meeting) -> Result<String, Refusal> {
        let password = self.store().meetings().password(&meeting.id).await.map_err(stored)?;
        Ok(self.version(meeting, password.as_ref()))
    }

    /// What a form carries: the version, and when it was looked at.
    fn form_version(&self, version: &str) -> String {
        format!("{version}.{}", self.now().millis())
    }
}

impl Organizer {
    /// What a form that changes this meeting carries along, for [`Seen::by_form`].
    pub fn version_for_form(&self, meeting: &Meeting, password: Option<&SecretString>) -> String {
        self.services.form_version(&self.services.version(meeting, password))
    }

    /// What the form of a meeting carries that this person has just changed.
    pub(super) async fn version_for_next_try(&self, id: &MeetingId) -> Result<String, Refusal> {
        let version = self.services.version_now(&self.find(id).await?).await?;
        Ok(self.services.form_version(&version))
    }

    /// Refuses a change of what is not as it was seen. Asked after the intent is written, so that of two who
    /// saw the same and save at the same moment no more than one goes through.
    ///
    /// # Errors
    /// [`Kind::Conflict`], with what happened meanwhile; [`Kind::InProgress`]: it is being changed right now.
    pub(super) async fn is_as_seen(
        &self,
        intent: &IntentId,
        id: &MeetingId,
        seen: Option<&Seen>,
    ) -> Result<(), Refusal> {
        let Some(seen) = seen else { return Ok(()) };
        let open = self.services.store().intents().open_of_meeting(id).await.map_err(stored)?;
        // One without an answer is being sent again just now if somebody holds it.
        let lately = self.services.now().minus_seconds(HELD_SECONDS);
        let changing = open.iter().any(|other| {
            other.id != *intent
                && other.action == "meeting.change"
                && (other.state == IntentState::Pending || other.attempts > 0 && other.updated > lately)
        });
        if changing {
            return Err(super::in_progress());
        }
        let meeting = self.find(id).await?;
        let version = self.services.version_now(&meeting).await?;
        if seen.versions.contains(&version) {
            return Ok(());
        }
        let meanwhile = self.meanwhile(id, seen.at, &version).await?;
        Err(Refusal { meanwhile: Some(Box::new(meanwhile)), ..Refusal::of(Kind::Conflict) })
    }

    /// Who did what to it since it was seen, as far as its history knows.
    async fn meanwhile(
        &self,
        id: &MeetingId,
        since: Option<Timestamp>,
        version: &str,
    ) -> Result<Meanwhile, Refusal> {
        let store = self.services.store();
        let lines = store.changes().of_meeting(id, LINES).await.map_err(stored)?;
        let told = lines.into_iter().find(|line| {
            since.is_some_and(|since| line.at >= since)
                && matches!(line.what.as_str(), "changed" | "changed-elsewhere")
        });
        let mut meanwhile = Meanwhile {
            version: self.services.form_version(version),
            person: None,
            elsewhere: false,
            fields: String::new(),
        };
        let Some(told) = told else { return Ok(meanwhile) };
        if let Some(person) = &told.person {
            meanwhile.person = store.people().by_id(person).await.map_err(stored)?.map(|it| it.name);
        }
        meanwhile.elsewhere = told.what == "changed-elsewhere";
        meanwhile.fields = told.detail.as_str().unwrap_or_default().to_owned();
        Ok(meanwhile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_carries_is_read_tolerantly() {
        let seen = |text| Seen::by_form(text).map(|seen| (seen.versions, seen.at));
        assert_eq!(seen("ab.5"), Some((vec!["ab".to_owned()], Some(Timestamp::from_millis(5)))));
        assert_eq!(seen("ab"), Some((vec!["ab".to_owned()], None)));
        assert_eq!(seen("ab.x"), Some((vec!["ab".to_owned()], None)));
        assert_eq!((seen(""), seen(" "), seen(".5")), (None, None, None));
    }
}
