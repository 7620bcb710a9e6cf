//! The signing proxy: a script speaks the vendor's own language, and Portico holds the vendor's secret.
//!
//! Nothing is forwarded. What comes is held against the operation's template and written anew
//! (`vendors/kit/templates`), sent with our credential, and what comes back loses what the token may not see.
//! Whoever reaches a vendor's account this way reaches all of it, so it is for tokens of administrators.

mod coalesce;

pub(crate) use coalesce::UnderWay;

use crate::Services;
use crate::access::Administrator;
use crate::integrators::{Denied, Integrator};
use crate::registry::Client;
use crate::secrets::Secrets;
use crate::services::NOTE_READS_EVERY;
use bytes::Bytes;
use portico_domain::capabilities::Vendor;
use portico_domain::connections::Connection;
use portico_domain::refusals::{Kind, Refusal};
use portico_domain::tokens::Scope;
use portico_vendors::kit::templates::{Forwarded, Sent, Template, fill, find};
use portico_vendors::{cloudroom, vmr, webapi};
use secrecy::ExposeSecret;
use std::sync::Arc;
use tokio::time::Instant;

/// The vendor's own answer, less what the token may not see. JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxied {
    pub status: u16,
    /// Seconds.
    pub retry_after: Option<u32>,
    pub body: Bytes,
}

/// Every operation that may be sent to a vendor: what is not here is never sent.
pub(crate) fn templates_of(vendor: Vendor) -> &'static [Template] {
    match vendor {
        Vendor::Cloudroom => &cloudroom::TEMPLATES,
        Vendor::Vmr => &vmr::TEMPLATES,
        Vendor::Webapi => &webapi::TEMPLATES,
    }
}

/// The path below the vendor's base address. A client's own base may end with the document's first segments.
fn below_base(vendor: Vendor, path: &str) -> &str {
    let base = match vendor {
        Vendor::Cloudroom => "/CLOUDROOM-SERVER/v2",
        Vendor::Vmr => "",
        Vendor::Webapi => "/WebAPI",
    };
    path.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(path)
}

impl Integrator {
    /// Sends one of the vendor's own operations. `connection` is its name or id; `sent.path` may begin with
    /// the base path of the vendor's document.
    ///
    /// # Errors
    /// The token or its person may not; no such operation; what was sent does not fit it; or there is no
    /// answer in the vendor's own words. A refusal in the vendor's own words is no error.
    pub async fn proxy(&self, connection: &str, sent: Sent<'_>) -> Result<Proxied, Denied> {
        let administrator = self.administrator()?;
        let connection = self.member.connection_named(connection).await?;
        let sent = Sent { path: below_base(connection.vendor, sent.path), ..sent };
        let templates = templates_of(connection.vendor);
        let (template, segments) = find(templates, sent.method, sent.path).map_err(Denied::Misfit)?;
        self.check_scopes(&connection, template)?;
        let call = fill(template, segments, sent).map_err(Denied::Misfit)?;
        let services = &administrator.services;
        let reached = services.reached(&connection).await?;
        // The only operation whose whole answer is needed for joining is a join.
        if template.needs == Some(Scope::Join) {
            Box::pin(services.take_turn(&connection)).await?;
        }
        self.note(&connection, template, "begun", "").await?;
        let outcome = services.pass_on(connection.clone(), reached.clone(), call).await;
        self.note_outcome(&connection, template, &outcome).await?;
        Ok(self.answer(template, &reached.1, &*outcome?)?)
    }

    fn administrator(&self) -> Result<Administrator, Denied> {
        if !self.member.is_administrator() {
            return Err(Kind::NotAllowed.into());
        }
        Ok(Administrator(self.member.clone()))
    }

    fn check_scopes(&self, connection: &Connection, template: &Template) -> Result<(), Denied> {
        let name = template.name();
        if !self.token().scopes.proxies(&connection.id, name, template.only_by_name) {
            return Err(Denied::Scope(format!("proxy:{}:{name}", connection.id)));
        }
        template.needs.map_or(Ok(()), |scope| self.has(scope))
    }

    /// Takes away what the token may not see.
    fn answer(&self, template: &Template, secrets: &Secrets, answer: &Forwarded) -> Result<Proxied, Refusal> {
        let platform = secrets.more.platform_key.as_ref().map(|key| key.expose_secret());
        let own: Vec<&str> = platform.into_iter().chain([secrets.main.expose_secret()]).collect();
        let body = answer.shown(template, &self.token().scopes, &own);
        let body = body.map_err(|_| Refusal::from(Kind::VendorUnreadable))?;
        Ok(Proxied { status: answer.status, retry_after: answer.retry_after, body })
    }

    /// Changes and what lets people in are noted one by one, before and after; other reads once a minute
    /// for each token and operation.
    async fn note(
        &self,
        connection: &Connection,
        template: &Template,
        outcome: &str,
        detail: &str,
    ) -> Result<(), Refusal> {
        let services = &self.member.services;
        let writing = async {
            let action = format!("proxy.{}", template.name());
            let detail = format!("token {} {detail}", self.token().id);
            let person = Some(&self.person().id);
            // Large, and seldom needed.
            Box::pin(services.note(person, &action, connection.id.as_str(), outcome, detail.trim_end())).await
        };
        if is_weighty(template) {
            return writing.await;
        }
        let noted = &services.inner.proxied;
        let key = (self.token().id.clone(), connection.id.clone(), template.name());
        let now = Instant::now();
        let holds = |at: &Instant| now.duration_since(*at) < NOTE_READS_EVERY;
        if noted.get(&key).is_some_and(|at| holds(&at)) {
            return Ok(());
        }
        noted.remove_if(&key, |at| !holds(at));
        // It counts as noted once it stands in the log, and those who come until then wait for that.
        let written = noted.get_or_insert_async(&key, async { writing.await.map(|()| now) });
        Box::pin(written).await.map(drop)
    }

    async fn note_outcome(
        &self,
        connection: &Connection,
        template: &Template,
        outcome: &Passed,
    ) -> Result<(), Refusal> {
        if !is_weighty(template) {
            return Ok(());
        }
        let (word, detail) = match outcome {
            Ok(answer) if answer.status < 400 => ("done", format!("HTTP {}", answer.status)),
            Ok(answer) => ("refused", format!("HTTP {}", answer.status)),
            Err(refusal) if refusal.kind == Kind::Unconfirmed => ("unknown", refusal.to_string()),
            Err(refusal) => ("refused", refusal.to_string()),
        };
        self.note(connection, template, word, &detail).await
    }
}

impl Services {
    /// The client of a connection that is in use, and what it signs with.
    async fn reached(&self, connection: &Connection) -> Result<Arc<(Client, Secrets)>, Refusal> {
        let read = async || {
            let client = self.vendor(connection).await?;
            let secrets = self.secrets(&connection.id).await?;
            Ok(Some(Arc::new((client, secrets))))
        };
        let found = self.inner.reached.get(self, connection.id.clone(), read).await?;
        found.ok_or_else(|| Kind::NotFound.into())
    }
}

/// What came back, perhaps for several who asked the same.
type Passed = Result<Arc<Forwarded>, Refusal>;

fn is_weighty(template: &Template) -> bool {
    (template.facts)().changes || template.needs.is_some()
}
