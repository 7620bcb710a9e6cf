//! `portico connection test`, `pause`, `resume`, `remove`

use super::find;
use crate::commands::refused;
use anyhow::bail;
use portico_service::Administrator;

pub async fn test(operator: &Administrator, named: &str) -> anyhow::Result<()> {
    let connection = find(operator, named).await?;
    let report = operator.test_connection(&connection.id).await.map_err(refused)?;
    let skew = report.skew_seconds.filter(|skew| *skew != 0);
    let skew = skew.map(|skew| format!(", its clock {skew} s off ours")).unwrap_or_default();
    eprintln!("{}: answered in {} ms{skew}", connection.name, report.took.as_millis());
    Ok(())
}

pub async fn pause(operator: &Administrator, named: &str, paused: bool) -> anyhow::Result<()> {
    let connection = find(operator, named).await?;
    operator.pause_connection(&connection.id, paused).await.map_err(refused)?;
    eprintln!("{} {}.", connection.name, if paused { "is paused" } else { "is in use again" });
    Ok(())
}

pub async fn remove(operator: &Administrator, named: &str, yes: bool) -> anyhow::Result<()> {
    let connection = find(operator, named).await?;
    if !yes {
        bail!("this takes {:?} and its secrets away for good; say --yes to do it", connection.name);
    }
    operator.remove_connection(&connection.id).await.map_err(refused)?;
    eprintln!("{} is removed.", connection.name);
    Ok(())
}
