//! What scripts may call by a name as well as by its id.

use super::problem::Problem;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_service::{Member, OwnedBy};

/// The connection in a path. What there is not is not found.
pub async fn connection(member: &Member, text: &str) -> Result<ConnectionId, Problem> {
    Ok(member.connection_named(text).await?.id.clone())
}

/// The connection that a list is narrowed to. What there is not is no choice: an empty list would hide a slip
/// of the pen.
pub async fn narrowed_to(member: &Member, text: Option<&str>) -> Result<Option<ConnectionId>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    match member.connection_named(text).await {
        Ok(found) => Ok(Some(found.id.clone())),
        Err(Refusal { kind: Kind::NotFound, .. }) => Err(Problem::field("connection", Rule::NotAChoice)),
        Err(refusal) => Err(refusal.into()),
    }
}

/// Whose meetings or recordings a list is narrowed to.
pub async fn owned_by(member: &Member, text: Option<&str>) -> Result<Option<OwnedBy>, Problem> {
    Ok(member.owned_by_named(text.unwrap_or_default()).await?)
}
