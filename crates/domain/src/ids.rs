//! Identifiers. Ours are UUIDv7 texts, so that they sort by creation; vendors' ids are opaque texts,
//! because a browser's number cannot hold them.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! text_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self { Self(text.into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )*};
}

text_id! {
    /// A meeting in Portico's index.
    MeetingId,
    /// A recording in Portico's index.
    RecordingId,
    /// A connection to one vendor account.
    ConnectionId,
    /// Someone with an account here.
    PersonId,
    /// A join link.
    LinkId,
    /// The link of a shared recording.
    RecordingLinkId,
    /// A sign-in session.
    SessionId,
    /// An API token.
    TokenId,
    /// An address that events are sent to.
    WebhookId,
    /// One event on its way to one address.
    DeliveryId,
    /// The record of a change that Portico is about to make at a vendor.
    IntentId,
    /// Meetings that Portico made as the occurrences of one.
    SeriesId,
    /// The number of a meeting at its vendor (CloudRoom: `confId`).
    VendorMeetingId,
    /// A recording at its vendor (CloudRoom: `fileId`, hexadecimal or 18 digits).
    VendorRecordingId,
}
