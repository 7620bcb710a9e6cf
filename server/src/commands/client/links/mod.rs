//! `portico link`: join links of a meeting.

mod create;
mod list;
mod revoke;

use super::Reach;
use super::words::failed;
use clap::{Args, Subcommand};
use serde::Deserialize;

/// Join links of meetings of a Portico server.
#[derive(Args)]
pub struct Links {
    #[command(flatten)]
    reach: Reach,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// List the join links of a meeting, or of the series that it belongs to.
    List { meeting: String },
    /// Make a join link; prints its address.
    Create(create::Wanted),
    /// Revoke a join link, for good.
    Revoke { meeting: String, link: String },
}

/// Does what was asked for.
///
/// # Errors
/// Why not; [`super::exit_code`] tells with which code to end.
pub async fn run(links: Links) -> anyhow::Result<()> {
    let reach = &links.reach;
    match links.verb {
        Verb::List { meeting } => list::run(reach, &meeting).await,
        Verb::Create(wanted) => create::run(reach, &wanted).await,
        Verb::Revoke { meeting, link } => revoke::run(reach, &meeting, &link).await,
    }
    .map_err(failed)
}

/// A join link as the API tells it; what is not shown is left out.
#[derive(Deserialize)]
struct Link {
    id: String,
    url: Option<String>,
    role: String,
    label: String,
    expires: Option<String>,
    most_uses: Option<i64>,
    uses: i64,
    revoked: Option<String>,
}
