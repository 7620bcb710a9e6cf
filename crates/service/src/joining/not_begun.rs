//! Doors behind which the vendor lets nobody in yet: because the host must be there first, or because it opens
//! its meetings later than the link does.
//!
//! The first is known from the meeting's rules, and nobody is sent to the vendor in vain. The second only the
//! vendor knows: once it has refused somebody, the others wait as well, until the meeting runs or it is time for
//! somebody to try again. So a crowd that waits costs one join call now and then, and no question about the
//! meeting more than one that waits for its start.

use super::ticket::Ticket;
use super::{Door, Guest, HandOver};
use portico_domain::links::JoinRole;
use portico_domain::meetings::{MeetingState, VendorOptions};
use portico_domain::time::Timestamp;

/// What a vendor said of a meeting.
#[derive(Clone, Copy)]
pub(crate) struct NotYet {
    /// Before then nobody tries again.
    again: Timestamp,
    /// Did the meeting run, as far as was known? When that changes, so may the answer.
    live: bool,
}

/// Near the start, and while a meeting goes on without its host, somebody tries as often as this.
const SOONEST_SECONDS: i64 = 30;
/// However far off the start is, somebody tries as often as this.
const LATEST_SECONDS: i64 = 600;

impl Guest {
    /// The door of a meeting that this guest may not enter yet, though it is time.
    pub(super) fn held_back(&self) -> Option<Door> {
        // Whoever comes as host is who the others wait for.
        if self.found.link.role == JoinRole::Host {
            return None;
        }
        if let Some(again) = self.told_not_yet() {
            return Some(Door::NotBegun { again: Some(again) });
        }
        // While the vendor is silent nobody knows whether the host has come: trying is still possible.
        let waits = !self.is_live() && !self.joins_before_host() && self.failing.is_none();
        waits.then_some(Door::NotBegun { again: None })
    }

    /// May this guest be the one who tries? Where somebody was refused before, one at a time.
    pub(super) fn begin_try(&self) -> bool {
        if self.found.link.role == JoinRole::Host {
            return true;
        }
        if self.told_not_yet().is_some() {
            return false;
        }
        // Until it is known how this one fares, the others do not try.
        if self.services.inner.not_yet.contains_key(&self.found.meeting.id) {
            self.note_not_yet();
        }
        true
    }

    /// The vendor said that it lets nobody in yet.
    pub(super) fn note_not_yet(&self) {
        let now = self.services.now();
        let left = self.occurrence().0.since(now).div_euclid(1000);
        let pause = (left / 4).clamp(SOONEST_SECONDS, LATEST_SECONDS);
        let said = NotYet { again: now.plus_seconds(pause), live: self.is_live() };
        self.services.inner.not_yet.insert(self.found.meeting.id.clone(), said);
    }

    /// The vendor said something else.
    pub(super) fn forget_not_yet(&self) {
        self.services.inner.not_yet.invalidate(&self.found.meeting.id);
    }

    /// For whoever has to wait, with what lets them go on without typing the passcode again.
    pub(super) fn not_begun(&self) -> HandOver {
        HandOver::NotBegun { ticket: self.write_ticket(&Ticket::of_admission(self.services.now())) }
    }

    /// When somebody may try again, if the vendor refused somebody not long ago.
    fn told_not_yet(&self) -> Option<Timestamp> {
        let said = self.services.inner.not_yet.get(&self.found.meeting.id)?;
        (said.again > self.services.now() && said.live == self.is_live()).then_some(said.again)
    }

    fn is_live(&self) -> bool {
        self.found.meeting.state == MeetingState::Live
    }

    /// What is not known is not forbidden: the vendor has the last word.
    fn joins_before_host(&self) -> bool {
        match &self.found.meeting.options {
            Some(VendorOptions::Cloudroom(options)) => options.attributes.join_before_host,
            _ => true,
        }
    }
}
