//! A caller's own call, rebuilt, with our headers.

use super::CloudRoom;
use super::sign;
use crate::kit::templates::{Forwarded, Rebuilt, RebuiltBody};
use crate::kit::{Call, Cause, Outgoing, Unreachable, VendorError};
use bytes::Bytes;
use http::{HeaderValue, header};
use portico_domain::capabilities::Vendor;
use tokio::time::Instant;

impl CloudRoom {
    /// Signs and sends it once; what the vendor says comes back as it is, its refusals too.
    ///
    /// # Errors
    /// There is no answer in the vendor's own words.
    pub async fn forward(&self, call: Rebuilt) -> Result<Forwarded, VendorError> {
        let facts = (call.template.facts)();
        let request_id = self.new_request_id();
        let (vendor, request) = (Vendor::Cloudroom, Some(request_id.as_str()));
        let noted = Call { vendor, operation: facts.name, request_id: request, started: Instant::now() };
        let outcome = self.forward_as(call, &request_id).await;
        noted.note(&outcome);
        outcome.map_err(|cause| VendorError {
            vendor: Vendor::Cloudroom,
            operation: facts.name,
            doc: facts.doc,
            changes: facts.changes,
            request_id: Some(request_id.into()),
            skew_seconds: self.skew_seconds(),
            cause,
        })
    }

    async fn forward_as(&self, call: Rebuilt, request_id: &str) -> Result<Forwarded, Cause> {
        let facts = (call.template.facts)();
        self.passage.look()?;
        if facts.is_list
            && let Some(gate) = self.list_gate()
            && !gate.pass().await
        {
            return Err(Cause::HeldBack);
        }
        let sent = self.clock().now();
        let (secret_id, secret_key) = self.credential(facts.signed_by)?;
        let mut headers = sign::headers(secret_id, sent.seconds(), secret_key, request_id)
            .map_err(|_| Cause::Unreachable(Unreachable::BadRequest))?;
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
        let request = Outgoing { method: facts.method, url, headers, body };
        let asking = async {
            let answer = self.transport().forward(request, until, sent).await?;
            self.observe(answer.date, sent);
            if facts.changes { Forwarded::read_change(answer) } else { Forwarded::read(answer) }
        };
        self.passage.through(facts.joins, until, asking).await
    }
}
