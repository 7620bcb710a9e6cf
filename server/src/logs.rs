//! Log lines: to standard error, as text or JSON, one line per event, panics too.

mod one_line;
mod panics;

use crate::config::Settings;
use anyhow::anyhow;
use one_line::OneLine;
use tracing_subscriber::EnvFilter;

pub use panics::take_incident;

/// What is logged unless `PORTICO_LOG` says otherwise.
const DEFAULT: &str = "info,sqlx=warn";

/// Starts logging.
///
/// # Errors
/// `PORTICO_LOG` cannot be read.
pub fn start(settings: &Settings) -> anyhow::Result<()> {
    let wanted = std::env::var("PORTICO_LOG").unwrap_or_else(|_| DEFAULT.to_owned());
    let filter = EnvFilter::try_new(&wanted).map_err(|error| anyhow!("PORTICO_LOG {wanted:?}: {error}"))?;
    let builder =
        tracing_subscriber::fmt().with_ansi(false).with_env_filter(filter).with_writer(std::io::stderr);
    // A second start (in tests) keeps the first.
    let started = match settings.keys.log_format.as_str() {
        "json" => builder.json().map_event_format(OneLine).try_init(),
        _ => builder.map_event_format(OneLine).try_init(),
    };
    if started.is_ok() {
        panics::log_them();
    }
    Ok(())
}
