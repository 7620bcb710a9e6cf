//! Join links: made, looked at, changed and revoked by whoever may edit the meeting.

use crate::Services;
use crate::access::{Organizer, tokens};
use crate::failures::stored;
use crate::when::Zone;
use portico_domain::connections::Connection;
use portico_domain::forms::{LinkForm, ReadLink, read_nickname};
use portico_domain::ids::{LinkId, MeetingId};
use portico_domain::links::JoinLink;
use portico_domain::meetings::{Meeting, MeetingState};
use portico_domain::refusals::{FieldRefusal, Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_store::entrants::Entrant;
use portico_store::links::NewLink;
use secrecy::{ExposeSecret, SecretString};

/// A link with the slug that opens it.
pub struct OwnLink {
    pub link: JoinLink,
    /// Absent once revoked.
    pub slug: Option<SecretString>,
}

/// Everything on the page of one link.
pub struct LinkWhole {
    pub own: OwnLink,
    pub meeting: Meeting,
    pub connection: Connection,
    /// All meetings that it leads to, the earliest first: those of a series, or this one.
    pub leads_to: Vec<Meeting>,
    /// Who invites.
    pub organizer: String,
    /// Who came in through it, the last to come first, and no more than [`MOST_ENTRANTS`].
    pub entrants: Vec<Entrant>,
}

/// Enough to see that a link is used by whom it was made for; it is no list of attendance.
pub const MOST_ENTRANTS: usize = 20;
/// Of the names in a meeting's history, in characters.
const LONGEST_DETAIL: usize = 200;

impl Organizer {
    /// Makes a link, or a personal one for each name in the form. Returns the first.
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
        let services = &self.services;
        let expires = still_to_come(&read, zone, services.now())?;
        let personal = !read.people.is_empty();
        let labels = if personal { read.people.clone() } else { vec![read.label.clone()] };
        let make = |label: String| {
            let link = JoinLink {
                id: LinkId(portico_store::new_id()),
                meeting: meeting.clone(),
                role: read.role,
                label,
                personal,
                has_passcode: read.passcode.is_some(),
                early_minutes: read.early_minutes,
                expires,
                most_uses: read.most_uses,
                uses: 0,
                revoked: None,
                created: services.now(),
                created_by: self.id().clone(),
            };
            services.new_link(link, read.passcode.as_deref())
        };
        let new: Vec<NewLink> = labels.into_iter().map(make).collect();
        for NewLink { link, .. } in &new {
            services.note(Some(self.id()), "link.create", link.id.as_str(), "done", link.role.name()).await?;
        }
        services.store().links().insert_all(&new).await.map_err(stored)?;
        let names = new.iter().map(|new| new.link.label.as_str()).collect::<Vec<_>>().join(", ");
        let names: String = names.chars().take(LONGEST_DETAIL).collect();
        services.remember(meeting, Some(self.id()), "link-created", &names).await;
        new.into_iter().next().map(|new| new.link.id).ok_or_else(|| Kind::Internal.into())
    }

    /// Changes what may change of a link: label, opening, expiry, number of uses. Role and passcode stay.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Kind::NotFound`], [`Kind::NotAllowed`]; [`Kind::Conflict`] if it was
    /// revoked.
    pub async fn change_link(
        &self,
        meeting: &MeetingId,
        id: &LinkId,
        form: &LinkForm,
        zone: &Zone,
    ) -> Result<(), Refusal> {
        let before = self.link_of(meeting, id).await?;
        let typed =
            LinkForm { role: String::new(), passcode: String::new(), people: String::new(), ..form.clone() };
        let read = typed.read().map_err(Refusal::invalid)?;
        if before.personal {
            read_nickname(&read.label).map_err(|wrong| Refusal::invalid(about_label(wrong)))?;
        }
        let services = &self.services;
        let expires = still_to_come(&read, zone, services.now())?;
        let ReadLink { label, early_minutes, most_uses, .. } = read;
        let after = JoinLink { label, early_minutes, expires, most_uses, ..before };
        services.note(Some(self.id()), "link.change", id.as_str(), "done", "").await?;
        let changed = services.store().links().change(&after).await.map_err(stored)?;
        if !changed {
            return Err(Kind::Conflict.into());
        }
        services.remember(meeting, Some(self.id()), "link-changed", &after.label).await;
        Ok(())
    }

    /// Everything on the page of one link.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn link(&self, meeting: &MeetingId, id: &LinkId) -> Result<LinkWhole, Refusal> {
        let link = self.link_of(meeting, id).await?;
        let (meeting, connection) = self.own(meeting).await?;
        let services = &self.services;
        let store = services.store();
        let slug = store.links().reveal(id).await.map_err(stored)?;
        let leads_to = match &meeting.series {
            None => vec![meeting.clone()],
            Some(series) => store.meetings().of_series(series).await.map_err(stored)?,
        };
        let owner = match &meeting.owner {
            Some(owner) => store.people().by_id(owner).await.map_err(stored)?.map(|person| person.name),
            None => None,
        };
        let organizer = owner.unwrap_or_else(|| meeting.host_name.clone());
        let most = i64::try_from(MOST_ENTRANTS).unwrap_or(i64::MAX);
        let entrants = store.entrants().of_link(id, most).await.map_err(stored)?;
        Ok(LinkWhole { own: OwnLink { link, slug }, meeting, connection, leads_to, organizer, entrants })
    }

    /// A link of this meeting, or of the series that it belongs to.
    async fn link_of(&self, meeting: &MeetingId, id: &LinkId) -> Result<JoinLink, Refusal> {
        let (found, _) = self.own(meeting).await?;
        let link = self.services.store().links().by_id(id).await.map_err(stored)?;
        let link = link.ok_or(Refusal::of(Kind::NotFound))?;
        if link.meeting != *meeting && !self.services.is_of_series(&link, &found).await? {
            return Err(Kind::NotFound.into());
        }
        Ok(link)
    }

    /// Ends a link for good. Ending an ended one is fine.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn revoke_link(&self, meeting: &MeetingId, id: &LinkId) -> Result<(), Refusal> {
        let link = self.link_of(meeting, id).await?;
        let services = &self.services;
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

/// When a link expires, if it does.
fn still_to_come(read: &ReadLink, zone: &Zone, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    let Some(time) = read.expires else { return Ok(None) };
    let expires = zone.place(time).ok_or_else(|| Refusal::field("expires", Rule::NotATime))?;
    if expires <= now {
        return Err(Refusal::field("expires", Rule::InThePast));
    }
    Ok(Some(expires))
}

/// The label of a personal link is a name.
fn about_label(wrong: Vec<FieldRefusal>) -> Vec<FieldRefusal> {
    wrong.into_iter().map(|wrong| FieldRefusal::new("label", wrong.rule)).collect()
}

impl Services {
    fn new_link(&self, link: JoinLink, passcode: Option<&str>) -> NewLink {
        let slug = tokens::new_slug();
        let slug_hash = tokens::hash_token(slug.expose_secret());
        let passcode_hash = passcode.map(|passcode| self.seal_passcode(link.id.as_str(), passcode));
        NewLink { link, slug, slug_hash, passcode_hash }
    }

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
    pub(crate) fn seal_passcode(&self, link: &str, passcode: &str) -> SecretString {
        let text = format!("{link}\0{passcode}");
        tokens::keyed_hash(&self.inner.audit_key, "passcode", text.as_bytes()).into()
    }
}
