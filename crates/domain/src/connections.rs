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

/// The index takes over what a vendor lists twice a minute. What is older than this is worth a word.
pub const LATE_SECONDS: i64 = 300;

/// Why what is shown of a connection is older than it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lag {
    /// Its vendor did not answer, or not as it should, when it was last asked.
    Silent,
    /// Its vendor answers, but has not told all that it lists for a while.
    Behind,
    /// It is paused, so nobody asks.
    Paused,
}

impl Connection {
    /// Why what the index has of it is old; `None`: it is as fresh as can be.
    pub fn lag(&self, now: Timestamp) -> Option<Lag> {
        if self.paused {
            return Some(Lag::Paused);
        }
        // A new connection has a little time to be read.
        let known = self.health.synchronised.unwrap_or(self.created);
        let late = |at: Timestamp| at.since(known) > LATE_SECONDS * 1000;
        if self.health.is_failing() && !self.health.answered.is_some_and(late) {
            return Some(Lag::Silent);
        }
        late(now).then_some(Lag::Behind)
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

/// May a page of ours lead to an address that a vendor gave? `https:` always; `http:`, which anybody on the way can
/// read and change, only where the connection is in a private network. Else it is shown as text.
pub fn may_be_linked(address: &str, private_network: bool) -> bool {
    let begins =
        |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins("https://") || (private_network && begins("http://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_are_linked_and_plain_ones_in_a_private_network_alone() {
        for private in [false, true] {
            assert!(may_be_linked("https://meet.example.com/1", private));
            assert_eq!(may_be_linked("HTTP://10.0.0.1/", private), private);
            for bad in
                ["javascript:alert(1)", "data:text/html,x", "//example.com", "", "http:/x", "crmt:1", "会议"]
            {
                assert!(!may_be_linked(bad, private), "{bad}");
            }
        }
    }

    fn connection(health: Health) -> Connection {
        Connection {
            id: ConnectionId::new("c"),
            name: "Main".into(),
            vendor: Vendor::Cloudroom,
            base_url: String::new(),
            public_id: String::new(),
            zone: DEFAULT_ZONE.into(),
            media_hosts: Vec::new(),
            private_network: false,
            settings: ConnectionSettings::default(),
            paused: false,
            created: Timestamp::from_seconds(0),
            health,
        }
    }

    fn health(answered: Option<i64>, failed: Option<i64>, synchronised: Option<i64>) -> Health {
        let at = |seconds: Option<i64>| seconds.map(Timestamp::from_seconds);
        let (answered, failed, synchronised) = (at(answered), at(failed), at(synchronised));
        Health { answered, failed, synchronised, ..Health::default() }
    }

    #[test]
    fn what_is_shown_of_a_connection_is_old_when_it_fails_lags_or_rests() {
        let lag = |now, answered, failed, synchronised| {
            connection(health(answered, failed, synchronised)).lag(Timestamp::from_seconds(now))
        };
        assert_eq!(lag(1030, Some(1000), None, Some(1000)), None);
        assert_eq!(lag(1030, Some(1000), Some(900), Some(1000)), None, "it failed before");
        assert_eq!(lag(1030, Some(1000), Some(1020), Some(1000)), Some(Lag::Silent));
        assert_eq!(lag(9000, Some(1000), Some(8990), Some(1000)), Some(Lag::Silent));
        assert_eq!(lag(9000, Some(8990), None, Some(1000)), Some(Lag::Behind));
        assert_eq!(lag(9000, Some(8980), Some(8990), Some(1000)), Some(Lag::Behind), "it answered later");
        assert_eq!(lag(LATE_SECONDS, None, None, None), None, "just added");
        assert_eq!(lag(LATE_SECONDS + 1, None, None, None), Some(Lag::Behind));
        assert_eq!(lag(10, None, Some(5), None), Some(Lag::Silent));
        let resting = Connection { paused: true, ..connection(health(Some(9), None, Some(9))) };
        assert_eq!(resting.lag(Timestamp::from_seconds(10)), Some(Lag::Paused));
    }
}
