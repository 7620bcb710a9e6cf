//! A guest at the link of a shared recording.

use crate::Services;
use crate::access::tokens;
use crate::failures::stored;
use crate::sessions::Visit;
use crate::throttle::LONGEST_SLUG;
use crate::when::Zone;
use portico_domain::connections::Connection;
use portico_domain::recordings::{Recording, RecordingLink};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::recording_links::FoundLink;
use portico_vendors::kit::MediaStream;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// How the door stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingDoor {
    Open,
    Revoked,
    Expired,
    /// The recording, or the connection that it came from, is gone.
    Deleted,
}

/// Someone who holds the link of a shared recording.
pub struct RecordingGuest {
    services: Services,
    found: FoundLink,
    /// Absent once it is gone.
    shared: Option<(Recording, Connection)>,
}

impl Services {
    /// The guest at a link. Asks no vendor and changes nothing, so that previews of links in chats do no harm.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn recording_guest(&self, slug: &str) -> Result<RecordingGuest, Refusal> {
        if slug.len() > LONGEST_SLUG {
            return Err(Kind::NotFound.into());
        }
        let store = self.store();
        let found = store.recording_links().by_slug_hash(&tokens::hash_token(slug)).await.map_err(stored)?;
        let found = found.ok_or(Refusal::of(Kind::NotFound))?;
        let recording = store.recordings().by_id(&found.link.recording).await.map_err(stored)?;
        let shared = match recording {
            None => None,
            Some(recording) => {
                let connection = store.connections().by_id(&recording.connection).await.map_err(stored)?;
                connection.map(|connection| (recording, connection))
            }
        };
        Ok(RecordingGuest { services: self.clone(), found, shared })
    }

    /// Lets somebody watch who types the passcode. Returns them and the pass for [`RecordingGuest::may_watch`], good for
    /// [`RecordingGuest::PASS_SECONDS`].
    ///
    /// # Errors
    /// [`Kind::NotFound`]; [`Kind::Invalid`] with the field `passcode`; [`Kind::Conflict`] if the door is not
    /// open; [`Kind::Throttled`].
    pub async fn open_shared_recording(
        &self,
        slug: &str,
        passcode: &str,
        visit: &Visit,
    ) -> Result<(RecordingGuest, SecretString), Refusal> {
        match self.recording_guest(slug).await {
            Ok(guest) => {
                let pass = guest.open(passcode, visit).await?;
                Ok((guest, pass))
            }
            Err(refusal) if refusal.kind == Kind::NotFound => {
                match self.check_nothing(slug, passcode, visit).await {
                    Err(other) if other.kind != Kind::Invalid => Err(other),
                    _ => Err(refusal),
                }
            }
            Err(refusal) => Err(refusal),
        }
    }
}

impl RecordingGuest {
    /// For so long somebody who typed the passcode may watch.
    pub const PASS_SECONDS: i64 = 6 * 3600;

    pub fn link(&self) -> &RecordingLink {
        &self.found.link
    }

    /// Absent once it is gone.
    pub fn recording(&self) -> Option<&Recording> {
        self.shared.as_ref().map(|(recording, _)| recording)
    }

    /// The zone of the meeting.
    pub fn zone(&self) -> Zone {
        let zone = self.shared.as_ref().and_then(|(_, connection)| Zone::named(&connection.zone));
        zone.unwrap_or_else(Zone::utc)
    }

    /// How the door stands now.
    pub fn door(&self) -> RecordingDoor {
        let link = &self.found.link;
        if link.revoked.is_some() {
            RecordingDoor::Revoked
        } else if link.expires <= self.services.now() {
            RecordingDoor::Expired
        } else if self.shared.is_none() {
            RecordingDoor::Deleted
        } else {
            RecordingDoor::Open
        }
    }

    /// Does the door stand open for whoever has this pass?
    pub fn may_watch(&self, pass: Option<&str>) -> bool {
        self.door() == RecordingDoor::Open
            && (!self.found.link.has_passcode || pass.is_some_and(|pass| self.is_pass(pass)))
    }

    async fn open(&self, typed: &str, visit: &Visit) -> Result<SecretString, Refusal> {
        self.check_passcode(typed, visit).await?;
        if self.door() != RecordingDoor::Open {
            return Err(Kind::Conflict.into());
        }
        let services = &self.services;
        services.note(None, "recording-link.open", self.found.link.id.as_str(), "done", "").await?;
        Ok(self.pass(services.now().plus_seconds(Self::PASS_SECONDS)))
    }

    async fn check_passcode(&self, typed: &str, visit: &Visit) -> Result<(), Refusal> {
        let Some(kept) = &self.found.passcode_hash else { return Ok(()) };
        self.services.check_passcode(self.found.link.id.as_str(), Some(kept), typed, visit).await
    }

    /// The cookie for the browser of somebody who typed a passcode, `right` or not, if it is to get another one.
    pub fn browser_cookie(&self, visit: &Visit, right: bool) -> Option<SecretString> {
        let kept = self.found.passcode_hash.as_ref()?;
        self.services.browser_cookie(self.found.link.id.as_str(), kept, visit, right)
    }

    /// When it ends, and a proof that only we can give for this link and its passcode.
    fn pass(&self, ends: Timestamp) -> SecretString {
        let passcode = self.found.passcode_hash.as_ref().map_or("", |hash| hash.expose_secret());
        let text = format!("{}\0{passcode}\0{}", self.found.link.id, ends.seconds());
        let proof = tokens::keyed_hash(&self.services.inner.audit_key, "recording-pass", text.as_bytes());
        format!("{}.{proof}", ends.seconds()).into()
    }

    fn is_pass(&self, pass: &str) -> bool {
        let ends = pass.split_once('.').and_then(|(ends, _)| ends.parse().ok()).map(Timestamp::from_seconds);
        ends.is_some_and(|ends| self.services.now() < ends && same(&self.pass(ends), &pass.to_owned().into()))
    }

    /// Opens the bytes; `range` is a `Range` header's value, `to_keep` asks for the file itself.
    ///
    /// # Errors
    /// [`Kind::NotAllowed`] without the pass that it takes; [`Kind::NotFound`] if the door is not open, or the
    /// file is not for keeping; the vendor's refusal.
    pub async fn stream(
        &self,
        pass: Option<&str>,
        to_keep: bool,
        range: Option<&str>,
    ) -> Result<(Recording, MediaStream), Refusal> {
        let open = self.door() == RecordingDoor::Open && (self.found.link.may_download || !to_keep);
        let shared = self.shared.as_ref().filter(|_| open);
        let (recording, connection) = shared.ok_or(Refusal::of(Kind::NotFound))?;
        if !self.may_watch(pass) {
            return Err(Kind::NotAllowed.into());
        }
        let stream = self.services.open_media(connection, recording, range).await?;
        Ok((recording.clone(), stream))
    }
}

fn same(one: &SecretString, other: &SecretString) -> bool {
    one.expose_secret().as_bytes().ct_eq(other.expose_secret().as_bytes()).into()
}
