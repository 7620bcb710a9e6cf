//! `portico restore`: a backup into an empty database, of whichever kind.

use crate::config::Settings;
use anyhow::{Context, bail};
use portico_service::vendors::kit::{Clock, SystemClock};
use portico_service::when::Zone;
use portico_service::{KeyFile, Sealer, Verdict, backup};
use secrecy::ExposeSecret;
use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::{Path, PathBuf};

/// Reads the whole file first, then restores all of it or nothing, then walks along the audit log.
///
/// # Errors
/// The file is not whole, the master key is missing or another, the database is in use; or the audit log was
/// tampered with before the backup was made.
pub async fn run(config: Option<PathBuf>, from: &Path, replace: bool) -> anyhow::Result<()> {
    let settings = Settings::load(config.as_deref())?;
    let file = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let mut file = BufReader::new(file);
    let summary =
        backup::check(&mut file).with_context(|| format!("{} cannot be restored", from.display()))?;
    let opens = summary.opens_with(&given_key(&settings)?);
    opens.with_context(|| format!("{} is not the key of this backup", settings.master_key_place()))?;
    file.rewind()?;
    crate::private_folder::make(&settings.keys.data_dir)?;
    let url = settings.database_url();
    backup::restore(url.expose_secret(), file, replace, SystemClock.now())
        .await
        .with_context(|| format!("{} was not restored, and nothing was changed", from.display()))?;
    let made = Zone::utc().machine(summary.head.made_at);
    println!("{} rows of {} tables restored, as they were at {made}", summary.rows, summary.tables);
    let services = super::serve::open(&settings).await?;
    let verdict = services.verify_audit().await?;
    services.note_backup(true, "done", &format!("as it was at {made}")).await?;
    services.close().await;
    println!("Everybody signs in again, and whom you invited gets a new link (portico user reset-link).");
    match verdict {
        Verdict::Whole { lines } => println!("audit log: whole, {lines} lines"),
        Verdict::Broken { seq } => {
            bail!("audit log: line {seq} was missing, moved or altered when the backup was made")
        }
        Verdict::CutOff { lines, expected } => {
            bail!(
                "audit log: it ended after line {lines} when the backup was made, but {expected} were written"
            );
        }
    }
    Ok(())
}

/// The key that is to open what is restored.
fn given_key(settings: &Settings) -> anyhow::Result<Sealer> {
    if let Some(keys) = &settings.keys.master_key {
        return Ok(Sealer::of_text(keys)?);
    }
    let (file, place) = (settings.master_key_file(), settings.master_key_place());
    if !file.exists() {
        bail!("{place} is missing: put there the master key of the installation that made the backup");
    }
    Sealer::of_file(KeyFile::at(&file)).with_context(|| format!("{place} cannot be used"))
}
