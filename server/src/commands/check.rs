//! `portico check`: is everything as it should be? Says what is wrong, and fails if anything is.

use crate::config::Settings;
use anyhow::bail;
use portico_app::language::{locale_of, refusal_text};
use portico_domain::language::Language;
use portico_service::{Services, Verdict};
use std::path::PathBuf;

/// Checks configuration, database, key, audit log and each vendor.
///
/// # Errors
/// Something is wrong; what, stands in the lines printed before.
pub async fn run(config: Option<PathBuf>) -> anyhow::Result<()> {
    let settings = Settings::load(config.as_deref())?;
    println!("configuration: good; people open {}", settings.public_origin());
    let services = super::serve::open(&settings).await?;
    println!("database and master key: good");
    let mut wrong = check_audit(&services).await?;
    for (connection, report) in services.test_all().await? {
        match report {
            None => println!("{}: paused, not asked", connection.name),
            Some(Ok(report)) => {
                let skew = report.skew_seconds.filter(|skew| *skew != 0);
                let skew = skew.map(|skew| format!(", its clock {skew} s off ours")).unwrap_or_default();
                println!("{}: answered in {} ms{skew}", connection.name, report.took.as_millis());
            }
            Some(Err(refusal)) => {
                wrong += 1;
                println!("{}: {}", connection.name, refusal_text(locale_of(Language::English), &refusal));
            }
        }
    }
    wrong += check_identity_providers(&services).await;
    services.close().await;
    match wrong {
        0 => Ok(()),
        1 => bail!("one thing is wrong, see above"),
        many => bail!("{many} things are wrong, see above"),
    }
}

async fn check_identity_providers(services: &Services) -> usize {
    let mut wrong = 0;
    for (door, report) in services.check_identity_providers().await {
        match report {
            Ok(()) => println!("identity provider {}: found", door.name),
            Err(refusal) => {
                wrong += 1;
                let text = refusal_text(locale_of(Language::English), &refusal);
                println!("identity provider {}: {text}", door.name);
            }
        }
    }
    wrong
}

async fn check_audit(services: &Services) -> anyhow::Result<usize> {
    match services.verify_audit().await? {
        Verdict::Whole { lines } => {
            println!("audit log: whole, {lines} lines");
            return Ok(0);
        }
        Verdict::Broken { seq } => println!("audit log: line {seq} is missing, moved or altered"),
        Verdict::CutOff { lines, expected } => {
            println!("audit log: ends after line {lines}, but {expected} were written");
        }
    }
    Ok(1)
}
