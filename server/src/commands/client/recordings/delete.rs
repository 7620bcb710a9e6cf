//! `portico recording delete`

use super::super::Reach;
use portico_client::Failure;

/// One after the other; deleting a deleted one is fine, so after a failure the same command goes on.
pub async fn run(reach: &Reach, ids: &[String]) -> Result<(), Failure> {
    let client = reach.client()?;
    for id in ids {
        client.change("DELETE", &["recordings", id], None, None).await?;
        eprintln!("{id} deleted");
    }
    Ok(())
}
