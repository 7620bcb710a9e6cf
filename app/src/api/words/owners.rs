//! Whose meetings a list can be narrowed to, in words.

use super::Asked;
use super::accounts::choice;
use crate::api::Refused;
use crate::api::accounts::AccountChoice;

/// Everybody who owns a meeting, and who was `chosen`; others than administrators are told of nobody.
pub async fn owners(asked: &Asked, chosen: &str) -> Result<Vec<AccountChoice>, Refused> {
    let Ok(administrator) = asked.administrator() else { return Ok(Vec::new()) };
    Ok(administrator.owners(chosen).await?.iter().map(choice).collect())
}
