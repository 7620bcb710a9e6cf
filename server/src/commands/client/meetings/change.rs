//! `portico meeting change`

use super::super::Reach;
use super::super::words::{changing_failed, failed};
use super::options::Options;
use super::show;
use clap::Args;
use portico_client::{Failure, new_key};
use serde_json::{Map, Value};

#[derive(Args)]
pub struct Wanted {
    id: String,
    #[arg(long)]
    subject: Option<String>,
    /// When it begins: 2026-12-01T09:00 in the zone of --zone, or 2026-12-01T09:00:00+08:00.
    #[arg(long, value_name = "TIME")]
    start: Option<String>,
    #[command(flatten)]
    options: Options,
}

impl Wanted {
    fn body(&self, reach: &Reach) -> Result<Value, Failure> {
        let zone = reach.time_zone()?;
        let start = self.start.as_deref().map(|start| zone.read("start", start)).transpose()?;
        let mut body = Map::new();
        if let Some(subject) = &self.subject {
            body.insert("subject".to_owned(), subject.as_str().into());
        }
        self.options.write(&mut body, &zone, start.as_ref())?;
        if body.keys().all(|name| name == "zone") {
            return Err(Failure::Usage(
                "say what is to be another way, such as --subject or --start".to_owned(),
            ));
        }
        Ok(Value::Object(body))
    }
}

pub async fn run(reach: &Reach, wanted: Wanted) -> anyhow::Result<()> {
    let client = reach.client().map_err(failed)?;
    let body = wanted.body(reach).map_err(failed)?;
    let key = wanted.options.key.clone().unwrap_or_else(new_key);
    let changed = client.change("PATCH", &["meetings", &wanted.id], Some(&key), Some(&body)).await;
    let changed = changed.map_err(|failure| changing_failed(failure, &key))?;
    reach.time_zone().and_then(|zone| show::print(reach, &zone, changed)).map_err(failed)
}
