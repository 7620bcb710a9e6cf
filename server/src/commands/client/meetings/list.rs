//! `portico meeting list`, `portico meeting series`

use super::super::times::TimeZone;
use super::super::{Reach, output};
use super::Meeting;
use crate::commands::table;
use clap::Args;
use portico_client::Failure;
use serde_json::Value;

#[derive(Args)]
pub struct Wanted {
    /// Words of subject, host or number, all of which must occur.
    #[arg(long)]
    search: Option<String>,
    /// scheduled, live, ended, cancelled or unconfirmed; several with commas.
    #[arg(long)]
    state: Option<String>,
    /// A connection's name or id.
    #[arg(long)]
    connection: Option<String>,
    /// mine, others, none (made elsewhere); for administrators also somebody's account.
    #[arg(long)]
    owner: Option<String>,
    /// Starting at or after this time.
    #[arg(long)]
    from: Option<String>,
    /// Starting before this time.
    #[arg(long)]
    to: Option<String>,
    /// The latest first.
    #[arg(long)]
    latest_first: bool,
    /// At most so many.
    #[arg(long, default_value_t = 100)]
    most: usize,
    /// All of them, however many.
    #[arg(long, conflicts_with = "most")]
    all: bool,
}

impl Wanted {
    fn query(&self, zone: &TimeZone) -> Result<Vec<(&'static str, String)>, Failure> {
        let time = |name: &'static str, text: &Option<String>| match text {
            Some(text) => Ok(Some((name, zone.machine(zone.read(name, text)?.instant)))),
            None => Ok(None),
        };
        let given = |name: &'static str, text: &Option<String>| text.clone().map(|text| (name, text));
        let order = self.latest_first.then(|| ("order", "descending".to_owned()));
        let query = [
            given("q", &self.search),
            given("state", &self.state),
            given("connection", &self.connection),
            given("owner", &self.owner),
            time("from", &self.from)?,
            time("to", &self.to)?,
            order,
        ];
        Ok(query.into_iter().flatten().collect())
    }
}

pub async fn run(reach: &Reach, wanted: &Wanted) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let query = wanted.query(&zone)?;
    let most = if wanted.all { usize::MAX } else { wanted.most };
    let more = if reach.json {
        output::json_rows(&client, &["meetings"], &query, most).await?
    } else {
        let (rows, more) = output::rows(&client, &["meetings"], &query, most).await?;
        show(&rows, &zone)?;
        more
    };
    output::say_more(more);
    Ok(())
}

pub async fn series(reach: &Reach, id: &str) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let mut found = client.get(&["meetings", id, "series"], &[]).await?;
    let items = found.get_mut("items").map(Value::take).unwrap_or_default();
    if reach.json { output::json(&items) } else { show(&output::read::<Vec<Meeting>>(items)?, &zone) }
}

fn show(rows: &[Meeting], zone: &TimeZone) -> Result<(), Failure> {
    if rows.is_empty() {
        eprintln!("There are no such meetings.");
        return Ok(());
    }
    let start = format!("START ({})", zone.name());
    let row = |meeting: &Meeting| {
        [
            meeting.id.clone(),
            zone.show(&meeting.start),
            meeting.end_in(zone),
            meeting.state.clone(),
            meeting.vendor.clone(),
            meeting.number.clone().unwrap_or_default(),
            meeting.subject.clone(),
        ]
    };
    let heading = ["ID", &start, "END", "STATE", "VENDOR", "NUMBER", "SUBJECT"];
    output::line(&table::table(heading, rows.iter().map(row)))
}
