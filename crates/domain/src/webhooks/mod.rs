//! Webhooks: what another system is told of, where, and how each telling went.

mod announcing;

pub use announcing::Announced;

use crate::ids::{DeliveryId, MeetingId, WebhookId};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What every signing secret begins with (Standard Webhooks 1.0.0, "Signature scheme").
pub const SECRET_PREFIX: &str = "whsec_";

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EventKind {
    /// A meeting stands in the index for the first time, or again after it had been cancelled.
    Scheduled,
    /// Subject, time, repetition or number are others.
    Changed,
    Started,
    Ended,
    Cancelled,
    /// Another number of people is inside.
    Participants,
    /// Somebody went in through a join link.
    Joined,
    /// The vendor lists a recording.
    RecordingReady,
    /// A recording is gone at its vendor.
    RecordingDeleted,
    /// Somebody tries the address out. Nobody subscribes to it.
    Test,
}

impl EventKind {
    /// Those that can be subscribed to.
    pub const ALL: [EventKind; 9] = [
        EventKind::Scheduled,
        EventKind::Changed,
        EventKind::Started,
        EventKind::Ended,
        EventKind::Cancelled,
        EventKind::Participants,
        EventKind::Joined,
        EventKind::RecordingReady,
        EventKind::RecordingDeleted,
    ];

    /// As it stands in `type`.
    pub const fn name(self) -> &'static str {
        match self {
            EventKind::Scheduled => "meeting.scheduled",
            EventKind::Changed => "meeting.changed",
            EventKind::Started => "meeting.started",
            EventKind::Ended => "meeting.ended",
            EventKind::Cancelled => "meeting.cancelled",
            EventKind::Participants => "meeting.participants",
            EventKind::Joined => "meeting.joined",
            EventKind::RecordingReady => "recording.ready",
            EventKind::RecordingDeleted => "recording.deleted",
            EventKind::Test => "webhook.test",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().chain([EventKind::Test]).find(|kind| kind.name() == name)
    }
}

/// Why an address is no longer written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StopReason {
    /// It answered 410.
    Gone,
    /// Nothing had arrived for [`PATIENCE_DAYS`].
    Failing,
}

impl StopReason {
    pub const fn name(self) -> &'static str {
        match self {
            StopReason::Gone => "gone",
            StopReason::Failing => "failing",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [StopReason::Gone, StopReason::Failing].into_iter().find(|reason| reason.name() == name)
    }
}

/// For so many days in a row everything may fail before an address is no longer written to.
pub const PATIENCE_DAYS: i64 = 3;
/// An event is tried again for so many hours.
pub const TRY_HOURS: i64 = 24;
/// After a change of the secret, deliveries are signed with the former one, too, for so many hours.
pub const OVERLAP_HOURS: i64 = 24;
/// The log keeps what is settled for so many days.
pub const LOG_DAYS: i64 = 30;

/// An address that events are sent to. Its secret is only ever in the hands of the store and the signer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    pub events: BTreeSet<EventKind>,
    /// It may be at a private address, and speak `http:`.
    pub private_network: bool,
    /// Events are kept, and sent once it goes on.
    pub paused: bool,
    pub created: Timestamp,
    /// Since when nothing has arrived.
    pub failing: Option<Timestamp>,
    /// Since when it is no longer written to, and why. Events of this time are not kept for it.
    pub stopped: Option<(Timestamp, StopReason)>,
    /// Until when deliveries are signed with the former secret, too.
    pub overlap: Option<Timestamp>,
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    Waiting,
    Delivered,
    /// Given up. It can be sent again by hand.
    Failed,
}

impl DeliveryState {
    pub const ALL: [DeliveryState; 3] =
        [DeliveryState::Waiting, DeliveryState::Delivered, DeliveryState::Failed];

    pub const fn name(self) -> &'static str {
        match self {
            DeliveryState::Waiting => "waiting",
            DeliveryState::Delivered => "delivered",
            DeliveryState::Failed => "failed",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// Why a try brought nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failing {
    /// It answered with a status outside of 200 to 299.
    Status,
    /// No answer came in time.
    Late,
    /// The connection broke, or what came was not HTTP.
    Cut,
    /// The name has no address.
    NoSuchName,
    /// The name leads to an address that may not be spoken to.
    NotAllowed,
    /// Its certificate or handshake was not acceptable.
    Tls,
    /// Nobody listens there.
    NoConnection,
    /// It was not tried any more, because the address is no longer written to.
    Stopped,
}

impl Failing {
    pub const ALL: [Failing; 8] = [
        Failing::Status,
        Failing::Late,
        Failing::Cut,
        Failing::NoSuchName,
        Failing::NotAllowed,
        Failing::Tls,
        Failing::NoConnection,
        Failing::Stopped,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Failing::Status => "status",
            Failing::Late => "late",
            Failing::Cut => "cut",
            Failing::NoSuchName => "no-such-name",
            Failing::NotAllowed => "not-allowed",
            Failing::Tls => "tls",
            Failing::NoConnection => "no-connection",
            Failing::Stopped => "stopped",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failing| failing.name() == name)
    }
}

/// One event on its way to one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub id: DeliveryId,
    pub webhook: WebhookId,
    /// What `webhook-id` says: the same for each try, each address and each replay.
    pub event: String,
    pub kind: EventKind,
    /// The meeting it is about, if it is about one.
    pub meeting: Option<MeetingId>,
    /// When it happened.
    pub at: Timestamp,
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: i64,
    /// While it waits: not before.
    pub next: Timestamp,
    /// The last try.
    pub tried: Option<Timestamp>,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Milliseconds that the last try took.
    pub took: Option<i64>,
    pub failing: Option<Failing>,
    /// Sent again by hand, outside of the order.
    pub replay: bool,
}
