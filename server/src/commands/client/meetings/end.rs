//! `portico meeting cancel`, `portico meeting end`

use super::super::Reach;
use super::super::words::{changing_failed, failed};
use clap::Args;
use portico_client::new_key;

#[derive(Args)]
pub struct Cancelled {
    id: String,
    /// This meeting of a series and all that follow it.
    #[arg(long)]
    following: bool,
    /// The key of an earlier try whose outcome is not known.
    #[arg(long)]
    key: Option<String>,
}

#[derive(Args)]
pub struct Ended {
    id: String,
    /// The key of an earlier try whose outcome is not known.
    #[arg(long)]
    key: Option<String>,
}

pub async fn cancel(reach: &Reach, wanted: &Cancelled) -> anyhow::Result<()> {
    if wanted.following {
        let path = ["meetings", &wanted.id, "cancel-following"];
        return send(reach, "POST", &path, wanted.key.as_deref(), "Cancelled, and all that follow it.").await;
    }
    send(reach, "DELETE", &["meetings", &wanted.id], wanted.key.as_deref(), "Cancelled.").await
}

pub async fn end(reach: &Reach, wanted: &Ended) -> anyhow::Result<()> {
    send(reach, "POST", &["meetings", &wanted.id, "end"], wanted.key.as_deref(), "Ended.").await
}

async fn send(
    reach: &Reach,
    method: &str,
    path: &[&str],
    key: Option<&str>,
    done: &str,
) -> anyhow::Result<()> {
    let client = reach.client().map_err(failed)?;
    let key = key.map_or_else(new_key, str::to_owned);
    client.change(method, path, Some(&key), None).await.map_err(|failure| changing_failed(failure, &key))?;
    eprintln!("{done}");
    Ok(())
}
