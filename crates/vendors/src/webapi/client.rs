//! One call with the enterprise's key, from declaration to reply.

use super::answer;
use super::places::Places;
use super::token::TokenCredential;
use crate::kit::{
    AddressPolicy, Call, Cause, Chance, Clock, Deadlines, ExposeSecret, Form, Operation, Outgoing, Passage,
    Reading, RequestIds, RetryBudget, RetryPolicy, SecretString, Skew, Transport, Tries, Unreachable,
    VendorError, below, random_chance, random_request_ids,
};
use http::{HeaderMap, HeaderValue, header};
use jiff::tz::TimeZone;
use portico_domain::capabilities::Vendor;
use portico_domain::refusals::{Kind, Refusal, Rule};
use portico_domain::time::Timestamp;
use std::fmt;
use std::sync::Arc;
use tokio::time::Instant;
use url::Url;

/// What a connection to a WebAPI meeting server is made of.
#[derive(Clone, Debug)]
pub struct WebApiConfig {
    /// `https://host[:port]/WebAPI`; the last segment may be left out.
    pub base_url: String,
    /// 企业 ID: the `key` of every call. Whoever has it can do everything.
    pub enterprise_key: SecretString,
    /// What join tokens are made with. Without it nobody can be let in.
    pub token: Option<TokenCredential>,
    /// May `token` be the one printed in the vendor's document? Only where the server is the sandbox.
    pub allow_public_sample: bool,
    /// IANA name: the zone of the vendor's times, which name none.
    pub zone: String,
    /// 录播服务器域名和端口, as an address; absent = recordings lie on the meeting server.
    pub recording_base: Option<String>,
    /// Allows `http:` and addresses that are not public.
    pub private_network: bool,
    /// Hosts (`host` or `host:port`) besides the two bases' own from which recordings may be fetched.
    pub media_hosts: Vec<String>,
}

/// The client of one enterprise.
#[derive(Clone)]
pub struct WebApi {
    pub(super) places: Places,
    enterprise_key: SecretString,
    pub(super) token: Option<TokenCredential>,
    zone: TimeZone,
    pub(super) media_hosts: Vec<String>,
    pub(super) transport: Transport,
    clock: Arc<dyn Clock>,
    pub(super) request_ids: RequestIds,
    chance: Chance,
    retry: RetryPolicy,
    budget: Arc<RetryBudget>,
    skew: Arc<Skew>,
    pub(super) passage: Passage,
}

impl fmt::Debug for WebApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebApi").field("base", &self.places.api.as_str()).finish_non_exhaustive()
    }
}

impl WebApi {
    /// # Errors
    /// The field of the connection form that is wrong: `base_url`, `recording_base`, `zone`, `secret`
    /// (the enterprise key is empty) or `token` (the public sample credential).
    #[allow(clippy::result_large_err, reason = "a refusal is made once and shown at once")]
    pub fn new(config: WebApiConfig, clock: Arc<dyn Clock>, deadlines: Deadlines) -> Result<Self, Refusal> {
        let policy = AddressPolicy { private_network: config.private_network };
        let places = Places::read(&config.base_url, config.recording_base.as_deref(), policy)?;
        let zone = TimeZone::get(&config.zone).map_err(|_| Refusal::field("zone", Rule::UnknownZone))?;
        if config.enterprise_key.expose_secret().is_empty() {
            return Err(Refusal::field("secret", Rule::Missing));
        }
        let public = config.token.as_ref().is_some_and(TokenCredential::is_public_sample);
        if public && !config.allow_public_sample {
            return Err(Refusal::field("token", Rule::NotAChoice));
        }
        let transport = Transport::new(policy, deadlines).map_err(|error| {
            tracing::error!(%error, "no HTTP client");
            Refusal::of(Kind::Internal)
        })?;
        Ok(Self {
            places,
            enterprise_key: config.enterprise_key,
            token: config.token,
            zone,
            media_hosts: config.media_hosts,
            transport,
            clock,
            request_ids: random_request_ids(),
            chance: random_chance(),
            retry: RetryPolicy::default(),
            budget: Arc::default(),
            skew: Arc::default(),
            passage: Passage::default(),
        })
    }

    /// With other ids than random ones: they bound the parts of forms, join log lines with errors, and
    /// become the user ids of people who join.
    #[must_use]
    pub fn with_request_ids(self, request_ids: RequestIds) -> Self {
        Self { request_ids, ..self }
    }

