//! Looking at one meeting: the index first, the vendor when the index is old.

use crate::Services;
use crate::access::{Member, Organizer};
use crate::accounts::sharing::names_a_colleague;
use crate::dial_in::DialIn;
use crate::failures::stored;
use crate::links::OwnLink;
use crate::registry::Client;
use portico_domain::capabilities::Capabilities;
use portico_domain::connections::Connection;
use portico_domain::ids::{MeetingId, VendorMeetingId};
use portico_domain::meetings::{MOST_CHANGES, Meeting, MeetingState, Repeat, VendorOptions};
use portico_domain::recordings::Recording;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::changes::MeetingChange;
use portico_vendors::webapi::codes::{MEETING_DELETED, MEETING_GONE};
use portico_vendors::{MeetingDetail, MeetingVendor};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Whoever is turned away by the vendor waits no longer than this for the page that says why.
const LONGEST_DOUBT: Duration = Duration::from_secs(1);

/// Everything that a meeting's page shows.
pub struct MeetingWhole {
    pub meeting: Meeting,
    pub connection: Connection,
    pub capabilities: Capabilities,
    pub owner_name: Option<String>,
    /// Only for those who may edit.
    pub password: Option<SecretString>,
    /// The PIN only for those who may edit.
    pub dial_in: Option<DialIn>,
    pub may_edit: bool,
    /// Stands for all that a change can set; see [`super::Seen`].
    pub version: String,
    /// Only for those who may edit.
    pub links: Vec<OwnLink>,
    pub recordings: Vec<Recording>,
    /// The newest first, with the name of who did it.
    pub history: Vec<(MeetingChange, Option<String>)>,
    /// Why the vendor could not be asked just now, if so.
    pub failing: Option<Refusal>,
}

impl Member {
    /// The whole of a meeting, refreshed from its vendor.
    ///
    /// # Errors
    /// [`Kind::NotFound`]. A silent vendor is no error: what the index knows is shown.
    pub async fn meeting(&self, id: &MeetingId) -> Result<MeetingWhole, Refusal> {
        let services = &self.services;
        let (meeting, failing) = self.fresh(id).await?;
        let connection = services.connection(&meeting.connection).await?;
        let may_edit = self.may_edit(&meeting);
        let store = services.store();
        let password = store.meetings().password(id).await.map_err(stored)?;
        let version = services.version(&meeting, password.as_ref());
        let password = password.filter(|_| may_edit);
        let dial_in = services.dial_in(id).await.map(|known| match may_edit {
            true => known,
            false => DialIn { pin: None, ..known },
        });
        let links = if may_edit { services.links_of(id).await? } else { Vec::new() };
        // What is recorded on demand may be complete while the meeting goes on.
        let capabilities = connection.vendor.capabilities();
        let on_demand = capabilities.record_on_demand.possible();
        // Where people come and go at any time, each stay may be recorded before the planned end.
        let unlisted = !capabilities.list.possible();
        let ended = meeting.state == MeetingState::Ended;
        if ended || meeting.repeat.is_some() || meeting.end.is_none() || on_demand || unlisted {
            services.refresh_recordings(&connection, &meeting).await;
        }
        let recordings = store.recordings().of_meeting(id).await.map_err(stored)?;
        let owner_name = match &meeting.owner {
            Some(owner) => store.people().by_id(owner).await.map_err(stored)?.map(|person| person.name),
            None => None,
        };
        let history = self.history(id, may_edit).await?;
        let capabilities = *connection.vendor.capabilities();
        Ok(MeetingWhole {
            meeting,
            connection,
            capabilities,
            owner_name,
            password,
            dial_in,
            may_edit,
            version,
            links,
            recordings,
            history,
            failing,
        })
    }

    async fn history(
        &self,
        id: &MeetingId,
        may_edit: bool,
    ) -> Result<Vec<(MeetingChange, Option<String>)>, Refusal> {
        let store = self.services.store();
        let mut lines = Vec::new();
        for mut change in store.changes().of_meeting(id, MOST_CHANGES as i64 + 1).await.map_err(stored)? {
            if !may_edit && names_a_colleague(&change.what) {
                change.detail = Value::Null;
            }
            let name = match &change.person {
                Some(person) => store.people().by_id(person).await.map_err(stored)?.map(|person| person.name),
                None => None,
            };
            lines.push((change, name));
        }
        Ok(lines)
    }

    /// The meeting as of a second ago at most, or as the index knows it and why that is all.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn fresh(&self, id: &MeetingId) -> Result<(Meeting, Option<Refusal>), Refusal> {
        let meeting = self.find(id).await?;
        let failing = self.services.look_again(&meeting).await.err();
        Ok((self.find(id).await?, failing))
    }
}

