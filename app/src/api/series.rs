//! Series that Portico makes of single meetings.

use super::{Answer, Refused};
use leptos::prelude::*;
use portico_domain::meetings::MeetingState;
use serde::{Deserialize, Serialize};

/// One meeting of a series, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesLine {
    pub id: String,
    /// "Mon 30 Mar 10:00–11:00"
    pub when: String,
    /// RFC 3339, for `<time datetime>`.
    pub machine: String,
    pub state: MeetingState,
    /// It is the one whose page shows the line.
    pub here: bool,
}

/// What is being done to a series, or was left undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeriesWork {
    /// So many of so many are booked.
    Booking {
        booked: usize,
        of: usize,
    },
    /// Nobody goes on with the booking.
    Interrupted {
        booked: usize,
        of: usize,
    },
    /// Nothing of it stays; why, in words.
    Refused {
        why: String,
    },
    Changing,
    Cancelling,
    /// Some meetings are as they were; why, in words, if that is known.
    NotAllChanged {
        why: Option<String>,
    },
    NotAllCancelled {
        why: Option<String>,
    },
}

impl SeriesWork {
    /// Is somebody at it?
    pub const fn goes_on(&self) -> bool {
        matches!(self, Self::Booking { .. } | Self::Changing | Self::Cancelling)
    }
}

/// Cancels a meeting of a series and all that follow it.
#[server(prefix = "/fn", endpoint = "series/cancel", output = Answer)]
pub async fn cancel_following(id: String, key: String) -> Result<(), Refused> {
    super::words::series::cancel_following(id, key).await
}
