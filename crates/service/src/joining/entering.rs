//! The way in: a place in the queue where there is one, one use of the link, then the vendor's join call.

use super::queue::Turn;
use super::taken::Taken;
use super::ticket::Ticket;
use super::{Door, Guest, HandOver};
use crate::Services;
use crate::failures::stored;
use crate::meetings::is_not_begun;
use crate::sessions::Visit;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::forms::read_nickname;
use portico_domain::ids::VendorMeetingId;
use portico_domain::links::JoinRole;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::kit::VendorError;
use portico_vendors::{Entry, Joiner, MeetingVendor};

/// What is typed at a door.
#[derive(Clone, Copy, Default)]
pub struct Typed<'t> {
    pub name: &'t str,
    pub passcode: &'t str,
    /// Of a place in the queue; empty without one.
    pub ticket: &'t str,
}

/// Is the vendor asked once for each person who goes in? WebAPI's token is made here, and VMR's number is
/// the same for everybody.
pub(super) fn queues(vendor: Vendor) -> bool {
    vendor == Vendor::Cloudroom
}

impl Services {
    /// Notes how the vendor did, if it was asked: a token page is made here, so it says nothing of that.
    pub(super) async fn heed_entry(
        &self,
        connection: &Connection,
        vendor: &dyn MeetingVendor,
        answer: Result<Entry, VendorError>,
    ) -> Result<Entry, Refusal> {
        match answer {
            Ok(entry @ Entry::Url { .. }) => Ok(entry),
            answer => self.heed(connection, vendor, answer).await,
        }
    }

    /// Goes in at a link: as [`Guest::enter`], or as [`Guest::come_back`] with a ticket. Name and passcode are
    /// read before anybody is asked about the meeting, and at a link that there is not they are read alike.
    ///
    /// # Errors
    /// As [`Guest::enter`]; [`Kind::NotFound`].
    pub async fn enter(
        &self,
        slug: &str,
        typed: Typed<'_>,
        visit: &Visit,
    ) -> Result<(Guest, HandOver), Refusal> {
        let guest = match self.find_guest(slug).await {
            Ok(guest) => guest,
            Err(unknown) if unknown.kind == Kind::NotFound => {
                read_nickname(typed.name).map_err(|_| unknown.clone())?;
                let refusal = self.check_nothing(slug, typed.passcode, visit).await.err();
                // Whoever guesses too much is told so, whether there is such a link or not.
                return Err(refusal.filter(|it| it.kind != Kind::Invalid).unwrap_or(unknown));
            }
            Err(refusal) => return Err(refusal),
        };
        if let Some(ticket) = guest.read_ticket(typed.ticket) {
            // Whoever comes back to their turn is not asked about; whoever waits for the meeting may try where the vendor
            // is silent about it.
            let guest = if ticket.is_place() { guest } else { guest.look(slug).await? };
            let name = read_nickname(typed.name).map_err(Refusal::invalid)?;
            let way = guest.go_in(&name, Some(ticket)).await?;
            return Ok((guest, way));
        }
        let name = guest.admit(typed.name, typed.passcode, visit).await?;
        let guest = guest.look(slug).await?;
        let way = guest.go_in(&name, None).await?;
        Ok((guest, way))
    }
}

impl Guest {
    /// Goes in, or gets a place in the queue: checks name, passcode, door and uses again, and asks the vendor
    /// for the way. A use of the link is counted when the vendor is asked, not for a place.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the fields `name`, `passcode`; [`Kind::Conflict`] if the door is not open;
    /// [`Kind::Throttled`]; the vendor's refusal.
    pub async fn enter(&self, name: &str, passcode: &str, visit: &Visit) -> Result<HandOver, Refusal> {
        let name = self.admit(name, passcode, visit).await?;
        self.go_in(&name, None).await
    }

    /// The name as it may be shown, of somebody who knows the passcode.
    async fn admit(&self, name: &str, passcode: &str, visit: &Visit) -> Result<String, Refusal> {
        let name = read_nickname(name).map_err(Refusal::invalid)?;
        self.check_passcode(passcode, visit).await?;
        Ok(name)
    }

    /// Goes in with the ticket of a place in the queue. Too early, it gets the same place again; too late, or
    /// with a ticket that was used, a new one. One that was not given here is as none.
    ///
    /// # Errors
    /// As [`Guest::enter`].
    pub async fn come_back(&self, name: &str, ticket: &str, visit: &Visit) -> Result<HandOver, Refusal> {
        let Some(ticket) = self.read_ticket(ticket) else { return self.enter(name, "", visit).await };
        let name = read_nickname(name).map_err(Refusal::invalid)?;
        self.go_in(&name, Some(ticket)).await
    }

