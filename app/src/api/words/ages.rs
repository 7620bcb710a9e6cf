//! How old a page is, in words.

use super::Asked;
use crate::api::ages::Age;
use portico_domain::connections::Connection;

/// Of the connections that a page shows, those of which it shows what was. `only`: the id of the one that it
/// is narrowed to; empty = it shows all of them.
pub fn ages(asked: &Asked, connections: &[Connection], only: &str) -> Vec<Age> {
    let shown = |connection: &&Connection| only.is_empty() || connection.id.as_str() == only;
    let age = |connection: &Connection| {
        Some(Age {
            lag: connection.lag(asked.now)?,
            connection: connection.id.0.clone(),
            name: connection.name.clone(),
            since: connection.health.synchronised.map(|at| asked.moment(at)),
        })
    };
    connections.iter().filter(shown).filter_map(age).collect()
}
