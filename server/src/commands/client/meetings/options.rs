//! What `create` and `change` have in common: times, repetition, password, what belongs to one vendor.

use super::super::reach::secret_of;
use super::super::times::{TimeZone, Typed};
use clap::Args;
use portico_client::Failure;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

#[derive(Args)]
pub struct Options {
    /// When it ends.
    #[arg(long, value_name = "TIME")]
    end: Option<String>,
    /// How long it is, in minutes, in the place of its end.
    #[arg(long, value_name = "NUMBER", conflicts_with = "end")]
    minutes: Option<u32>,
    /// Repeat it: daily, working-days, weekly, fortnightly or monthly.
    #[arg(long, value_name = "PERIOD")]
    repeat: Option<String>,
    /// The last day of the repetition, such as 2026-12-31.
    #[arg(long, value_name = "DAY", requires = "repeat")]
    until: Option<String>,
    /// A file that holds the meeting's password; "-" is standard input.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// What belongs to its vendor, by the names of the schedule form, such as waiting_hall=on. Can be given
    /// several times.
    #[arg(long = "option", value_name = "NAME=VALUE")]
    options: Vec<String>,
    /// The key of an earlier try whose outcome is not known: nothing happens twice.
    #[arg(long)]
    pub key: Option<String>,
}

impl Options {
    /// Puts into the body what was said. `start`: as it was said, or as the meeting has it.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn write(
        &self,
        body: &mut Map<String, Value>,
        zone: &TimeZone,
        start: Option<&Typed>,
    ) -> Result<(), Failure> {
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        if let Some(start) = start {
            put("start", zone.machine(start.instant).into());
        }
        if let Some(end) = &self.end {
            put("end", zone.machine(zone.read("end", end)?.instant).into());
        } else if let (Some(minutes), Some(start)) = (self.minutes, start) {
            put("end", zone.machine(start.instant.plus_minutes(minutes.into())).into());
        } else if self.minutes.is_some() {
            return Err(Failure::Usage("--minutes counts from --start; say that, too".to_owned()));
        }
        if let Some(period) = &self.repeat {
            put("repeat", json!({ "period": period, "until": self.until }));
        }
        // What repeats keeps its hour where the start was meant; else the connection's zone does.
        if zone.was_named() || self.repeat.is_some() && start.is_some_and(|start| start.local) {
            put("zone", zone.name().into());
        }
        if let Some(file) = &self.password_file {
            put("password", secret_of(file)?.expose_secret().into());
        }
        if !self.options.is_empty() {
            put("options", Value::Object(self.named_options()?));
        }
        Ok(())
    }

    fn named_options(&self) -> Result<Map<String, Value>, Failure> {
        let pair = |text: &String| {
            let wrong = || Failure::Usage(format!("--option {text}: write NAME=VALUE"));
            let (name, value) = text.split_once('=').ok_or_else(wrong)?;
            Ok((name.to_owned(), value.into()))
        };
        self.options.iter().map(pair).collect()
    }
}
