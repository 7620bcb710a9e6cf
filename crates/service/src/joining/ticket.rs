//! The ticket of a place in the queue: what its holder shows when it is their turn.
//!
//! It says when that is, and that the passcode was right; nobody else can make one, and at another link, or
//! after the passcode was changed, it is worth nothing. Whether it was used stands in the database.

use super::Guest;
use crate::access::tokens;
use portico_domain::time::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// A place in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ticket {
    pub turn: Timestamp,
    /// When the place was given.
    pub given: Timestamp,
    pub id: String,
}

/// In the place of the id: no place, only that the passcode was right.
const ADMITTED: &str = "admitted";
/// So long does that hold for whoever waits for a meeting to begin.
const ADMITTED_SECONDS: i64 = 12 * 3600;

/// So long after its turn a ticket still stands for the passcode; its place is gone long before.
const LASTS_SECONDS: i64 = 900;

impl Ticket {
    /// For whoever waits without a place.
    pub fn of_admission(now: Timestamp) -> Self {
        let turn = now.plus_seconds(ADMITTED_SECONDS - LASTS_SECONDS);
        Self { turn, given: now, id: ADMITTED.to_owned() }
    }

    pub fn is_place(&self) -> bool {
        self.id != ADMITTED
    }

    /// What is sealed, and with the seal behind it the ticket itself.
    fn text(&self) -> String {
        format!("{}-{}-{}", self.turn.millis(), self.given.millis(), self.id)
    }
}

impl Guest {
    pub(super) fn write_ticket(&self, ticket: &Ticket) -> SecretString {
        let text = ticket.text();
        let seal = self.ticket_seal(&text);
        format!("{text}-{seal}").into()
    }

    /// The ticket, if it was given at this link and not too long ago.
    pub(super) fn read_ticket(&self, written: &str) -> Option<Ticket> {
        let (text, seal) = written.rsplit_once('-')?;
        if !bool::from(self.ticket_seal(text).as_bytes().ct_eq(seal.as_bytes())) {
            return None;
        }
        let mut parts = text.splitn(3, '-');
        let mut millis = || parts.next()?.parse().ok().map(Timestamp::from_millis);
        let (turn, given) = (millis()?, millis()?);
        let ticket = Ticket { turn, given, id: parts.next()?.to_owned() };
        (self.services.now() < turn.plus_seconds(LASTS_SECONDS)).then_some(ticket)
    }

    fn ticket_seal(&self, text: &str) -> String {
        let link = self.found.link.id.as_str();
        let passcode = self.found.passcode_hash.as_ref().map_or("", |hash| hash.expose_secret());
        let sealed = format!("{link}\0{passcode}\0{text}");
        tokens::keyed_hash(&self.services.inner.audit_key, "queue ticket", sealed.as_bytes())
    }
}
