//! Connections: one vendor account each. Secrets are not here; they are write-only.

use crate::capabilities::Vendor;
use crate::ids::ConnectionId;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The zone in which vendor times without a zone are read, unless the connection says otherwise.
pub const DEFAULT_ZONE: &str = "Asia/Shanghai";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub id: ConnectionId,
    /// What people call it; also its name in `/proxy/{connection}/…`.
    pub name: String,
    pub vendor: Vendor,
    /// For CloudRoom up to and including `/CLOUDROOM-SERVER/v2`.
    pub base_url: String,
    /// The public half of the credential (CloudRoom: `secretId`; VMR: API ID, where there is one).
    pub public_id: String,
    /// IANA name.
    pub zone: String,
    /// Hosts besides the base's own from which recordings may be fetched.
    pub media_hosts: Vec<String>,
    /// May the base or media be at a loopback or private address.
    pub private_network: bool,
    pub settings: ConnectionSettings,
    pub paused: bool,
    pub created: Timestamp,
    pub health: Health,
}

/// How many people a minute are let in where each of them is one call of the vendor.
pub const DEFAULT_JOINS_A_MINUTE: u32 = 1_200;
/// The most that can be set: one in each millisecond.
pub const MOST_JOINS_A_MINUTE: u32 = 60_000;

/// The most days that new recordings can be kept for; beyond that they may as well stay.
pub const MOST_RECORDING_DAYS: u32 = 3_650;

/// What only some vendors' connections have. Empty or `false` where it does not apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConnectionSettings {
    /// VMR: in whose name is booked and listed (`account`, `xxxx@xxxx`).
    pub account: String,
    /// VMR: how API ID and API KEY make the `auth` header, such as `{id}:{key}`; empty = the secret is the
    /// whole header.
    pub auth_form: String,
    /// VMR: IANA name; the zone of recording times. Empty = UTC.
    pub recording_zone: String,
    /// WebAPI: address of the recording server; empty = recordings lie on the meeting server.
    pub recording_base: String,
    /// CloudRoom: the platform's own `secretId`, which the companies want.
    pub platform_id: String,
    /// CloudRoom: users and departments are signed with the platform's secret instead of the company's.
    pub directory_by_platform: bool,
    /// CloudRoom: the page where people get the client; empty = none is offered.
    pub client_address: String,
    /// CloudRoom: the numbers by which people call in, with commas between them; empty = none is offered.
    pub dial_in: String,
    /// CloudRoom: how many people a minute are let in at most; absent = [`DEFAULT_JOINS_A_MINUTE`].
    pub joins_a_minute: Option<u32>,
    /// Where the vendor can delete recordings: after so many days here a new one is deleted; absent = never.
    pub recording_days: Option<u32>,
    /// This is the trial's sandbox, where the credentials printed in vendors' documents are accepted.
    pub trial: bool,
}

impl ConnectionSettings {
    /// How many people a minute are let in at most.
    pub fn joins_a_minute(&self) -> u32 {
        self.joins_a_minute.unwrap_or(DEFAULT_JOINS_A_MINUTE)
    }
}

/// What the last contact with the vendor showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Health {
    /// When the vendor last gave any well-formed answer.
    pub answered: Option<Timestamp>,
    /// When a contact last failed.
    pub failed: Option<Timestamp>,
    /// The kind of that failure: a [`crate::refusals::Kind`] name.
    pub failure: Option<String>,
    /// The vendor's code in that failure.
    pub code: Option<String>,
    /// The vendor's clock minus ours, in seconds, from its `Date` header.
    pub skew_seconds: Option<i64>,
    /// When the index last took over everything the vendor lists.
    pub synchronised: Option<Timestamp>,
}

impl Health {
    /// Did the last contact fail?
    pub fn is_failing(&self) -> bool {
        self.failed > self.answered
    }
}
