//! Connections to vendors: added, tested, changed, paused, removed. Secrets go in and never come out.

use crate::Services;
use crate::access::Administrator;
use crate::failures::stored;
use crate::secrets::{Secrets, TypedSecrets, main_again};
use crate::when::Zone;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::{Connection, ConnectionSettings, Health};
use portico_domain::forms::{ConnectionForm, ReadConnection};
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Refusal, Rule};
use secrecy::SecretString;
use std::time::Duration;
use url::Url;

/// What a test of a connection showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestReport {
    pub took: Duration,
    /// The vendor's clock minus ours.
    pub skew_seconds: Option<i64>,
}

impl Administrator {
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`].
    pub async fn connection(&self, id: &ConnectionId) -> Result<Connection, Refusal> {
        self.services.connection(id).await
    }

    /// Adds a connection, tests it and takes its meetings over. A failed test does not undo it: the
    /// connection's page says what is wrong.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with fields, `secret` among them.
    pub async fn add_connection(
        &self,
        form: &ConnectionForm,
        typed: &TypedSecrets,
    ) -> Result<ConnectionId, Refusal> {
        let read = self.read_connection(form, None).await?;
        let secrets = typed.read(read.vendor, None)?;
        let connection = Connection {
            id: ConnectionId(portico_store::new_id()),
            name: read.name,
            vendor: read.vendor,
            base_url: read.base_url,
            public_id: read.public_id,
            zone: read.zone,
            media_hosts: read.media_hosts,
            private_network: read.private_network,
            settings: read.settings,
            paused: false,
            created: self.services.now(),
            health: Health::default(),
        };
        // Building the client finds out what cannot be used before anything is stored.
        self.services.inner.registry.build(&connection, &secrets)?;
        let (services, id) = (&self.services, &connection.id);
        services.note(Some(self.id()), "connection.add", id.as_str(), "done", &connection.name).await?;
        services.file_connection(&connection, &secrets).await?;
        services.synchronise_soon(&connection).await;
        Ok(connection.id)
    }

    async fn read_connection(
        &self,
        form: &ConnectionForm,
        except: Option<&ConnectionId>,
    ) -> Result<ReadConnection, Refusal> {
        let read = form.read().map_err(Refusal::invalid)?;
        if Zone::named(&read.zone).is_none() {
            return Err(Refusal::field("zone", Rule::UnknownZone));
        }
        let recording_zone = &read.settings.recording_zone;
        if !recording_zone.is_empty() && Zone::named(recording_zone).is_none() {
            return Err(Refusal::field("recording_zone", Rule::UnknownZone));
        }
        let known = self.services.store().connections().by_name(&read.name).await.map_err(stored)?;
        if known.is_some_and(|known| Some(&known.id) != except) {
            return Err(Refusal::field("name", Rule::Taken));
        }
        Ok(read)
    }

    /// Changes everything but the secrets. If another server is to be spoken to, the main one has to come along
    /// again: whoever could send a stored one anywhere could read it there.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with fields, `secret_again` among them; [`portico_domain::refusals::Kind::NotFound`].
    pub async fn change_connection(
        &self,
        id: &ConnectionId,
        form: &ConnectionForm,
        secret_again: &SecretString,
    ) -> Result<(), Refusal> {
        let services = &self.services;
        let known = services.connection(id).await?;
        let read = self.read_connection(form, Some(id)).await?;
        if read.vendor != known.vendor {
            return Err(Refusal::field("vendor", Rule::NotAChoice));
        }
        let again = main_again(AGAIN, secret_again)?;
        if again.is_none() && !is_same_server(&known.base_url, &read.base_url) {
            return Err(Refusal::field(AGAIN, Rule::Missing));
        }
        let changed = Connection {
            name: read.name,
            base_url: read.base_url,
            public_id: read.public_id,
            zone: read.zone,
            media_hosts: read.media_hosts,
            private_network: read.private_network,
            settings: ConnectionSettings { trial: known.settings.trial, ..read.settings },
            ..known
        };
        let mut secrets = services.secrets(id).await?;
        if let Some(again) = &again {
            secrets.main = again.clone();
        }
        services.inner.registry.build(&changed, &secrets)?;
        services.note(Some(self.id()), "connection.change", id.as_str(), "done", &changed.name).await?;
        if let Some(again) = &again {
            // First, so that the other server never sees the one that was stored.
            services.store().connections().set_secret(id, again).await.map_err(stored)?;
        }
        services.store().connections().update(&changed).await.map_err(stored)?;
        services.synchronise_soon(&changed).await;
        Ok(())
    }

    /// Replaces those secrets that were typed; the old ones are gone.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Invalid`] with fields, `secret` if nothing was typed; [`portico_domain::refusals::Kind::NotFound`].
    pub async fn change_secret(&self, id: &ConnectionId, typed: &TypedSecrets) -> Result<(), Refusal> {
        let services = &self.services;
        let connection = services.connection(id).await?;
        let secrets = typed.read(connection.vendor, Some(services.secrets(id).await?))?;
        services.inner.registry.build(&connection, &secrets)?;
        services.note(Some(self.id()), "connection.change-secret", id.as_str(), "done", "").await?;
        let connections = services.store().connections();
        connections.set_secret(id, &secrets.main).await.map_err(stored)?;
        connections.set_more_secrets(id, secrets.more.text().as_ref()).await.map_err(stored)?;
        services.synchronise_soon(&connection).await;
        Ok(())
    }

    /// Makes one harmless call.
    ///
    /// # Errors
    /// What the vendor said, or why it said nothing.
    pub async fn test_connection(&self, id: &ConnectionId) -> Result<TestReport, Refusal> {
        let connection = self.services.connection(id).await?;
        self.services.test(&connection).await
    }

    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`].
    pub async fn pause_connection(&self, id: &ConnectionId, paused: bool) -> Result<(), Refusal> {
        let services = &self.services;
        let connection = services.connection(id).await?;
        let action = if paused { "connection.pause" } else { "connection.resume" };
        services.note(Some(self.id()), action, id.as_str(), "done", &connection.name).await?;
        services.store().connections().set_paused(id, paused).await.map_err(stored)?;
        Ok(())
    }

    /// Removes a connection with its secret from use. Nothing is deleted at the vendor.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::NotFound`].
    pub async fn remove_connection(&self, id: &ConnectionId) -> Result<(), Refusal> {
        let services = &self.services;
        let connection = services.connection(id).await?;
        services.note(Some(self.id()), "connection.remove", id.as_str(), "done", &connection.name).await?;
        services.store().connections().remove(id, services.now()).await.map_err(stored)?;
        Ok(())
    }
}

