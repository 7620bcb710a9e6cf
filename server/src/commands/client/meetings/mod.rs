//! `portico meeting`

mod change;
mod create;
mod end;
mod list;
mod options;
mod show;

use super::Reach;
use super::times::TimeZone;
use super::words::failed;
use clap::{Args, Subcommand};
use serde::Deserialize;

/// Meetings of a Portico server.
#[derive(Args)]
pub struct Meetings {
    #[command(flatten)]
    reach: Reach,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// List meetings.
    List(list::Wanted),
    /// Show one meeting, as its vendor tells it now.
    Show { id: String },
    /// Schedule a meeting.
    Create(Box<create::Wanted>),
    /// Change a meeting; what is not said stays.
    Change(Box<change::Wanted>),
    /// Cancel a meeting: it is deleted at its vendor.
    Cancel(end::Cancelled),
    /// End a running meeting now, for everyone in it.
    End(end::Ended),
    /// How a meeting stands this second.
    Live { id: String },
    /// List the meetings of the series that a meeting belongs to.
    Series { id: String },
}

/// Does what was asked for.
///
/// # Errors
/// Why not; [`super::exit_code`] tells with which code to end.
pub async fn run(meetings: Meetings) -> anyhow::Result<()> {
    let reach = &meetings.reach;
    match meetings.verb {
        Verb::List(wanted) => list::run(reach, &wanted).await.map_err(failed),
        Verb::Show { id } => show::run(reach, &id).await.map_err(failed),
        Verb::Live { id } => show::live(reach, &id).await.map_err(failed),
        Verb::Series { id } => list::series(reach, &id).await.map_err(failed),
        Verb::Create(wanted) => create::run(reach, *wanted).await,
        Verb::Change(wanted) => change::run(reach, *wanted).await,
        Verb::Cancel(wanted) => end::cancel(reach, &wanted).await,
        Verb::End(wanted) => end::end(reach, &wanted).await,
    }
}

/// A meeting as the API tells it; what is not shown is left out.
#[derive(Deserialize)]
struct Meeting {
    id: String,
    vendor: String,
    number: Option<String>,
    series: Option<String>,
    subject: String,
    start: String,
    end: Option<String>,
    repeat: Option<Repeat>,
    state: String,
    host_name: String,
    members: Option<i64>,
    public_url: Option<String>,
}

#[derive(Deserialize)]
struct Repeat {
    period: String,
    until: Option<String>,
}

impl Meeting {
    /// The end of a meeting that ends.
    fn end_in(&self, zone: &TimeZone) -> String {
        self.end.as_deref().map(|end| zone.show(end)).unwrap_or_default()
    }
}
