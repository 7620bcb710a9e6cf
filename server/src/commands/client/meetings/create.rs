//! `portico meeting create`

use super::super::words::{changing_failed, failed};
use super::super::{Reach, output};
use super::options::Options;
use super::show;
use clap::Args;
use portico_client::{Failure, new_key};
use serde_json::{Map, Value};

#[derive(Args)]
pub struct Wanted {
    /// A connection's name or id.
    #[arg(long)]
    connection: String,
    #[arg(long)]
    subject: String,
    /// When it begins: 2026-12-01T09:00 in the zone of --zone, or 2026-12-01T09:00:00+08:00.
    #[arg(long, value_name = "TIME")]
    start: String,
    #[command(flatten)]
    options: Options,
    /// Print the id alone.
    #[arg(long, short)]
    quiet: bool,
}

impl Wanted {
    fn body(&self, reach: &Reach) -> Result<Value, Failure> {
        let zone = reach.time_zone()?;
        let start = zone.read("start", &self.start)?;
        let mut body = Map::from_iter([
            ("connection".to_owned(), Value::from(self.connection.as_str())),
            ("subject".to_owned(), Value::from(self.subject.as_str())),
        ]);
        self.options.write(&mut body, &zone, Some(&start))?;
        Ok(Value::Object(body))
    }
}

pub async fn run(reach: &Reach, wanted: Wanted) -> anyhow::Result<()> {
    let client = reach.client().map_err(failed)?;
    let body = wanted.body(reach).map_err(failed)?;
    let key = wanted.options.key.clone().unwrap_or_else(new_key);
    let made = client.change("POST", &["meetings"], Some(&key), Some(&body)).await;
    let made = made.map_err(|failure| changing_failed(failure, &key))?;
    let shown = if wanted.quiet {
        output::line(made.get("id").and_then(Value::as_str).unwrap_or_default())
    } else {
        reach.time_zone().and_then(|zone| show::print(reach, &zone, made))
    };
    shown.map_err(failed)
}