/// The field of the main secret among the other settings.
const AGAIN: &str = "secret_again";

fn is_same_server(one: &str, other: &str) -> bool {
    let origin = |address| Url::parse(address).map(|url| url.origin()).ok();
    origin(one).is_some_and(|one| one.is_tuple() && Some(one) == origin(other))
}

/// What came of a call, or why it came to nothing.
type Tested = Result<TestReport, Refusal>;

impl Services {
    /// Makes one harmless call over each connection, `None` for one that is paused; for `portico check`.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`]: the database does not answer.
    pub async fn test_all(&self) -> Result<Vec<(Connection, Option<Tested>)>, Refusal> {
        let mut reports = Vec::new();
        for connection in self.store().connections().list().await.map_err(stored)? {
            let report = if connection.paused { None } else { Some(self.test(&connection).await) };
            reports.push((connection, report));
        }
        Ok(reports)
    }

    async fn test(&self, connection: &Connection) -> Result<TestReport, Refusal> {
        let vendor = self.vendor(connection).await?;
        vendor.try_now();
        let started = std::time::Instant::now();
        let answer = vendor.check().await;
        let check = self.heed(connection, &*vendor, answer).await?;
        Ok(TestReport { took: started.elapsed(), skew_seconds: check.skew_seconds })
    }

    async fn file_connection(&self, connection: &Connection, secrets: &Secrets) -> Result<(), Refusal> {
        let connections = self.store().connections();
        connections.insert(connection, &secrets.main).await.map_err(stored)?;
        if let Some(more) = secrets.more.text() {
            connections.set_more_secrets(&connection.id, Some(&more)).await.map_err(stored)?;
        }
        Ok(())
    }

    /// Makes sure that one of the trial's connections stands and leads to the sandbox of this run.
    ///
    /// # Errors
    /// [`portico_domain::refusals::Kind::Unavailable`]; what the sandbox says of itself cannot be used.
    pub async fn ensure_sandbox(&self, trial: TrialConnection) -> Result<(), Refusal> {
        let connections = self.store().connections();
        let secrets = trial.secrets.read(trial.vendor, None)?;
        let wanted = Connection {
            id: ConnectionId(portico_store::new_id()),
            name: trial.name,
            vendor: trial.vendor,
            base_url: trial.base_url,
            public_id: trial.public_id,
            zone: portico_domain::connections::DEFAULT_ZONE.to_owned(),
            media_hosts: Vec::new(),
            private_network: true,
            settings: ConnectionSettings { trial: true, ..trial.settings },
            paused: false,
            created: self.now(),
            health: Health::default(),
        };
        let connection = match connections.by_name(&wanted.name).await.map_err(stored)? {
            Some(known) => {
                let renewed = Connection { id: known.id, created: known.created, ..wanted };
                connections.update(&renewed).await.map_err(stored)?;
                renewed
            }
            None => {
                self.file_connection(&wanted, &secrets).await?;
                wanted
            }
        };
        self.synchronise_soon(&connection).await;
        Ok(())
    }
}

/// One of the sandbox's vendors, as the trial connects to it.
pub struct TrialConnection {
    pub name: String,
    pub vendor: Vendor,
    pub base_url: String,
    pub public_id: String,
    pub settings: ConnectionSettings,
    pub secrets: TypedSecrets,
}
