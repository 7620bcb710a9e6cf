//! `portico rotate-key`: a new master key in the place of the present one, while servers run.

use crate::config::Settings;
use anyhow::{Context, bail};
use portico_service::{KeyFile, Rotation, Store};
use std::path::PathBuf;
use std::time::Duration;

/// Longer than any statement of a server may take.
pub const GRACE_SECONDS: u64 = 30;
/// So often values under the old key may turn up again before a server is held to be without the new one.
const MOST_PASSES: u32 = 5;

/// Makes the key, seals everything anew, takes the old key out of the file.
///
/// # Errors
/// The key file or the database cannot be used, or a value does not open; both keys then stay readable.
pub async fn run(config: Option<PathBuf>, grace: Duration) -> anyhow::Result<()> {
    let settings = Settings::load(config.as_deref())?;
    if settings.keys.master_key.is_some() {
        bail!("the key comes from master_key; put it into a file and name that with master_key_file first");
    }
    let file = KeyFile::at(&settings.master_key_file());
    let store = super::serve::open_store(&settings).await?;
    let services = super::serve::with_audit_key(store.clone()).await?;
    let mut rotation = services.begin_key_rotation(Rotation::plan(&file)?).await??;
    println!("key {} seals from now on; the old one still opens", rotation.new_key());
    reseal(&store, &mut rotation, grace).await?;
    services.note_key_rotated(rotation.new_key()).await?;
    let retired =
        rotation.finish().context("everything is sealed anew, but the old key is still in the file")?;
    services.close().await;
    for path in retired {
        println!(
            "the old key is kept in {}: backups made before need it; destroy it with them",
            path.display()
        );
    }
    println!("done");
    Ok(())
}

/// Again and again, until a pass finds nothing under the old key.
async fn reseal(store: &Store, rotation: &mut Rotation, grace: Duration) -> anyhow::Result<()> {
    for pass in 1..=MOST_PASSES {
        while rotation.step(store).await? {}
        if let [first, ..] = rotation.damaged() {
            bail!(
                "{} values do not open, the first is {first}; the old key stays in the file",
                rotation.damaged().len()
            );
        }
        println!("{} values sealed anew", rotation.resealed());
        if pass > 1 && rotation.resealed() == 0 {
            return Ok(());
        }
        tokio::time::sleep(grace).await;
        rotation.start_over();
    }
    bail!("a server still seals with the old key: give all of them the same key file, then call this again")
}
