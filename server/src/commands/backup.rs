//! `portico backup`: everything of the database in one file, while servers run.

use crate::config::Settings;
use anyhow::{Context, bail};
use portico_service::backup;
use portico_service::vendors::kit::{Clock, SystemClock};
use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

/// Writes the file under another name, reads it back, and then gives it its own.
///
/// # Errors
/// There is such a file already; it cannot be written; the database does not answer.
pub async fn run(config: Option<PathBuf>, to: &Path, force: bool) -> anyhow::Result<()> {
    if to.exists() && !force {
        bail!("{} is there already; --force replaces it", to.display());
    }
    let settings = Settings::load(config.as_deref())?;
    let store = super::serve::open_store(&settings).await?;
    let services = super::serve::with_audit_key(store.clone()).await?;
    let part = beside(to);
    services.note_backup(false, "begun", "").await?;
    let written = write(&store, &part, to).await;
    let summary = match written {
        Ok(summary) => summary,
        Err(error) => {
            let _ = std::fs::remove_file(&part);
            services.note_backup(false, "refused", "").await?;
            return Err(error);
        }
    };
    let detail = format!("{} rows", summary.rows);
    services.note_backup(false, "done", &detail).await?;
    services.close().await;
    println!("{}: {} rows of {} tables, whole", to.display(), summary.rows, summary.tables);
    let key = settings.master_key_place();
    println!("The master key is not in it. Keep {key} somewhere else: nothing can be restored without it.");
    Ok(())
}

async fn write(store: &portico_service::Store, part: &Path, to: &Path) -> anyhow::Result<backup::Summary> {
    let trouble = || format!("{} cannot be written", to.display());
    let file = private(part).with_context(trouble)?;
    let now = SystemClock.now();
    let summary = store.back_up(BufWriter::new(&file), now).await?;
    file.sync_all().with_context(trouble)?;
    // What was written is what is read: a disk that lies is better known now.
    backup::check(BufReader::new(File::open(part)?)).context("the file that was written is damaged")?;
    std::fs::rename(part, to).with_context(trouble)?;
    if let Some(folder) =
        to.parent().map(|folder| if folder == Path::new("") { Path::new(".") } else { folder })
    {
        File::open(folder).and_then(|folder| folder.sync_all()).with_context(trouble)?;
    }
    Ok(summary)
}

/// The name until it is whole: of this process alone, so that two backups do not write one file.
fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    PathBuf::from(name)
}

/// A new file that only its owner may read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
