//! A caller's own call, rebuilt, with our `auth`.

use super::Vmr;
use crate::kit::templates::{Forwarded, Rebuilt, RebuiltBody};
use crate::kit::{Call, Cause, Outgoing, VendorError};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use portico_domain::capabilities::Vendor;
use tokio::time::Instant;

impl Vmr {
    /// Authorises and sends it once; what the vendor says comes back as it is, its refusals too.
    ///
    /// # Errors
    /// There is no answer in the vendor's own words.
    pub async fn forward(&self, call: Rebuilt) -> Result<Forwarded, VendorError> {
        let facts = (call.template.facts)();
        let started = Instant::now();
        let noted = Call { vendor: Vendor::Vmr, operation: facts.name, request_id: None, started };
        let outcome = self.forward_as(call).await;
        noted.note(&outcome);
        outcome.map_err(|cause| VendorError {
            vendor: Vendor::Vmr,
            operation: facts.name,
            doc: facts.doc,
            changes: facts.changes,
            request_id: None,
            skew_seconds: self.skew_seconds(),
            cause,
        })
    }

    async fn forward_as(&self, call: Rebuilt) -> Result<Forwarded, Cause> {
        let sent = self.clock().now();
        let facts = (call.template.facts)();
        let (method, joins) = (facts.method, facts.joins);
        let mut headers = HeaderMap::new();
        let (name, auth) = self.auth_header();
        headers.insert(name, auth);
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::ACCEPT, json.clone());
        let url = call.address(self.base(), None);
        let body = match call.body {
            RebuiltBody::Json(body) => {
                headers.insert(header::CONTENT_TYPE, json);
                Some(Bytes::from(body.to_string()))
            }
            _ => None,
        };
        let until = Instant::now() + self.transport().deadlines().total;
        let asking = async {
            let answer =
                self.transport().forward(Outgoing { method, url, headers, body }, until, sent).await?;
            self.observe(answer.date, sent);
            Forwarded::read(answer)
        };
        self.passage.through(joins, until, asking).await
    }
}