    async fn go_in(&self, name: &str, shown: Option<Ticket>) -> Result<HandOver, Refusal> {
        match self.door() {
            Door::Open => {}
            Door::NotBegun { .. } => return Ok(self.not_begun()),
            _ => return Err(Kind::Conflict.into()),
        }
        let number = self.found.meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        if self.found.connection.paused {
            return Err(Kind::Paused.into());
        }
        let mut place = None;
        if self.queues() {
            let (ticket, shown) = match self.wait_for_turn(shown.filter(Ticket::is_place)).await? {
                Turn::Later(place) => return Ok(HandOver::Queued(place)),
                Turn::Now { ticket, shown } => (ticket, shown),
            };
            if shown && !self.claim(&ticket).await? {
                return self.queue_anew().await.map(HandOver::Queued);
            }
            // Others may have been refused while this one waited.
            if !self.begin_try() {
                return Ok(self.not_begun());
            }
            place = Some(ticket);
        }
        self.ask_for_way(name, number, place).await
    }

    /// Takes one use of the link and asks the vendor for the way.
    async fn ask_for_way(
        &self,
        name: &str,
        number: &VendorMeetingId,
        place: Option<Ticket>,
    ) -> Result<HandOver, Refusal> {
        let services = &self.services;
        // Only now: whoever is told to wait needs neither.
        let vendor = services.vendor(&self.found.connection).await?;
        let password = services.store().meetings().password(&self.found.meeting.id).await.map_err(stored)?;
        let Some(taken) = self.take_use().await? else { return Err(Kind::Conflict.into()) };
        if place.is_some_and(|ticket| self.is_too_late(&ticket)) {
            taken.give_back().await?;
            return self.queue_anew().await.map(HandOver::Queued);
        }
        if self.queues() {
            self.count_call();
        }
        let link = &self.found.link;
        let joiner = Joiner { name, role: link.role, password: password.as_ref() };
        let answer = vendor.join(number, joiner).await;
        match services.heed_entry(&self.found.connection, &*vendor, answer).await {
            Ok(entry) => {
                self.forget_not_yet();
                services.note(None, "link.join", link.id.as_str(), "done", "").await?;
                self.remember_entrant(&entry, name).await;
                let way = self.hand_over(entry).await;
                taken.keep();
                Ok(way)
            }
            Err(refusal) => self.turned_away(taken, refusal).await,
        }
    }

    fn queues(&self) -> bool {
        queues(self.found.connection.vendor)
    }

    /// The vendor said no. If that is because it was asked too often, there is a place in the queue for it; if it
    /// is too early, there is the wait.
    async fn turned_away(&self, taken: Taken, refusal: Refusal) -> Result<HandOver, Refusal> {
        let (services, link) = (&self.services, &self.found.link);
        // A host whom the vendor does not let in has nobody to wait for.
        let early = link.role != JoinRole::Host && is_not_begun(&refusal);
        match refusal.kind {
            _ if early => self.note_not_yet(),
            // A vendor in trouble says nothing of the meeting, and must not be asked for everybody who waits.
            Kind::VendorSilent | Kind::VendorBusy | Kind::Unavailable => {}
            _ => self.forget_not_yet(),
        }
        taken.give_back().await?;
        // What was heard a moment ago is no longer so; the page that says why looks anew.
        services.doubt(&self.found.meeting.id).await;
        services.note(None, "link.join", link.id.as_str(), "refused", &refusal.to_string()).await?;
        if early {
            return Ok(self.not_begun());
        }
        if self.queues() && refusal.kind == Kind::VendorBusy {
            services.slow_down(&self.found.connection, &refusal).await?;
            return self.queue_anew().await.map(HandOver::Queued);
        }
        Err(refusal)
    }

    async fn hand_over(&self, entry: Entry) -> HandOver {
        match entry {
            Entry::Client { crmt } => {
                let dial_in = self.services.dial_in(&self.found.meeting.id).await;
                let public_url = self.browser_address().await;
                HandOver::Client { crmt, public_url, dial_in }
            }
            Entry::Url { url, user_id } => HandOver::Page { url, user_id },
            Entry::Number { share_address, short_number, pin } => {
                HandOver::Number { share_address, short_number, pin }
            }
        }
    }
}
