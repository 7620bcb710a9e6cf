//! The vendor clients of all connections, built when needed and kept while their connection stays as it is.

use crate::Services;
use crate::failures::{stored, vendor as vendor_failed};
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal};
use portico_vendors::MeetingVendor;
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig};
use portico_vendors::kit::{Clock, Deadlines, VendorError};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// A client with what it was built from.
type Built = ([u8; 32], Arc<dyn MeetingVendor>);

pub(crate) struct Registry {
    clock: Arc<dyn Clock>,
    deadlines: Deadlines,
    built: Mutex<HashMap<ConnectionId, Built>>,
}

impl Registry {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, deadlines: Deadlines::default(), built: Mutex::default() }
    }

    /// The client of a connection; built anew when anything about the connection has changed.
    pub fn client(
        &self,
        connection: &Connection,
        secret: &SecretString,
    ) -> Result<Arc<dyn MeetingVendor>, Refusal> {
        let mark = fingerprint(connection, secret);
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, client)) = built.get(&connection.id)
            && *known == mark
        {
            return Ok(client.clone());
        }
        let client = self.build(connection, secret)?;
        built.insert(connection.id.clone(), (mark, client.clone()));
        Ok(client)
    }

    /// A client that is not kept, such as for a connection that is being tried out.
    pub fn build(
        &self,
        connection: &Connection,
        secret: &SecretString,
    ) -> Result<Arc<dyn MeetingVendor>, Refusal> {
        match connection.vendor {
            Vendor::Cloudroom => {
                let config = CloudRoomConfig {
                    base_url: connection.base_url.clone(),
                    secret_id: connection.public_id.clone(),
                    secret_key: secret.clone(),
                    zone: connection.zone.clone(),
                    private_network: connection.private_network,
                    media_hosts: connection.media_hosts.clone(),
                };
                Ok(Arc::new(CloudRoom::new(config, self.clock.clone(), self.deadlines)?))
            }
            Vendor::Vmr | Vendor::Webapi => Err(Kind::Unsupported.into()),
        }
    }
}

/// A hash, so that the secret is not kept a second time.
fn fingerprint(connection: &Connection, secret: &SecretString) -> [u8; 32] {
    let parts = [
        connection.vendor.name(),
        &connection.base_url,
        &connection.public_id,
        &connection.zone,
        &connection.media_hosts.join("\n"),
        if connection.private_network { "private" } else { "public" },
        secret.expose_secret(),
    ];
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

impl Services {
    /// The client of a connection that is in use.
    ///
    /// # Errors
    /// [`Kind::Paused`]; or the connection's settings cannot be used.
    pub(crate) async fn vendor(&self, connection: &Connection) -> Result<Arc<dyn MeetingVendor>, Refusal> {
        if connection.paused {
            return Err(Kind::Paused.into());
        }
        let secret = self.store().connections().secret(&connection.id).await.map_err(stored)?;
        let secret = secret.ok_or(Refusal::of(Kind::VendorCredential))?;
        self.inner.registry.client(connection, &secret)
    }

    /// Notes how the vendor did, for the agenda and the connection's page.
    pub(crate) async fn heed<T>(
        &self,
        connection: &Connection,
        client: &dyn MeetingVendor,
        outcome: Result<T, VendorError>,
    ) -> Result<T, Refusal> {
        let connections = self.store().connections();
        let now = self.now();
        let answered = match &outcome {
            Ok(_) => true,
            Err(error) => matches!(error.kind(), Kind::VendorRefused | Kind::NotFound),
        };
        let noted = if answered {
            connections.record_answer(&connection.id, now, client.skew_seconds()).await
        } else if let Err(error) = &outcome {
            connections.record_failure(&connection.id, now, error.kind().name(), error.code()).await
        } else {
            Ok(())
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "the health of a connection could not be noted");
        }
        outcome.map_err(|error| vendor_failed(&error))
    }

    pub(crate) async fn connection(&self, id: &ConnectionId) -> Result<Connection, Refusal> {
        let found = self.store().connections().by_id(id).await.map_err(stored)?;
        found.ok_or_else(|| Kind::NotFound.into())
    }
}