impl Organizer {
    /// The meeting as the vendor has it right now, so that a change starts from the truth.
    ///
    /// # Errors
    /// [`Kind::NotFound`], [`Kind::NotAllowed`].
    pub async fn editable(
        &self,
        id: &MeetingId,
    ) -> Result<(Meeting, Connection, Option<SecretString>), Refusal> {
        let (meeting, _) = self.own(id).await?;
        // A silent vendor does not keep anyone from the form; saving will tell.
        let _ = self.services.look_again(&meeting).await;
        let (meeting, connection) = self.own(id).await?;
        let password = self.services.store().meetings().password(id).await.map_err(stored)?;
        Ok((meeting, connection, password))
    }
}

impl Services {
    /// Asks the vendor about a meeting, once a second at most however many ask and on however many replicas,
    /// and files the answer.
    ///
    /// # Errors
    /// The vendor did not answer; the index stays as it is.
    pub(crate) async fn look_again(&self, meeting: &Meeting) -> Result<(), Refusal> {
        let open = matches!(meeting.state, MeetingState::Scheduled | MeetingState::Live);
        let Some(vendor_id) = meeting.vendor_id.clone().filter(|_| open) else { return Ok(()) };
        let services = self.clone();
        let meeting = meeting.clone();
        let key = meeting.id.clone();
        let ask = async move {
            // Boxed, because whoever looks would else carry all of it.
            let heard = Box::pin(services.ask(&meeting, &vendor_id)).await;
            (Instant::now(), heard)
        };
        self.inner.looked.get_with(key, ask).await.1
    }

    /// What was heard of a meeting a moment ago is no longer so. The next look asks anew; whoever brings that
    /// about waits until it may, for a thousand who are turned away at once must not ask a thousand times.
    pub(crate) async fn doubt(&self, meeting: &MeetingId) {
        if let Some((heard, _)) = self.inner.looked.get(meeting).await {
            sleep_until(heard + self.inner.pace.min(LONGEST_DOUBT)).await;
            // Somebody else may have asked meanwhile.
            if self.inner.looked.get(meeting).await.is_some_and(|(again, _)| again == heard) {
                self.inner.looked.invalidate(meeting).await;
            }
        }
    }

    async fn ask(&self, meeting: &Meeting, vendor_id: &VendorMeetingId) -> Result<(), Refusal> {
        if !self.is_our_turn(&meeting.id).await? {
            return Ok(());
        }
        let connection = self.connection(&meeting.connection).await?;
        let vendor = self.vendor(&connection).await?;
        if let Client::Webapi(webapi) = &vendor {
            return self.look_by_presence(meeting, vendor_id, &connection, webapi).await;
        }
        let asked = self.now();
        let detail = vendor.detail(vendor_id).await;
        match self.heed(&connection, &*vendor, detail).await {
            Ok(detail) => {
                // What the vendor leaves out is as it is known by now, not as when somebody began to look.
                let known = self.store().meetings().by_id(&meeting.id).await.map_err(stored)?;
                Box::pin(self.file_detail(known.as_ref().unwrap_or(meeting), detail, asked)).await
            }
            // 22201: it was deleted at the vendor.
            Err(refusal) if is_gone(&refusal) => self.file_gone(meeting).await,
            Err(refusal) => Err(refusal),
        }
    }

    /// Another replica may have asked within the last second; what it hears stands in the index.
    async fn is_our_turn(&self, meeting: &MeetingId) -> Result<bool, Refusal> {
        let pace = i64::try_from(self.inner.pace.as_millis()).unwrap_or(i64::MAX);
        if pace == 0 || !self.store().is_shared() {
            return Ok(true);
        }
        let (name, now) = (format!("look:{meeting}"), self.now());
        let until = Timestamp::from_millis(now.millis().saturating_add(pace));
        self.store().leases().acquire(&name, &self.inner.replica, now, until).await.map_err(stored)
    }

    pub(super) async fn file_gone(&self, meeting: &Meeting) -> Result<(), Refusal> {
        let known = self.store().meetings().by_id(&meeting.id).await.map_err(stored)?;
        // It may have been booked again while the vendor was asked about its former number.
        if known.is_none_or(|known| known.vendor_id != meeting.vendor_id) {
            return Ok(());
        }
        let over = meeting.state == MeetingState::Live || meeting.end.is_some_and(|end| end <= self.now());
        let state = if over { MeetingState::Ended } else { MeetingState::Cancelled };
        let meetings = self.store().meetings();
        if meetings.set_state(&meeting.id, state, None, self.now()).await.map_err(stored)? && !over {
            self.remember(&meeting.id, None, "cancelled-elsewhere", "").await;
        }
        Ok(())
    }

