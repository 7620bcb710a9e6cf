//! Log lines: to standard error, as text or JSON, one line per event.

use crate::config::Settings;
use anyhow::anyhow;
use tracing_subscriber::EnvFilter;

/// What is logged unless `PORTICO_LOG` says otherwise.
const DEFAULT: &str = "info,sqlx=warn";

/// Starts logging.
///
/// # Errors
/// `PORTICO_LOG` cannot be read.
pub fn start(settings: &Settings) -> anyhow::Result<()> {
    let wanted = std::env::var("PORTICO_LOG").unwrap_or_else(|_| DEFAULT.to_owned());
    let filter = EnvFilter::try_new(&wanted).map_err(|error| anyhow!("PORTICO_LOG {wanted:?}: {error}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start (in tests) keeps the first.
    let _ = match settings.keys.log_format.as_str() {
        "json" => builder.json().try_init(),
        _ => builder.try_init(),
    };
    Ok(())
}
