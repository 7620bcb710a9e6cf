//! Connections to vendors: added, tested, changed, paused, removed. Secrets go in and never come out.

use crate::Services;
use crate::access::Administrator;
use crate::failures::stored;
use crate::when::Zone;
use portico_domain::connections::{Connection, Health};
use portico_domain::forms::{ConnectionForm, ReadConnection};
use portico_domain::ids::ConnectionId;
use portico_domain::refusals::{Kind, Refusal, Rule};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;

/// What a test of a connection showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestReport {
    pub took: Duration,
    /// The vendor's clock minus ours.
    pub skew_seconds: Option<i64>,
}

const LONGEST_SECRET: usize = 500;

fn check_secret(secret: &SecretString) -> Result<(), Refusal> {
    let text = secret.expose_secret();
    match text {
        _ if text.trim().is_empty() => Err(Refusal::field("secret", Rule::Missing)),
        _ if text.len() > LONGEST_SECRET => {
            Err(Refusal::field("secret", Rule::TooLong { most: LONGEST_SECRET as u32 }))
        }
        _ if text.chars().any(char::is_control) => Err(Refusal::field("secret", Rule::BadCharacter)),
        _ => Ok(()),
    }
}

impl Administrator {
    /// # Errors
    /// [`Kind::NotFound`].
    pub async fn connection(&self, id: &ConnectionId) -> Result<Connection, Refusal> {
        self.services.connection(id).await
    }

    /// Adds a connection, tests it and takes its meetings over. A failed test does not undo it: the
    /// connection's page says what is wrong.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields, `secret` among them.
    pub async fn add_connection(
        &self,
        form: &ConnectionForm,
        secret: &SecretString,
    ) -> Result<ConnectionId, Refusal> {
        let read = self.read_connection(form, None).await?;
        check_secret(secret)?;
        let connection = Connection {
            id: ConnectionId(portico_store::new_id()),
            name: read.name,
            vendor: read.vendor,
            base_url: read.base_url,
            public_id: read.public_id,
            zone: read.zone,
            media_hosts: read.media_hosts,
            private_network: read.private_network,
            paused: false,
            created: self.services.now(),
            health: Health::default(),
        };
        // Building the client finds out what cannot be used before anything is stored.
        self.services.inner.registry.build(&connection, secret)?;
        let (services, id) = (&self.services, &connection.id);
        services.note(Some(self.id()), "connection.add", id.as_str(), "done", &connection.name).await?;
        services.store().connections().insert(&connection, secret).await.map_err(stored)?;
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
        let known = self.services.store().connections().by_name(&read.name).await.map_err(stored)?;
        if known.is_some_and(|known| Some(&known.id) != except) {
            return Err(Refusal::field("name", Rule::Taken));
        }
        Ok(read)
    }

    /// Changes everything but the secret.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with fields; [`Kind::NotFound`].
    pub async fn change_connection(&self, id: &ConnectionId, form: &ConnectionForm) -> Result<(), Refusal> {
        let services = &self.services;
        let known = services.connection(id).await?;
        let read = self.read_connection(form, Some(id)).await?;
        if read.vendor != known.vendor {
            return Err(Refusal::field("vendor", Rule::NotAChoice));
        }
        let changed = Connection {
            name: read.name,
            base_url: read.base_url,
            public_id: read.public_id,
            zone: read.zone,
            media_hosts: read.media_hosts,
            private_network: read.private_network,
            ..known
        };
        let secret = services.store().connections().secret(id).await.map_err(stored)?;
        let secret = secret.ok_or(Refusal::of(Kind::NotFound))?;
        services.inner.registry.build(&changed, &secret)?;
        services.note(Some(self.id()), "connection.change", id.as_str(), "done", &changed.name).await?;
        services.store().connections().update(&changed).await.map_err(stored)?;
        services.synchronise_soon(&changed).await;
        Ok(())
    }

    /// Replaces the secret; the old one is gone.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with the field `secret`; [`Kind::NotFound`].
    pub async fn change_secret(&self, id: &ConnectionId, secret: &SecretString) -> Result<(), Refusal> {
        check_secret(secret)?;
        let services = &self.services;
        let connection = services.connection(id).await?;
        services.inner.registry.build(&connection, secret)?;
        services.note(Some(self.id()), "connection.change-secret", id.as_str(), "done", "").await?;
        services.store().connections().set_secret(id, secret).await.map_err(stored)?;
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
    /// [`Kind::NotFound`].
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
    /// [`Kind::NotFound`].
    pub async fn remove_connection(&self, id: &ConnectionId) -> Result<(), Refusal> {
        let services = &self.services;
        let connection = services.connection(id).await?;
        services.note(Some(self.id()), "connection.remove", id.as_str(), "done", &connection.name).await?;
        services.store().connections().remove(id, services.now()).await.map_err(stored)?;
        Ok(())
    }
}

impl Services {
    /// Makes one harmless call over each connection that is not paused; for `portico check`.
    ///
    /// # Errors
    /// [`Kind::Unavailable`]: the database does not answer.
    pub async fn test_all(&self) -> Result<Vec<(Connection, Result<TestReport, Refusal>)>, Refusal> {
        let mut reports = Vec::new();
        for connection in self.store().connections().list().await.map_err(stored)? {
            if !connection.paused {
                let report = self.test(&connection).await;
                reports.push((connection, report));
            }
        }
        Ok(reports)
    }

    async fn test(&self, connection: &Connection) -> Result<TestReport, Refusal> {
        let vendor = self.vendor(connection).await?;
        let started = std::time::Instant::now();
        let answer = vendor.check().await;
        let check = self.heed(connection, &*vendor, answer).await?;
        Ok(TestReport { took: started.elapsed(), skew_seconds: check.skew_seconds })
    }

    /// Makes sure that the trial's connection stands and leads to the sandbox of this run.
    ///
    /// # Errors
    /// [`Kind::Unavailable`].
    pub async fn ensure_sandbox(
        &self,
        name: &str,
        base_url: &str,
        public_id: &str,
        secret: &SecretString,
    ) -> Result<(), Refusal> {
        let connections = self.store().connections();
        let wanted = Connection {
            id: ConnectionId(portico_store::new_id()),
            name: name.to_owned(),
            vendor: portico_domain::capabilities::Vendor::Cloudroom,
            base_url: base_url.to_owned(),
            public_id: public_id.to_owned(),
            zone: portico_domain::connections::DEFAULT_ZONE.to_owned(),
            media_hosts: Vec::new(),
            private_network: true,
            paused: false,
            created: self.now(),
            health: Health::default(),
        };
        let connection = match connections.by_name(name).await.map_err(stored)? {
            Some(known) => {
                let renewed = Connection { id: known.id, created: known.created, ..wanted };
                connections.update(&renewed).await.map_err(stored)?;
                renewed
            }
            None => {
                connections.insert(&wanted, secret).await.map_err(stored)?;
                wanted
            }
        };
        self.synchronise_soon(&connection).await;
        Ok(())
    }
}
