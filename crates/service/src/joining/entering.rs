//! The way in: a place in the queue where there is one, one use of the link, then the vendor's join call.

use super::queue::Turn;
use super::ticket::Ticket;
use super::{Door, Guest, HandOver};
use crate::failures::stored;
use crate::sessions::Visit;
use portico_domain::capabilities::Vendor;
use portico_domain::forms::read_nickname;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::kit::VendorError;
use portico_vendors::{Entry, Joiner, MeetingVendor};

impl Guest {
    /// Goes in, or gets a place in the queue: checks name, passcode, door and uses again, and asks the vendor
    /// for the way. A use of the link is counted when the vendor is asked, not for a place.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the fields `name`, `passcode`; [`Kind::Conflict`] if the door is not open;
    /// [`Kind::Throttled`]; the vendor's refusal.
    pub async fn enter(&self, name: &str, passcode: &str, visit: &Visit) -> Result<HandOver, Refusal> {
        let name = read_nickname(name).map_err(Refusal::invalid)?;
        self.check_passcode(passcode, visit).await?;
        self.go_in(&name, None).await
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
        if self.door() != Door::Open {
            return Err(Kind::Conflict.into());
        }
        let services = &self.services;
        let meeting = &self.found.meeting;
        let number = meeting.vendor_id.as_ref().ok_or(Refusal::of(Kind::Unconfirmed))?;
        let vendor = services.vendor(&self.found.connection).await?;
        let password = services.store().meetings().password(&meeting.id).await.map_err(stored)?;
        let mut place = None;
        if self.queues() {
            let (ticket, shown) = match self.wait_for_turn(shown).await? {
                Turn::Later(place) => return Ok(HandOver::Queued(place)),
                Turn::Now { ticket, shown } => (ticket, shown),
            };
            if shown && !self.claim(&ticket).await? {
                return self.queue_anew().await.map(HandOver::Queued);
            }
            place = Some(ticket);
        }
        let links = services.store().links();
        let link = &self.found.link;
        if !links.use_once(&link.id, services.now()).await.map_err(stored)? {
            return Err(Kind::Conflict.into());
        }
        if place.is_some_and(|ticket| self.is_too_late(&ticket)) {
            links.give_back(&link.id).await.map_err(stored)?;
            return self.queue_anew().await.map(HandOver::Queued);
        }
        let joiner = Joiner { name, role: link.role, password: password.as_ref() };
        let answer = vendor.join(number, joiner).await;
        match self.heed_entry(&*vendor, answer).await {
            Ok(entry) => {
                services.note(None, "link.join", link.id.as_str(), "done", "").await?;
                self.remember_entrant(&entry, name).await;
                Ok(self.hand_over(entry))
            }
            Err(refusal) => self.turned_away(refusal).await,
        }
    }

    /// Is the vendor asked once for each person who goes in? WebAPI's token is made here, and VMR's number is
    /// the same for everybody.
    fn queues(&self) -> bool {
        self.found.connection.vendor == Vendor::Cloudroom
    }

    /// The vendor said no. If that is because it was asked too often, there is a place in the queue for it.
    async fn turned_away(&self, refusal: Refusal) -> Result<HandOver, Refusal> {
        let (services, link) = (&self.services, &self.found.link);
        services.store().links().give_back(&link.id).await.map_err(stored)?;
        // What was heard a moment ago is no longer so; the page that says why looks anew.
        services.doubt(&self.found.meeting.id).await;
        services.note(None, "link.join", link.id.as_str(), "refused", &refusal.to_string()).await?;
        if self.queues() && refusal.kind == Kind::VendorBusy {
            self.slow_down(&refusal).await?;
            return self.queue_anew().await.map(HandOver::Queued);
        }
        Err(refusal)
    }

    /// Notes how the vendor did, if it was asked: a token page is made here, so it says nothing of that.
    async fn heed_entry(
        &self,
        vendor: &dyn MeetingVendor,
        answer: Result<Entry, VendorError>,
    ) -> Result<Entry, Refusal> {
        match answer {
            Ok(entry @ Entry::Url { .. }) => Ok(entry),
            answer => self.services.heed(&self.found.connection, vendor, answer).await,
        }
    }

    fn hand_over(&self, entry: Entry) -> HandOver {
        match entry {
            Entry::Client { crmt } => {
                HandOver::Client { crmt, public_url: self.found.meeting.public_url.clone() }
            }
            Entry::Url { url, user_id } => HandOver::Page { url, user_id },
            Entry::Number { share_address, short_number, pin } => {
                HandOver::Number { share_address, short_number, pin }
            }
        }
    }
}
