//! `portico meeting show`, `portico meeting live`

use super::super::times::TimeZone;
use super::super::{Reach, numbers, output};
use super::Meeting;
use crate::commands::table;
use portico_client::Failure;
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct Whole {
    #[serde(flatten)]
    meeting: Meeting,
    owner_name: Option<String>,
    password: Option<String>,
    #[serde(default)]
    options: Map<String, Value>,
    stale_because: Option<String>,
}

pub async fn run(reach: &Reach, id: &str) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let found = client.get(&["meetings", id], &[]).await?;
    print(reach, &zone, found)
}

/// A whole meeting, as it was asked for.
pub fn print(reach: &Reach, zone: &TimeZone, found: Value) -> Result<(), Failure> {
    if reach.json {
        return output::json(&found);
    }
    let Whole { meeting, owner_name, password, options, stale_because } = output::read(found)?;
    let time = |text: &str| format!("{} ({})", zone.show(text), zone.name());
    let repeat = meeting.repeat.as_ref().map(|repeat| match &repeat.until {
        Some(until) => format!("{} until {until}", repeat.period),
        None => repeat.period.clone(),
    });
    let mut facts = vec![
        ("id", meeting.id.clone()),
        ("subject", meeting.subject.clone()),
        ("start", time(&meeting.start)),
        ("end", meeting.end.as_deref().map(time).unwrap_or_default()),
        ("repeats", repeat.unwrap_or_default()),
        ("state", meeting.state.clone()),
        ("vendor", meeting.vendor.clone()),
        ("number", meeting.number.clone().unwrap_or_default()),
        ("series", meeting.series.clone().unwrap_or_default()),
        ("host", meeting.host_name.clone()),
        ("owner", owner_name.unwrap_or_default()),
        ("members", count(meeting.members)),
        ("password", password.unwrap_or_default()),
        ("address", meeting.public_url.clone().unwrap_or_default()),
        ("not asked", stale_because.map(|why| format!("its vendor: {why}")).unwrap_or_default()),
    ];
    facts.extend(options.iter().map(|(name, value)| (name.as_str(), text(value))));
    output::line(&table::facts(&facts))
}

/// Nothing where the vendor cannot tell.
fn count(members: Option<i64>) -> String {
    members.map(|members| members.to_string()).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Deserialize)]
struct Live {
    state: String,
    members: Option<i64>,
    duration_seconds: Option<i64>,
    seen: String,
    stale_because: Option<String>,
    room: Option<Room>,
}

#[derive(Deserialize)]
struct Room {
    started: bool,
    locked: bool,
    participants: i64,
    live: bool,
}

pub async fn live(reach: &Reach, id: &str) -> Result<(), Failure> {
    let (client, zone) = (reach.client()?, reach.time_zone()?);
    let found = client.get(&["meetings", id, "live"], &[]).await?;
    if reach.json {
        return output::json(&found);
    }
    let live: Live = output::read(found)?;
    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    let mut facts = vec![
        ("state", live.state),
        ("members", count(live.members)),
        ("running for", live.duration_seconds.map(numbers::duration).unwrap_or_default()),
        ("confirmed", format!("{} ({})", zone.show(&live.seen), zone.name())),
        ("not asked", live.stale_because.map(|why| format!("its vendor: {why}")).unwrap_or_default()),
    ];
    if let Some(room) = live.room {
        facts.extend([
            ("room started", yes(room.started)),
            ("room locked", yes(room.locked)),
            ("in the room", room.participants.to_string()),
            ("streamed", yes(room.live)),
        ]);
    }
    output::line(&table::facts(&facts))
}
