//! A guest at one link: what the join page shows, and the way into the vendor's meeting.

mod calendar;
mod entering;
mod for_scripts;
mod not_begun;
mod passcode;
mod queue;
mod recordings;
mod taken;
mod ticket;
mod watch;

pub use entering::Typed;
pub use for_scripts::WayIn;
pub(crate) use not_begun::NotYet;
pub use queue::Place;
pub(crate) use queue::spacing;
pub(crate) use watch::Doors;

use crate::Services;
use crate::access::tokens;
use crate::dial_in::DialIn;
use crate::failures::stored;
use crate::throttle::LONGEST_SLUG;
use crate::when::{Zone, occurrences};
use portico_domain::connections::Connection;
use portico_domain::links::{JoinLink, JoinRole};
use portico_domain::meetings::{Meeting, MeetingState, Repeat};
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::time::Timestamp;
use portico_store::links::LinkWithMeeting;
use portico_vendors::Entry;
use secrecy::SecretString;

/// How the door stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Open,
    TooEarly {
        opens: Timestamp,
    },
    /// It is time, but the vendor lets nobody in yet.
    NotBegun {
        /// When somebody may try again, if that is why; else the meeting waits for its host.
        again: Option<Timestamp>,
    },
    UsedUp,
    Ended,
    Cancelled,
    Revoked,
    Expired,
    /// Whether the meeting exists is being checked.
    Unconfirmed,
}

/// Someone who holds a join link.
pub struct Guest {
    services: Services,
    found: LinkWithMeeting,
    /// Why the vendor could not be asked, if it was and did not answer.
    pub failing: Option<Refusal>,
}

/// The last hop. Made at the moment of the join, stored nowhere, logged nowhere, in no address of ours.
pub enum HandOver {
    /// A string that opens the vendor's client, and for those who have none a page, or a number to call.
    Client { crmt: SecretString, public_url: Option<String>, dial_in: Option<DialIn> },
    /// A page whose address lets in whoever has it. `user_id` is what the vendor's attendance will list.
    Page { url: SecretString, user_id: String },
    /// A page to open, a number to dial, and the PIN of the link's role, if there is one.
    Number { share_address: Option<String>, short_number: String, pin: Option<SecretString> },
    /// Not yet: the vendor is asked at a certain moment.
    Queued(Place),
    /// Not yet: the vendor lets nobody in. The ticket stands for the passcode when they come again.
    NotBegun { ticket: SecretString },
}

/// From so long before the door opens on, the vendor is asked how the meeting stands.
const ASK_BEFORE_SECONDS: i64 = 120;

impl Services {
    /// Where somebody in this role enters with nothing but a browser, if that is known.
    async fn browser_address(&self, meeting: &Meeting, role: JoinRole) -> Option<String> {
        match role {
            // The public address would let a host in as anybody else.
            JoinRole::Host => self.host_address(&meeting.id).await,
            _ => meeting.public_url.clone(),
        }
    }

    /// The guest at a link. Asks the vendor only near the start.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn guest(&self, slug: &str) -> Result<Guest, Refusal> {
        self.find_guest(slug).await?.look(slug).await
    }

    /// The guest at a link as it is written here. The vendor is not asked: for whoever comes back from the queue,
    /// whom that could cost their moment, and for whoever typed something wrong.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn guest_unasked(&self, slug: &str) -> Result<Guest, Refusal> {
        self.find_guest(slug).await
    }

    async fn find_guest(&self, slug: &str) -> Result<Guest, Refusal> {
        if slug.len() > LONGEST_SLUG {
            return Err(Kind::NotFound.into());
        }
        let found = self.store().links().by_slug_hash(&tokens::hash_token(slug)).await.map_err(stored)?;
        let found = found.filter(|found| !found.connection_removed);
        let mut found = found.ok_or(Refusal::of(Kind::NotFound))?;
        // A link to one meeting of a series leads to whichever is next.
        if let Some(series) = &found.meeting.series {
            let current = self.store().meetings().current_of_series(series, self.now()).await;
            if let Some(current) = current.map_err(stored)?
                && current.id != found.meeting.id
            {
                found.moved = self.store().meetings().moved(&current.id).await.map_err(stored)?;
                found.meeting = current;
            }
        }
        Ok(Guest { services: self.clone(), found, failing: None })
    }
}

impl Guest {
    /// As it is after the vendor was asked, if it is time to ask.
    async fn look(mut self, slug: &str) -> Result<Self, Refusal> {
        if self.is_near() {
            self.failing = Box::pin(self.services.look_again(&self.found.meeting)).await.err();
            self.found = self.services.find_guest(slug).await?.found;
        }
        Ok(self)
    }

    pub fn meeting(&self) -> &Meeting {
        &self.found.meeting
    }

    pub fn link(&self) -> &JoinLink {
        &self.found.link
    }

