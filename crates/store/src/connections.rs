//! Connections to vendors, their sealed secrets and their health.

use crate::error::StoreError;
use crate::seal::Place;
use crate::sql::{instant, millis};
use crate::{Result, Store};
use portico_domain::capabilities::Vendor;
use portico_domain::connections::{Connection, Health};
use portico_domain::ids::ConnectionId;
use portico_domain::time::Timestamp;
use secrecy::SecretString;

/// The way to connections: [`Store::connections`].
pub struct Connections<'s> {
    pub(crate) store: &'s Store,
}

macro_rules! connection_columns {
    () => {
        "c.id AS connection_row, c.name AS connection_name, c.vendor AS connection_vendor, c.base_url, \
         c.public_id, c.zone AS connection_zone, c.media_hosts, c.private_network, c.paused, \
         c.created_at AS connection_created_at, c.answered_at, c.failed_at, c.failure, c.code, \
         c.skew_seconds, c.synchronised_at, c.settings AS connection_settings"
    };
}
pub(crate) use connection_columns;

#[derive(sqlx_macros::FromRow)]
pub(crate) struct ConnectionRow {
    connection_row: String,
    connection_name: String,
    connection_vendor: String,
    base_url: String,
    public_id: String,
    connection_zone: String,
    media_hosts: String,
    private_network: bool,
    paused: bool,
    connection_created_at: i64,
    answered_at: Option<i64>,
    failed_at: Option<i64>,
    failure: Option<String>,
    code: Option<String>,
    skew_seconds: Option<i64>,
    synchronised_at: Option<i64>,
    connection_settings: String,
}

impl TryFrom<ConnectionRow> for Connection {
    type Error = StoreError;

    fn try_from(row: ConnectionRow) -> Result<Self> {
        Ok(Connection {
            id: ConnectionId(row.connection_row),
            name: row.connection_name,
            vendor: Vendor::from_name(&row.connection_vendor)
                .ok_or_else(|| StoreError::corrupt("connections.vendor"))?,
            base_url: row.base_url,
            public_id: row.public_id,
            zone: row.connection_zone,
            media_hosts: serde_json::from_str(&row.media_hosts)
                .map_err(|_| StoreError::corrupt("connections.media_hosts"))?,
            private_network: row.private_network,
            settings: serde_json::from_str(&row.connection_settings)
                .map_err(|_| StoreError::corrupt("connections.settings"))?,
            paused: row.paused,
            created: Timestamp(row.connection_created_at),
            health: Health {
                answered: instant(row.answered_at),
                failed: instant(row.failed_at),
                failure: row.failure,
                code: row.code,
                skew_seconds: row.skew_seconds,
                synchronised: instant(row.synchronised_at),
            },
        })
    }
}

fn place(id: &ConnectionId) -> Place<'_> {
    Place { table: "connections", row: id.as_str(), column: "secret_sealed" }
}

fn place_of_more(id: &ConnectionId) -> Place<'_> {
    Place { table: "connections", row: id.as_str(), column: "more_secrets_sealed" }
}

/// Settings always have a JSON text.
fn settings_text(connection: &Connection) -> String {
    serde_json::to_string(&connection.settings).unwrap_or_else(|_| "{}".to_owned())
}

fn hosts(connection: &Connection) -> String {
    serde_json::Value::from(connection.media_hosts.clone()).to_string()
}

