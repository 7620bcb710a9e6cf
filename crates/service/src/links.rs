//! Join links: made, listed and revoked by whoever may edit the meeting.

use crate::Services;
use crate::access::{Organizer, tokens};
use crate::failures::stored;
use crate::when::Zone;
use portico_domain::forms::LinkForm;
use portico_domain::ids::{LinkId, MeetingId};
use portico_domain::links::JoinLink;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{Kind, Refusal, Rule};
use secrecy::{ExposeSecret, SecretString};

/// A link with the slug that opens it.
pub struct OwnLink {
    pub link: JoinLink,
    /// Absent once revoked.
    pub slug: Option<SecretString>,
}

impl Organizer {
    /// Makes a link.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Kind::NotAllowed`]; [`Kind::Conflict`] if the meeting is over.
    pub async fn create_link(
        &self,
        meeting: &MeetingId,
        form: &LinkForm,
        zone: &Zone,
    ) -> Result<LinkId, Refusal> {
        let (found, connection) = self.own(meeting).await?;
        if matches!(found.state, MeetingState::Ended | MeetingState::Cancelled) {
            return Err(Kind::Conflict.into());
        }
        let read = form.read().map_err(Refusal::invalid)?;
        if !connection.vendor.join_roles().contains(&read.role) {
            return Err(Refusal::field("role", Rule::NotAChoice));
        }
        let expires = match read.expires {
            None => None,
            Some(time) => Some(zone.place(time).ok_or_else(|| Refusal::field("expires", Rule::NotATime))?),
        };
        let services = &self.services;
        let now = services.now();
        if expires.is_some_and(|expires| expires <= now) {
            return Err(Refusal::field("expires", Rule::InThePast));
        }
        let link = JoinLink {
            id: LinkId(portico_store::new_id()),
            meeting: meeting.clone(),
            role: read.role,
            label: read.label,
            has_passcode: read.passcode.is_some(),
            early_minutes: read.early_minutes,
            expires,
            most_uses: read.most_uses,
            uses: 0,
            revoked: None,
            created: now,
            created_by: self.id().clone(),
        };
        let slug = tokens::new_slug();
        let hash = tokens::hash_token(slug.expose_secret());
        let passcode = read.passcode.map(|passcode| services.seal_passcode(&link.id, &passcode));
        services.note(Some(self.id()), "link.create", link.id.as_str(), "done", link.role.name()).await?;
        services.store().links().insert(&link, &slug, &hash, passcode.as_ref()).await.map_err(stored)?;
        services.remember(meeting, Some(self.id()), "link-created", &link.label).await;
        Ok(link.id)
    }

    /// Ends a link for good. Ending an ended one is fine.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn revoke_link(&self, meeting: &MeetingId, id: &LinkId) -> Result<(), Refusal> {
        let (found, _) = self.own(meeting).await?;
        let services = &self.services;
        let link = services.store().links().by_id(id).await.map_err(stored)?;
        let link = link.ok_or(Refusal::of(Kind::NotFound))?;
        if link.meeting != *meeting && !services.is_of_series(&link, &found).await? {
            return Err(Kind::NotFound.into());
        }
        services.note(Some(self.id()), "link.revoke", id.as_str(), "done", "").await?;
        if services.store().links().revoke(id, services.now()).await.map_err(stored)? {
            services.remember(meeting, Some(self.id()), "link-revoked", &link.label).await;
        }
        Ok(())
    }

    /// The slug of a link that still opens something, to share it in another form.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn link_slug(&self, meeting: &MeetingId, id: &LinkId) -> Result<SecretString, Refusal> {
        self.own(meeting).await?;
        let links = self.services.links_of(meeting).await?;
        let found = links.into_iter().find(|own| own.link.id == *id).and_then(|own| own.slug);
        found.ok_or_else(|| Kind::NotFound.into())
    }
}

impl Services {
    /// A link to one meeting of a series is a link to all of them.
    async fn is_of_series(&self, link: &JoinLink, meeting: &Meeting) -> Result<bool, Refusal> {
        let Some(series) = &meeting.series else { return Ok(false) };
        let of_link = self.store().meetings().by_id(&link.meeting).await.map_err(stored)?;
        Ok(of_link.is_some_and(|meeting| meeting.series.as_ref() == Some(series)))
    }

    /// The links of a meeting, or of the whole series that it belongs to.
    pub(crate) async fn links_of(&self, meeting: &MeetingId) -> Result<Vec<OwnLink>, Refusal> {
        let links = self.store().links();
        let mut own = Vec::new();
        let found = self.store().meetings().by_id(meeting).await.map_err(stored)?;
        let all = match found.and_then(|meeting| meeting.series) {
            Some(series) => links.of_series(&series).await,
            None => links.of_meeting(meeting).await,
        };
        for link in all.map_err(stored)? {
            let slug = links.reveal(&link.id).await.map_err(stored)?;
            own.push(OwnLink { link, slug });
        }
        Ok(own)
    }

    /// What is stored of a passcode: keyed, since a passcode is short enough to be guessed from a plain
    /// hash, and quick, since a whole conference types it in the same minute.
    pub(crate) fn seal_passcode(&self, link: &LinkId, passcode: &str) -> SecretString {
        let text = format!("{link}\0{passcode}");
        tokens::keyed_hash(&self.inner.audit_key, "passcode", text.as_bytes()).into()
    }
}
