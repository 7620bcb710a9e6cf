//! The agenda: what is live, what comes next, what needs attention.

use super::meetings::MeetingLine;
use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::capabilities::Vendor;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaView {
    /// "Saturday 21 November", in the viewer's zone and language.
    pub today: String,
    /// The viewer's clock now, "13:42".
    pub clock: String,
    /// Name and offset of the zone that all times are in.
    pub zone: String,
    pub live: Vec<MeetingLine>,
    /// Today first; days without a meeting are left out.
    pub days: Vec<AgendaDay>,
    /// There are more than are shown.
    pub cut: bool,
    pub attention: Vec<Attention>,
    /// No vendor is connected yet.
    pub no_connection: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaDay {
    /// "today", "tomorrow", "Mon 23 Nov".
    pub label: String,
    pub is_today: bool,
    pub meetings: Vec<MeetingLine>,
}

/// Something that the viewer should know or do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Attention {
    /// A vendor does not answer or does not let us in.
    Failing {
        connection: String,
        name: String,
        /// In words, with the vendor's code if it gave one.
        why: String,
        /// "12 minutes ago"
        since: String,
        /// Age of what is shown, "3 minutes ago"; `None` = never heard of it.
        known: Option<String>,
    },
    /// The vendor's clock and ours differ noticeably.
    Skewed { connection: String, name: String, vendor: Vendor, seconds: i64 },
    /// A meeting was asked for, and no answer came.
    Unconfirmed { id: String, subject: String, when: String },
}

#[server(prefix = "/fn", endpoint = "agenda/read", output = Answer)]
pub async fn read_agenda() -> Result<AgendaView, Refused> {
    super::words::agenda::read().await
}