impl Connections<'_> {
    /// # Errors
    /// [`crate::StoreErrorKind::Conflict`]: the name is taken.
    pub async fn insert(&self, connection: &Connection, secret: &SecretString) -> Result<()> {
        const SQL: &str = "INSERT INTO connections (id, name, vendor, base_url, public_id, secret_sealed, \
            zone, media_hosts, private_network, paused, created_at, settings) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let sealed = self.store.sealer()?.seal(secret, place(&connection.id))?;
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.id.as_str())
            .bind(&connection.name)
            .bind(connection.vendor.name())
            .bind(&connection.base_url)
            .bind(&connection.public_id)
            .bind(&sealed)
            .bind(&connection.zone)
            .bind(hosts(connection))
            .bind(connection.private_network)
            .bind(connection.paused)
            .bind(connection.created.millis())
            .bind(settings_text(connection))
            .execute(pool))
        .map(drop)
    }

    /// All that were not removed, by name.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn list(&self) -> Result<Vec<Connection>> {
        const SQL: &str = concat!(
            "SELECT ",
            connection_columns!(),
            " FROM connections c WHERE c.removed_at IS NULL ORDER BY c.name"
        );
        let rows: Vec<ConnectionRow> = on_reader!(self.store, |pool| sqlx::query_as(SQL).fetch_all(pool))?;
        rows.into_iter().map(Connection::try_from).collect()
    }

    /// Also one that was removed: its meetings still name it.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn by_id_even_removed(&self, id: &ConnectionId) -> Result<Option<Connection>> {
        const SQL: &str = concat!("SELECT ", connection_columns!(), " FROM connections c WHERE c.id = $1");
        let row: Option<ConnectionRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(Connection::try_from).transpose()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_id(&self, id: &ConnectionId) -> Result<Option<Connection>> {
        const SQL: &str = concat!(
            "SELECT ",
            connection_columns!(),
            " FROM connections c WHERE c.id = $1 AND c.removed_at IS NULL"
        );
        let row: Option<ConnectionRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(id.as_str()).fetch_optional(pool))?;
        row.map(Connection::try_from).transpose()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn by_name(&self, name: &str) -> Result<Option<Connection>> {
        const SQL: &str = concat!(
            "SELECT ",
            connection_columns!(),
            " FROM connections c WHERE c.name = $1 AND c.removed_at IS NULL"
        );
        let row: Option<ConnectionRow> =
            on_reader!(self.store, |pool| sqlx::query_as(SQL).bind(name).fetch_optional(pool))?;
        row.map(Connection::try_from).transpose()
    }

    /// Writes what an administrator may edit; vendor, secret, pause and health stay.
    ///
    /// # Errors
    /// [`crate::StoreErrorKind::Conflict`]: the name is taken.
    pub async fn update(&self, connection: &Connection) -> Result<bool> {
        const SQL: &str = "UPDATE connections SET name = $2, base_url = $3, public_id = $4, zone = $5, \
            media_hosts = $6, private_network = $7, settings = $8 WHERE id = $1 AND removed_at IS NULL";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(connection.id.as_str())
            .bind(&connection.name)
            .bind(&connection.base_url)
            .bind(&connection.public_id)
            .bind(&connection.zone)
            .bind(hosts(connection))
            .bind(connection.private_network)
            .bind(settings_text(connection))
            .execute(pool))?;
        Ok(done > 0)
    }

    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn set_secret(&self, id: &ConnectionId, secret: &SecretString) -> Result<bool> {
        const SQL: &str = "UPDATE connections SET secret_sealed = $2 WHERE id = $1 AND removed_at IS NULL";
        let sealed = self.store.sealer()?.seal(secret, place(id))?;
        let done =
            changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(&sealed).execute(pool))?;
        Ok(done > 0)
    }

    /// The secret, for signing on the server. Absent once the connection was removed.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn secret(&self, id: &ConnectionId) -> Result<Option<SecretString>> {
        const SQL: &str = "SELECT secret_sealed FROM connections WHERE id = $1 AND secret_sealed IS NOT NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place(id))).transpose()
    }

    /// Replaces the secrets besides the main one; `None` erases them.
    ///
    /// # Errors
    /// The database does not answer, or the store is locked.
    pub async fn set_more_secrets(&self, id: &ConnectionId, secrets: Option<&SecretString>) -> Result<bool> {
        const SQL: &str =
            "UPDATE connections SET more_secrets_sealed = $2 WHERE id = $1 AND removed_at IS NULL";
        let seal = |secrets| self.store.sealer()?.seal(secrets, place_of_more(id));
        let sealed = secrets.map(seal).transpose()?;
        let done =
            changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(&sealed).execute(pool))?;
        Ok(done > 0)
    }

    /// The secrets besides the main one, as they were put in.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn more_secrets(&self, id: &ConnectionId) -> Result<Option<SecretString>> {
        const SQL: &str =
            "SELECT more_secrets_sealed FROM connections WHERE id = $1 AND more_secrets_sealed IS NOT NULL";
        let sealed: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(SQL).bind(id.as_str()).fetch_optional(pool))?;
        sealed.map(|sealed| self.store.sealer()?.open(&sealed, place_of_more(id))).transpose()
    }

    /// # Errors
    /// The database does not answer.
    pub async fn set_paused(&self, id: &ConnectionId, paused: bool) -> Result<bool> {
        const SQL: &str = "UPDATE connections SET paused = $2 WHERE id = $1 AND removed_at IS NULL";
        let done =
            changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(paused).execute(pool))?;
        Ok(done > 0)
    }

    /// Removes it and erases its secret. Its meetings stay.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove(&self, id: &ConnectionId, now: Timestamp) -> Result<bool> {
        const SQL: &str = "UPDATE connections SET removed_at = $2, secret_sealed = NULL, more_secrets_sealed = NULL \
            WHERE id = $1 AND removed_at IS NULL";
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(now.millis())
            .execute(pool))?;
        Ok(done > 0)
    }

    /// The vendor gave a well-formed answer. Cheap to call after each: it is written only every five
    /// seconds, or when it ends a failure.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn record_answer(
        &self,
        id: &ConnectionId,
        at: Timestamp,
        skew_seconds: Option<i64>,
    ) -> Result<()> {
        const SQL: &str = "UPDATE connections SET answered_at = $2, skew_seconds = COALESCE($3, skew_seconds) \
            WHERE id = $1 AND (answered_at IS NULL OR answered_at <= $4 OR \
            (failed_at IS NOT NULL AND failed_at >= answered_at AND answered_at <= $2))";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(at.millis())
            .bind(skew_seconds)
            .bind(at.minus_seconds(5).millis())
            .execute(pool))
        .map(drop)
    }

    /// A contact failed: the name of the refusal's kind, and the vendor's code if it gave one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn record_failure(
        &self,
        id: &ConnectionId,
        at: Timestamp,
        failure: &str,
        code: Option<&str>,
    ) -> Result<()> {
        const SQL: &str = "UPDATE connections SET failed_at = $2, failure = $3, code = $4 WHERE id = $1";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(at.millis())
            .bind(failure)
            .bind(code)
            .execute(pool))
        .map(drop)
    }

    /// The index took over everything the vendor lists.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn record_synchronised(&self, id: &ConnectionId, at: Timestamp) -> Result<()> {
        const SQL: &str = "UPDATE connections SET synchronised_at = $2 WHERE id = $1";
        changing!(self.store, |pool| sqlx::query(SQL).bind(id.as_str()).bind(at.millis()).execute(pool))
            .map(drop)
    }

    /// Writes the whole health at once.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_health(&self, id: &ConnectionId, health: &Health) -> Result<()> {
        const SQL: &str = "UPDATE connections SET answered_at = $2, failed_at = $3, failure = $4, code = $5, \
            skew_seconds = $6, synchronised_at = $7 WHERE id = $1";
        changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(millis(health.answered))
            .bind(millis(health.failed))
            .bind(&health.failure)
            .bind(&health.code)
            .bind(health.skew_seconds)
            .bind(millis(health.synchronised))
            .execute(pool))
        .map(drop)
    }
}