    /// Takes over what the vendor says of a meeting.
    pub(crate) async fn file_detail(
        &self,
        known: &Meeting,
        detail: MeetingDetail,
        asked: Timestamp,
    ) -> Result<(), Refusal> {
        let meetings = self.store().meetings();
        let repeat = repeat_after(known.repeat, &detail);
        let options = options_after(known, &detail);
        let is_live = known.state == MeetingState::Live;
        let renewed = Meeting {
            subject: said(detail.subject, &known.subject),
            start: detail.start.unwrap_or(known.start),
            end: detail.end.or(known.end),
            repeat,
            // What runs runs on if the vendor does not say how it stands.
            state: if detail.silent.state && is_live { known.state } else { detail.state },
            host_name: said(detail.host_name, &known.host_name),
            members: detail.members.unwrap_or(known.members),
            options: Some(options),
            public_url: detail.public_url,
            seen: asked,
            ..known.clone()
        };
        let differs = known.is_changed_as(&renewed);
        let dial_in = DialIn::of(detail.phone_number, detail.phone_pin);
        if meetings.refresh(&renewed).await.map_err(stored)? && differs {
            self.remember(&known.id, None, "changed-elsewhere", "").await;
        }
        let before = meetings.password(&known.id).await.map_err(stored)?;
        let same = match (&before, &detail.password) {
            (Some(a), Some(b)) => a.expose_secret() == b.expose_secret(),
            (None, None) => true,
            _ => detail.silent.password,
        };
        // What was asked before a change must not bring an older password back.
        let newest = meetings.by_id(&known.id).await.map_err(stored)?.is_some_and(|now| now.seen <= asked);
        if !same && newest {
            meetings.set_password(&known.id, detail.password.as_ref()).await.map_err(stored)?;
        }
        if newest && matches!(renewed.options, Some(VendorOptions::Cloudroom(_))) {
            self.keep_ways_in(&known.id, dial_in, detail.host_url).await?;
        }
        Ok(())
    }

    /// After a creation: fetches what only the vendor knows (host, public address). Not worth failing for;
    /// nothing to do at a vendor that tells of no meeting.
    pub(crate) async fn take_over_detail(
        &self,
        connection: &Connection,
        vendor: &dyn MeetingVendor,
        id: &MeetingId,
        vendor_id: &VendorMeetingId,
    ) {
        if !vendor.capabilities().list.possible() {
            return;
        }
        let asked = self.now();
        let detail = vendor.detail(vendor_id).await;
        let Ok(detail) = self.heed(connection, vendor, detail).await else { return };
        if let Ok(Some(known)) = self.store().meetings().by_id(id).await
            && let Err(refusal) = self.file_detail(&known, detail, asked).await
        {
            tracing::warn!(%refusal, "the details of a new meeting could not be filed");
        }
    }
}

/// The options by what the vendor says; where it says nothing, what is known stays.
fn options_after(known: &Meeting, detail: &MeetingDetail) -> VendorOptions {
    let mut told = detail.options_over(known.options.as_ref());
    // The room that the vendor chose is not one that was asked for.
    if let (VendorOptions::Vmr(told), Some(VendorOptions::Vmr(known))) = (&mut told, &known.options)
        && known.room.is_none()
    {
        told.room = None;
    }
    told
}

/// A text as the vendor says it; an empty one says nothing.
fn said(told: String, known: &str) -> String {
    if told.is_empty() { known.to_owned() } else { told }
}

/// How a meeting repeats by what the vendor says; where it says nothing, what is known stays.
pub(super) fn repeat_after(known: Option<Repeat>, detail: &MeetingDetail) -> Option<Repeat> {
    if detail.silent.repeat {
        return known;
    }
    let told = detail.repeat?;
    match detail.silent.until {
        true => Some(Repeat { until: known.and_then(|known| known.until), ..told }),
        false => Some(told),
    }
}

/// Did the vendor say that the meeting has not begun, so that it lets nobody in yet?
pub(crate) fn is_not_begun(refusal: &Refusal) -> bool {
    refusal.vendor.as_ref().is_some_and(|vendor| vendor.code == "22203")
}

/// Did the vendor say that the meeting has ended already?
pub(crate) fn is_over(refusal: &Refusal) -> bool {
    refusal.vendor.as_ref().is_some_and(|vendor| vendor.code == "22204")
}

/// Did the vendor say that there is no such meeting? WebAPI says the same of one whose time is over.
pub(crate) fn is_gone(refusal: &Refusal) -> bool {
    let gone = |code: &str| matches!(code, "22201" | MEETING_GONE | MEETING_DELETED);
    refusal.kind == Kind::NotFound || refusal.vendor.as_ref().is_some_and(|vendor| gone(&vendor.code))
}