    /// With another way to try again, and another chance for its jitter.
    #[must_use]
    pub fn with_retry(self, retry: RetryPolicy, chance: Chance) -> Self {
        Self { retry, chance, ..self }
    }

    /// With a breaker and a bulkhead; without, everything passes.
    #[must_use]
    pub fn with_passage(self, passage: Passage) -> Self {
        Self { passage, ..self }
    }

    /// What its calls pass.
    pub fn passage(&self) -> &Passage {
        &self.passage
    }

    /// The vendor's clock minus ours as last seen, in seconds.
    pub fn skew_seconds(&self) -> Option<i64> {
        self.skew.seconds()
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    pub(super) fn enterprise_key(&self) -> &SecretString {
        &self.enterprise_key
    }

    /// Notes the vendor's clock, from an answer to what was sent at `sent`.
    pub(super) fn observe(&self, date: Option<Timestamp>, sent: Timestamp) {
        self.skew.observe(date, sent, self.clock.now());
    }

    /// Makes one call; a repeatable operation is tried again where that helps, all within the total
    /// deadline.
    ///
    /// # Errors
    /// What went wrong the last time.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<O::Reply, VendorError> {
        let until = Instant::now() + self.transport.deadlines().total;
        let mut tries = Tries::start(&self.retry, &self.budget);
        loop {
            let error = match self.attempt(operation, until).await {
                Err(error) if O::REPEATABLE => error,
                outcome => return outcome,
            };
            let wake = tries.again(error, (self.chance)(), until)?;
            tokio::time::sleep_until(wake).await;
        }
    }

    /// Tries once, and writes it down.
    async fn attempt<O: Operation>(&self, operation: &O, until: Instant) -> Result<O::Reply, VendorError> {
        let request_id = (self.request_ids)();
        let (vendor, request) = (Vendor::Webapi, Some(request_id.as_str()));
        let call = Call { vendor, operation: O::NAME, request_id: request, started: Instant::now() };
        let outcome = self.exchange(operation, &request_id, until).await;
        call.note(&outcome);
        outcome.map_err(|cause| VendorError { request_id: Some(request_id.into()), ..self.error::<O>(cause) })
    }

    async fn exchange<O: Operation>(
        &self,
        operation: &O,
        request_id: &str,
        until: Instant,
    ) -> Result<O::Reply, Cause> {
        let sent = self.clock.now();
        let request = self.request(operation, request_id)?;
        let asking = async {
            let answer = self.transport.send(request, until, sent).await?;
            self.skew.observe(answer.date, sent, self.clock.now());
            answer::read(answer)
        };
        let reply = self.passage.through(O::JOINS, until, asking).await?;
        let reading = Reading { zone: self.zone.clone(), now: sent };
        operation.read(&reply, &reading).map_err(|unreadable| Cause::Unreadable { at: unreadable.at })
    }

    /// `key` comes first: as a part of the form, or in the query where there is no form.
    fn request<O: Operation>(&self, operation: &O, request_id: &str) -> Result<Outgoing, Cause> {
        let not_built = || Cause::Unreachable(Unreachable::BadRequest);
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        let (key, path, own) = (self.enterprise_key.expose_secret(), operation.path(), operation.query());
        let address = |query: &[(&str, &str)]| below(&self.places.api, &path, query.iter().copied());
        let (url, body) = match operation.form() {
            Some(form) => {
                let form = form.after(Form::new().text("key", key));
                let (body, kind) = form.encode(&format!("portico-{request_id}")).ok_or_else(not_built)?;
                headers.insert(header::CONTENT_TYPE, kind);
                (address(&[]), Some(body))
            }
            None => {
                let own = own.iter().map(|(name, value)| (*name, value.as_str()));
                let query: Vec<_> = [("key", key)].into_iter().chain(own).collect();
                (address(&query), None)
            }
        };
        Ok(Outgoing { method: O::METHOD, url, headers, body })
    }

    /// An error of an operation, outside or after a call.
    pub(super) fn error<O: Operation>(&self, cause: Cause) -> VendorError {
        VendorError { doc: O::DOC, changes: O::CHANGES, ..self.error_named(O::NAME, cause) }
    }

    /// An error of something that is no call.
    pub(super) fn error_named(&self, operation: &'static str, cause: Cause) -> VendorError {
        VendorError {
            vendor: Vendor::Webapi,
            operation,
            doc: "webapi.md",
            changes: false,
            request_id: None,
            skew_seconds: self.skew.seconds(),
            cause,
        }
    }

    /// The meeting server's own address, without `/WebAPI`.
    pub fn server(&self) -> &Url {
        &self.places.server
    }
}