    pub fn connection(&self) -> &Connection {
        &self.found.connection
    }

    /// Who invites: whoever scheduled it here, else the host as the vendor names them.
    pub fn organizer(&self) -> &str {
        self.found.organizer.as_deref().unwrap_or(&self.found.meeting.host_name)
    }

    /// The name that the join page fills in: whose link it is.
    pub fn invited(&self) -> Option<&str> {
        let link = &self.found.link;
        link.personal.then_some(link.label.as_str())
    }

    /// When it was to begin, while it is still ahead: whoever got the link before it was moved may still have
    /// the old time.
    pub fn moved_from(&self) -> Option<Timestamp> {
        let (meeting, moved) = (&self.found.meeting, self.found.moved?);
        let (start, _) = self.occurrence();
        let ahead = meeting.state == MeetingState::Scheduled && self.services.now() < start;
        // A repeated meeting that goes on was moved as a whole; its later occurrences were never elsewhere.
        let told = start == meeting.start && moved.from != start && self.found.link.created < moved.at;
        (ahead && told).then_some(moved.from)
    }

    /// The zone of the meeting.
    pub fn zone(&self) -> Zone {
        Zone::named(&self.found.connection.zone).unwrap_or_else(Zone::utc)
    }

    /// Start and end of the meeting, or of the occurrence that runs or comes next.
    pub fn occurrence(&self) -> (Timestamp, Option<Timestamp>) {
        let meeting = &self.found.meeting;
        match meeting.repeat {
            None => (meeting.start, meeting.end),
            Some(repeat) => next_occurrence(meeting, repeat, self.services.now(), &self.zone()),
        }
    }

    fn is_near(&self) -> bool {
        let open = matches!(self.found.meeting.state, MeetingState::Scheduled | MeetingState::Live);
        let (start, _) = self.occurrence();
        let opens = start.plus_minutes(-self.found.link.early_minutes);
        open && self.found.link.revoked.is_none()
            && self.services.now() >= opens.minus_seconds(ASK_BEFORE_SECONDS)
    }

    /// How the door stands now.
    pub fn door(&self) -> Door {
        let (link, meeting, now) = (&self.found.link, &self.found.meeting, self.services.now());
        if link.revoked.is_some() {
            return Door::Revoked;
        }
        // Whatever became of the meeting: it is not told any more.
        if link.expires.is_some_and(|expires| expires <= now) {
            return Door::Expired;
        }
        match meeting.state {
            MeetingState::Cancelled => return Door::Cancelled,
            MeetingState::Ended => return Door::Ended,
            MeetingState::Unconfirmed => return Door::Unconfirmed,
            MeetingState::Scheduled | MeetingState::Live => {}
        }
        if link.most_uses.is_some_and(|most| link.uses >= most) {
            return Door::UsedUp;
        }
        let open = || self.held_back().unwrap_or(Door::Open);
        if meeting.state == MeetingState::Live {
            return open();
        }
        let (start, end) = self.occurrence();
        let opens = start.plus_minutes(-link.early_minutes);
        match end {
            Some(end) if end <= now => Door::Ended,
            _ if now < opens => Door::TooEarly { opens },
            _ => open(),
        }
    }

    /// As [`Services::browser_address`].
    async fn browser_address(&self) -> Option<String> {
        self.services.browser_address(&self.found.meeting, self.found.link.role).await
    }

    /// So that the link's owner sees who used it, and the vendor's attendance can name them. Nobody is kept out
    /// for the lack of it.
    async fn remember_entrant(&self, entry: &Entry, name: &str) {
        let user_id = match entry {
            Entry::Url { user_id, .. } => user_id.clone(),
            Entry::Client { .. } | Entry::Number { .. } => portico_store::new_id(),
        };
        let (meeting, link) = (&self.found.meeting.id, &self.found.link);
        let entrants = self.services.store().entrants();
        let now = self.services.now();
        if let Err(error) = entrants.note(meeting, &user_id, name, link.role.name(), &link.id, now).await {
            tracing::warn!(%error, "who went in could not be noted");
        }
    }
}

/// The occurrence that runs now, else the next one, else the last one there was.
fn next_occurrence(
    meeting: &Meeting,
    repeat: Repeat,
    now: Timestamp,
    zone: &Zone,
) -> (Timestamp, Option<Timestamp>) {
    let lasts = meeting.end.map_or(0, |end| end.since(meeting.start));
    let from = Timestamp::from_millis(now.millis() - lasts).max(meeting.start);
    let year_on = from.plus_seconds(400 * 86_400);
    let found = occurrences(meeting.start, repeat, from, year_on, zone);
    let start = found.into_iter().next().unwrap_or(meeting.start);
    (start, meeting.end.map(|_| Timestamp::from_millis(start.millis() + lasts)))
}
