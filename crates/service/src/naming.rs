//! What people and scripts call by a name as well as by its id.

use crate::access::Member;
use crate::failures::stored;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal};
use std::sync::Arc;

impl Member {
    /// The connection with this id or this name, as of a moment ago. Ids are no names and names are no ids, so
    /// it does not matter which is looked for first.
    ///
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn connection_named(&self, text: &str) -> Result<Arc<Connection>, Refusal> {
        let services = &self.services;
        let read = async || {
            let connections = services.store().connections();
            let found = match connections.by_id(&ConnectionId::new(text)).await.map_err(stored)? {
                Some(found) => Some(found),
                None => connections.by_name(text).await.map_err(stored)?,
            };
            Ok(found.map(Arc::new))
        };
        let found = services.inner.connections.get(services, text.to_owned(), read).await?;
        found.ok_or_else(|| Kind::NotFound.into())
    }
}
