//! `portico link create`

use super::super::reach::secret_of;
use super::super::{Reach, output};
use super::Link;
use clap::Args;
use portico_client::Failure;
use secrecy::ExposeSecret;
use serde_json::{Map, Value};
use std::path::PathBuf;

#[derive(Args)]
pub struct Wanted {
    meeting: String,
    /// attendee or host; at some vendors speaker, invisible.
    #[arg(long)]
    role: Option<String>,
    /// What the link is called in lists.
    #[arg(long)]
    label: Option<String>,
    /// A file that holds a passcode; "-" is standard input.
    #[arg(long, value_name = "FILE")]
    passcode_file: Option<PathBuf>,
    /// So many minutes before the start it begins to let in.
    #[arg(long, value_name = "MINUTES")]
    early: Option<u32>,
    /// When it stops working.
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// How many may come in by it.
    #[arg(long, value_name = "NUMBER")]
    most_uses: Option<u32>,
}

impl Wanted {
    fn body(&self, reach: &Reach) -> Result<Value, Failure> {
        let zone = reach.time_zone()?;
        let mut body = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                body.insert(name.to_owned(), value);
            }
        };
        put("role", self.role.as_deref().map(Value::from));
        put("label", self.label.as_deref().map(Value::from));
        let passcode = self.passcode_file.as_deref().map(secret_of).transpose()?;
        put("passcode", passcode.map(|passcode| passcode.expose_secret().into()));
        put("early_minutes", self.early.map(Value::from));
        let expires = self.expires.as_deref().map(|text| zone.read("expires", text)).transpose()?;
        put("expires", expires.map(|at| zone.machine(at.instant).into()));
        put("most_uses", self.most_uses.map(Value::from));
        Ok(Value::Object(body))
    }
}

pub async fn run(reach: &Reach, wanted: &Wanted) -> Result<(), Failure> {
    let body = wanted.body(reach)?;
    let made =
        reach.client()?.change("POST", &["meetings", &wanted.meeting, "links"], None, Some(&body)).await?;
    if reach.json {
        return output::json(&made);
    }
    let link: Link = output::read(made)?;
    output::line(&link.url.unwrap_or(link.id))
}
