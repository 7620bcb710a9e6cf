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

/// Cancels a meeting of a series and all that follow it.
#[server(prefix = "/fn", endpoint = "series/cancel", output = Answer)]
pub async fn cancel_following(id: String, key: String) -> Result<(), Refused> {
    super::words::series::cancel_following(id, key).await
}
