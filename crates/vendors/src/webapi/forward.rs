//! A caller's own call, rebuilt, with our `key`.

use super::{Picture, WebApi};
use crate::kit::templates::{Forwarded, Rebuilt, RebuiltBody};
use crate::kit::{Call, Cause, ExposeSecret, Form, Outgoing, Unreachable, VendorError};
use http::{HeaderMap, HeaderValue, header};
use portico_domain::capabilities::Vendor;
use tokio::time::Instant;

impl WebApi {
    /// Adds the key and sends it once; what the vendor says comes back as it is, its refusals too.
    ///
    /// # Errors
    /// There is no answer in the vendor's own words.
    pub async fn forward(&self, call: Rebuilt) -> Result<Forwarded, VendorError> {
        let facts = (call.template.facts)();
        let request_id = (self.request_ids)();
        let (vendor, request) = (Vendor::Webapi, Some(request_id.as_str()));
        let noted = Call { vendor, operation: facts.name, request_id: request, started: Instant::now() };
        let outcome = self.forward_as(call, &request_id).await;
        noted.note(&outcome);
        outcome.map_err(|cause| VendorError {
            doc: facts.doc,
            changes: facts.changes,
            request_id: Some(request_id.into()),
            ..self.error_named(facts.name, cause)
        })
    }

    async fn forward_as(&self, call: Rebuilt, request_id: &str) -> Result<Forwarded, Cause> {
        let sent = self.clock().now();
        let facts = (call.template.facts)();
        let (method, joins) = (facts.method, facts.joins);
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let key = self.enterprise_key().expose_secret();
        let in_query = !matches!(call.body, RebuiltBody::Form(..));
        let url = call.address(&self.places.api, in_query.then_some(("key", key)));
        let body = match call.body {
            RebuiltBody::Form(texts, file) => {
                let not_built = Cause::Unreachable(Unreachable::BadRequest);
                let form = Form::new().text("key", key);
                let form = texts.into_iter().fold(form, |form, (name, value)| form.text(name, value));
                let form = match file {
                    Some((name, bytes)) => {
                        let it = Picture::read(bytes).map_err(|_| not_built.clone())?;
                        form.file(name, it.file_name, it.kind, it.bytes)
                    }
                    None => form,
                };
                let (body, kind) = form.encode(&format!("portico-{request_id}")).ok_or(not_built)?;
                headers.insert(header::CONTENT_TYPE, kind);
                Some(body)
            }
            RebuiltBody::Json(_) | RebuiltBody::None => None,
        };
        let until = Instant::now() + self.transport.deadlines().total;
        let asking = async {
            let answer = self.transport.forward(Outgoing { method, url, headers, body }, until, sent).await?;
            self.observe(answer.date, sent);
            Forwarded::read(answer)
        };
        self.passage.through(joins, until, asking).await
    }
}
