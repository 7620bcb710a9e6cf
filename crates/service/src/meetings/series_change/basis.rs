//! How a series stood before several of its meetings were changed. Written down with the intent, so without
//! secrets.

use crate::Services;
use crate::access::tokens;
use crate::when::Zone;
use portico_domain::ids::MeetingId;
use portico_domain::meetings::{Meeting, Reach, VendorOptions};
use portico_domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// When one meeting of the series was to take place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Occurrence {
    pub id: MeetingId,
    pub start: Timestamp,
    pub end: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Basis {
    /// The opened meeting, as the form showed it.
    pub subject: String,
    pub start: Timestamp,
    pub end: Option<Timestamp>,
    pub options: Option<VendorOptions>,
    /// A keyed hash: enough to see whether the form has another one.
    pub password: String,
    /// In which the series keeps its hour.
    zone: String,
    /// The earliest first.
    series: Vec<Occurrence>,
    /// A keyed hash of the form, and how many others were sent with the same key before it.
    asked: String,
    round: u32,
    /// More than one try has gone by it, so some of the others may have been changed already.
    #[serde(default)]
    begun: bool,
    /// One of the tries was to change when they take place.
    #[serde(default)]
    times: bool,
}

impl Basis {
    pub fn new(opened: &Meeting, series: &[Meeting], password: String, zone: &Zone, asked: String) -> Self {
        let one =
            |meeting: &Meeting| Occurrence { id: meeting.id.clone(), start: meeting.start, end: meeting.end };
        Self {
            subject: opened.subject.clone(),
            start: opened.start,
            end: opened.end,
            options: opened.options.clone(),
            password,
            zone: zone.name().to_owned(),
            series: series.iter().map(one).collect(),
            asked,
            round: 0,
            begun: false,
            times: false,
        }
    }

    /// What an earlier try wrote down.
    pub fn read(payload: &Value) -> Option<Self> {
        serde_json::from_value(payload.clone()).ok()
    }

    /// The same for another try, of the same form or of one that was mended.
    pub fn for_try(self, asked: String) -> Self {
        let round = if asked == self.asked { self.round } else { self.round + 1 };
        Self { asked, round, begun: true, ..self }
    }

    /// For a try after `earlier`, of which nothing came because it was out of date.
    pub fn after(self, earlier: &Self) -> Self {
        Self { round: earlier.round + 1, ..self }
    }

    /// Earlier tries may have changed some of the others.
    pub const fn is_begun(&self) -> bool {
        self.begun
    }

    /// For a try that changes when they take place, too, or leaves it.
    pub fn with_times(self, times: bool) -> Self {
        Self { times: self.times || times, ..self }
    }

    /// An earlier try may have moved some of the others.
    pub const fn has_moved(&self) -> bool {
        self.begun && self.times
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.zone).unwrap_or_else(Zone::utc)
    }

    /// The key under which one meeting is changed.
    pub fn key_of(&self, key: &str, meeting: &MeetingId) -> String {
        match self.round {
            0 => format!("{key}/{meeting}"),
            round => format!("{key}/{meeting}/{round}"),
        }
    }

    pub fn reached(&self, reach: Reach) -> impl DoubleEndedIterator<Item = &Occurrence> {
        let reached = move |one: &&Occurrence| match reach {
            Reach::This => false,
            Reach::Following => one.start >= self.start,
            Reach::All => true,
        };
        self.series.iter().filter(reached)
    }
}

impl Services {
    pub(super) fn password_digest(&self, password: Option<&str>) -> String {
        self.digest_of(&password)
    }

    pub(super) fn digest_of(&self, asked: &impl Serialize) -> String {
        let text = serde_json::to_vec(asked).unwrap_or_default();
        tokens::keyed_hash(&self.inner.audit_key, "series change", &text)
    }
}
