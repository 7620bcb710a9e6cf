//! `portico recording list`, `portico recording show`

use super::super::{Reach, numbers, output};
use super::Recording;
use crate::commands::table;
use clap::Args;
use portico_client::Failure;

#[derive(Args)]
pub struct Wanted {
    /// Words of the title, or of the meeting's subject, host or number, all of which must occur.
    #[arg(long)]
    search: Option<String>,
    /// A connection's name or id.
    #[arg(long)]
    connection: Option<String>,
    /// Whose meetings': mine, others, none (made elsewhere); for administrators also somebody's account.
    #[arg(long)]
    owner: Option<String>,
    /// created, size, duration or title.
    #[arg(long, default_value = "created")]
    sort: String,
    /// The smallest first.
    #[arg(long)]
    ascending: bool,
    /// At most so many.
    #[arg(long, default_value_t = 100)]
    most: usize,
    /// All of them, however many.
    #[arg(long, conflicts_with = "most")]
    all: bool,
}

impl Wanted {
    fn query(&self) -> Vec<(&'static str, String)> {
        let order = if self.ascending { "ascending" } else { "descending" };
        let mut query = vec![("sort", self.sort.clone()), ("order", order.to_owned())];
        query.extend(self.search.clone().map(|text| ("q", text)));
        query.extend(self.connection.clone().map(|name| ("connection", name)));
        query.extend(self.owner.clone().map(|owner| ("owner", owner)));
        query
    }
}

pub async fn run(reach: &Reach, wanted: &Wanted) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let most = if wanted.all { usize::MAX } else { wanted.most };
    if reach.json {
        output::say_more(output::json_rows(&client, &["recordings"], &wanted.query(), most).await?);
        return Ok(());
    }
    let (rows, more): (Vec<Recording>, _) =
        output::rows(&client, &["recordings"], &wanted.query(), most).await?;
    if rows.is_empty() {
        eprintln!("There are no such recordings.");
        return Ok(());
    }
    let created = format!("CREATED ({})", zone.name());
    let row = |recording: &Recording| {
        [
            recording.id.clone(),
            zone.show(&recording.created),
            numbers::duration(recording.duration),
            numbers::size(recording.size),
            recording.vendor.clone(),
            recording.title.clone(),
        ]
    };
    let heading = ["ID", &created, "LENGTH", "SIZE", "VENDOR", "TITLE"];
    output::line(&table::table(heading, rows.iter().map(row)))?;
    output::say_more(more);
    Ok(())
}

pub async fn show(reach: &Reach, id: &str) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let found = client.get(&["recordings", id], &[]).await?;
    if reach.json {
        return output::json(&found);
    }
    let recording: Recording = output::read(found)?;
    output::line(&table::facts(&[
        ("id", recording.id),
        ("title", recording.title),
        ("created", format!("{} ({})", zone.show(&recording.created), zone.name())),
        ("length", numbers::duration(recording.duration)),
        ("size", numbers::size(recording.size)),
        ("vendor", recording.vendor),
        ("meeting", recording.meeting.unwrap_or_default()),
    ]))
}
