//! The vendor clients of all connections, built when needed and kept while their connection stays as it is.

use crate::Services;
use crate::failures::{stored, vendor as vendor_failed};
use crate::list_budget::ListBudget;
use crate::secrets::Secrets;
use crate::tally::Tally;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use portico_store::{Store, StoreError};
use portico_vendors::MeetingVendor;
use portico_vendors::cloudroom::{CloudRoom, CloudRoomConfig, DirectorySecret};
use portico_vendors::kit::{Cause, Clock, Deadlines, Limits, Passage, VendorError};
use portico_vendors::vmr::{DEFAULT_RECORDING_ZONE, Vmr, VmrAuth, VmrConfig};
use portico_vendors::webapi::{WebApi, WebApiConfig};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The client of one connection: any of them as a [`MeetingVendor`], and each as itself for what only it
/// can do.
#[derive(Clone)]
pub(crate) enum Client {
    Cloudroom(Arc<CloudRoom>),
    Vmr(Arc<Vmr>),
    Webapi(Arc<WebApi>),
}

impl Deref for Client {
    type Target = dyn MeetingVendor;

    fn deref(&self) -> &Self::Target {
        match self {
            Client::Cloudroom(client) => &**client,
            Client::Vmr(client) => &**client,
            Client::Webapi(client) => &**client,
        }
    }
}

impl Client {
    /// Tells it from every other one that lives: after a change of its connection there is another.
    pub fn identity(&self) -> usize {
        match self {
            Client::Cloudroom(client) => Arc::as_ptr(client).addr(),
            Client::Vmr(client) => Arc::as_ptr(client).addr(),
            Client::Webapi(client) => Arc::as_ptr(client).addr(),
        }
    }

    /// However silent the vendor has been, the next call asks it.
    pub fn try_now(&self) {
        match self {
            Client::Cloudroom(client) => client.passage().try_now(),
            Client::Vmr(client) => client.passage().try_now(),
            Client::Webapi(client) => client.passage().try_now(),
        }
    }

    /// # Errors
    /// [`Kind::Unsupported`]: the connection leads to another vendor. (The same for the two that follow.)
    pub fn cloudroom(&self) -> Result<&CloudRoom, Refusal> {
        match self {
            Client::Cloudroom(client) => Ok(client),
            _ => Err(Kind::Unsupported.into()),
        }
    }

    pub fn vmr(&self) -> Result<&Vmr, Refusal> {
        match self {
            Client::Vmr(client) => Ok(client),
            _ => Err(Kind::Unsupported.into()),
        }
    }

    pub fn webapi(&self) -> Result<&WebApi, Refusal> {
        match self {
            Client::Webapi(client) => Ok(client),
            _ => Err(Kind::Unsupported.into()),
        }
    }
}

/// As often as the store writes it at most.
const ANSWERS_EVERY_MILLIS: i64 = 5_000;

/// A client with what it was built from.
type Built = ([u8; 32], Client);

pub(crate) struct Registry {
    store: Store,
    clock: Arc<dyn Clock>,
    tally: Arc<Tally>,
    /// How long an answer about a meeting is good for.
    pace: Duration,
    deadlines: Deadlines,
    limits: Limits,
    built: Mutex<HashMap<ConnectionId, Built>>,
}

impl Registry {
    pub fn new(
        store: Store,
        clock: Arc<dyn Clock>,
        tally: Arc<Tally>,
        pace: Duration,
        limits: Limits,
    ) -> Self {
        Self { store, clock, tally, pace, deadlines: Deadlines::default(), limits, built: Mutex::default() }
    }

