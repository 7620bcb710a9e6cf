//! `portico recording`

mod delete;
mod get;
mod list;

use super::Reach;
use super::words::failed;
use clap::{Args, Subcommand};
use serde::Deserialize;

/// Recordings of a Portico server.
#[derive(Args)]
pub struct Recordings {
    #[command(flatten)]
    reach: Reach,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// List recordings, the latest first.
    List(list::Wanted),
    /// Show one recording.
    Show { id: String },
    /// Download a recording; one that was cut off goes on where it stopped.
    Get(get::Wanted),
    /// Delete recordings at their vendor, for good.
    Delete {
        #[arg(required = true)]
        ids: Vec<String>,
    },
}

/// Does what was asked for.
///
/// # Errors
/// Why not; [`super::exit_code`] tells with which code to end.
pub async fn run(recordings: Recordings) -> anyhow::Result<()> {
    let reach = &recordings.reach;
    match recordings.verb {
        Verb::List(wanted) => list::run(reach, &wanted).await,
        Verb::Show { id } => list::show(reach, &id).await,
        Verb::Get(wanted) => get::run(reach, &wanted).await,
        Verb::Delete { ids } => delete::run(reach, &ids).await,
    }
    .map_err(failed)
}

/// A recording as the API tells it; what is not shown is left out.
#[derive(Deserialize)]
struct Recording {
    id: String,
    vendor: String,
    meeting: Option<String>,
    title: String,
    created: String,
    /// Seconds.
    duration: i64,
    /// Bytes.
    size: i64,
}
