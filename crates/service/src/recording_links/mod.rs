//! Shared recordings: links made, listed and revoked by whoever may edit the meeting.

mod guest;

pub use guest::{RecordingDoor, RecordingGuest};

use crate::access::{Organizer, tokens};
use crate::failures::stored;
use crate::recordings::RecordingRow;
use crate::when::Zone;
use portico_domain::forms::RecordingLinkForm;
use portico_domain::ids::{RecordingId, RecordingLinkId};
use portico_domain::recordings::RecordingLink;
use portico_domain::refusals::{Kind, Refusal, Rule};
use secrecy::{ExposeSecret, SecretString};

/// A link with the slug that opens it.
pub struct OwnRecordingLink {
    pub link: RecordingLink,
    /// Absent once revoked.
    pub slug: Option<SecretString>,
}

impl Organizer {
    /// A recording that this organizer may share.
    async fn shareable(&self, id: &RecordingId) -> Result<RecordingRow, Refusal> {
        let row = self.recording(id).await?;
        if row.may_share { Ok(row) } else { Err(Kind::NotAllowed.into()) }
    }

    /// The links of a recording, the oldest first, the revoked ones included.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn recording_links(&self, id: &RecordingId) -> Result<Vec<OwnRecordingLink>, Refusal> {
        self.shareable(id).await?;
        let links = self.services.store().recording_links();
        let mut own = Vec::new();
        for link in links.of_recording(id).await.map_err(stored)? {
            let slug = links.reveal(&link.id).await.map_err(stored)?;
            own.push(OwnRecordingLink { link, slug });
        }
        Ok(own)
    }

    /// Shares a recording by a link.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn create_recording_link(
        &self,
        id: &RecordingId,
        form: &RecordingLinkForm,
        zone: &Zone,
    ) -> Result<RecordingLinkId, Refusal> {
        let row = self.shareable(id).await?;
        let read = form.read().map_err(Refusal::invalid)?;
        let services = &self.services;
        let now = services.now();
        let expires = zone.place(read.expires).ok_or_else(|| Refusal::field("expires", Rule::NotATime))?;
        if expires <= now {
            return Err(Refusal::field("expires", Rule::InThePast));
        }
        let link = RecordingLink {
            id: RecordingLinkId(portico_store::new_id()),
            recording: id.clone(),
            label: read.label,
            has_passcode: read.passcode.is_some(),
            expires,
            may_download: read.may_download,
            // Where there is no meeting there is no page that could lead to it.
            on_join_page: read.on_join_page && row.meeting.is_some(),
            revoked: None,
            created: now,
            created_by: self.id().clone(),
        };
        let slug = tokens::new_slug();
        let hash = tokens::hash_token(slug.expose_secret());
        let passcode = read.passcode.map(|passcode| services.seal_passcode(link.id.as_str(), &passcode));
        let (person, subject) = (Some(self.id()), link.id.as_str());
        services.note(person, "recording-link.create", subject, "done", id.as_str()).await?;
        let links = services.store().recording_links();
        links.insert(&link, &slug, &hash, passcode.as_ref()).await.map_err(stored)?;
        self.remember_sharing(&row, "recording-shared", &link.label).await;
        Ok(link.id)
    }

    /// Ends a link for good. Ending an ended one is fine.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn revoke_recording_link(
        &self,
        id: &RecordingId,
        link: &RecordingLinkId,
    ) -> Result<(), Refusal> {
        let row = self.shareable(id).await?;
        let services = &self.services;
        let links = services.store().recording_links();
        let known = links.of_recording(id).await.map_err(stored)?.into_iter().find(|known| known.id == *link);
        let known = known.ok_or(Refusal::of(Kind::NotFound))?;
        let (person, subject) = (Some(self.id()), link.as_str());
        services.note(person, "recording-link.revoke", subject, "done", id.as_str()).await?;
        if links.revoke(id, link, services.now()).await.map_err(stored)? {
            self.remember_sharing(&row, "recording-unshared", &known.label).await;
        }
        Ok(())
    }

    async fn remember_sharing(&self, row: &RecordingRow, what: &str, label: &str) {
        let Some(meeting) = &row.meeting else { return };
        let detail = if label.is_empty() { &row.recording.title } else { label };
        self.services.remember(&meeting.id, Some(self.id()), what, detail).await;
    }
}