    /// The client of a connection; built anew when anything about the connection has changed.
    pub fn client(&self, connection: &Connection, secrets: &Secrets) -> Result<Client, Refusal> {
        let mark = fingerprint(connection, secrets);
        let mut built = self.built.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, client)) = built.get(&connection.id)
            && *known == mark
        {
            return Ok(client.clone());
        }
        let client = self.build(connection, secrets)?;
        built.insert(connection.id.clone(), (mark, client.clone()));
        Ok(client)
    }

    /// A client that is not kept, such as for a connection that is being tried out.
    pub fn build(&self, connection: &Connection, secrets: &Secrets) -> Result<Client, Refusal> {
        let passage = Passage::new(connection.vendor, self.limits, self.clock.clone());
        Ok(match connection.vendor {
            Vendor::Cloudroom => {
                Client::Cloudroom(self.cloudroom(connection, secrets)?.with_passage(passage).into())
            }
            Vendor::Vmr => Client::Vmr(self.vmr(connection, secrets)?.with_passage(passage).into()),
            Vendor::Webapi => Client::Webapi(self.webapi(connection, secrets)?.with_passage(passage).into()),
        })
    }

    fn cloudroom(&self, connection: &Connection, secrets: &Secrets) -> Result<CloudRoom, Refusal> {
        let config = CloudRoomConfig {
            base_url: connection.base_url.clone(),
            secret_id: connection.public_id.clone(),
            secret_key: secrets.main.clone(),
            zone: connection.zone.clone(),
            private_network: connection.private_network,
            media_hosts: connection.media_hosts.clone(),
        };
        let (store, clock, tally) = (self.store.clone(), self.clock.clone(), self.tally.clone());
        let lists = ListBudget { store, clock, tally, connection: connection.id.clone() };
        let client = CloudRoom::new(config, self.clock.clone(), self.deadlines)?;
        let client = client.with_list_gate(Arc::new(lists));
        let settings = &connection.settings;
        let client = match (settings.platform_id.as_str(), &secrets.more.platform_key) {
            ("", _) | (_, None) => client,
            (id, Some(key)) => client.with_platform(id.to_owned(), key.clone())?,
        };
        Ok(match settings.directory_by_platform {
            true => client.with_directory_secret(DirectorySecret::Platform),
            false => client,
        })
    }

    fn vmr(&self, connection: &Connection, secrets: &Secrets) -> Result<Vmr, Refusal> {
        let settings = &connection.settings;
        let auth = match settings.auth_form.as_str() {
            "" => VmrAuth::Whole(secrets.main.clone()),
            form => VmrAuth::Pair {
                api_id: connection.public_id.clone(),
                api_key: secrets.main.clone(),
                form: form.to_owned(),
            },
        };
        let recording_zone = match settings.recording_zone.as_str() {
            "" => DEFAULT_RECORDING_ZONE,
            zone => zone,
        };
        let config = VmrConfig {
            base_url: connection.base_url.clone(),
            auth,
            account: settings.account.clone(),
            booking_zone: connection.zone.clone(),
            recording_zone: recording_zone.to_owned(),
            private_network: connection.private_network,
            media_hosts: connection.media_hosts.clone(),
        };
        Ok(Vmr::new(config, self.clock.clone(), self.deadlines)?.with_room_pace(self.pace))
    }

    fn webapi(&self, connection: &Connection, secrets: &Secrets) -> Result<WebApi, Refusal> {
        let settings = &connection.settings;
        let token = secrets.more.token.as_ref().map(|token| token.credential()).transpose()?;
        let recording_base = Some(settings.recording_base.clone()).filter(|base| !base.is_empty());
        let config = WebApiConfig {
            base_url: connection.base_url.clone(),
            enterprise_key: secrets.main.clone(),
            token,
            allow_public_sample: settings.trial,
            zone: connection.zone.clone(),
            recording_base,
            private_network: connection.private_network,
            media_hosts: connection.media_hosts.clone(),
        };
        let named = |refusal: Refusal| match refusal.for_field("token") {
            // The form asks for it in two halves.
            Some(_) => Refusal::field("token_key", Rule::PublicSample),
            None => refusal,
        };
        WebApi::new(config, self.clock.clone(), self.deadlines).map_err(named)
    }
}

/// A hash, so that the secrets are not kept a second time.
fn fingerprint(connection: &Connection, secrets: &Secrets) -> [u8; 32] {
    let settings = serde_json::to_string(&connection.settings).unwrap_or_default();
    let more = secrets.more.text().unwrap_or_default();
    let parts = [
        connection.vendor.name(),
        &connection.base_url,
        &connection.public_id,
        &connection.zone,
        &connection.media_hosts.join("\n"),
        &settings,
        if connection.private_network { "private" } else { "public" },
        secrets.main.expose_secret(),
        more.expose_secret(),
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
    pub(crate) async fn vendor(&self, connection: &Connection) -> Result<Client, Refusal> {
        if connection.paused {
            return Err(Kind::Paused.into());
        }
        let secrets = self.secrets(&connection.id).await?;
        self.inner.registry.client(connection, &secrets)
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
        // What was held back here says nothing of the vendor.
        let unasked = |error: &VendorError| matches!(error.cause, Cause::HeldBack | Cause::Resting { .. });
        let held_back = outcome.as_ref().is_err_and(unasked);
        let noted = if held_back {
            Ok(())
        } else if answered {
            self.note_answer(connection, now, client.skew_seconds()).await
        } else if let Err(error) = &outcome {
            self.inner.answered.remove(&connection.id);
            Box::pin(connections.record_failure(&connection.id, now, error.kind().name(), error.code())).await
        } else {
            Ok(())
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "the health of a connection could not be noted");
        }
        outcome.map_err(|error| vendor_failed(&error))
    }

    /// Every five seconds is often enough, unless the vendor failed in between.
    async fn note_answer(
        &self,
        connection: &Connection,
        now: Timestamp,
        skew: Option<i64>,
    ) -> Result<(), StoreError> {
        let answered = &self.inner.answered;
        let lately =
            answered.get(&connection.id).is_some_and(|at| (0..ANSWERS_EVERY_MILLIS).contains(&now.since(at)));
        if lately {
            return Ok(());
        }
        Box::pin(self.store().connections().record_answer(&connection.id, now, skew)).await?;
        answered.insert(connection.id.clone(), now);
        Ok(())
    }

    pub(crate) async fn connection(&self, id: &ConnectionId) -> Result<Connection, Refusal> {
        let found = self.store().connections().by_id(id).await.map_err(stored)?;
        found.ok_or_else(|| Kind::NotFound.into())
    }
}
