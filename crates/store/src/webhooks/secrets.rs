//! The secrets that sign: the present one, and for a while the one before it.

use super::{Webhooks, place, place_of_former};
use crate::Result;
use portico_domain::ids::WebhookId;
use portico_domain::time::Timestamp;
use secrecy::SecretString;

impl Webhooks<'_> {
    /// Those that sign now, the present one first; none if the webhook is gone.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn secrets(&self, id: &WebhookId, now: Timestamp) -> Result<Vec<SecretString>> {
        const SQL: &str = "SELECT secret_sealed, CASE WHEN former_until > $2 THEN former_sealed END \
            FROM webhooks WHERE id = $1";
        let row: Option<(String, Option<String>)> = on_reader!(self.store, |pool| sqlx::query_as(SQL)
            .bind(id.as_str())
            .bind(now.millis())
            .fetch_optional(pool))?;
        let Some((sealed, former)) = row else { return Ok(Vec::new()) };
        let sealer = self.store.sealer()?;
        let mut secrets = vec![sealer.open(&sealed, place(id))?];
        if let Some(former) = former {
            secrets.push(sealer.open(&former, place_of_former(id))?);
        }
        Ok(secrets)
    }

    /// Puts another secret into the place of the present one, which signs too until `until`. `false`: it is
    /// gone, or somebody else has changed the secret at this moment.
    ///
    /// # Errors
    /// The database does not answer, or what stands there does not open.
    pub async fn rotate(&self, id: &WebhookId, secret: &SecretString, until: Timestamp) -> Result<bool> {
        const NOW: &str = "SELECT secret_sealed FROM webhooks WHERE id = $1";
        const SQL: &str = "UPDATE webhooks SET secret_sealed = $3, former_sealed = $4, former_until = $5 \
            WHERE id = $1 AND secret_sealed = $2";
        let present: Option<String> =
            on_reader!(self.store, |pool| sqlx::query_scalar(NOW).bind(id.as_str()).fetch_optional(pool))?;
        let Some(present) = present else { return Ok(false) };
        let sealer = self.store.sealer()?;
        // A sealed value opens in its own column alone.
        let former = sealer.seal(&sealer.open(&present, place(id))?, place_of_former(id))?;
        let sealed = sealer.seal(secret, place(id))?;
        let done = changing!(self.store, |pool| sqlx::query(SQL)
            .bind(id.as_str())
            .bind(&present)
            .bind(&sealed)
            .bind(&former)
            .bind(until.millis())
            .execute(pool))?;
        Ok(done > 0)
    }
}
