//! Connections in JSON: how they stand, never what they hold.

use super::time;
use portico_domain::connections::Connection;
use serde::Serialize;
use utoipa::ToSchema;

/// A connection to one vendor account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Connection)]
pub struct ConnectionWords {
    pub id: String,
    /// Also its name in `/proxy/{connection}/…`.
    pub name: String,
    /// `cloudroom`, `vmr` or `webapi`.
    pub vendor: String,
    /// IANA name: the zone of vendor times that name none.
    pub zone: String,
    pub paused: bool,
    /// Did the last contact fail?
    pub failing: bool,
    /// When the vendor last answered.
    #[schema(format = DateTime)]
    pub answered: Option<String>,
    /// When a contact last failed.
    #[schema(format = DateTime)]
    pub failed: Option<String>,
    /// The kind of that failure, as in problems.
    pub failure: Option<String>,
    /// The vendor's code in that failure.
    pub code: Option<String>,
    /// When the index last took over everything that the vendor lists.
    #[schema(format = DateTime)]
    pub synchronised: Option<String>,
    /// The vendor's clock minus ours, in seconds.
    pub skew_seconds: Option<i64>,
}

/// All connections.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Connections)]
pub struct ConnectionsWords {
    pub items: Vec<ConnectionWords>,
}

pub fn connection(connection: &Connection) -> ConnectionWords {
    let health = &connection.health;
    ConnectionWords {
        id: connection.id.0.clone(),
        name: connection.name.clone(),
        vendor: connection.vendor.name().to_owned(),
        zone: connection.zone.clone(),
        paused: connection.paused,
        failing: health.is_failing(),
        answered: health.answered.map(time),
        failed: health.failed.map(time),
        failure: health.failure.clone(),
        code: health.code.clone(),
        synchronised: health.synchronised.map(time),
        skew_seconds: health.skew_seconds,
    }
}
