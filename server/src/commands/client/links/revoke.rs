//! `portico link revoke`

use super::super::Reach;
use portico_client::Failure;

pub async fn run(reach: &Reach, meeting: &str, link: &str) -> Result<(), Failure> {
    reach.client()?.change("DELETE", &["meetings", meeting, "links", link], None, None).await?;
    eprintln!("Revoked.");
    Ok(())
}
